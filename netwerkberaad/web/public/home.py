"""The front page: three ways in, and what a netwerkberaad is."""

from flask import Blueprint, Response

from netwerkberaad.web.door.frame import calls
from netwerkberaad.web.guard import public
from netwerkberaad.web.kit.pages import page


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/", "home", home)


@public
def home() -> Response:
    """For somebody with a letter, somebody who looks for help, and somebody who works here."""
    return page("public/home.html", calls=calls())
