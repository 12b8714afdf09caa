"""Asking for a beraad: in steps at the desk, by phone, what was promised, and requests that come to no beraad."""
