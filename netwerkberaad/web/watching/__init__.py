"""For machines that watch: whether it lives, whether it is ready, and numbers. Nothing about anybody."""

from flask import Blueprint, Flask

from netwerkberaad.web.watching import pages
from netwerkberaad.web.watching.counting import install_counting

__all__ = ["install_watching"]


def install_watching(app: Flask) -> None:
    """Count every request, and give the pages their addresses."""
    install_counting(app)
    blueprint = Blueprint("watch", __name__)
    pages.add_pages(blueprint)
    app.register_blueprint(blueprint)
