"""Two scenarios, played up to an invitation that waits for an answer: the rest is done in browsers, at a phone and at the desk."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from netwerkberaad.foundation.documents import code_on
from netwerkberaad.foundation.messages import Channel, OutboxMessage
from tests.demo import at
from tests.journeys.desk_pages import Invites
from tests.journeys.door_pages import YES, Answer
from tests.journeys.evenings import evening
from tests.scenarios.setting import Scene

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_who_has_no_mail_types_the_code_of_the_letter_and_answers(
    sqlite_template: Path, tmp_path: Path, chromium: Browser
) -> None:
    with evening("mevrouw-zonder-mail", at(12, "10:00"), sqlite_template, tmp_path, chromium) as day:
        door = day.door("bep")
        door.type_wrong_code(day.url, "AAAA BBBB")
        door.fill("Uw code", _code_of(day.scene, "bep").lower())
        door.press("Open mijn bericht")
        door.answer(Answer(YES, "Ja, dan kan ik", contributes="Elke avond twee klopjes op de muur."))
        board = day.desk(Invites, "wilma", "Uitnodigen")
        expect(board.row("Bep Dingemanse")).to_contain_text("komt")
        expect(board.row("Bep Dingemanse")).to_contain_text("twee klopjes")


def test_who_is_called_to_help_at_once_answers_and_never_reads_the_secret_address(
    sqlite_template: Path, tmp_path: Path, chromium: Browser
) -> None:
    with evening("spoed-geheim-adres", at(0, "12:15"), sqlite_template, tmp_path, chromium) as day:
        door = day.door("loes")
        token = day.stage._token("loes")
        read: list[str] = []
        door.page.on("response", lambda answer: read.append(answer.text() if answer.ok else ""))
        door.open(f"{day.url}/p/{token}")
        door.answer(Answer(YES, contributes="Twee weken vrij met loon.", limits="Om half zes weg."))
        assert len(read) > 3
        assert not [text for text in read if "Duinroosgang" in text]
        board = day.desk(Invites, "marijke", "Uitnodigen")
        expect(board.row("Loes Marijs")).to_contain_text("komt")
        expect(board.row("Loes Marijs")).to_contain_text("Om half zes weg.")


def _code_of(scene: Scene, who: str) -> str:
    """The code that stands on the letter to somebody."""
    with scene.stage.desk() as desk:
        person = scene.stage.person(desk, who)
        letters = select(OutboxMessage).where(
            OutboxMessage.person_id == person.id, OutboxMessage.channel == Channel.LETTER
        )
        found = [code_on(letter.letter.html) for letter in desk.session.scalars(letters)]
        return next(code for code in found if code)
