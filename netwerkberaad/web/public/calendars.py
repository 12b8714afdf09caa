"""The calendar behind a secret link, as calendar programs fetch it: they show no password and keep no cookie."""

from flask import Blueprint, Response

from netwerkberaad.flows.own_calendar import own_calendar
from netwerkberaad.web.context import base_url, db, now
from netwerkberaad.web.guard import public


def add_pages(blueprint: Blueprint) -> None:
    """Put this file at its address."""
    blueprint.add_url_rule("/agenda/<token>.ics", "own_calendar", calendar)


@public
def calendar(token: str) -> Response:
    """When somebody's beraden are. An unknown link and one that was ended look the same."""
    return Response(own_calendar(db(), token, base_url=base_url(), now=now()), mimetype="text/calendar")
