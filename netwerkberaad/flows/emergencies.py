"""Opening a case in an emergency: whoever leads it, coördinators and privacy officers hear of it at once."""

from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad import accounts
from netwerkberaad.accounts import Staff
from netwerkberaad.cases import Case, current_assignment
from netwerkberaad.cases.standing import EmergencyAccess, begin_emergency, covering_staff, emergency_of
from netwerkberaad.flows.voice import message_key
from netwerkberaad.foundation.access import Actor, Role
from netwerkberaad.foundation.documents import facts, render_message
from netwerkberaad.foundation.messages import MessageKind, letter_of, queue_message


def open_emergency(
    session: Session, actor: Actor, *, case: Case, reason: str, base_url: str, now: datetime
) -> EmergencyAccess:
    """Open a case that is not one's own for two hours and tell those who must know; the mail says nothing of the case.

    Asked again while it lasts, it stays as it is. Raises ReasonMissingError.
    """
    running = emergency_of(session, actor, case=case, now=now)
    if running is not None:
        return running
    told = _to_tell(session, actor, case, now=now)
    access = begin_emergency(session, actor, case=case, reason=reason, told=told, now=now)
    region = accounts.region_of(session, case.region_id)
    for staff in told:
        words = render_message(
            facts.EmergencyOpened(
                region=region.name,
                phone=region.phone,
                to=staff.profile.first,
                at=now,
                url=f"{base_url}/noodtoegang/{access.id}",
            ),
            locale=staff.language,
        )
        queue_message(
            session,
            key=message_key("emergency", access.id, staff.id),
            kind=MessageKind.EMERGENCY_OPENED,
            recipient=staff.profile.mail,
            letter=letter_of(words),
            region_id=case.region_id,
            scope_id=case.region_id,
            staff_id=staff.id,
            not_before=now,
            now=now,
        )
    return access


def _to_tell(session: Session, actor: Actor, case: Case, *, now: datetime) -> list[Staff]:
    """Who leads the case or covers it, every coördinator and every privacy officer; never the one who opens it."""
    assignment = current_assignment(session, case)
    leads = [accounts.get_staff(session, assignment.facilitator_id)] if assignment else []
    covers = covering_staff(session, assignment.facilitator_id, now=now) if assignment else []
    watch = [
        staff
        for role in (Role.COORDINATOR, Role.PRIVACY_OFFICER)
        for staff in accounts.staff_with_role(session, case.region_id, role)
    ]
    told = {
        staff.id: staff
        for staff in (*leads, *accounts.staff_named(session, covers).values(), *watch)
        if staff is not None and staff.ended_at is None and staff.id != actor.staff_id
    }
    return list(told.values())
