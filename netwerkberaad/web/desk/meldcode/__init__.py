"""The meldcode: pages behind a door of their own."""
