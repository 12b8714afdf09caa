"""Sessions on the server: the cookie holds a random id and nothing else.

Staff and guests have cookies of their own, so that signing out at the desk does not close the door and the other way
round. A form without a session keeps its CSRF token in a signed cookie; no row is written for a visitor.
"""

import json
import uuid
from datetime import datetime, timedelta

from flask import Flask, Request, Response, g
from flask.globals import request_ctx
from flask.sessions import SessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import CallbackDict

from netwerkberaad.foundation.links import (
    SessionStage,
    WebSession,
    close_table_session,
    end_session,
    find_ended,
    find_session,
    is_locked,
    is_over,
    lock_session,
    open_table_session,
    prove_session,
    renew_session,
    rest_session,
    start_session,
    table_open_until,
    touch_session,
    unlock_session,
)
from netwerkberaad.foundation.vault import VaultError
from netwerkberaad.web.context import db, now, services

ABSOLUTE = timedelta(hours=12)
_TOUCH_AFTER = timedelta(minutes=1)
CSRF = "csrf_token"
HELD = "held"
_DOOR = frozenset({"p", "code"})


class ServerSession(CallbackDict[str, object], SessionMixin):
    """The values of one session. ``token`` is the new cookie value when it must be set; '' takes the cookie away.

    ``ended`` is the session of this browser that ran out: it opens nothing, but what was typed in it is kept for its owner.
    """

    def __init__(
        self, door: bool, row: WebSession | None = None, initial: dict[str, object] | None = None
    ) -> None:
        def changed(session: "ServerSession") -> None:
            session.modified = True

        super().__init__(initial or {}, changed)
        self.door = door
        self.row = row
        self.ended: WebSession | None = None
        self.modified = False
        self.token: str | None = None
        self._table: tuple[uuid.UUID, datetime] | None = None

    @property
    def stage(self) -> SessionStage | None:
        """How far the one who signs in has come; None without a session."""
        return self.row.stage if self.row is not None else None

    def begin(
        self,
        *,
        scope_id: uuid.UUID,
        staff_id: uuid.UUID | None = None,
        person_id: uuid.UUID | None = None,
        stage: SessionStage = SessionStage.OPEN,
        ends_at: datetime | None = None,
    ) -> None:
        """Start anew for somebody who just proved who they are; the earlier session of this browser ends.

        If that was theirs, the forms that stand open in it, and what they sent too late, stay theirs.
        """
        before = self.row or self.ended
        carried: dict[str, object] = {}
        if before is not None:
            if (before.staff_id, before.person_id) == (staff_id, person_id):
                values = json.loads(before.data or "{}")
                carried = {name: values[name] for name in (CSRF, HELD) if name in values}
            end_session(db(), before)
        self.clear()
        self.update(carried)
        self.token = start_session(
            db(),
            staff_id=staff_id,
            person_id=person_id,
            scope_id=scope_id,
            data="{}",
            now=now(),
            ends_at=ends_at or now() + ABSOLUTE,
            stage=stage,
        )
        db().flush()  # the row must be found by its token before values are kept in it
        self.row = find_session(db(), self.token, now=now())

    def renew(self, stage: SessionStage) -> None:
        """Go on with a new id at another stage. Raises LookupError without a session."""
        if self.row is None:
            raise LookupError("no session to go on with")
        self.row.stage = stage
        self.token = renew_session(self.row)

    def lock(self) -> None:
        """Open nothing more until its owner shows who they are."""
        if self.row is not None:
            lock_session(self.row, now())

    def rest(self) -> None:
        """Nobody is there: lock the desk, and leave a table as it is."""
        if self.row is not None:
            rest_session(self.row, now())

    def open_table(self, case_id: uuid.UUID, *, until: datetime) -> None:
        """Let the table screen of this case stay open until then. Kept at the edge, also by a request that reads."""
        self._table = (case_id, until)

    def close_table(self) -> None:
        """The table is over."""
        if self.row is not None:
            close_table_session(self.row)

    def table_until(self, case_id: uuid.UUID) -> datetime | None:
        """How long the table screen of this case stays open; None when it is not."""
        if self._table is not None and self._table[0] == case_id:
            return self._table[1]
        return table_open_until(self.row, case_id, now()) if self.row is not None else None

    def unlock(self) -> None:
        """Go on with a new id, and with all that this session held. Raises LookupError without a session."""
        if self.row is None:
            raise LookupError("no session to go on with")
        unlock_session(self.row, now())
        self.renew(self.row.stage)

    def prove(self) -> None:
        """Go on with a new id, its owner having shown again who they are. Raises LookupError without a session."""
        if self.row is None:
            raise LookupError("no session to go on with")
        prove_session(self.row, now())
        self.renew(self.row.stage)

    def proven_within(self, span: timedelta) -> bool:
        """Whether its owner showed who they are at most so long ago."""
        proven = self.row.proven_at if self.row is not None else None
        return proven is not None and now() - proven <= span

    @property
    def locked(self) -> bool:
        """Whether its owner must show again who they are."""
        return self.row is not None and is_locked(self.row, now())

    @property
    def over(self) -> bool:
        """Whether it ended, and only a table in it still stands."""
        return self.row is not None and is_over(self.row, now())

    def end(self) -> None:
        """End this session."""
        if self.row is not None:
            end_session(db(), self.row)
        self.row = None
        self.clear()
        self.token = ""

    def keep(self, moment: datetime) -> bool:
        """Write changed values into the row of a unit of work that will be committed. Tells whether it did."""
        if self.row is None or not (self.modified or self._table):
            return False
        if self._table is not None:
            case_id, until = self._table
            open_table_session(self.row, case_id=case_id, until=until, now=moment)
        self.row.data = json.dumps(dict(self))
        touch_session(self.row, now=moment)
        return True

    def stale(self, moment: datetime) -> bool:
        """Whether a reading request should note that somebody is still there."""
        changed = self.modified or self._table is not None
        return self.row is not None and (changed or moment - self.row.seen_at > _TOUCH_AFTER)


