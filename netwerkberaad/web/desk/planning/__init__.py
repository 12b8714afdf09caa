"""The plan: its lines, the people in it, its versions and how it is printed."""
