"""Which cases go, and which stay behind and why: asked again at the moment each is packed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import Staff
from netwerkberaad.cases import Case, Person, current_assignment, principals_of
from netwerkberaad.cases.circle import people_of
from netwerkberaad.cases.consents.queries import consents_of
from netwerkberaad.cases.joined import joined_to
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.vault import MissingKeyError, SealError
from netwerkberaad.privacy.model import Asked, Proposal, Retention, SubjectRequest
from netwerkberaad.privacy.moving.model import Ground, ItemState, Move, MoveItem, MoveWords, Why

_AWAY = (ItemState.PACKED, ItemState.RECEIVED)


@dataclass(frozen=True, slots=True)
class Choice:
    """One case: with how many people it would go, or why it stays."""

    case: Case
    people: int
    why: Why | None = None


def choose(session: Session, move: Move, *, now: datetime) -> list[Choice]:
    """Every case that was meant, oldest first; a joined request goes with the case it was joined to."""
    statement = select(Case).where(Case.region_id == move.region_id, Case.joined_id.is_(None))
    found = session.scalars(statement.order_by(Case.asked_at, Case.id))
    return [
        Choice(case, people_in(session, case), why_not(session, case, move, now=now))
        for case in _meant(session, list(found), move.words)
    ]


def why_not(session: Session, case: Case, move: Move, *, now: datetime) -> Why | None:
    """Why a case cannot go now; None when it can."""
    held = select(Retention.id).where(Retention.case_id == case.id, Retention.held_at.is_not(None))
    if session.scalar(held.limit(1)) is not None:
        return Why.HELD
    if session.scalar(select(Proposal.id).where(Proposal.case_id == case.id)) is not None:
        return Why.PROPOSED
    against = select(SubjectRequest.id).where(
        SubjectRequest.case_id == case.id,
        SubjectRequest.decided_at.is_(None),
        SubjectRequest.kind.in_((Asked.OBJECTION, Asked.ERASURE)),
    )
    if session.scalar(against.limit(1)) is not None:
        return Why.ASKED
    away = select(MoveItem.id).where(MoveItem.file_id == case.id, MoveItem.state.in_(_AWAY))
    if session.scalar(away.limit(1)) is not None:
        return Why.ON_ITS_WAY
    if move.ground is Ground.CONSENT and not _all_said_yes(session, case, move.words.name, now=now):
        return Why.NO_CONSENT
    return None


def people_in(session: Session, case: Case) -> int:
    """How many people go with a case and the requests joined to it."""
    ids = [case.id, *(one.id for one in joined_to(session, case))]
    return session.scalar(select(func.count()).select_from(Person).where(Person.case_id.in_(ids))) or 0


def _meant(session: Session, cases: list[Case], words: MoveWords) -> Iterator[Case]:
    for case in cases:
        try:
            place = case.referral.municipality
        except (SealError, MissingKeyError):
            continue
        if words.municipality and place.casefold() != words.municipality.casefold():
            continue
        if words.organisation and words.organisation != _team_of(session, case):
            continue
        yield case


def _team_of(session: Session, case: Case) -> str:
    """The number of the organisation that has the case: of who leads it, else of who asked for it."""
    assignment = current_assignment(session, case)
    staff_id = assignment.facilitator_id if assignment else case.referrer_id
    staff = session.get(Staff, staff_id) if staff_id else None
    return str(staff.organisation_id) if staff else ""


def _all_said_yes(session: Session, case: Case, recipient: str, *, now: datetime) -> bool:
    """Whether a consent that holds today names this recipient for every hoofdpersoon."""
    today = local(now).date()
    given = {
        view.consent.subject_id
        for view in consents_of(session, case, on=today)
        if view.state.holds and view.consent.content.recipient.casefold() == recipient.casefold()
    }
    asked = {one.id for one in principals_of(people_of(session, case)) if one.left_at is None}
    return asked <= given
