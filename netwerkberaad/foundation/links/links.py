"""Personal links: issued, found, handed back and revoked. A link that no longer works looks like one that never was."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, delete, or_, select, update
from sqlalchemy.orm import Session

from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.limits import Limit, count_try, keep_tries
from netwerkberaad.foundation.links.model import LinkPurpose, PersonalLink
from netwerkberaad.foundation.links.proofs import revoke_devices
from netwerkberaad.foundation.links.sessions import end_sessions_of
from netwerkberaad.foundation.links.tokens import hash_token, new_code, new_token, normal_code
from netwerkberaad.foundation.vault import keys_of

CODE_LIVES = timedelta(days=14)
KEPT_AFTER_END = timedelta(days=90)
CODES_PER_ADDRESS = Limit("code/address", 30, timedelta(minutes=15))
CODES_IN_ALL = Limit("code/all", 1000, timedelta(minutes=15))


@dataclass(frozen=True, slots=True, repr=False)
class IssuedLink:
    """A new link: the only moment its token and code exist in clear."""

    token: str
    code: str | None
    row: PersonalLink


def issue_link(
    session: Session,
    *,
    case_id: uuid.UUID,
    person_id: uuid.UUID,
    purpose: LinkPurpose,
    expires_at: datetime,
    now: datetime,
    with_code: bool = False,
    bundle_id: uuid.UUID | None = None,
) -> IssuedLink:
    """A link for one person; earlier ones for the same purpose stop working. A code lives at most fourteen days."""
    revoke_links(session, person_id=person_id, purpose=purpose, now=now)
    token = new_token()
    code = new_code() if with_code else None
    row = PersonalLink(
        id=new_id(),
        case_id=case_id,
        person_id=person_id,
        purpose=purpose,
        bundle_id=bundle_id,
        token_hash=hash_token(token),
        code_hash=_blind_code(session, code) if code else None,
        code_expires_at=min(now + CODE_LIVES, expires_at) if code else None,
        made_at=now,
        expires_at=expires_at,
    )
    session.add(row)
    return IssuedLink(token, code, row)


def find_link(session: Session, token: str, *, now: datetime) -> PersonalLink | None:
    """The live link with this token; None for unknown, expired and revoked alike."""
    return session.scalar(
        select(PersonalLink).where(PersonalLink.token_hash == hash_token(token), *alive(now))
    )


def find_by_code(session: Session, code: str, *, now: datetime, address: str = "") -> PersonalLink | None:
    """The live link with this typed code; None for unknown, expired, revoked and tried too often alike. A code that went to
    several people together opens that of the others when its own has ended.

    ``address`` is the network address of the one who types. Counts the try, so it needs a unit of work that writes.
    """
    who = keys_of(session).blind("code-address", address).hex()
    allowed = count_try(session, CODES_PER_ADDRESS, who, now=now)
    allowed = count_try(session, CODES_IN_ALL, "", now=now) and allowed
    typed = and_(
        PersonalLink.code_hash == _blind_code(session, normal_code(code)), PersonalLink.code_expires_at > now
    )
    together = select(PersonalLink.bundle_id).where(typed, PersonalLink.bundle_id.is_not(None))
    statement = select(PersonalLink).where(or_(typed, PersonalLink.bundle_id.in_(together)), *alive(now))
    found = session.scalar(statement.order_by(case((typed, 0), else_=1), PersonalLink.id).limit(1))
    if found is None or not allowed:
        keep_tries(session)
        return None
    return found


def links_of(session: Session, *, person_id: uuid.UUID, now: datetime) -> list[PersonalLink]:
    """The links of a person that still work, newest first."""
    statement = select(PersonalLink).where(PersonalLink.person_id == person_id, *alive(now))
    return list(session.scalars(statement.order_by(PersonalLink.made_at.desc(), PersonalLink.id)))


def links_in(session: Session, *, case_id: uuid.UUID, now: datetime) -> list[PersonalLink]:
    """The links of everybody in a case that still work, newest first."""
    statement = select(PersonalLink).where(PersonalLink.case_id == case_id, *alive(now))
    return list(session.scalars(statement.order_by(PersonalLink.made_at.desc(), PersonalLink.id)))


def mark_opened(link: PersonalLink, now: datetime, *, known: bool) -> None:
    """Note the first time that somebody (not a mail scanner: after a POST) opened the link, and the first time that a
    device opened it later which is not ``known``. Nothing of the device itself is kept.
    """
    if link.opened_at is None:
        link.opened_at = now
    elif not known and link.elsewhere_at is None:
        link.elsewhere_at = now


def hand_back_link(session: Session, link: PersonalLink, now: datetime) -> None:
    """'Dit ben ik niet': the links went to the wrong one, so all of that person stop, with devices and sessions."""
    link.not_me_at = now
    revoke_links(session, person_id=link.person_id, now=now)
    revoke_devices(session, person_id=link.person_id, now=now)
    end_sessions_of(session, person_id=link.person_id)


def revoke_links(
    session: Session,
    *,
    now: datetime,
    person_id: uuid.UUID | None = None,
    case_id: uuid.UUID | None = None,
    purpose: LinkPurpose | None = None,
) -> int:
    """Make the live links of a person, or of everybody in a case, stop working. Returns how many there were."""
    if person_id is None and case_id is None:
        raise ValueError("revoking links needs a person or a case")
    statement = update(PersonalLink).where(*alive(now)).values(revoked_at=now)
    if person_id is not None:
        statement = statement.where(PersonalLink.person_id == person_id)
    if case_id is not None:
        statement = statement.where(PersonalLink.case_id == case_id)
    if purpose is not None:
        statement = statement.where(PersonalLink.purpose == purpose)
    ended = session.scalars(statement.returning(PersonalLink.id)).all()
    return len(ended)


def sweep_links(session: Session, now: datetime) -> int:
    """Delete links that stopped working ninety days ago. Returns how many."""
    statement = delete(PersonalLink).where(PersonalLink.expires_at < now - KEPT_AFTER_END)
    return len(session.scalars(statement.returning(PersonalLink.id)).all())


def alive(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (PersonalLink.revoked_at.is_(None), PersonalLink.expires_at > now)


def _blind_code(session: Session, code: str) -> bytes:
    # A code is short enough to be guessed back from a plain digest; without the key it is not.
    return keys_of(session).blind("link-code", code)
