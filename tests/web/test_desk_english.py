"""A colleague whose account speaks English: the desk does too, and what others read or keep stays in their language."""

import uuid
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from netwerkberaad.cases import Case
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import OutboxMessage
from netwerkberaad.foundation.vault import Store
from tests.builders import World, person_called
from tests.pages import Visitor
from tests.web.desk_setting import Desk, path_of
from tests.web.table_setting import build_setting

ROOMS = ("", "kring", "uitnodigen", "beraad", "plan", "opvolging", "gegevens", "geschiedenis", "veiligheid")


@pytest.fixture
def english(desk: Desk) -> Visitor:
    """The gespreksleider, who chose English on the page of the account."""
    browser = desk.sign_in()
    page = browser.submit(browser.get("/account"), "Bewaar", {"language": "en"})
    assert page.h1 == "My account"
    return browser


def test_every_page_of_the_desk_is_english(desk: Desk, english: Visitor) -> None:
    case = desk.case(approved=True)
    pages = [
        "/vandaag",
        "/casussen",
        "/aanvragen-bekijken",
        "/sociale-kaart",
        "/inzicht",
        "/brieven",
        "/account",
    ]
    for path in pages + [path_of(case, room) for room in ROOMS]:
        page = english.get(path)
        assert (page.root.get("lang"), page.root.get("dir")) == ("en", "ltr"), path
        assert "Main menu" in {node.get("aria-label") for node in page.root.iter("nav")}, path
        for dutch in ("Vandaag", "Casussen", "Uitnodigen", "Opvolging", "Log uit", "Zoek"):
            assert dutch not in page.text, (path, dutch)


def test_days_and_names_are_said_in_english(desk: Desk, english: Visitor) -> None:
    case = desk.case(two_principals=True)
    assert english.get("/vandaag").h1 == "Monday 2 March"
    assert english.get(path_of(case)).h1 == "Marloes and Rik"
    assert "Marloes and Rik" in english.get("/casussen").text


def test_a_page_that_is_not_there_says_so_in_english(english: Visitor) -> None:
    for path in ("/bestaat-niet", path_of(uuid.uuid4())):
        page = english.get(path, status=404)
        assert (page.h1, page.root.get("lang")) == ("This page is not here", "en")


def test_the_page_to_sign_in_is_english_for_who_asks_and_stays_so(visitor: Visitor) -> None:
    page = visitor.get("/inloggen?taal=en")
    again = visitor.submit(page, "Sign in", {"mail": "", "password": ""}, status=422)
    assert (again.h1, again.root.get("lang")) == ("Signing in", "en")


@pytest.mark.parametrize(
    ("language", "subject"),
    [("", "Een uitnodiging van"), ("tr", "sizi davet ediyor"), ("en", "An invitation from")],
)
def test_a_mail_speaks_the_language_of_who_gets_it(
    desk: Desk, english: Visitor, language: str, subject: str
) -> None:
    case = desk.case(approved=True)
    with desk.store.writing() as session:
        joke = person_called(session, case, "Joke")
        joke.about = replace(joke.about, language=language)
    form = english.get(path_of(case, f"uitnodigen/{joke.id}")).form("Invite Joke")
    assert "has been invited" in english.post(form.action, {**form.values, "way": "mail"}).text
    with desk.store.reading() as session:
        letter = session.scalars(select(OutboxMessage)).one().letter
    assert subject in letter.subject
    assert f'<html lang="{language or "nl"}"' in letter.html


def test_a_request_keeps_its_questions_in_dutch(desk: Desk) -> None:
    referrer = desk.sign_in(desk.world.referrer)
    referrer.submit(referrer.get("/account"), "Bewaar", {"language": "en"})
    page = referrer.submit(referrer.get("/aanmeldingen"), "Ask for a beraad")
    about = {"words": "Hij zit alleen.", "change": "Weer onder de mensen.", "municipality": "Middelburg"}
    for values in (about, {"people-0-first": "Wim"}, {"unsafe": "nobody"}, {}, {"night": "Zijn broer."}):
        page = referrer.submit(page, "Continue", values)
    referrer.submit(page, "Send the request")
    with desk.store.reading() as session:
        case = session.scalars(select(Case)).one()
        assert case.referral.doors == ("Wie zou u ’s nachts bellen? Zijn broer.",)
        assert "Wij hebben" not in session.scalars(select(OutboxMessage)).one().letter.text


def test_the_plan_on_paper_and_the_screen_on_the_wall_are_for_the_people_at_the_table(
    app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    setting = build_setting(app, sqlite_store, clock, sqlite_world).with_plan()
    browser = setting.visitor
    browser.submit(browser.get("/account"), "Bewaar", {"language": "en"})
    joke = setting.people["Joke"]
    assert browser.get(setting.path("plan")).root.get("lang") == "en"
    papers = (
        "plan/afdrukken",
        f"plan/deel/{joke}",
        "kring/afdrukken",
        "kring/leeg-blad",
        "kring/stamboom/afdrukken",
    )
    for room in papers:
        assert browser.get(setting.path(room)).root.get("lang") == "nl", room
    seen = browser.get(setting.path(f"gegevens/bekijk-als/{joke}/plan"))
    assert seen.root.get("lang") == "nl"
