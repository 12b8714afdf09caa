"""The mark that a browser keeps once somebody signed in with it: a place to count tries in, and no right to anything."""

import hashlib

from flask import request
from werkzeug.wrappers import Response

from netwerkberaad.accounts import MARK_LIVES, Staff, new_mark
from netwerkberaad.web.context import db, now, services
from netwerkberaad.web.sessions import host_only

_NAME = "nb-bekend-"
_MOST = 20
"""Marks that are looked at: more colleagues than that do not share a browser."""


def marks() -> list[str]:
    """The marks of this browser, one for each colleague who signed in with it. Not yet known to be ours."""
    name = host_only(_NAME)
    return [mark for key, mark in request.cookies.items() if key.startswith(name)][:_MOST]


def know_browser(response: Response, person: Staff) -> None:
    """Mark this browser for somebody who took every step of signing in."""
    who = hashlib.sha256(person.id.bytes).hexdigest()[:12]
    response.set_cookie(
        host_only(f"{_NAME}{who}"),
        new_mark(db(), person, now=now()),
        max_age=MARK_LIVES,
        secure=services().settings.secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )
