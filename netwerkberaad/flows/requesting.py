"""Asking for a beraad: the case is made, the aanmelder gets a receipt, and with spoed the coördinators hear at once."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad import accounts
from netwerkberaad.cases import Case, NewPerson, Referral, submit_referral
from netwerkberaad.cases.promises import PromiseKind, open_promises
from netwerkberaad.cases.referral import PromisedBy
from netwerkberaad.flows.telling import tell_referrer, tell_staff
from netwerkberaad.flows.voice import message_key
from netwerkberaad.foundation.access import Actor, Role
from netwerkberaad.foundation.documents import facts


def request_beraad(
    session: Session,
    actor: Actor,
    *,
    region_id: uuid.UUID,
    referral: Referral,
    principals: Sequence[NewPerson],
    invitees: Sequence[NewPerson],
    urgent: bool,
    base_url: str,
    now: datetime,
    by_phone: bool = False,
    promised: PromisedBy | None = None,
) -> Case:
    """Make the case and tell those who must know. Raises what ``submit_referral`` raises."""
    case = submit_referral(
        session,
        actor,
        region_id=region_id,
        referral=referral,
        principals=principals,
        invitees=invitees,
        urgent=urgent,
        now=now,
        by_phone=by_phone,
        promised=promised,
    )
    _send_receipt(session, case=case, base_url=base_url, now=now)
    if urgent:
        _alert(session, case=case, base_url=base_url, now=now)
    return case


def _send_receipt(session: Session, *, case: Case, base_url: str, now: datetime) -> None:
    """Who makes contact and when; and when a gespreksleider talks with people for whom nobody was named."""
    due = {promise.kind: promise.due_at for promise in open_promises(session, [case.id])}
    named = accounts.staff_named(session, [case.next_contact_staff_id])
    tell_referrer(
        session,
        case=case,
        what=lambda to: facts.Receipt(
            region=to.region,
            phone=to.phone,
            to=to.name,
            contact_by=next((one.profile.full_name for one in named.values()), ""),
            contact_before=due.get(PromiseKind.REFERRER, now),
            talk_before=due.get(PromiseKind.TALK),
            url=to.url,
        ),
        key=message_key("receipt", case.id),
        base_url=base_url,
        now=now,
    )


def _alert(session: Session, *, case: Case, base_url: str, now: datetime) -> None:
    """Tell every coördinator; where there is none, every gespreksleider, so that spoed never waits unseen."""
    region = accounts.region_of(session, case.region_id)
    coordinators = accounts.staff_with_role(session, case.region_id, Role.COORDINATOR)
    alerted = coordinators or accounts.staff_with_role(session, case.region_id, Role.FACILITATOR)
    for staff in alerted:
        what = facts.UrgentAlert(
            region=region.name,
            phone=region.phone,
            to=staff.profile.first,
            asked_at=case.asked_at,
            contact_before=case.next_contact_at or now,
            url=f"{base_url}/aanvragen-bekijken",
        )
        key = message_key("urgent", case.id, staff.id)
        tell_staff(session, case=case, staff=staff, what=what, key=key, now=now)
