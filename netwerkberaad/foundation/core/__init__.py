"""Settings, time, database, errors, audit and limits. Knows nothing of people or cases."""
