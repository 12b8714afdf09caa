"""A day is found together: proposed at the desk, chosen from at the door, and taken. Every page passes axe and fits a phone."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from netwerkberaad.accounts import actor_for
from netwerkberaad.foundation.links import LinkPurpose, issue_link
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import AnswerContent, Reply, record_answer
from tests.builders import PASSWORD, World, build_case, member, person_called, principal
from tests.journeys.browsing import computer, phone
from tests.journeys.house import House
from tests.journeys.screens import Gallery, Screen

pytestmark = pytest.mark.browser
AROUND = ("Joke", "Kees", "Fatma", "Sjaak")
DAYS = (("2026-03-24", "19:00"), ("2026-03-26", "19:00"), ("2026-03-28", "10:00"))


@pytest.fixture
def case_path(house: House, sqlite_world: World, sqlite_store: Store) -> tuple[str, str]:
    """The addresses of a case in which four people come, and of the link of Fatma."""
    principals = (principal(), principal("Rik", "Wattel", mail="rik@example.org"))
    invitees = [member(first, mail=f"{first.lower()}@example.org") for first in AROUND]
    invitees.append(member("Anneke", mail="", phone="+31600000127"))
    with sqlite_store.writing() as session:
        case = build_case(
            session, sqlite_world, house.clock, principals=principals, invitees=invitees, approved=True
        )
        for first in (*AROUND, "Anneke"):
            record_answer(
                session,
                actor_for(sqlite_world.facilitator),
                case=case,
                person=person_called(session, case, first),
                content=AnswerContent(reply=Reply.COMES),
                via=Channel.PHONE,
                now=house.clock.now(),
            )
        link = issue_link(
            session,
            case_id=case.id,
            person_id=person_called(session, case, "Fatma").id,
            purpose=LinkPurpose.DATE_POLL,
            expires_at=house.clock.now() + timedelta(days=30),
            now=house.clock.now(),
        )
    return f"{house.url}/casussen/{case.id}", f"{house.url}/p/{link.token}"


def _propose(desk: Screen) -> None:
    for number, (day, at) in enumerate(DAYS, start=1):
        row = desk.page.locator(".field-row").nth(number - 1)
        desk.fill(f"Dag {number}", day, within=row)
        desk.fill("Begint om", at, within=row)
    desk.fill("Plek", "Kantine De Meeuwen")
    desk.fill("Kiezen kan tot en met", "2026-03-10")
    desk.press("Bewaar")
    desk.shows("Nog te bellen: Anneke.")


def _choose(door: Screen) -> None:
    door.choose("Dinsdag 24 maart", "Nee")
    door.choose("Donderdag 26 maart", "Ja")
    door.told_off("Kies wat voor deze dag klopt.", "Bewaar mijn dagen")
    door.choose("Zaterdag 28 maart", "Als het moet")
    door.press("Bewaar mijn dagen")
    door.shows("U hoort van ons welke dag het wordt.")


def _fill_in(desk: Screen) -> None:
    answers = {"Marloes": "Kan", "Rik": "Kan", "Joke": "Kan", "Kees": "Als het moet", "Anneke": "Kan niet"}
    for first, answer in answers.items():
        desk.follow(first, within=desk.page.locator("table.data"))
        desk.pick("Hoe kreeg u dit antwoord?", "telefonisch")
        desk.choose("Dinsdag 24 maart", "Kan niet" if first == "Rik" else "Kan")
        desk.choose("Donderdag 26 maart", answer)
        desk.press("Leg vast")
    desk.shows("Donderdag 26 maart 19.00 uur: 5 van 7 kunnen, ook Marloes en Rik die erbij moeten zijn.")


def test_a_day_is_proposed_chosen_and_taken(
    app: Flask,
    chromium: Browser,
    house: House,
    sqlite_world: World,
    case_path: tuple[str, str],
    tmp_path: Path,
) -> None:
    room, link = case_path
    gallery = Gallery(tmp_path / "pictures", narrow=True)
    desk = Screen(computer(chromium).new_page(), gallery, "wilma")
    desk.page.goto(f"{house.url}/inloggen")
    desk.fill("Mailadres", sqlite_world.facilitator.profile.mail)
    desk.fill("Wachtwoord", PASSWORD)
    desk.press("Log in")
    desk.go(f"{room}/beraad")
    desk.follow("Vraag het met een datumprikker")
    _propose(desk)
    door = Screen(phone(chromium).new_page(), gallery, "fatma")
    door.go(link)
    door.press("Open het bericht")
    _choose(door)
    _fill_in(desk)
    desk.press("Vraag het iedereen")
    desk.go(f"{room}/beraad")
    desk.follow("Bekijk de datumprikker")
    desk.press("Kies deze dag", within=desk.page.locator("li", has_text="Donderdag 26 maart"))
    desk.shows("De dag staat vast.")
    desk.shows("donderdag 26 maart om 19.00 uur")
    door.go(f"{house.url}/p/dagen")
    door.shows("De dag is gekozen")
    desk.page.context.close()
    door.page.context.close()
