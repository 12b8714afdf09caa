"""Confirming what one promised: confirm, propose otherwise, hand back. By link, or put on record for somebody.

A confirmation belongs to a line in a version. It stays good for the same line in a later version as long as the same
people promise the same in the same words at the same time.
"""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.reading import read_once
from netwerkberaad.foundation.messages.model import Channel
from netwerkberaad.invites import lock_case, require_open
from netwerkberaad.plans.changes import same_promise
from netwerkberaad.plans.content import LineView, PersonBrief, PlanView, views_of
from netwerkberaad.plans.errors import CounterMissingError, NotAnswerableError, NotOwnerError
from netwerkberaad.plans.model import (
    Commitment,
    Confirmation,
    ConfirmationAnswer,
    ConfirmationContent,
    PlanVersion,
)
from netwerkberaad.plans.records import (
    get_version,
    owners_of,
    require_own_voice,
    spoken_for,
    version_fixed,
    versions_of,
)

COMMITMENT_ANSWERED = audit.declare("commitment.answered", "commitment")
CONFIRMATION_HANDLED = audit.declare("confirmation.handled", "commitment")


@dataclass(frozen=True, slots=True)
class ConfirmationLine:
    """One owner of one line of the plan that holds since ``fixed_at``, and what they said of it; None while nothing."""

    case_id: uuid.UUID
    fixed_at: datetime | None
    line: LineView
    owner: PersonBrief
    said: Confirmation | None

    @property
    def answer(self) -> ConfirmationAnswer | None:
        """What the owner says now."""
        return self.said.content.answer if self.said else None

    @property
    def confirmed(self) -> bool:
        """Whether the owner confirmed it as it stands."""
        return self.answer is ConfirmationAnswer.CONFIRM

    @property
    def waits_for_us(self) -> bool:
        """Whether the owner said something else than yes and nobody dealt with it yet."""
        return self.said is not None and not self.confirmed and self.said.handled_at is None


def record_confirmation(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    commitment: Commitment,
    person: Person,
    content: ConfirmationContent,
    via: Channel,
    now: datetime,
) -> Confirmation:
    """Take what an owner says of an own commitment; it may change later, and the latest counts.

    Raises NotOwnerError, CounterMissingError(field="text"), NotAnswerableError when the plan that holds does not ask it
    (any more), and CaseClosedError.
    """
    require_own_voice(actor, person.id)
    lock_case(session, case)  # who say the last two yeses at once must see each other's
    require_open(case)
    _require_answerable(session, case, commitment, person)
    text = content.text.strip()
    if content.answer is ConfirmationAnswer.COUNTER and not text:
        raise CounterMissingError(field="text")
    _set_aside(session, commitment, person)
    confirmation = Confirmation(
        id=new_id(),
        case_id=case.id,
        commitment_id=commitment.id,
        person_id=person.id,
        at=now,
        via=via,
        recorded_by=actor.staff_id,
        current=True,
    )
    confirmation.content = ConfirmationContent(content.answer, text)
    session.add(confirmation)
    behalf = spoken_for(actor, person.id)
    entry = actor.entry(
        COMMITMENT_ANSWERED, now=now, case_id=case.id, object_id=commitment.id, on_behalf_of=behalf
    )
    audit.record(session, entry)
    return confirmation


def _set_aside(session: Session, commitment: Commitment, person: Person) -> None:
    session.execute(
        update(Confirmation)
        .where(Confirmation.commitment_id == commitment.id, Confirmation.person_id == person.id)
        .values(current=False)
    )


def _require_answerable(session: Session, case: Case, commitment: Commitment, person: Person) -> None:
    if commitment.case_id != case.id or person.id not in owners_of(session, commitment):
        raise NotOwnerError
    version = version_fixed(session, case)
    if version is None:
        raise NotAnswerableError
    if commitment.version_id != version.id and not _still_stands(session, case, commitment, version):
        raise NotAnswerableError


