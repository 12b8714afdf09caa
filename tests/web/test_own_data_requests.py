"""A request about one's own data: asked at the door, answered at the desk, read at the door."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import AnswerContent, Reply, record_answer
from netwerkberaad.privacy import sweep_copies
from tests.builders import World, person_called
from tests.pages import Page, Visitor
from tests.web.door_setting import Door, build_door, fix_plan


@pytest.fixture
def door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """A case with people who have a personal link."""
    return build_door(app, sqlite_store, clock, sqlite_world)


@pytest.fixture
def officer(app: Flask, sqlite_world: World) -> Visitor:
    """The privacy officer, signed in."""
    browser = Visitor(app)
    browser.sign_in(sqlite_world.privacy_officer)
    return browser


def _ask(door: Door, values: dict[str, str], status: int = 200) -> tuple[Visitor, Page]:
    visitor, _page = door.enter("Joke")
    page = door.prove(visitor, "Joke", "/p/gegevens")
    page = visitor.get(page.link("Vraag een kopie"))
    return visitor, visitor.submit(page, "Verstuur", dict(values), status=status)


def test_somebody_asks_for_a_copy_and_reads_the_answer_on_their_own_page(
    door: Door, officer: Visitor, sqlite_world: World
) -> None:
    visitor, page = _ask(door, {"kind": "copy", "words": "Ook wat er in maart is opgeschreven."})
    assert page.h1 == "Mijn gegevens"
    assert "Wij hebben uw verzoek." in page.text
    assert "Ik wil een kopie van mijn gegevens" in page.text

    page = officer.get("/privacy-taken")
    assert "Verzoek om een kopie" in page.text
    assert "Joke" not in page.text
    page = officer.get(page.link("Lees en beantwoord"))
    assert "Joke Wisse" in page.text
    assert "Ook wat er in maart is opgeschreven." in page.text
    again = officer.submit(page, "Bewaar het antwoord", {"decision": "partly"}, status=422)
    assert any("noem dan de wet" in error for error in again.errors)
    told = {"decision": "partly", "answer": "Wat anderen zeiden, laten wij weg."}
    lawless = officer.submit(again, "Bewaar het antwoord", told, status=422)
    assert any("Kies welke wet" in error for error in lawless.errors)
    page = officer.submit(lawless, "Bewaar het antwoord", {**told, "law": "others"})
    assert "Niemand wacht op antwoord." in page.text
    seen = visitor.get("/p/gegevens").text
    assert "Wat anderen zeiden, laten wij weg." in seen
    assert "AVG, artikel 15 lid 4" in seen

    coordinator = Visitor(officer.client.application)
    coordinator.sign_in(sqlite_world.coordinator)
    assert "Vragen over eigen gegevens" not in coordinator.get("/privacy-taken").text


def test_every_answer_comes_as_a_letter_too_and_that_it_was_made_is_on_record(
    door: Door, officer: Visitor, sqlite_world: World
) -> None:
    _ask(door, {"kind": "erasure", "words": ""})
    page = officer.get("/privacy-taken")
    path = page.link("Lees en beantwoord")
    assert officer.client.get(f"{path}/brief").status_code == 404
    said = {"decision": "refused", "law": "jeugdwet", "answer": "Uw naam blijft in het dossier."}
    officer.submit(officer.get(path), "Bewaar het antwoord", said)
    letter = officer.get(officer.get(path).link("Druk de brief af"))
    for words in ("Uw naam blijft in het dossier.", "Jeugdwet, artikel 7.3.8", "Autoriteit Persoonsgegevens"):
        assert words in letter.text
    assert "maakte een brief met het antwoord" in officer.get("/logboek").text


def test_a_correction_without_words_is_asked_again_and_keeps_what_was_chosen(door: Door) -> None:
    _visitor, page = _ask(door, {"kind": "correction", "words": ""}, status=422)
    assert any("Schrijf op wat er anders moet." in error for error in page.errors)
    assert page.form("Verstuur").values["kind"] == ["correction"]


def test_a_request_that_waits_too_long_stands_out(
    door: Door, officer: Visitor, clock: MovableClock, sqlite_world: World
) -> None:
    _ask(door, {"kind": "erasure", "words": ""})
    moment = clock.now()
    clock.move_to(moment.replace(month=moment.month + 1, day=moment.day))
    officer.sign_in(sqlite_world.privacy_officer)
    assert "te laat" in officer.get("/privacy-taken").text


def test_the_officer_opens_what_is_kept_for_some_hours_and_the_person_sees_that_they_looked(
    door: Door, officer: Visitor, clock: MovableClock, sqlite_world: World
) -> None:
    visitor, _page = _ask(door, {"kind": "copy", "words": ""})
    page = officer.get(officer.get("/privacy-taken").link("Lees en beantwoord"))
    page = officer.get(page.link("Bekijk wat wij bewaren"))
    assert "Joke" not in page.text
    assert "Kies een aantal uren" in officer.submit(page, "Open de gegevens", {"hours": "0"}, status=422).text
    assert (
        "privacy officer"
        not in visitor.get("/p/gegevens").text.partition("Wie keek")[2].partition("Wie het")[0]
    )
    page = officer.submit(page, "Open de gegevens")
    assert {"Wisse", "oma.joke@example.nl"} <= set(page.text.split())
    assert not {"Marloes", "Fatma", "Rik"} & set(page.text.split())
    looked = visitor.get("/p/gegevens").text.partition("Wie keek")[2]
    assert "Privacy officer 1 keer" in looked
    assert "vanwege uw vraag" in looked
    closed = officer.submit(page, "Sluit de gegevens")
    assert "De gegevens zijn weer dicht." in closed.text
    again = officer.get(closed.link("Bekijk wat wij bewaren"))
    assert "Joke" not in again.text
    officer.submit(again, "Open de gegevens", {"hours": "2"})
    clock.advance(timedelta(hours=2))
    officer.sign_in(sqlite_world.privacy_officer)
    assert "Open de gegevens" in [button for form in officer.get(again.path).forms for button in form.buttons]


def test_a_copy_is_there_for_the_person_once_the_officer_pressed_ready_without_what_names_others(
    door: Door, officer: Visitor, clock: MovableClock
) -> None:
    fix_plan(door)
    _say(door, "Ik help graag. Marloes slaapt slecht. Ik kook op vrijdag.")
    visitor, _page = _ask(door, {"kind": "copy", "words": ""})
    page = officer.get(officer.get("/privacy-taken").link("Lees en beantwoord"))
    page = officer.submit(officer.get(page.link("Zet een kopie klaar")), "Open de gegevens")
    page = officer.get(page.link("Naar de kopie"))
    assert "Marloes slaapt slecht." in page.text
    assert "Uw kopie is klaar" not in visitor.get("/p/gegevens").text
    again = officer.submit(page, "Klaar", {"answer": " "}, status=422)
    done = officer.submit(again, "Klaar", {"answer": "Ziehier, zonder wat over anderen gaat."})
    assert "Ziehier, zonder wat over anderen gaat." in done.text
    letter = officer.get(done.link("Druk de brief"))
    for text in ("Dag Joke,", "Ik kook op vrijdag.", "weggelaten: gaat over iemand anders"):
        assert text in letter.text
    own = visitor.get("/p/gegevens")
    paths = {kind: own.link(f"({kind})") for kind in ("json", "pdf")}
    content = json.loads(visitor.client.get(paths["json"]).get_data())
    said = [fact["value"] for part in content["parts"] for fact in part["facts"]]
    assert "Ik help graag. [weggelaten: gaat over iemand anders] Ik kook op vrijdag." in said
    assert content["about"] == "Joke Wisse"
    assert "Marloes" not in json.dumps(content)
    assert visitor.client.get(paths["pdf"]).get_data().startswith(b"%PDF")
    stranger, _page = door.enter("Fatma")
    door.prove(stranger, "Fatma", "/p/gegevens")
    assert stranger.client.get(paths["json"]).status_code == 404
    clock.advance(timedelta(days=14))
    visitor, _page = door.enter("Joke")
    door.prove(visitor, "Joke", "/p/gegevens")
    assert visitor.client.get(paths["json"]).status_code == 404
    with door.store.writing() as session:
        assert sweep_copies(session, clock.now()) == 1


def test_what_was_not_on_the_page_is_left_out_of_the_copy(door: Door, officer: Visitor) -> None:
    _say(door, "Marloes slaapt slecht.")
    visitor, _page = _ask(door, {"kind": "copy", "words": ""})
    page = officer.get(officer.get("/privacy-taken").link("Lees en beantwoord"))
    page = officer.submit(officer.get(page.link("Zet een kopie klaar")), "Open de gegevens")
    page = officer.get(page.link("Naar de kopie"))
    officer.submit(page, "Klaar", {"left_out": [], "shown": []})
    got = visitor.client.get(visitor.get("/p/gegevens").link("(json)")).get_data(as_text=True)
    assert "Marloes" not in got


def test_a_request_by_phone_is_found_entered_and_given_more_time_and_the_person_reads_why(
    door: Door, officer: Visitor
) -> None:
    page = officer.get(officer.get("/privacy-taken").link("Zoek iemand"))
    page = officer.submit(page, "Zoek", {"name": "", "reason": ""}, status=422)
    assert any("Schrijf in één zin op waarom." in error for error in page.errors)
    page = officer.submit(page, "Zoek", {"name": "Wisse", "reason": "Zij belde."})
    assert "Naaste" in page.text
    assert str(door.case.id)[:8] in page.text
    assert "Joke" not in page.text
    assert "zocht iemand in de regio" in officer.get("/logboek").text
    page = officer.get(page.link("Schrijf een verzoek op"))
    page = officer.submit(page, "Bewaar het verzoek", {"received": "2031-01-01", "kind": "copy"}, status=422)
    assert any("vandaag of eerder" in error for error in page.errors)
    values = {"received": "2026-03-01", "kind": "copy", "how": "phone", "words": "Alles graag."}
    page = officer.submit(page, "Bewaar het verzoek", values)
    assert "1 april 2026" in page.text
    assert "aan de telefoon" in page.text
    page = officer.get(page.link("Neem meer tijd"))
    page = officer.submit(page, "Neem twee maanden meer", {"reason": "Wij zoeken nog op papier."})
    assert "1 juni 2026" in page.text
    visitor, _page = door.enter("Joke")
    own = door.prove(visitor, "Joke", "/p/gegevens").text
    assert "Het duurt langer: Wij zoeken nog op papier." in own


def _say(door: Door, words: str) -> None:
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        record_answer(
            session,
            actor_for(door.world.facilitator),
            case=case,
            person=person_called(session, case, "Joke"),
            content=AnswerContent(reply=Reply.COMES, contributes=words),
            via=Channel.PHONE,
            now=door.clock.now(),
        )


def test_a_copy_is_in_dutch_for_who_reads_dutch_also_from_a_desk_that_speaks_english(
    door: Door, officer: Visitor
) -> None:
    visitor, _page = _ask(door, {"kind": "copy", "words": ""})
    officer.submit(officer.get("/account"), "Bewaar", {"language": "en"})
    page = officer.get(officer.get("/privacy-taken").link("Read and answer"))
    page = officer.submit(officer.get(page.link("Prepare a copy")), "Open the details")
    page = officer.get(page.link("To the copy"))
    assert page.form("Done").values["answer"][0].startswith("U vroeg een kopie van uw gegevens.")
    letter = officer.get(officer.submit(page, "Done").link("Print the letter"))
    assert letter.root.get("lang") == "nl"
    content = json.loads(visitor.client.get(visitor.get("/p/gegevens").link("(json)")).get_data())
    assert content["parts"][0]["heading"] == "Wie u bent"


def test_a_copy_is_in_the_language_of_who_asked_and_the_answer_in_words_the_officer_can_read(
    door: Door, officer: Visitor
) -> None:
    visitor, _page = _ask(door, {"kind": "copy", "words": ""})
    with door.store.writing() as session:
        person = person_called(session, session.get_one(Case, door.case.id), "Joke")
        person.about = replace(person.about, language="ar")
    page = officer.get(officer.get("/privacy-taken").link("Lees en beantwoord"))
    page = officer.submit(officer.get(page.link("Zet een kopie klaar")), "Open de gegevens")
    page = officer.get(page.link("Naar de kopie"))
    assert page.form("Klaar").values["answer"][0].startswith("U vroeg een kopie van uw gegevens.")
    letter = officer.get(officer.submit(page, "Klaar").link("Druk de brief"))
    assert letter.root.get("lang") == "nl"
    assert [part.get("dir") for part in letter.root.iter("div") if part.get("lang") == "ar"] == ["rtl"]
    path = visitor.get("/p/gegevens").link("(json)")
    parts = json.loads(visitor.client.get(path).get_data())["parts"]
    told = [part["heading"] + part["why"] for part in parts]
    told += [fact["what"] for part in parts for fact in part["facts"]]
    assert [words for words in told if re.search("[A-Za-z]", words)] == []
    sheet = visitor.client.get(path.replace(".json", ".pdf")).get_data()
    assert sheet.startswith(b"%PDF")
