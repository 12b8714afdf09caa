"""Gegevens en toestemming: who said yes to what, who sees what, and looking as somebody else."""
