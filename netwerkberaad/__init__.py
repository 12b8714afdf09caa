"""Netwerkberaad: the whole way of a network meeting, from request to follow-up, kept sealed."""

__version__ = "0.1.0"
