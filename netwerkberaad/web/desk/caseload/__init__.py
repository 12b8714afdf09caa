"""My cases: today, requests, one case and its records, follow-up and closing."""
