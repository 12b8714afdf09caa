"""Sessions of the web, kept here and not in the cookie: they can be listed, limited and ended."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.links.model import SessionStage, WebSession
from netwerkberaad.foundation.links.tokens import hash_token, new_token

STAFF_IDLE = timedelta(minutes=30)
GUEST_IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
ENDED_KEPT = timedelta(hours=24)
"""How long a session that ran out is still known: who sends a form from it finds what they typed after coming in again."""


def start_session(
    session: Session,
    *,
    scope_id: uuid.UUID,
    now: datetime,
    data: str = "",
    staff_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
    ends_at: datetime | None = None,
    stage: SessionStage = SessionStage.OPEN,
) -> str:
    """Start a session and return the token for its cookie. Whoever begins one has just shown who they are.

    It ends twelve hours from now, or earlier at ``ends_at``. ``scope_id`` names the key that seals ``data``: of the
    region for staff, of the person for a guest, of the system before anybody signed in.
    """
    token, latest = new_token(), now + LONGEST
    session.add(
        WebSession(
            id=new_id(),
            token_hash=hash_token(token),
            scope_id=scope_id,
            staff_id=staff_id,
            person_id=person_id,
            stage=stage,
            proven_at=now,
            made_at=now,
            seen_at=now,
            ends_at=min(ends_at, latest) if ends_at else latest,
            data=data,
        )
    )
    return token


def find_session(session: Session, token: str, *, now: datetime) -> WebSession | None:
    """The live session with this token; None for unknown, ended and, of guests, idle too long alike.

    That of a member of staff who is idle is locked: see ``is_locked``. One with a table lives as long as the table.
    """
    return session.scalar(select(WebSession).where(WebSession.token_hash == hash_token(token), ~_over(now)))


def find_ended(session: Session, token: str, *, now: datetime) -> WebSession | None:
    """The session with this token that ran out at most a day ago; None for one that somebody ended. It opens nothing."""
    return session.scalar(select(WebSession).where(WebSession.token_hash == hash_token(token), _over(now)))


def is_locked(web_session: WebSession, now: datetime) -> bool:
    """Whether its owner must show again who they are: they locked it, nobody was there for half an hour, or it ended."""
    idle = web_session.staff_id is not None and web_session.seen_at <= now - STAFF_IDLE
    return web_session.locked_at is not None or idle or is_over(web_session, now)


def is_over(web_session: WebSession, now: datetime) -> bool:
    """Whether it ended, though the table that was opened in it still stands."""
    return web_session.ends_at <= now


def lock_session(web_session: WebSession, now: datetime) -> None:
    """Let a session open nothing until its owner shows again who they are."""
    web_session.locked_at = web_session.locked_at or now


def rest_session(web_session: WebSession, now: datetime) -> None:
    """Nobody is there, say the pages at the desk: locked like one that lay idle, so that a table goes on."""
    web_session.seen_at = min(web_session.seen_at, now - STAFF_IDLE)


def unlock_session(web_session: WebSession, now: datetime) -> None:
    """Its owner has shown who they are."""
    web_session.locked_at = None
    web_session.seen_at = now
    prove_session(web_session, now)


def prove_session(web_session: WebSession, now: datetime) -> None:
    """Its owner has shown again who they are, without a lock."""
    web_session.proven_at = now


def renew_session(web_session: WebSession) -> str:
    """Give a session a new token, for the cookie, when what it may do has changed; the old one opens nothing more."""
    token = new_token()
    web_session.token_hash = hash_token(token)
    return token


def touch_session(web_session: WebSession, now: datetime) -> None:
    """Note that the session was seen now; a locked one stays locked."""
    if not is_locked(web_session, now):
        web_session.seen_at = now


def open_table_session(
    web_session: WebSession, *, case_id: uuid.UUID, until: datetime, now: datetime
) -> None:
    """Let the table screen of one case stay open until then, twelve hours at most, however long nobody touches it.

    For somebody who has just shown who they are.
    """
    web_session.table_case_id = case_id
    web_session.table_until = min(until, now + LONGEST)


def close_table_session(web_session: WebSession) -> None:
    """Leave the table: what is over at the desk is over there too."""
    web_session.table_case_id = web_session.table_until = None


def table_open_until(web_session: WebSession, case_id: uuid.UUID, now: datetime) -> datetime | None:
    """How long the table screen of this case stays open; None when it is not, or its owner locked the screen."""
    until = web_session.table_until if web_session.table_case_id == case_id else None
    return until if until is not None and until > now and web_session.locked_at is None else None


def end_session(session: Session, which: WebSession | str) -> None:
    """End one session, by its row or by its token."""
    one = WebSession.token_hash == hash_token(which) if isinstance(which, str) else WebSession.id == which.id
    session.execute(delete(WebSession).where(one))


def sessions_of(session: Session, *, staff_id: uuid.UUID, now: datetime) -> list[WebSession]:
    """The live sessions of a member of staff, last seen first."""
    statement = select(WebSession).where(WebSession.staff_id == staff_id, ~_over(now))
    return list(session.scalars(statement.order_by(WebSession.seen_at.desc(), WebSession.id)))


def end_sessions_of(
    session: Session,
    *,
    staff_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
    but: uuid.UUID | None = None,
) -> int:
    """End all sessions of a member of staff or of a guest, except the one with id ``but``. Returns how many."""
    if (staff_id is None) == (person_id is None):
        raise ValueError("ending sessions needs a member of staff or a person")
    owner = WebSession.staff_id == staff_id if staff_id else WebSession.person_id == person_id
    statement = delete(WebSession).where(owner)
    if but is not None:
        statement = statement.where(WebSession.id != but)
    return len(session.scalars(statement.returning(WebSession.id)).all())


def sweep_sessions(session: Session, now: datetime) -> int:
    """Delete the sessions that ran out a day ago. Returns how many."""
    gone = delete(WebSession).where(_over(now - ENDED_KEPT)).returning(WebSession.id)
    return len(session.scalars(gone).all())


def _over(now: datetime) -> ColumnElement[bool]:
    no_table = or_(WebSession.table_until.is_(None), WebSession.table_until <= now)
    return or_(
        and_(WebSession.ends_at <= now, no_table),
        and_(WebSession.staff_id.is_(None), WebSession.seen_at <= now - GUEST_IDLE),
    )
