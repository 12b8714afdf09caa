"""What may go wrong with machines, done on purpose, on this machine alone; and counted: what was confirmed is there."""
