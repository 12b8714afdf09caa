"""Who sees what in a case now: decisions, consents, exclusions, who stands beside whom, and secret addresses together."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.approval import deciders
from netwerkberaad.cases.barred import exclusions_of, matches
from netwerkberaad.cases.circle import people_of, principals_of
from netwerkberaad.cases.consents import consents_of
from netwerkberaad.cases.mentors import Sight, StepKind, mentors_of
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.cases.sight.model import SecretAddress, SightDecision
from netwerkberaad.cases.sight.rules import (
    CLOSED,
    OWN_CASE,
    Opened,
    SharedPart,
    at_most,
    conceal,
    narrowest,
)
from netwerkberaad.foundation.core.reading import read_once
from netwerkberaad.foundation.documents import local


@dataclass(frozen=True, slots=True)
class Seeing:
    """What one person may see, and the addresses that must be left out of every text they get.

    ``decided`` tells that a hoofdpersoon said something of this person; ``unnamed`` are the ids of the hoofdpersonen who do
    not want to be named to them.
    """

    opened: Opened = CLOSED
    secrets: tuple[str, ...] = ()
    decided: bool = False
    unnamed: frozenset[uuid.UUID] = frozenset()

    def clean(self, text: str) -> str:
        """A text without the addresses that this person may not know."""
        return conceal(text, self.secrets)

    def venue(self, *parts: str) -> tuple[str, ...]:
        """Name and address of the place, empty where this person may not know it or it would tell a secret address."""
        told = self.opened.venue and all(self.clean(part) == part for part in parts)
        return parts if told else ("",) * len(parts)


def seeing_of(session: Session, case: Case, person: Person, *, now: datetime) -> Seeing:
    """What somebody of this case may see now."""
    return who_sees_what(session, case, people_of(session, case), now=now)[person.id]


def who_sees_what(
    session: Session, case: Case, people: Sequence[Person], *, now: datetime
) -> dict[uuid.UUID, Seeing]:
    """For everybody of a case what they may see now. ``people`` are all people of the case."""
    on = local(now).date()
    found = read_once(
        session, ("who sees what", case.id, on), lambda: _who_sees_what(session, case, people, on=on)
    )
    return dict(found)


def _who_sees_what(
    session: Session, case: Case, people: Sequence[Person], *, on: date
) -> dict[uuid.UUID, Seeing]:
    rows = decisions_of(session, case)
    said = {(row.principal_id, row.member_id): row.opened for row in rows}
    asked = [one.id for one in deciders(people)]
    narrowed = _without_consent(session, case, on=on)
    widened = _beside(session, case)
    barred = exclusions_of(session, case)
    secrets = secret_addresses_of(session, case)
    unnamed = _unnamed(people, rows)
    found: dict[uuid.UUID, Seeing] = {}
    for person in people:
        opened = narrowest(said.get((one, person.id), Opened()) for one in asked)
        if person.id in widened:
            opened = replace(opened, plan=SharedPart.WHOLE, commitments=True)
        if person.id in narrowed or person.id in unnamed:
            opened = at_most(opened, SharedPart.OWN)
        if person.is_principal:
            opened = replace(OWN_CASE, contact=opened.contact)
        elif matches(barred, person) is not None:
            opened = CLOSED
        hidden = tuple(row.content.address for row in secrets if not may_know(row, person))
        decided = any(row.member_id == person.id for row in rows)
        found[person.id] = Seeing(opened, hidden, decided, unnamed.get(person.id, frozenset()))
    return found


def unnamed_to(
    session: Session, case: Case, people: Sequence[Person]
) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    """Which hoofdpersonen do not want to be named to whom. One who stands alone is always named: who else would ask?"""
    return _unnamed(people, decisions_of(session, case)) if len(principals_of(people)) > 1 else {}


def _unnamed(
    people: Sequence[Person], rows: Iterable[SightDecision]
) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    principals = {person.id for person in principals_of(people)}
    found: defaultdict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for row in rows:
        if len(principals) > 1 and row.principal_id in principals and not row.opened.named:
            found[row.member_id].add(row.principal_id)
    return {person_id: frozenset(ids) for person_id, ids in found.items()}


def plan_parts(session: Session, case: Case, *, now: datetime) -> dict[uuid.UUID, SharedPart]:
    """How much of the plan everybody sees of whom something was decided; others see the own commitments."""
    seen = who_sees_what(session, case, people_of(session, case), now=now)
    return {person_id: one.opened.plan for person_id, one in seen.items() if one.decided}


def decisions_of(session: Session, case: Case) -> list[SightDecision]:
    """What every hoofdpersoon opens now, oldest first."""
    statement = select(SightDecision).where(SightDecision.case_id == case.id, SightDecision.current)
    return list(session.scalars(statement.order_by(SightDecision.at, SightDecision.id)))


def secret_addresses_of(session: Session, case: Case) -> list[SecretAddress]:
    """The addresses that are secret now."""
    statement = select(SecretAddress).where(
        SecretAddress.case_id == case.id, SecretAddress.lifted_at.is_(None)
    )
    return list(session.scalars(statement.order_by(SecretAddress.made_at, SecretAddress.id)))


def seen_by_anybody(session: Session, case: Case) -> Seeing:
    """The whole of a case for paper that names no reader: without any secret address."""
    hidden = tuple(row.content.address for row in secret_addresses_of(session, case))
    return Seeing(OWN_CASE, hidden, decided=True)


def without_secrets(session: Session, case: Case, text: str) -> str:
    """A text for paper that anybody may come to hold: without any secret address of the case."""
    rows = read_once(session, ("secrets", case.id), lambda: secret_addresses_of(session, case))
    return conceal(text, [row.content.address for row in rows])


def may_know(row: SecretAddress, person: Person) -> bool:
    """Whether somebody may know a secret address: who stays there, and who was named."""
    return person.id == row.person_id or str(person.id) in row.content.may_know


def _without_consent(session: Session, case: Case, *, on: date) -> set[uuid.UUID]:
    """Who was to get the plan by a consent that does not stand."""
    return {
        view.consent.recipient_id
        for view in consents_of(session, case, on=on)
        if view.consent.content.plan and not view.state.holds and view.consent.recipient_id is not None
    }


def _beside(session: Session, case: Case) -> set[uuid.UUID]:
    """Who stands beside a hoofdpersoon as JIM or vertrouwenspersoon and got the whole plan from them."""
    return {
        view.mentor.person_id
        for view in mentors_of(session, case)
        if view.state is StepKind.INSTALLED
        and Sight.WHOLE_PLAN in view.mentor.content.sight
        and view.mentor.person_id is not None
    }
