"""Inzicht: anonymous figures of a year, to learn from, and never a ranking."""
