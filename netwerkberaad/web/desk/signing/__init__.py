"""Signing in and one's own account: password, second step, passkeys, single sign-on, reset by two."""
