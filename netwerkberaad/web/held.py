"""What somebody sent to a screen that was locked, or in a session that had run out: theirs again once they are back.

It waits in their session on the server, sealed with the key of the case it is about, so that it goes when the case goes. Only
a form of our own is kept, sent in that same session; never a file, a password or a code, and for nobody else.
"""

import hmac
import json
import uuid
from base64 import b64decode, b64encode
from dataclasses import dataclass

import msgspec
from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from netwerkberaad.foundation.links import SessionStage, WebSession
from netwerkberaad.foundation.vault import MissingKeyError, VaultError, keys_of
from netwerkberaad.web.context import READING, db
from netwerkberaad.web.sessions import CSRF, HELD, current

_FIELD = "web_session.held"
_SECRET = frozenset({"old", "password", "again", "code", "pin", "credential", "client_secret"})
_MOST = 200_000


@dataclass(frozen=True, slots=True)
class Held:
    """A form that was sent: where to, and what was filled in."""

    path: str
    values: list[tuple[str, str]]

    @property
    def texts(self) -> list[str]:
        """What somebody typed in it, to read again; not the choices, which have no words of their own here."""
        return [text for _name, text in self.values if " " in text.strip()]


def hold() -> bool:
    """Keep the form of this request for the owner of the session it was sent in; whether there was anything to keep."""
    session = current()
    row = session.row if session.locked else session.ended
    if row is None or row.stage is not SessionStage.OPEN or not _is_page_form():
        return False
    kept: dict[str, object] = json.loads(row.data or "{}")
    values = [(name, text) for name, text in request.form.items(multi=True) if name != CSRF and text]
    if not values or not _made_here(kept.get(CSRF)):
        return False
    content = msgspec.json.encode(Held(request.full_path.rstrip("?"), values))
    if len(content) > _MOST:
        return False
    scope = _scope(row)
    sealed = keys_of(db()).seal(scope, _FIELD, _owner(row), content)
    waiting = {"path": request.path, "scope": str(scope), "sealed": b64encode(sealed).decode()}
    if row is session.row:
        session[HELD] = waiting
    else:
        row.data = json.dumps({**kept, HELD: waiting})
    return True


def held() -> Held | None:
    """What waits for the one who is signed in; None when there is nothing, or its case is gone."""
    row, waiting = current().row, current().get(HELD)
    if row is None or not isinstance(waiting, dict):
        return None
    scope, sealed = uuid.UUID(waiting["scope"]), b64decode(waiting["sealed"])
    try:
        content = keys_of(db()).open(scope, _FIELD, _owner(row), sealed)
    except VaultError:
        return None
    return msgspec.json.decode(content, type=Held)


def let_go() -> None:
    """Forget what waits: it was sent again, or thrown away."""
    current().pop(HELD, None)


def let_go_when_sent() -> None:
    """Forget what waits when this request sends it again."""
    waiting = current().get(HELD)
    if request.method not in READING and isinstance(waiting, dict) and waiting["path"] == request.path:
        let_go()


def _is_page_form() -> bool:
    """Whether a page sent it that will show the answer: a script, or a form with a file, keeps what it has itself."""
    by_script = (
        request.headers.get("Sec-Fetch-Dest", "document") != "document"
        or request.accept_mimetypes.best == "application/json"
        or request.is_json
        or "stil" in request.args
    )
    with_file = any(sent.filename for sent in request.files.values())
    return not (by_script or with_file or _SECRET & set(request.form))


def _made_here(token: object) -> bool:
    """Whether the form was made for this session: the check of Flask-WTF, of a session that opens nothing any more."""
    try:
        sent = URLSafeTimedSerializer(current_app.secret_key or b"", salt="wtf-csrf-token").loads(
            request.form.get(CSRF, "")
        )
    except BadData:
        return False
    return isinstance(token, str) and isinstance(sent, str) and hmac.compare_digest(sent, token)


def _scope(row: WebSession) -> uuid.UUID:
    case_id = (request.view_args or {}).get("case_id")
    if isinstance(case_id, uuid.UUID):
        try:
            keys_of(db()).load([case_id])
        except MissingKeyError:
            return row.scope_id
        return case_id
    return row.scope_id


def _owner(row: WebSession) -> uuid.UUID:
    return row.staff_id or row.person_id or row.id
