"""Two scenarios, played up to an invitation that waits for an answer: the rest is done in browsers, at a phone and at the desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from netwerkberaad.accounts import find_staff
from netwerkberaad.demo.moments import Moment
from netwerkberaad.foundation.access import system_actor
from netwerkberaad.foundation.documents import code_on
from netwerkberaad.foundation.messages import Channel, OutboxMessage
from tests.demo import at
from tests.journeys.browsing import computer, phone
from tests.journeys.desk_pages import Invites
from tests.journeys.door_pages import YES, Answer, Door
from tests.journeys.house import answering
from tests.journeys.live_plan import free_port
from tests.journeys.screens import Gallery
from tests.scenarios.setting import Scene, scene_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = Path(__file__).parents[2] / "test-output" / "scenario-doors"


@dataclass
class Evening:
    """A scenario at the moment it was played to, at an address, with a browser to look at it."""

    scene: Scene
    url: str
    browser: Browser
    gallery: Gallery

    def door(self, who: str) -> Door:
        """Somebody at home with their own phone."""
        return Door(phone(self.browser).new_page(), self.gallery, who)

    def desk(self, who: str, title: str) -> Invites:
        """Who leads the case at their computer, at its board."""
        house = self.scene.stage.house
        desk = Invites(computer(self.browser).new_page(), self.gallery, who)
        with house.store.reading() as session:
            staff = find_staff(session, system_actor(house.region_id), house.staff[who])
            desk.sign_in(self.url, staff)
        desk.menu("Casussen")
        desk.follow(title)
        desk.room("Uitnodigen")
        return desk


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the scenario lives."""
    return tmp_path_factory.mktemp("doors")


@contextmanager
def evening(name: str, until: Moment, template: Path, folder: Path, browser: Browser) -> Iterator[Evening]:
    """Play a scenario up to a moment, and let it answer."""
    with scene_of(name, template, folder) as scene:
        scene.play(until)
        house, port = scene.stage.house, free_port()
        settings = replace(
            house.settings,
            database_url="sqlite:///not-used",
            base_url=f"http://localhost:{port}",
            port=port,
        )
        with answering(settings, house.clock, house.store) as url:
            yield Evening(scene, url, browser, Gallery(PICTURES / name))


def test_who_has_no_mail_types_the_code_of_the_letter_and_answers(
    sqlite_template: Path, folder: Path, chromium: Browser
) -> None:
    with evening("mevrouw-zonder-mail", at(12, "10:00"), sqlite_template, folder, chromium) as day:
        door = day.door("bep")
        door.type_wrong_code(day.url, "AAAA BBBB")
        door.fill("Uw code", _code_of(day.scene, "bep").lower())
        door.press("Open mijn bericht")
        door.answer(Answer(YES, "Ja, dan kan ik", contributes="Elke avond twee klopjes op de muur."))
        board = day.desk("wilma", "Co")
        expect(board.row("Bep Dingemanse")).to_contain_text("komt")
        expect(board.row("Bep Dingemanse")).to_contain_text("twee klopjes")


def test_who_is_called_to_help_at_once_answers_and_never_reads_the_secret_address(
    sqlite_template: Path, folder: Path, chromium: Browser
) -> None:
    with evening("spoed-geheim-adres", at(0, "12:15"), sqlite_template, folder, chromium) as day:
        door = day.door("loes")
        token = day.scene.stage._token("loes")
        read: list[str] = []
        door.page.on("response", lambda answer: read.append(answer.text() if answer.ok else ""))
        door.open(f"{day.url}/p/{token}")
        door.answer(Answer(YES, contributes="Twee weken vrij met loon.", limits="Om half zes weg."))
        assert len(read) > 3
        assert not [text for text in read if "Duinroosgang" in text]
        board = day.desk("marijke", "Naïma")
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
