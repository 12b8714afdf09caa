"""The middle of the journey: the evening at the table, and the plan until everybody confirmed it."""

import re

from playwright.sync_api import expect

from tests.journeys.cast import Cast
from tests.journeys.door_pages import Door
from tests.journeys.meeting_pages import NOTHING, OWN, WHOLE, Meeting, Plan, Table

PRIVATE = "Deze tijd is van de familie en vrienden."


def sits_down(cast: Cast) -> None:
    """Welcome, information, and private time in which nothing can be written."""
    cast.house.at(24, "18:50")
    meeting = cast.at_desk(Meeting, "wilma")
    cast.open_case(meeting)
    meeting.room("Beraad")
    meeting.open_table()
    table = Table(meeting.page, meeting.gallery, meeting.who)
    first = ("marloes", "rik", "joke", "kees", "anneke", "samira", "fatma", "sjaak", "dilano", "iris")
    table.come("Fenna", *(cast.short(key) for key in first))
    cast.house.at(24, "19:00")
    table.begin("Welkom")
    table.agree("\n".join(cast.scenario.meetings[0].agreements))
    cast.house.at(24, "19:15")
    table.begin("Informatie")
    table.leave(cast.short("samira"))
    on_the_wall(table)
    cast.house.at(24, "19:50")
    table.begin_private_time()
    table.shows("Wilma is buiten en wacht tot u roept.")
    for locked in ("beraad/tafel", "plan/schrijven", "plan/vaststellen"):
        table.go(re.sub("beraad/besloten$", locked, table.page.url))
        expect(table.page.get_by_role("heading", level=1)).to_have_text(PRIVATE)


def on_the_wall(table: Table) -> None:
    """What hangs on the wall while people talk: their agreement, no names of what they say."""
    with table.page.expect_popup() as popup:
        table.page.get_by_role("link", name="Op het scherm").click()
    wall = Table(popup.value, table.gallery, "wall")
    wall.arrive(None)
    wall.shows("Geen verwijten waar de kinderen bij zijn.")
    wall.page.close()


def writes_the_plan(cast: Cast) -> None:
    """Three goals and eleven commitments, each saved while it is written; a reload loses nothing."""
    cast.house.at(24, "20:45")
    table = cast.at_desk(Table, "wilma")
    cast.open_case(table)
    table.room("Beraad")
    table.follow("Terug naar de tafel")
    table.press("Wij roepen Wilma")
    table.takes_part(cast.short("piet"), "aan de telefoon")
    version = cast.scenario.versions[0]
    table.write_version(version, cast.names, cast.house.calendar)
    expect(table.page.locator("#save-state")).to_contain_text("Bewaard om 20.45")
    table.arrive(table.page.reload())
    table.lines(11)
    cast.house.at(24, "21:25")
    table.begin("Instemming")
    table.look_back(cast.house.date(115), "19:00")
    table.shows("Terugkijken: donderdag 25 juni")


def fixes_the_plan(cast: Cast) -> None:
    """Everybody is asked; the hoofdpersonen decide who sees what; version 1 holds, and owners hear of it."""
    cast.house.at(24, "21:40")
    plan = cast.at_desk(Plan, "wilma")
    cast.open_case(plan)
    plan.room("Plan")
    plan.follow("Naar de instemming")
    version = cast.scenario.versions[0]
    for key, said in version.agreements:
        plan.agreement(cast.short(key), "Ja" if said.agrees else "Nee", said.remark)
    for key, part in version.sharing:
        if key in cast.scenario.members and key != DECLINED:
            plan.share(cast.short(key), {"whole": WHOLE, "own": OWN, "nothing": NOTHING}[part])
    cast.house.told_since_last_look()
    plan.fix()
    plan.said("Vertel het zelf aan Fenna, Bas, Anneke en Piet.")
    plan.shows("Het plan, versie 1")
    told = cast.house.told_since_last_look()
    assert told == {cast.short(key) for key in (*LINKED, "fatma")}


DECLINED = "huisarts"
"""Whoever declined lost name and contact data: there is nobody left to share with."""
LINKED = ("marloes", "rik", "joke", "kees", "sjaak", "iris", "dilano", "wouter", "samira")


def reads_the_plan(cast: Cast, key: str) -> Door:
    """The message leads to the plan, after the six digits that arrive in a mail of their own."""
    door = cast.with_link(key, cast.short(key))
    door.ask_code()
    door.prove(cast.house.code(cast.mail(key), cast.short(key)))
    return door


def confirms(cast: Cast) -> None:
    """Whoever has a link proves who they are once, and confirms; Samira proposes something else, Dilano hands his back."""
    cast.house.at(25, "08:40")
    for key in LINKED:
        door = reads_the_plan(cast, key)
        for promise in (one for one in cast.scenario.versions[0].written if key in one.owners):
            if key == "samira":
                door.counter(promise.text, "Niet op donderdag, dan werk ik niet. Woensdag en vrijdag wel.")
            elif key == "dilano":
                door.hand_back(promise.text, "De bus zit vol. Als er iemand rijdt, kan het wel.")
            else:
                door.confirm(promise.text)
    samira = cast.at_door("samira")
    samira.go(f"{cast.house.url}/p/plan")
    samira.hides(cast.promise("K2").text)
    joke = cast.at_door("joke")
    joke.go(f"{cast.house.url}/p/plan")
    joke.shows(cast.promise("K2").text)


def takes_confirmations(cast: Cast) -> None:
    """Wilma sees what is open, hears the others by phone, and the case goes on to follow-up."""
    cast.house.at(28, "10:15")
    plan = cast.at_desk(Plan, "wilma")
    plan.shows("van de 12 toezeggingen zijn bevestigd")
    cast.open_case(plan)
    plan.room("Plan")
    plan.press("Is geregeld", within=plan.task("stelt iets anders voor"))
    plan.press("Is geregeld", within=plan.task("geeft dit terug"))
    plan.confirm_for(cast.short("dilano"), cast.promise("K5").text, "telefonisch", "Iris rijdt, dan kan het.")
    plan.confirm_for(cast.short("samira"), cast.promise("K8").text, "telefonisch", "Zoals het staat.")
    plan.confirm_for(cast.short("anneke"), cast.promise("K7").text, "telefonisch")
    plan.confirm_for(cast.short("piet"), cast.promise("K11").text, "telefonisch")
    expect(plan.page.get_by_role("heading", name="Nog niet bevestigd")).to_have_count(0)
    plan.follow("Druk het plan af")
    plan.shows(cast.promise("K1").text)
    plan.follow("Terug naar het plan")
    plan.follow("kaart van Joke op papier")
    plan.shows(cast.promise("K1").text)
    plan.follow("Terug naar het plan")
