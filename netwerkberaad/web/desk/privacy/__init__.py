"""Privacy: what is kept how long, and what goes; for the privacy officer, and the coördinator who decides with them."""
