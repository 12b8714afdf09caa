"""Forms that act once: a second tap on the same button, or a reload of the post, changes nothing more."""

import json
import uuid

from flask import request
from wtforms import HiddenField

from netwerkberaad.web.context import READING, db
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.sessions import current

_SENT = "sent"
_KEPT = 40


def fresh_token() -> str:
    """A token for one rendering of a form."""
    return uuid.uuid4().hex


class OnceForm(BaseForm):
    """A form that makes something: ``once`` tells one filling-in from the next."""

    once = HiddenField(default=fresh_token)


def sent_before(token: str | None) -> bool:
    """Whether this token came in before in this session; if not, it is noted in the same unit of work.

    The row of the session is locked first, so that two posts at the same moment cannot both be the first.
    """
    session = current()
    if request.method in READING or not token or session.row is None:
        return False
    db().refresh(session.row, with_for_update=True)
    known = json.loads(session.row.data or "{}").get(_SENT, [])
    if token in known:
        return True
    session[_SENT] = [*known, token][-_KEPT:]
    return False
