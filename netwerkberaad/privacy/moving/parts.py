"""One case as it travels: its head, who of the staff are named in it, its rows, its log, and who had a link."""

import re
import uuid
from collections.abc import Collection, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import Organisation, Staff, region_of
from netwerkberaad.cases import Case, Person
from netwerkberaad.cases.joined import joined_to
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.links.model import LinkPurpose, PersonalLink
from netwerkberaad.privacy.moving.belonging import moving
from netwerkberaad.privacy.moving.errors import BrokenPackageError
from netwerkberaad.privacy.moving.lines import RowLine, digest_of, row_lines

_ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_AT_ONCE = 500


class Head(msgspec.Struct, frozen=True, tag_field="line", tag="head"):
    """The first line: which case, with the requests joined to it; from whom; in which form (``schema``)."""

    schema: str
    package: uuid.UUID
    case: uuid.UUID
    joined: tuple[uuid.UUID, ...]
    sender: str


class Team(msgspec.Struct, frozen=True, tag_field="line", tag="team"):
    """An organisation that somebody named in the case worked for."""

    id: uuid.UUID
    name: str


class Colleague(msgspec.Struct, frozen=True, tag_field="line", tag="colleague"):
    """Somebody of the staff who is named in the case: so that the history says who it was. No way to reach them."""

    id: uuid.UUID
    team: uuid.UUID
    first: str
    infix: str
    last: str


class Log(msgspec.Struct, frozen=True, tag_field="line", tag="log"):
    """One entry of the audit log of the case, as it stood; ids only."""

    id: uuid.UUID
    at: datetime
    actor_kind: str
    actor_id: uuid.UUID | None
    role: str
    on_behalf_of: uuid.UUID | None
    region_id: uuid.UUID | None
    case_id: uuid.UUID | None
    object_kind: str
    object_id: uuid.UUID | None
    action: str
    outcome: str
    basis: str
    emergency: bool
    chain: str
    position: int | None
    digest: bytes | None


class Door(msgspec.Struct, frozen=True, tag_field="line", tag="door"):
    """Somebody had a link that worked, and for what."""

    person: uuid.UUID
    purpose: LinkPurpose
    until: datetime


class End(msgspec.Struct, frozen=True, tag_field="line", tag="end"):
    """The last line: how many rows there are, and the SHA-256 over them."""

    rows: int
    digest: str


class Parcel(msgspec.Struct, frozen=True):
    """A case, read."""

    head: Head
    teams: tuple[Team, ...]
    colleagues: tuple[Colleague, ...]
    rows: tuple[RowLine, ...]
    log: tuple[Log, ...]
    doors: tuple[Door, ...]
    end: End


LINES = (Head, Team, Colleague, RowLine, Log, Door, End)
_decoder = msgspec.json.Decoder(Head | Team | Colleague | RowLine | Log | Door | End)
_encode = msgspec.json.encode


def schema() -> str:
    """The form of the rows: which tables and columns there are."""
    said = [f"{table.name}.{column.name}" for table in moving() for column in table.c]
    return sha256("\n".join(sorted(said)).encode()).hexdigest()[:16]


def scopes_of(session: Session, case_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """The numbers of these cases and of everybody in them."""
    return {*case_ids, *session.scalars(select(Person.id).where(Person.case_id.in_(case_ids)))}


def case_lines(session: Session, case: Case, *, package: uuid.UUID, now: datetime) -> tuple[list[bytes], End]:
    """Every line of a case, and the last one. Raises SealError or MissingKeyError when a value does not open."""
    joined = joined_to(session, case)
    case_ids = {case.id, *(one.id for one in joined)}
    rows = list(row_lines(session, case_ids, scopes_of(session, case_ids)))
    sender = region_of(session, case.region_id).name
    head = Head(schema(), package, case.id, tuple(one.id for one in joined), sender)
    end = End(len(rows), digest_of(rows).hex())
    lines = [
        _encode(head),
        *map(_encode, _staff_in(session, rows)),
        *rows,
        *map(_encode, _log_of(session, case_ids)),
        *map(_encode, _doors_of(session, case_ids, now)),
        _encode(end),
    ]
    return lines, end


def read_lines(content: bytes) -> Parcel:
    """What the lines of one case say. Raises BrokenPackageError when something is missing or too much."""
    try:
        found = [_decoder.decode(line) for line in content.split(b"\n")]
        rows = [line for line in content.split(b"\n") if line.startswith(b'{"line":"row"')]
    except msgspec.MsgspecError as reason:
        raise BrokenPackageError from reason
    if len(found) < 2 or not isinstance(found[0], Head) or not isinstance(found[-1], End):
        raise BrokenPackageError
    parcel = Parcel(
        found[0],
        tuple(line for line in found if isinstance(line, Team)),
        tuple(line for line in found if isinstance(line, Colleague)),
        tuple(line for line in found if isinstance(line, RowLine)),
        tuple(line for line in found if isinstance(line, Log)),
        tuple(line for line in found if isinstance(line, Door)),
        found[-1],
    )
    if (len(rows), digest_of(rows).hex()) != (parcel.end.rows, parcel.end.digest):
        raise BrokenPackageError
    return parcel


def _staff_in(session: Session, rows: list[bytes]) -> Iterator[Team | Colleague]:
    named = sorted({uuid.UUID(found.decode()) for row in rows for found in _ID.findall(row)})
    staff: list[Staff] = []
    for start in range(0, len(named), _AT_ONCE):
        ids = named[start : start + _AT_ONCE]
        staff += session.scalars(select(Staff).where(Staff.id.in_(ids)).order_by(Staff.id))
    teams = {one.organisation_id for one in staff}
    for team in session.scalars(
        select(Organisation).where(Organisation.id.in_(teams)).order_by(Organisation.id)
    ):
        yield Team(team.id, team.name)
    for one in staff:
        name = one.profile
        yield Colleague(one.id, one.organisation_id, name.first, name.infix, name.last)


def _log_of(session: Session, case_ids: set[uuid.UUID]) -> Iterator[Log]:
    statement = select(AuditEntry).where(AuditEntry.chain.in_(sorted(map(str, case_ids))))
    ordered = statement.order_by(
        AuditEntry.chain, AuditEntry.position.is_(None), AuditEntry.position, AuditEntry.id
    )
    for entry in session.scalars(ordered):
        values: dict[str, Any] = {name: getattr(entry, name) for name in Log.__struct_fields__}
        yield Log(**values)


def _doors_of(session: Session, case_ids: set[uuid.UUID], now: datetime) -> Iterator[Door]:
    live = select(PersonalLink).where(
        PersonalLink.case_id.in_(case_ids), PersonalLink.revoked_at.is_(None), PersonalLink.expires_at > now
    )
    for link in session.scalars(live.order_by(PersonalLink.person_id, PersonalLink.made_at, PersonalLink.id)):
        yield Door(link.person_id, link.purpose, link.expires_at)
