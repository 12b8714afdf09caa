"""What was promised is told to who waits for it, and reminded to who promised it."""

import logging
import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad import accounts
from netwerkberaad.accounts import Staff
from netwerkberaad.cases import Assignment, Case, claim_case, current_assignment, declare_independence
from netwerkberaad.cases.joined import joined_to
from netwerkberaad.cases.promises import (
    ContactPromise,
    Promised,
    PromiseKind,
    move_promise,
    open_promises,
    promise_contact,
    promises_to_remind,
    take_reminder,
)
from netwerkberaad.cases.standing import covering_staff
from netwerkberaad.flows.telling import tell_referrer, tell_staff
from netwerkberaad.flows.voice import message_key
from netwerkberaad.foundation.access import Actor, Role, system_actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.documents import facts
from netwerkberaad.foundation.messages import MessageKind, cancel_waiting, outside_quiet_hours
from netwerkberaad.foundation.vault import Store, VaultError

log = logging.getLogger(__name__)

PROMISE_REMINDED = audit.declare("promise.reminded", "promise")


def claim_request(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    words: str,
    independent: bool,
    base_url: str,
    now: datetime,
) -> Assignment:
    """Take a case; the aanmelder hears who makes contact now. Raises what ``claim_case`` raises."""
    taken = claim_case(session, actor, case=case, words=words, independent=independent, now=now)
    tell_of_case(session, case=case, base_url=base_url, now=now)
    return taken


def begin_given(
    session: Session, actor: Actor, *, case: Case, words: str, base_url: str, now: datetime
) -> Assignment:
    """Declare independence and begin; the aanmelder hears who makes contact now. Raises what ``declare_independence`` raises."""
    taken = declare_independence(session, actor, case=case, words=words, now=now)
    tell_of_case(session, case=case, base_url=base_url, now=now)
    return taken


def promise_again(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    promise: ContactPromise,
    due_at: datetime,
    reason: str,
    base_url: str,
    now: datetime,
) -> ContactPromise:
    """Another moment, with a reason; who waits hears the moment. Raises what ``move_promise`` raises."""
    again = move_promise(session, actor, case=case, promise=promise, due_at=due_at, reason=reason, now=now)
    tell_next_contact(session, case=case, promise=again, base_url=base_url, now=now)
    return again


def promise_new(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    kind: PromiseKind,
    content: Promised,
    due_at: datetime,
    base_url: str,
    now: datetime,
) -> ContactPromise:
    """One more promise, kept by who leads the case or was asked to, or else by who makes it. Raises what ``promise_contact`` raises."""
    assignment = current_assignment(session, case)
    keeper = assignment.facilitator_id if assignment is not None else actor.staff_id
    promise = promise_contact(
        session, actor, case=case, kind=kind, content=content, staff_id=keeper, due_at=due_at, now=now
    )
    tell_next_contact(session, case=case, promise=promise, base_url=base_url, now=now)
    return promise


def tell_next_contact(
    session: Session, *, case: Case, promise: ContactPromise, base_url: str, now: datetime
) -> None:
    """By mail: who makes contact, and before when. Not why: that is read after signing in, or told at the phone."""
    if promise.kind is not PromiseKind.REFERRER:
        return
    named = accounts.staff_named(session, [promise.staff_id])
    # A promise that did not leave yet is not sent when there is a newer one.
    cancel_waiting(session, case_id=case.id, kinds=[MessageKind.NEXT_CONTACT], now=now)
    tell_referrer(
        session,
        case=case,
        what=lambda to: facts.NextContact(
            region=to.region,
            phone=to.phone,
            to=to.name,
            contact_by=next((one.profile.full_name for one in named.values()), ""),
            contact_before=promise.due_at,
            url=to.url,
        ),
        key=message_key("next-contact", promise.id, promise.staff_id or case.region_id),
        base_url=base_url,
        now=now,
    )


def remind_promises(store: Store, settings: Settings, now: datetime) -> int:
    """Remind everybody of what they promised; in quiet hours only of spoed. How many promises.

    Each promise is a unit of work of its own, so that one that fails keeps no other waiting.
    """
    with store.reading() as session:
        due = promises_to_remind(session, now=now)
    return sum(_remind(store, settings, promise_id, now) for promise_id in due)


def _remind(store: Store, settings: Settings, promise_id: uuid.UUID, now: datetime) -> bool:
    try:
        with store.writing() as session:
            return _send_reminder(session, promise_id, settings.base_url, now)
    except VaultError as error:
        log.error("reminder of promise %s not sent: %s", promise_id, error)
        return False


def _send_reminder(session: Session, promise_id: uuid.UUID, base_url: str, now: datetime) -> bool:
    found = session.get_one(ContactPromise, promise_id)
    case = session.get_one(Case, found.case_id)
    if not case.urgent and outside_quiet_hours(now) != now:
        return False
    promise = take_reminder(session, promise_id=promise_id, now=now)
    if promise is None:
        return False
    for staff in keepers_of(session, case=case, promise=promise, now=now):
        _tell_keeper(session, case=case, promise=promise, staff=staff, base_url=base_url, now=now)
    actor = system_actor(case.region_id)
    audit.record(session, actor.entry(PROMISE_REMINDED, now=now, case_id=case.id, object_id=promise.id))
    return True


def keepers_of(session: Session, *, case: Case, promise: ContactPromise, now: datetime) -> list[Staff]:
    """Who is to keep it: who promised and who covers for them, or else the coördinators, or else everybody who leads cases."""
    if promise.staff_id is not None:
        ids = [promise.staff_id, *covering_staff(session, promise.staff_id, now=now)]
        found = [one for one in accounts.staff_named(session, ids).values() if one.ended_at is None]
        if found:
            return found
    return accounts.staff_with_role(session, case.region_id, Role.COORDINATOR) or accounts.staff_with_role(
        session, case.region_id, Role.FACILITATOR
    )


def _tell_keeper(
    session: Session, *, case: Case, promise: ContactPromise, staff: Staff, base_url: str, now: datetime
) -> None:
    region = accounts.region_of(session, case.region_id)
    what = facts.PromiseDue(
        region=region.name,
        phone=region.phone,
        to=staff.profile.first,
        contact_before=promise.due_at,
        url=f"{base_url}/vandaag",
    )
    key = message_key("promise-due", promise.id, staff.id)
    tell_staff(session, case=case, staff=staff, what=what, key=key, now=now)


def tell_of_case(session: Session, *, case: Case, base_url: str, now: datetime) -> None:
    """Everybody who asked for the beraad, at first or later, hears who makes contact now."""
    for request in [case, *joined_to(session, case)]:
        for promise in open_promises(session, [request.id]):
            tell_next_contact(session, case=request, promise=promise, base_url=base_url, now=now)
