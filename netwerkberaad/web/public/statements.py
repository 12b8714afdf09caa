"""Statements for anybody: privacy, accessibility, and where to report a weakness (RFC 9116)."""

from datetime import timedelta

from flask import Blueprint, Response, url_for

from netwerkberaad.web.context import base_url, now
from netwerkberaad.web.door.frame import calls, team
from netwerkberaad.web.guard import public
from netwerkberaad.web.kit.pages import page

VALID = timedelta(days=180)


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/privacy", "privacy", privacy)
    blueprint.add_url_rule("/toegankelijkheid", "accessibility", accessibility)
    blueprint.add_url_rule("/.well-known/security.txt", "security_txt", security_txt)


@public
def privacy() -> Response:
    """What is done with data, in plain words."""
    return page("public/privacy.html", calls=calls())


@public
def accessibility() -> Response:
    """What works, what does not yet, and whom to tell."""
    return page("public/accessibility.html", calls=calls())


@public
def security_txt() -> Response:
    """Where somebody who found a weakness can tell it."""
    until = (now() + VALID).replace(hour=0, minute=0, second=0, microsecond=0)
    here = team()
    lines = [
        *([f"Contact: tel:{here.phone}"] if here else []),
        f"Contact: {base_url()}{url_for('public.privacy')}",
        f"Expires: {until.strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: nl, en",
        f"Canonical: {base_url()}{url_for('public.security_txt')}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
