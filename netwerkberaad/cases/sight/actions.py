"""Deciding who sees what, and keeping an address secret. It holds from the same moment on."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.approval import deciders
from netwerkberaad.cases.circle import people_of
from netwerkberaad.cases.errors import CaseClosedError, NotAskedError
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import HowGiven, Person
from netwerkberaad.cases.sight.errors import AddressMissingError
from netwerkberaad.cases.sight.model import SecretAddress, SecretContent, SightDecision
from netwerkberaad.cases.sight.queries import decisions_of
from netwerkberaad.cases.sight.rules import Opened, SharedPart
from netwerkberaad.foundation import messages
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError

SIGHT_DECIDED = audit.declare("sight.decided", "person")
ADDRESS_HIDDEN = audit.declare("secret_address.made", "secret_address")
ADDRESS_SHOWN = audit.declare("secret_address.lifted", "secret_address")


def open_to(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    principal: Person,
    member: Person,
    opened: Opened,
    how: HowGiven,
    now: datetime,
) -> SightDecision:
    """What one hoofdpersoon lets one person see; it takes the place of what they decided before. The same twice is once.

    Raises CaseClosedError, NotAskedError when this hoofdpersoon does not decide, NotFoundError for another case.
    """
    if principal.case_id != case.id or member.case_id != case.id:
        raise NotFoundError
    if not case.open:
        raise CaseClosedError
    if principal.id not in {person.id for person in deciders(people_of(session, case))}:
        raise NotAskedError
    before = _current(session, principal, member)
    if before is not None:
        if (before.opened, before.how, before.recorded_by) == (opened, how, actor.staff_id):
            return before
        before.current = False
    decision = SightDecision(
        id=new_id(),
        case_id=case.id,
        principal_id=principal.id,
        member_id=member.id,
        at=now,
        how=how,
        recorded_by=actor.staff_id,
        current=True,
        opened=opened,
    )
    session.add(decision)
    behalf = principal.id if actor.staff_id else None
    entry = actor.entry(SIGHT_DECIDED, now=now, case_id=case.id, object_id=member.id, on_behalf_of=behalf)
    audit.record(session, entry)
    messages.outdate_waiting(session, case_id=case.id, person_id=member.id, now=now)
    return decision


def share_plan(
    session: Session, actor: Actor, *, case: Case, person: Person, part: SharedPart, now: datetime
) -> None:
    """What all hoofdpersonen together say at the table of how much of the plan somebody sees; the rest stays as it was.

    Raises what ``open_to`` raises.
    """
    known = {(row.principal_id, row.member_id): row.opened for row in decisions_of(session, case)}
    for principal in deciders(people_of(session, case)):
        before = known.get((principal.id, person.id), Opened())
        open_to(
            session,
            actor,
            case=case,
            principal=principal,
            member=person,
            opened=replace(before, plan=part, commitments=part is SharedPart.WHOLE),
            how=HowGiven.IN_PERSON,
            now=now,
        )


def hide_address(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    person: Person,
    address: str,
    may_know: Iterable[Person],
    reason: str,
    now: datetime,
) -> SecretAddress:
    """From now on this address is left out of everything that goes to anybody who is not named.

    Raises AddressMissingError, or NotFoundError for somebody of another case.
    """
    knowing = list(may_know)
    if any(one.case_id != case.id for one in (person, *knowing)):
        raise NotFoundError
    if not address.strip():
        raise AddressMissingError
    row = SecretAddress(
        id=new_id(),
        case_id=case.id,
        person_id=person.id,
        made_at=now,
        content=SecretContent(address.strip(), tuple(str(one.id) for one in knowing), reason.strip()),
    )
    session.add(row)
    audit.record(session, actor.entry(ADDRESS_HIDDEN, now=now, case_id=case.id, object_id=row.id))
    messages.outdate_waiting(session, case_id=case.id, now=now)
    return row


def _current(session: Session, principal: Person, member: Person) -> SightDecision | None:
    """What holds for this pair; whoever decides for the same person at once waits here."""
    session.execute(select(Person.id).where(Person.id == member.id).with_for_update(key_share=True))
    statement = select(SightDecision).where(
        SightDecision.principal_id == principal.id,
        SightDecision.member_id == member.id,
        SightDecision.current,
    )
    return session.scalar(statement)


def show_address(session: Session, actor: Actor, *, case: Case, row: SecretAddress, now: datetime) -> None:
    """The address is secret no longer."""
    row.lifted_at = row.lifted_at or now
    audit.record(session, actor.entry(ADDRESS_SHOWN, now=now, case_id=case.id, object_id=row.id))
    messages.outdate_waiting(session, case_id=case.id, now=now)
