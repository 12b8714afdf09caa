"""What changes about how somebody signs in: done, and told to them by mail."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad import accounts
from netwerkberaad.accounts import PASSWORD_LINK_LIVES, SecondStepReset, Staff
from netwerkberaad.flows.voice import message_key
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.documents import facts, render_message
from netwerkberaad.foundation.messages import MessageKind, letter_of, queue_message
from netwerkberaad.foundation.vault import Store


def reset_second_step(
    session: Session, actor: Actor, *, reset: SecondStepReset, base_url: str, now: datetime
) -> Staff:
    """Take away the second step that a colleague proposed to take away; its owner hears of it.

    Raises SecondPersonError and NotFoundError.
    """
    staff = accounts.confirm_reset(session, actor, reset=reset, now=now)
    _tell(session, staff, second_step=True, base_url=base_url, now=now)
    return staff


def send_password_links(store: Store, *, base_url: str, now: datetime) -> int:
    """Mail a link to whoever asked for a new password and has an account; how many. Meant for a job."""
    with store.reading() as session:
        if not accounts.password_requests_wait(session):
            return 0
    with store.writing() as session:
        made = accounts.take_password_requests(session, now=now)
        for staff, token in made:
            region = accounts.region_of(session, staff.region_id)
            link = facts.PasswordLink(
                region=region.name,
                phone=region.phone,
                to=staff.profile.first,
                url=f"{base_url}/wachtwoord/{token}",
                until=now + PASSWORD_LINK_LIVES,
            )
            _mail(session, staff, link, now=now)
    return len(made)


def choose_password(session: Session, *, token: str, password: str, base_url: str, now: datetime) -> Staff:
    """Choose a password with a one-time link; who had one already hears that it changed.

    Raises LinkSpentError and WeakPasswordError; then the link stays good.
    """
    link = accounts.find_staff_link(session, token, now=now)
    owner = accounts.get_staff(session, link.staff_id) if link and link.staff_id else None
    had_one = owner is not None and owner.password_set_at is not None
    staff = accounts.set_password_by_link(session, token=token, password=password, now=now)
    if had_one:
        _tell(session, staff, second_step=False, base_url=base_url, now=now)
    return staff


def change_own_password(
    session: Session,
    actor: Actor,
    *,
    staff: Staff,
    old: str,
    new: str,
    this_session: uuid.UUID | None,
    base_url: str,
    now: datetime,
    marks: Collection[str] = (),
) -> Staff:
    """Replace one's own password, and hear of it by mail: it may have been somebody else at this desk.

    Raises WrongPasswordError, WeakPasswordError and TooManyTriesError.
    """
    accounts.change_password(
        session, actor, staff=staff, old=old, new=new, now=now, this_session=this_session, marks=marks
    )
    _tell(session, staff, second_step=False, base_url=base_url, now=now)
    return staff


def _tell(session: Session, staff: Staff, *, second_step: bool, base_url: str, now: datetime) -> None:
    region = accounts.region_of(session, staff.region_id)
    changed = facts.AccountChanged(
        region=region.name,
        phone=region.phone,
        to=staff.profile.first,
        at=now,
        second_step=second_step,
        url=f"{base_url}/inloggen",
    )
    _mail(session, staff, changed, now=now)


def _mail(session: Session, staff: Staff, what: facts.Facts, *, now: datetime) -> None:
    queue_message(
        session,
        key=message_key(what.kind, new_id()),
        kind=MessageKind(what.kind),
        recipient=staff.profile.mail,
        letter=letter_of(render_message(what, locale=staff.language)),
        region_id=staff.region_id,
        scope_id=staff.region_id,
        staff_id=staff.id,
        not_before=now,
        now=now,
    )
