"""My cases: today, one case and its records, follow-up and closing."""
