"""What changes about how somebody signs in: done, and told to them by mail."""

from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad import accounts
from netwerkberaad.accounts import SecondStepReset, Staff
from netwerkberaad.flows.voice import message_key
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.documents import facts, render_message
from netwerkberaad.foundation.messages import MessageKind, letter_of, queue_message


def reset_second_step(
    session: Session, actor: Actor, *, reset: SecondStepReset, base_url: str, now: datetime
) -> Staff:
    """Take away the second step that a colleague proposed to take away; its owner hears of it.

    Raises SecondPersonError and NotFoundError.
    """
    staff = accounts.confirm_reset(session, actor, reset=reset, now=now)
    _tell(session, staff, second_step=True, base_url=base_url, now=now)
    return staff


def _tell(session: Session, staff: Staff, *, second_step: bool, base_url: str, now: datetime) -> None:
    region = accounts.region_of(session, staff.region_id)
    words = render_message(
        facts.AccountChanged(
            region=region.name,
            phone=region.phone,
            to=staff.profile.first,
            at=now,
            second_step=second_step,
            url=f"{base_url}/inloggen",
        )
    )
    queue_message(
        session,
        key=message_key("account-changed", new_id()),
        kind=MessageKind.ACCOUNT_CHANGED,
        recipient=staff.profile.mail,
        letter=letter_of(words),
        region_id=staff.region_id,
        scope_id=staff.region_id,
        staff_id=staff.id,
        not_before=now,
        now=now,
    )
