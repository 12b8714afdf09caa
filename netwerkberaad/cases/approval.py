"""The invite list approved by the hoofdpersonen: each on their own, and what one refuses stays off."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from netwerkberaad.cases.circle import principals_of
from netwerkberaad.cases.errors import NotAskedError
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import HowGiven, InviteApproval, Person, Verdict
from netwerkberaad.foundation import messages
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.audit import AuditEvent
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.core.reading import read_once

INVITE_APPROVED = audit.declare("invite.approved", "person")
INVITE_REFUSED = audit.declare("invite.refused", "person")
ASKED_FROM = 12
"""Age in years from which a hoofdpersoon is asked (Jeugdwet: under 12 the parents decide)."""


@dataclass(frozen=True, slots=True)
class ApprovalState:
    """Where the approval of inviting one person stands; ids are those of hoofdpersonen."""

    all_agree: bool
    refused_by: tuple[uuid.UUID, ...] = ()
    missing: tuple[uuid.UUID, ...] = ()


def record_approval(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    principal: Person,
    member: Person,
    invite: bool,
    text: str,
    how: HowGiven,
    now: datetime,
) -> InviteApproval:
    """Put on record whether a hoofdpersoon approves inviting somebody; it takes the place of what they said before.

    After a no nothing that still waits goes to this person, whatever another hoofdpersoon says.
    Raises NotAskedError when this hoofdpersoon is not asked, NotFoundError when somebody is not of this case.
    """
    _check_asked(session, case, principal, member, now=now)
    session.execute(
        update(InviteApproval)
        .where(
            InviteApproval.principal_id == principal.id,
            InviteApproval.member_id == member.id,
            InviteApproval.current,
        )
        .values(current=False)
    )
    approval = InviteApproval(
        id=new_id(),
        case_id=case.id,
        principal_id=principal.id,
        member_id=member.id,
        at=now,
        how=how,
        recorded_by=actor.staff_id,
        current=True,
        verdict=Verdict(invite=invite, text=text.strip()),
    )
    session.add(approval)
    if not invite:
        messages.cancel_waiting(session, case_id=case.id, person_id=member.id, now=now)
    event = INVITE_APPROVED if invite else INVITE_REFUSED
    _log(session, actor, event, principal=principal, member=member, now=now)
    return approval


def _log(
    session: Session, actor: Actor, event: AuditEvent, *, principal: Person, member: Person, now: datetime
) -> None:
    behalf = principal.id if actor.staff_id else None
    audit.record(
        session, actor.entry(event, now=now, case_id=member.case_id, object_id=member.id, on_behalf_of=behalf)
    )


def _check_asked(session: Session, case: Case, principal: Person, member: Person, *, now: datetime) -> None:
    if principal.case_id != case.id or member.case_id != case.id:
        raise NotFoundError
    people = session.scalars(select(Person).where(Person.case_id == case.id))
    if principal.id not in {person.id for person in deciders(list(people), on=now.date())}:
        raise NotAskedError


def approvals_of(session: Session, case: Case) -> list[InviteApproval]:
    """What every hoofdpersoon says now of every person, oldest first."""
    statement = select(InviteApproval).where(InviteApproval.case_id == case.id, InviteApproval.current)
    statement = statement.order_by(InviteApproval.at, InviteApproval.id)
    return list(read_once(session, ("approvals", case.id), lambda: session.scalars(statement).all()))


def deciders(people: Iterable[Person], *, on: date | None = None) -> list[Person]:
    """The hoofdpersonen who are asked: from 12 years, or of unknown age.

    Ages are counted ``on`` this day, or without it on the day each was listed: so an approval that was complete stays
    complete over a birthday, until the list is looked at again. When all of them are younger, each is asked through who has gezag over them, so that nobody is invited unasked.
    """
    principals = principals_of(people)
    old_enough = [
        person
        for person in principals
        if years_old(person.about.born, on or person.listed_at.date()) >= ASKED_FROM
    ]
    return old_enough or principals


def approved(
    people: Sequence[Person], approvals: Iterable[InviteApproval], *, on: date | None = None
) -> dict[uuid.UUID, ApprovalState]:
    """Per person whether all who are asked agree to invite them. A hoofdpersoon needs no approval; of an organisation the
    contact person is invited, and asked about, in its place.

    ``on`` is the day by which ages are counted, as in ``deciders``.
    """
    asked = [person.id for person in deciders(people, on=on)]
    said = {(approval.principal_id, approval.member_id): approval.verdict.invite for approval in approvals}
    states: dict[uuid.UUID, ApprovalState] = {}
    for person in people:
        if person.is_principal or person.contact_person:
            states[person.id] = ApprovalState(all_agree=person.is_principal)
            continue
        refused = tuple(principal for principal in asked if said.get((principal, person.id)) is False)
        missing = tuple(principal for principal in asked if (principal, person.id) not in said)
        agree = bool(asked) and not refused and not missing
        states[person.id] = ApprovalState(agree, refused, missing)
    return states


def years_old(born: date | None, on: date) -> int:
    """Age in whole years; somebody whose birthday is not known counts as grown up."""
    if born is None:
        return 99
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