def _still_stands(session: Session, case: Case, commitment: Commitment, version: PlanVersion) -> bool:
    """Whether a line of an earlier version, as on a page that stayed open, is the same promise in this one."""
    earlier = get_version(session, case=case, version_id=commitment.version_id)
    if earlier.fixed_at is None:
        return False
    views = views_of(session, [earlier, version])
    before = next(line for line in views[earlier.id].lines if line.id == commitment.id)
    return any(
        line.lineage_id == before.lineage_id and same_promise(before, line)
        for line in views[version.id].lines
    )


def mark_handled(
    session: Session, actor: Actor, *, case: Case, confirmation: Confirmation, now: datetime
) -> Confirmation:
    """The gespreksleider dealt with a counter-proposal or something handed back. Raises CaseClosedError."""
    require_open(case)
    confirmation.handled_at = now
    audit.record(
        session,
        actor.entry(CONFIRMATION_HANDLED, now=now, case_id=case.id, object_id=confirmation.commitment_id),
    )
    return confirmation


def confirmations_of(session: Session, case: Case) -> list[ConfirmationLine]:
    """Every owner of every line of the plan that holds now, with what they said; empty without a fixed plan."""
    fixed = [version for version in reversed(versions_of(session, case)) if version.fixed_at is not None]
    found = read_once(
        session, ("confirmations", case.id), lambda: _confirmations(session, fixed).get(case.id, [])
    )
    return list(found)


def open_confirmations(session: Session, case: Case) -> list[ConfirmationLine]:
    """The owners who did not confirm their line as it stands."""
    return [line for line in confirmations_of(session, case) if not line.confirmed]


def confirmations_in(
    session: Session, case_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, list[ConfirmationLine]]:
    """The same for several cases, in a constant number of queries."""
    if not case_ids:
        return {}
    statement = select(PlanVersion).where(
        PlanVersion.case_id.in_(case_ids), PlanVersion.fixed_at.is_not(None)
    )
    return _confirmations(session, session.scalars(statement.order_by(PlanVersion.number)).all())


def _confirmations(
    session: Session, versions: Sequence[PlanVersion]
) -> dict[uuid.UUID, list[ConfirmationLine]]:
    """``versions`` are fixed, and oldest first."""
    if not versions:
        return {}
    views = views_of(session, versions)
    said = _said(session, {version.case_id for version in versions})
    by_case: dict[uuid.UUID, list[PlanView]] = {}
    for version in versions:
        by_case.setdefault(version.case_id, []).append(views[version.id])
    return {case_id: _lines(case_id, plans, said) for case_id, plans in by_case.items()}


def all_confirmed(session: Session, case: Case) -> bool:
    """Whether a plan holds and every owner confirmed every own line of it."""
    return version_fixed(session, case) is not None and not open_confirmations(session, case)


def _said(session: Session, case_ids: Iterable[uuid.UUID]) -> dict[tuple[uuid.UUID, uuid.UUID], Confirmation]:
    statement = select(Confirmation).where(
        Confirmation.case_id.in_(list(case_ids)), Confirmation.current.is_(True)
    )
    return {(row.commitment_id, row.person_id): row for row in session.scalars(statement)}


def _lines(
    case_id: uuid.UUID,
    plans: list[PlanView],
    said: dict[tuple[uuid.UUID, uuid.UUID], Confirmation],
) -> list[ConfirmationLine]:
    """``plans`` oldest first. What was said of the same promise before counts, as long as it did not change between."""
    found: list[ConfirmationLine] = []
    for line in plans[-1].lines:
        same = _unbroken(plans, line)
        for owner in line.owners:
            words = [said[old, owner.id] for old in same if (old, owner.id) in said]
            latest = max(words, key=lambda word: word.at, default=None)
            found.append(ConfirmationLine(case_id, plans[-1].fixed_at, line, owner, latest))
    return found


def _unbroken(plans: list[PlanView], line: LineView) -> list[uuid.UUID]:
    """The line and what it was called in the versions before it, as far back as the promise was the same."""
    ids: list[uuid.UUID] = []
    for plan in reversed(plans):
        old = next((other for other in plan.lines if other.lineage_id == line.lineage_id), None)
        if old is None or not same_promise(old, line):
            break
        ids.append(old.id)
    return ids
