"""Asking for a new password: noted without telling who is known, answered once, by whoever comes first."""

from sqlalchemy import func, select, text

from netwerkberaad.accounts import ask_new_password, find_staff_link, get_staff, take_password_requests
from netwerkberaad.accounts.forgotten import PASSWORD_LINK_LIVES
from netwerkberaad.accounts.model import PasswordRequest
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.builders import World

PLACE = "192.0.2.7"


def test_what_waits_is_taken_once_and_gives_a_link_for_an_hour(
    store: Store, world: World, clock: MovableClock
) -> None:
    mail = world.facilitator.profile.mail
    with store.writing() as session:
        for one in (mail, mail, "niemand@example.org"):
            ask_new_password(session, mail=one, address=PLACE, now=clock.now())
    with store.writing() as session:
        [(staff, token)] = take_password_requests(session, now=clock.now())
        assert staff.id == world.facilitator.id
    with store.writing() as session:
        assert take_password_requests(session, now=clock.now()) == []
        link = find_staff_link(session, token, now=clock.now())
        assert link is not None
        assert link.expires_at == clock.now() + PASSWORD_LINK_LIVES


def test_nothing_that_waits_names_an_address(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        ask_new_password(session, mail=world.facilitator.profile.mail, address=PLACE, now=clock.now())
        assert get_staff(session, world.facilitator.id) is not None
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(PasswordRequest)) == 1
        kept = bytes(session.scalars(text("SELECT mail_index FROM password_request")).one())
        assert len(kept) == 32
        assert b"wilma" not in kept
