"""Where services for messages report: what came of a message, and texts that came in. No page, and nothing about anybody."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from netwerkberaad.web.reports import callbacks


def install_reports(app: Flask, csrf: CSRFProtect) -> None:
    """Give the callbacks their addresses. They bring a token of their own instead of one of a form."""
    blueprint = callbacks.blueprint()
    csrf.exempt(blueprint)
    app.register_blueprint(blueprint)


__all__ = ["install_reports"]
