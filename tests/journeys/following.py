"""The end of the journey: reminders and check-ins, a gap, a second version, looking back, and closing."""

from playwright.sync_api import expect

from tests.journeys.cast import Cast
from tests.journeys.desk_pages import Desk, Requests
from tests.journeys.meeting_pages import FollowUps, Plan

WEDNESDAYS = "Iemand die het om en om doet. De derde keer lag ik op bed."


def is_reminded(cast: Cast) -> None:
    """The evening before, by mail; the jobs did it by themselves."""
    cast.house.at(30, "08:00")
    mail = cast.house.newest(cast.mail("joke"), "Joke")
    assert str(mail.message["Subject"]).startswith("Een herinnering")
    assert "woensdag 1 april" in mail.text


def shows_a_gap(cast: Cast) -> None:
    """Piet was asked and said nothing: a line on Vandaag with a next step, and Wilma calls."""
    cast.house.at(31, "18:00")
    wilma = cast.at_desk(FollowUps, "wilma")
    wilma.shows("Gaten in check-ins")
    wilma.follow("Bel Piet", within=wilma.task("Piet liet nog niet weten hoe het gaat."))
    wilma.take_check_in("Gelukt", 8, "De sleutel hangt er.", "telefonisch")
    wilma.said("Vastgelegd namens Piet.")


def checks_in(cast: Cast) -> None:
    """Kees and Joke follow the link of the question; Joke needs something, and Wilma sees it."""
    cast.house.at(35, "19:15")
    kees = cast.with_link("kees", "Kees")
    kees.check_in("Gelukt", 8)
    kees.shows("Het is bewaard.")
    cast.house.at(45, "17:00")
    joke = cast.with_link("joke", "Joke")
    joke.check_in("Deels", 5, WEDNESDAYS)
    joke.shows("Het is bewaard.")
    wilma = cast.at_desk(FollowUps, "wilma")
    line = wilma.task("Joke liet weten hoe het gaat en heeft iets nodig.")
    expect(line).to_contain_text("Geeft een 5.")
    wilma.follow("Bel Joke", within=line)


def calls_after_four_weeks(cast: Cast) -> None:
    """The jobs put the call on Vandaag; what comes of it is written down."""
    cast.house.at(52, "10:00")
    wilma = cast.at_desk(FollowUps, "wilma")
    wilma.finish("Vier weken na het plan.", "Fatma neemt de andere woensdag.")
    wilma.said("Vastgelegd.")


def changes_the_plan(cast: Cast) -> None:
    """Version 2: the Wednesday is shared. Only Joke and Fatma hear of it; Marloes and Rik said yes by phone."""
    cast.house.at(53, "11:20")
    second = cast.scenario.versions[1]
    shared, added = cast.promise("K1", 2), cast.promise("K12", 2)
    aim = cast.scenario.versions[0].goals[0]
    plan = cast.at_desk(Plan, "wilma")
    cast.open_case(plan)
    plan.room("Plan")
    plan.press("Begin een nieuwe versie")
    plan.change_line(cast.promise("K1").text, shared, cast.names, cast.house.calendar)
    expect(plan.page.get_by_text(shared.text).first).to_be_visible()
    plan.write_line(aim, added, cast.names, cast.house.calendar)
    plan.follow("Naar de instemming")
    for key in second.approved_by:
        plan.agreement(cast.short(key), "Ja", "Akkoord, aan de telefoon.")
    plan.fill("Waarom verandert het plan?", second.reason)
    cast.house.told_since_last_look()
    plan.fix()
    assert cast.house.told_since_last_look() == {"Joke", "Fatma"}
    plan.shows("Het plan, versie 2")


def those_concerned_confirm(cast: Cast) -> None:
    """Joke's phone is known and shows the plan at once; Fatma proves who she is for the first time."""
    cast.house.at(53, "20:30")
    joke = cast.with_link("joke", "Joke")
    joke.confirm(cast.promise("K1", 2).text)
    fatma = cast.with_link("fatma")
    fatma.ask_code()
    fatma.prove(cast.house.code(cast.mail("fatma")))
    fatma.confirm(cast.promise("K12", 2).text)


def looks_back(cast: Cast) -> None:
    """After three months everybody looks back together."""
    cast.house.at(115, "20:30")
    wilma = cast.at_desk(FollowUps, "wilma")
    said = "Vrijdagen gaan goed. De zondagbellen mogen stoppen."
    wilma.finish("Het is tijd om samen terug te kijken op het plan.", said)
    wilma.shows(said)


def is_on_record(cast: Cast) -> None:
    """Who did what can be looked up by whom and when, without what was said."""
    desiree = cast.at_desk(Desk, "desiree")
    desiree.menu("Logboek")
    desiree.pick("Wie", cast.world.facilitator.profile.full_name)
    desiree.fill("Vanaf", cast.house.date(0).isoformat())
    desiree.press("Toon")
    expect(desiree.row("Wilma Poppe")).to_be_visible()
    desiree.hides("Joke")
    desiree.hides(cast.title)


def closes(cast: Cast, *, day: int = 210) -> None:
    """The case is closed; links stop; Hanneke reads the three sentences and nothing else."""
    cast.house.at(day, "10:00")
    closing = cast.scenario.closing
    link = cast.house.link(cast.mail("joke"), "Joke")
    wilma = cast.at_desk(FollowUps, "wilma")
    cast.open_case(wilma)
    case_url = wilma.page.url
    wilma.room("Opvolging")
    wilma.close(closing.text, closing.reflection, closing.feedback, ("Marloes", "Rik"))
    joke = cast.at_door("joke")
    joke.go(link)
    joke.refused("Deze link werkt niet", "Open het bericht")
    assert str(cast.house.newest(cast.world.referrer.profile.mail).message["Subject"]).startswith(
        "Terugkoppeling"
    )
    hanneke = cast.at_desk(Requests, "hanneke")
    hanneke.follow(cast.title)
    hanneke.shows(closing.feedback)
    for hidden in (closing.text, closing.reflection, cast.promise("K1").text, "Joke"):
        hanneke.hides(hidden)
    answer = hanneke.page.goto(case_url)
    assert answer is not None
    assert answer.status == 404
