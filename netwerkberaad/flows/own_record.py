"""Everything kept about one person in their case, fact by fact: what 'Mijn gegevens' tells, and what a copy holds.

What is sealed under the key of the person is theirs; with it go the promises they made and, for hoofdpersonen, what was
asked and concluded about them.
"""

import dataclasses
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person
from netwerkberaad.cases.joined import joined_to
from netwerkberaad.cases.meldcode import Meldcode, MeldcodeStep
from netwerkberaad.cases.sight import Seeing, seeing_of
from netwerkberaad.foundation.core.database import Base
from netwerkberaad.foundation.links import WebSession, devices_of
from netwerkberaad.foundation.messages import OutboxMessage
from netwerkberaad.foundation.vault import Sealed
from netwerkberaad.invites.poll_model import PollBallot, PollSlot
from netwerkberaad.plans import Commitment, Goal
from netwerkberaad.plans.model import CommitmentOwner
from netwerkberaad.privacy import DataCopy

_PASSING = frozenset({WebSession.__tablename__, OutboxMessage.__tablename__, DataCopy.__tablename__})
"""Emptied by themselves: a session while it lasts, a message until it left, a copy of all this after two weeks."""
_APART = frozenset({Meldcode.__tablename__, MeldcodeStep.__tablename__})
"""A meldcode is read by its professional alone; what law gives somebody to see of it is asked of them."""
_NOT_THEIRS = frozenset(
    {
        "door_pin.hash",
        "person.about.deceased",
        "case_file.referral.referrer_name",
        "case_file.referral.referrer_organisation",
        "case_file.referral.referrer_mail",
        "case_file.referral.referrer_phone",
        "case_file.referral.taken_by",
        "case_file.referral.listed",
        "case_file.closing.counted_as",
        "case_file.closing.feedback_agreed_by",
        "case_file.closing.stopped_by",
    }
)
"""About who asked or who died, an id, or what only a machine compares."""
_SHARED = frozenset({Commitment.__tablename__, Goal.__tablename__, Case.__tablename__})
"""Sealed under the case, and about this person."""
VOTES = "poll_ballot.votes.by_slot"
_DATES = ("at", "answered_at", "made_at", "listed_at", "asked_at", "arrived_at")
Value = str | int | bool | date | StrEnum | tuple["Value", ...]
"""A datetime among them is a moment; pairs of a moment and a vote stand for the dates somebody chose from."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is kept. ``place`` is table and field, ``at`` when it was written down or happened."""

    row_id: uuid.UUID
    place: str
    value: Value
    at: datetime | None

    @property
    def key(self) -> str:
        """What tells this fact from all others."""
        return f"{self.row_id}/{self.place}"


def own_record(session: Session, *, case: Case, person: Person, now: datetime) -> list[Fact]:
    """Everything that is kept about this person, grouped by the kind of thing, oldest first."""
    rows = [*_own_rows(session, person), *_promises(session, person)]
    if person.is_principal:
        rows += [case, *joined_to(session, case)]
    facts = [fact for row in rows for fact in _facts(row, person)]
    facts = [fact if fact.place != VOTES else _with_moments(session, fact) for fact in facts]
    seeing = seeing_of(session, case, person, now=now)
    facts = [_clean(fact, seeing) for fact in facts]
    devices = devices_of(session, person_id=person.id, now=now)
    return facts + [Fact(row.id, "device.until", row.expires_at.date(), row.made_at) for row in devices]


def known_places() -> set[str]:
    """Every place where a fact about somebody can stand."""
    found = set[str]()
    for mapper in Base.registry.mappers:
        table = mapper.class_.__tablename__
        for name, field in _sealed_in(mapper.class_).items():
            alone = field.scope not in {"case_id", "region_id"} and "case_id" in mapper.class_.__table__.c
            if table in _SHARED or (alone and table not in _PASSING | _APART):
                found |= set(_places(f"{table}.{name}", field.default))
    return (found - _NOT_THEIRS) | {"device.until"}


def _own_rows(session: Session, person: Person) -> Iterator[Base]:
    """Every row with something sealed under the key of this person."""
    for mapper in sorted(Base.registry.mappers, key=lambda one: str(one.local_table)):
        table = mapper.local_table
        if not isinstance(table, Table) or table.name in _PASSING | _APART:
            continue
        scopes = {field.scope for field in _sealed_in(mapper.class_).values()} - {"case_id", "region_id"}
        for scope in sorted(scopes):
            found = session.scalars(select(mapper.class_).where(table.c[scope] == person.id))
            yield from sorted(found, key=lambda row: (str(_when(row)), str(vars(row)["id"])))


def _promises(session: Session, person: Person) -> Iterator[Base]:
    own = select(CommitmentOwner.commitment_id).where(CommitmentOwner.person_id == person.id)
    lines = select(Commitment).where(Commitment.id.in_(own))
    yield from session.scalars(lines.order_by(Commitment.version_id, Commitment.position, Commitment.id))
    goals = select(Goal).where(Goal.words_of_id == person.id)
    yield from session.scalars(goals.order_by(Goal.version_id, Goal.position, Goal.id))


def _facts(row: Base, person: Person) -> Iterator[Fact]:
    table = row.__tablename__
    for name, field in _sealed_in(type(row)).items():
        theirs = table in _SHARED or getattr(row, field.scope) == person.id
        if not theirs or not field.is_set(row):
            continue
        for place, value in _parts(f"{table}.{name}", getattr(row, name)):
            if place not in _NOT_THEIRS and value not in (None, "", ()):
                yield Fact(vars(row)["id"], place, value, _when(row))


def _with_moments(session: Session, fact: Fact) -> Fact:
    """Votes with the moments they are about, instead of ids."""
    ballot = session.get_one(PollBallot, fact.row_id)
    slots = session.scalars(select(PollSlot).where(PollSlot.poll_id == ballot.poll_id))
    said = ballot.votes.by_slot
    votes = sorted((slot.starts_at, said[slot.id]) for slot in slots if slot.id in said)
    return dataclasses.replace(fact, value=tuple(votes))


def _clean(fact: Fact, seeing: Seeing) -> Fact:
    """Without the addresses that this person may not know."""
    if not isinstance(fact.value, str) or isinstance(fact.value, StrEnum):
        return fact
    return dataclasses.replace(fact, value=seeing.clean(fact.value))


def _places(place: str, value: object) -> Iterator[str]:
    if dataclasses.is_dataclass(value):
        for part in dataclasses.fields(value):
            yield from _places(f"{place}.{part.name}", getattr(value, part.name))
    else:
        yield place


def _parts(place: str, value: object) -> Iterator[tuple[str, Value]]:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for part in dataclasses.fields(value):
            yield from _parts(f"{place}.{part.name}", getattr(value, part.name))
    elif isinstance(value, datetime):
        yield place, value.date()
    elif isinstance(value, Mapping):
        yield place, tuple(value.values())
    elif isinstance(value, str | int | bool | date | tuple):
        yield place, value
    elif isinstance(value, bytes) and value:
        yield place, True  # that it is there; who made it sees it on its own page


def _when(row: Base) -> datetime | None:
    return next((found for name in _DATES if (found := getattr(row, name, None)) is not None), None)


def _sealed_in(kind: type[Base]) -> dict[str, Sealed[object]]:
    return {name: field for name, field in vars(kind).items() if isinstance(field, Sealed)}
