"""Voorbereiding: the circle, approvals, JIM, conditions and working notes."""