class ServerSessions(SessionInterface):
    """Opens and saves sessions for Flask. Rows are written at the edge of the request, cookies here."""

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        """The session of this browser, or an empty one. What fails here is raised once error pages can be made."""
        try:
            return self._open(app, request)
        except (SQLAlchemyError, VaultError) as error:
            g.session_failure = error
            return ServerSession(door=False)

    def _open(self, app: Flask, request: Request) -> ServerSession:
        # Only the first segment tells: /privacy is no page of the door, though it begins with the same letter.
        door = request.path.split("/", 2)[1] in _DOOR
        if request.path.startswith("/static/"):
            return ServerSession(door)
        token = request.cookies.get(cookie_name(door=door))
        row = find_session(db(), token, now=now()) if token else None
        if row is not None:
            return ServerSession(door, row, json.loads(row.data or "{}"))
        session = ServerSession(door, None, _csrf_of(app, request))
        session.ended = find_ended(db(), token, now=now()) if token else None
        if token and session.ended is None:
            session.token = ""
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set or take away the cookies."""
        if not isinstance(session, ServerSession):
            return
        secure = services().settings.secure
        name = cookie_name(door=session.door)
        if session.token:
            response.set_cookie(name, session.token, secure=secure, httponly=True, samesite="Lax", path="/")
        elif session.token == "":
            response.delete_cookie(name, secure=secure, httponly=True, samesite="Lax", path="/")
        if session.row is None and session.modified and CSRF in session:
            value = _signer(app).dumps(session[CSRF])
            response.set_cookie(_csrf_cookie(), value, secure=secure, httponly=True, samesite="Lax", path="/")


def cookie_name(*, door: bool) -> str:
    """Name of the session cookie."""
    return host_only("nb-deur" if door else "nb-balie")


def host_only(name: str) -> str:
    """A cookie name with the prefix that binds it to this host, wherever there is TLS."""
    return ("__Host-" if services().settings.secure else "") + name


def _csrf_cookie() -> str:
    return host_only("nb-formulier")


def _signer(app: Flask) -> URLSafeSerializer:
    return URLSafeSerializer(app.secret_key or b"", salt="csrf-without-session")


def _csrf_of(app: Flask, request: Request) -> dict[str, object]:
    try:
        return {CSRF: _signer(app).loads(request.cookies.get(_csrf_cookie(), ""))}
    except BadSignature:
        return {}


def require_opened() -> None:
    """Raise what went wrong when the session of this request was opened."""
    if "session_failure" in g:
        raise g.session_failure


def current() -> ServerSession:
    """The session of this request."""
    opened = request_ctx.session
    if not isinstance(opened, ServerSession):
        raise TypeError("this request has no server session")
    return opened
