"""Answering an invitation at the door, against a bare page with a form that reads a session and commits one row."""

import itertools
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bench import bare
from bench.browser import Browser
from bench.cases import invite_all, make_case
from bench.harness import Act, Row, at_most, compare
from bench.house import BEGIN, House, open_house
from netwerkberaad.cases import circle_of, people_of
from netwerkberaad.foundation.links import LinkPurpose, issue_link

GUESTS = 20
_MOST = 4.0
_REPLIES = ("comes", "unsure")


def measure(folder: Path) -> Iterator[Row]:
    """One row, in milliseconds for the question and its answer together."""
    house = open_house(folder / "door", plain=False)
    guests = [enter(house, path) for path in links(house)]
    yield at_most(
        "door: answer an invitation (ms)",
        compare(answering(guests), _bare(folder / "bare.sqlite"), rounds=25, calls=4),
        _MOST,
    )


def links(house: House) -> list[str]:
    """A case whose people are invited, and the addresses in their messages."""
    with house.store.writing() as session:
        case = make_case(session, house.world, house.clock, people=GUESTS + 2)
        invite_all(session, house.world, house.clock, case, answers=0)
        people = [person.id for person in circle_of(people_of(session, case))]
    return [link_of(house, case.id, person_id) for person_id in people]


def link_of(house: House, case_id: uuid.UUID, person_id: uuid.UUID) -> str:
    """A new link of somebody in a case."""
    with house.store.writing() as session:
        issued = issue_link(
            session,
            case_id=case_id,
            person_id=person_id,
            purpose=LinkPurpose.INVITATION,
            expires_at=house.clock.now() + timedelta(days=120),
            now=house.clock.now(),
        )
    return f"/p/{issued.token}"


def enter(house: House, path: str) -> Browser:
    """Somebody presses the button behind their link."""
    browser = Browser(house.app)
    browser.post(path, {"csrf_token": browser.get(path).token})
    return browser


def answering(guests: list[Browser]) -> Act:
    """Read the question and answer it, in turn for each guest, each time with the other answer."""
    turns = itertools.cycle((guest, reply) for reply in _REPLIES for guest in guests)

    def answer() -> None:
        guest, reply = next(turns)
        guest.post("/p/antwoord/1", {"csrf_token": guest.get("/p/antwoord/1").token, "reply": reply})

    return answer


def _bare(path: Path) -> Act:
    url = f"sqlite:///{path}"
    browser = Browser(bare.application(url))
    browser.cookies["visit"] = bare.prepare(url, BEGIN)

    def answer() -> None:
        browser.get("/")
        browser.post("/", {"reply": "comes"})

    return answer
