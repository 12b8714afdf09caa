"""The team: who is there, who takes what, who covers whom, emergency access, and what the log says."""
