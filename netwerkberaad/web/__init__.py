"""The web: the only room that knows Flask. Holds pages and the guard, no rules."""

from netwerkberaad.web.app import create_app

__all__ = ["create_app"]
