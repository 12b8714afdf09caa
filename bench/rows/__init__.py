"""The rows of the table, by what they are about. Each module gives ``measure(folder)``, which yields rows."""
