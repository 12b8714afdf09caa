"""The session of the table screen: for one case, until an hour after the planned end, begun by whoever shows who they are.

Nobody touches the screen while people talk. The pages of the table stay open meanwhile; the rest of the desk locks itself.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import ParamSpec

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from netwerkberaad import beraden
from netwerkberaad.web.context import case, db, now
from netwerkberaad.web.desk.signing.proving import FRESH
from netwerkberaad.web.edge import is_quiet
from netwerkberaad.web.sessions import current

AFTERWARDS = timedelta(hours=1)
P = ParamSpec("P")


def opens_table(view: Callable[P, Response]) -> Callable[P, Response]:
    """Begin the session of the table with this page, after asking who it is when that was shown too long ago."""

    @wraps(view)
    def opened(*args: P.args, **kwargs: P.kwargs) -> Response:
        until = _until()
        if until is None or until <= now() or current().table_until(case().id) or is_quiet():
            return view(*args, **kwargs)
        if not current().proven_within(FRESH):
            return redirect(url_for("desk.prove", next=request.path), code=303)
        current().open_table(case().id, until=until)
        return view(*args, **kwargs)

    return opened


def _until() -> datetime | None:
    """An hour after the planned end of the meeting that is on, as its clock says now."""
    beraad = beraden.current_beraad(db(), case())
    if beraad is None or beraad.opened_at is None:
        return None
    parts = beraden.clock_of(beraad, beraden.agenda_of(db(), beraad), now=now()).parts
    ends = [beraad.starts_at + timedelta(minutes=beraad.minutes), *(part.planned_until for part in parts)]
    return max(ends) + AFTERWARDS
