"""'Wachtwoord vergeten': nobody learns who has an account, and its owner gets a link that works once."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from netwerkberaad.accounts import (
    StaffLinkPurpose,
    actor_for,
    choose_desk_language,
    end_staff,
    get_staff,
    make_staff_link,
)
from netwerkberaad.accounts.forgotten import PER_ADDRESS, PER_MAIL
from netwerkberaad.accounts.model import PasswordRequest, StaffLink
from netwerkberaad.flows import send_password_links
from netwerkberaad.foundation.access import system_actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DeniedError
from netwerkberaad.foundation.links import sessions_of
from netwerkberaad.foundation.messages import MessageKind, OutboxMessage
from netwerkberaad.foundation.vault import Store
from tests.authenticator import give_second_step
from tests.builders import PASSWORD, World
from tests.pages import Page, Visitor

NEW = "een heel andere zin met een kruiwagen"
ASKED = "Kijk in uw mail"
_LINK = re.compile(r"http://localhost:8000(/wachtwoord/[\w-]+)")


def ask(visitor: Visitor, mail: str, *, status: int = 200) -> Page:
    page = visitor.get(visitor.get("/inloggen").link("Wachtwoord vergeten?"))
    return visitor.submit(page, "Mail mij een link", {"mail": mail}, status=status)


def links_for(store: Store, clock: MovableClock) -> list[str]:
    """The links in the mails so far, oldest first, after a run of the job."""
    send_password_links(store, base_url="http://localhost:8000", now=clock.now())
    with store.reading() as session:
        mails = session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.kind == MessageKind.PASSWORD_LINK)
            .order_by(OutboxMessage.made_at)
        )
        return [found[1] for mail in mails if (found := _LINK.search(mail.letter.text))]


def choose(visitor: Visitor, path: str) -> Page:
    values = {"password": NEW, "again": NEW}
    return visitor.submit(visitor.get(path), "Bewaar wachtwoord", values)


def test_a_known_and_an_unknown_address_get_the_same_page_and_leave_the_same_rows(
    visitor: Visitor, sqlite_store: Store, sqlite_world: World, clock: MovableClock
) -> None:
    known = ask(visitor, sqlite_world.facilitator.profile.mail)
    unknown = ask(visitor, "niemand@example.org")
    assert known.h1 == unknown.h1 == ASKED
    assert known.text == unknown.text
    with sqlite_store.reading() as session:
        assert session.scalar(select(func.count()).select_from(PasswordRequest)) == 2
        assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 0
    assert len(links_for(sqlite_store, clock)) == 1
    with sqlite_store.reading() as session:
        assert session.scalar(select(func.count()).select_from(PasswordRequest)) == 0


def test_the_link_gives_a_new_password_ends_every_session_and_tells_by_mail(
    app: Flask, visitor: Visitor, sqlite_store: Store, sqlite_world: World, clock: MovableClock
) -> None:
    wilma = sqlite_world.facilitator
    elsewhere = Visitor(app)
    elsewhere.sign_in(wilma)
    ask(visitor, f" {wilma.profile.mail.upper()} ")
    [path] = links_for(sqlite_store, clock)
    visitor.get(path)
    visitor.get(path)
    with sqlite_store.reading() as session:
        assert sessions_of(session, staff_id=wilma.id, now=clock.now())
    assert choose(visitor, path).h1 == "Inloggen"
    assert elsewhere.get("/account").h1 == "Inloggen"
    assert visitor.get(path).h1 == "Deze link werkt niet meer"
    with sqlite_store.reading() as session:
        kinds = [message.kind for message in session.scalars(select(OutboxMessage))]
        assert kinds.count(MessageKind.ACCOUNT_CHANGED) == 1
    values = {"mail": wilma.profile.mail, "password": PASSWORD}
    assert visitor.submit(visitor.get("/inloggen"), "Log in", values, status=422).errors
    page = visitor.submit(visitor.get("/inloggen"), "Log in", {**values, "password": NEW})
    assert "Wilma Poppe" in page.text


def test_after_the_new_password_the_second_step_is_asked_as_before(
    visitor: Visitor, sqlite_store: Store, sqlite_world: World, clock: MovableClock
) -> None:
    with sqlite_store.writing() as session:
        wilma = get_staff(session, sqlite_world.facilitator.id)
        assert wilma is not None
        give_second_step(session, wilma, clock)
    mail = sqlite_world.facilitator.profile.mail
    ask(visitor, mail)
    choose(visitor, links_for(sqlite_store, clock)[0])
    page = visitor.submit(visitor.get("/inloggen"), "Log in", {"mail": mail, "password": NEW})
    assert page.h1 == "Tweede stap"


def test_a_new_link_replaces_the_one_before_and_works_for_an_hour(
    visitor: Visitor, sqlite_store: Store, sqlite_world: World, clock: MovableClock
) -> None:
    mail = sqlite_world.facilitator.profile.mail
    ask(visitor, mail)
    links_for(sqlite_store, clock)
    clock.advance(timedelta(minutes=1))
    ask(visitor, mail)
    first, second = links_for(sqlite_store, clock)
    assert visitor.get(first).h1 == "Deze link werkt niet meer"
    clock.advance(timedelta(minutes=59))
    assert visitor.get(second).h1 == "Kies een wachtwoord"
    clock.advance(timedelta(minutes=1))
    assert visitor.get(second).h1 == "Deze link werkt niet meer"


def test_asking_twice_before_the_job_runs_brings_one_mail(
    visitor: Visitor, sqlite_store: Store, sqlite_world: World, clock: MovableClock
) -> None:
    for _time in range(2):
        ask(visitor, sqlite_world.facilitator.profile.mail)
    assert len(links_for(sqlite_store, clock)) == 1


def test_too_many_for_one_address_are_noted_no_more_and_answered_the_same(
    visitor: Visitor, sqlite_store: Store, sqlite_world: World, clock: MovableClock
) -> None:
    for _time in range(PER_MAIL.most + 2):
        assert ask(visitor, sqlite_world.facilitator.profile.mail).h1 == ASKED
        links_for(sqlite_store, clock)
    assert len(links_for(sqlite_store, clock)) == PER_MAIL.most
    clock.advance(PER_MAIL.within)
    ask(visitor, sqlite_world.facilitator.profile.mail)
    assert len(links_for(sqlite_store, clock)) == PER_MAIL.most + 1


def test_too_many_from_one_network_are_refused_with_words(visitor: Visitor, sqlite_world: World) -> None:
    for number in range(PER_ADDRESS.most):
        ask(visitor, f"iemand{number}@example.org")
    page = ask(visitor, "nog-iemand@example.org", status=422)
    assert page.errors
    assert page.form("Mail mij een link").values["mail"] == ["nog-iemand@example.org"]


def test_who_left_and_who_never_chose_a_password_get_no_link(
    visitor: Visitor, sqlite_store: Store, sqlite_world: World, clock: MovableClock
) -> None:
    left, bound = sqlite_world.referrer, sqlite_world.analyst
    with sqlite_store.writing() as session:
        person, other = get_staff(session, left.id), get_staff(session, bound.id)
        assert person is not None
        assert other is not None
        end_staff(session, system_actor(sqlite_world.region.id), staff=person, now=clock.now())
        other.password_hash = ""
    for mail in (left.profile.mail, bound.profile.mail):
        assert ask(visitor, mail).h1 == ASKED
    assert links_for(sqlite_store, clock) == []
    with sqlite_store.reading() as session:
        assert session.scalar(select(func.count()).select_from(StaffLink)) == 0


def test_what_is_no_mail_address_is_said_beside_the_field(visitor: Visitor, sqlite_world: World) -> None:
    page = ask(visitor, "geen adres", status=422)
    assert page.errors
    assert page.form("Mail mij een link").values["mail"] == ["geen adres"]


def test_a_first_password_brings_no_mail_and_ones_own_change_does(
    visitor: Visitor, sqlite_store: Store, sqlite_world: World, clock: MovableClock
) -> None:
    with sqlite_store.writing() as session:
        person = get_staff(session, sqlite_world.analyst.id)
        assert person is not None
        person.password_set_at = None
        admin, purpose = actor_for(sqlite_world.admin), StaffLinkPurpose.SET_PASSWORD
        token = make_staff_link(session, admin, staff=person, purpose=purpose, now=clock.now())
    choose(visitor, f"/wachtwoord/{token}")
    visitor.sign_in(sqlite_world.admin)
    values = {"old": PASSWORD, "password": NEW, "again": NEW}
    visitor.submit(visitor.get("/account/wachtwoord"), "Bewaar", values)
    with sqlite_store.reading() as session:
        [message] = session.scalars(select(OutboxMessage))
        assert message.recipient == sqlite_world.admin.profile.mail
        assert "Uw wachtwoord is veranderd" in message.letter.text


def test_the_mail_speaks_the_language_of_the_account(
    visitor: Visitor, sqlite_store: Store, sqlite_world: World, clock: MovableClock
) -> None:
    with sqlite_store.writing() as session:
        admin = get_staff(session, sqlite_world.admin.id)
        assert admin is not None
        actor = actor_for(admin)
        choose_desk_language(session, actor, staff=admin, language="en", now=clock.now())
        with pytest.raises(DeniedError):
            choose_desk_language(session, actor, staff=sqlite_world.analyst, language="en", now=clock.now())
    for who in (sqlite_world.admin, sqlite_world.analyst):
        ask(visitor, who.profile.mail)
    links_for(sqlite_store, clock)
    with sqlite_store.reading() as session:
        subjects = {mail.recipient: mail.letter.subject for mail in session.scalars(select(OutboxMessage))}
    assert subjects[sqlite_world.admin.profile.mail].startswith("New password")
    assert subjects[sqlite_world.analyst.profile.mail].startswith("Nieuw wachtwoord")


@pytest.mark.parametrize("wrong", ["onzin", "a" * 43])
def test_a_link_that_never_was_says_so(visitor: Visitor, sqlite_world: World, wrong: str) -> None:
    assert visitor.get(f"/wachtwoord/{wrong}").h1 == "Deze link werkt niet meer"
