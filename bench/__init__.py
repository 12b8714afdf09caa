"""Measures the application against a plain reference, side by side in one run. ``make bench`` runs it all."""
