"""Many people answer their invitation at the same moment: ``python -m bench.load [--people 500]``, or ``make load``.

At the real door of the server as it runs in production (``netwerkberaad serve``), with PostgreSQL, over loopback. Counts
who was told that the answer is in against the answers in the database; beside the times stand those of a bare page with a
form, on the same PostgreSQL, under as many processes.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles
from uuid import UUID

from sqlalchemy import select

from bench import bare
from bench.cases import invite_all, make_case
from bench.guests import Answer as Answered
from bench.guests import Done, Guest, all_at_once
from bench.house import House
from bench.rows.door import link_of
from bench.serving import HOST, Served, free_port, gunicorn
from netwerkberaad.cases import circle_of, people_of
from netwerkberaad.cli import prepare
from netwerkberaad.foundation.core.clock import MovableClock, SystemClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.invites import Reply
from netwerkberaad.invites.model import Answer
from netwerkberaad.server import WORKERS
from netwerkberaad.web import create_app
from tests.builders import build_world
from tests.postgres import running_postgres

KEPT = Path(__file__).with_name("load.json")
PEOPLE, MOST_PEOPLE = 500, 1_000
IN_A_CASE = 20
SECONDS = 300
"""After so long everybody gives up, whatever the server does."""
_REPLIES = (Reply.COMES, Reply.UNSURE, Reply.CONTRIBUTES)
_QUESTION = "/p/antwoord/1"
_SETTINGS = frozenset(
    {"BASE_URL", "MAIL_URL", "MAIL_FROM", "HOST", "PORT", "INSTANCE", "METRICS_TOKEN", "ROOT_KEYS"}
)
_TWICE = 10
"""One in so many sends the form a second time, as after a line that was cut."""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it. Times are the 95th percentile in seconds: opening the message, answering, and the bare page."""

    people: int
    confirmed: int
    stored: int
    lost: int
    doubled: int
    opened: float
    answered: float
    bare: float

    @property
    def ratio(self) -> float:
        """Answering against the bare page."""
        return self.answered / self.bare

    @property
    def whole(self) -> bool:
        """Whether everybody was told that the answer is in, and it is, once."""
        return self.confirmed == self.stored == self.people and not (self.lost or self.doubled)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what came of it; 0 when every answer is there, and once."""
    parser = argparse.ArgumentParser(prog="bench.load", description="Let many people answer at once.")
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"how many, at most {MOST_PEOPLE}")
    people = parser.parse_args(arguments).people
    if not 1 <= people <= MOST_PEOPLE:
        parser.error(f"--people is 1 to {MOST_PEOPLE}")
    with tempfile.TemporaryDirectory(prefix="netwerkberaad-load-") as folder:
        load = measured(Path(folder), people)
    print(said(load))
    if people == PEOPLE:
        KEPT.write_text(as_json(load), encoding="utf-8")
    return 0 if load.whole else 1


def measured(folder: Path, people: int) -> Load:
    """First the bare page, then the door, each with so many people at once."""
    with running_postgres() as postgres:
        plain = p95(_bare(postgres.fresh(), people))
        house = open_real_house(folder, postgres.fresh())
        try:
            return _at_the_door(house, people, plain)
        finally:
            house.store.engine.dispose()


def said(load: Load) -> str:
    """What people read."""
    return "\n".join(
        (
            f"{load.people} people at once; 95 of 100 were done within",
            f"  opening the message  {load.opened:.2f} s",
            f"  answering            {load.answered:.2f} s",
            f"  a bare page          {load.bare:.2f} s   ratio {load.ratio:.2f}",
            f"told that it is in: {load.confirmed}; in the database: {load.stored}",
            f"lost: {load.lost}; doubled: {load.doubled}",
        )
    )


def as_json(load: Load) -> str:
    """What ``load.json`` holds."""
    values = {**asdict(load), "ratio": load.ratio}
    rounded = {name: round(value, 3) if isinstance(value, float) else value for name, value in values.items()}
    return json.dumps(rounded, indent=1) + "\n"


def p95(done: Sequence[Done]) -> float:
    """Within how many seconds 95 of 100 were done. Raises RuntimeError when somebody was not."""
    failures = Counter(one.failure for one in done if one.failure)
    if failures:
        raise RuntimeError(f"{failures.total()} of {len(done)} did not go through: {failures.most_common(3)}")
    return quantiles([one.seconds for one in done], n=20, method="inclusive")[-1]


def _bare(url: str, people: int) -> list[Done]:
    token = bare.prepare(url, SystemClock().now())
    with gunicorn(f"bench.bare:application({url!r})", workers=WORKERS, path="/ready") as served:
        guests = [_guest(served) for _number in range(people)]
        for guest in guests:
            guest.cookies["visit"] = token
        return all_at_once(guests, _answer_bare)


def _answer_bare(guest: Guest) -> None:
    guest.get("/")
    guest.post("/", {"reply": Reply.COMES.value})


def open_real_house(folder: Path, url: str, *, mail_url: str = "spool:") -> House:
    """An installation as it is on its first start, with an empty world."""
    port = free_port()
    base_url = f"http://localhost:{port}"
    settings = Settings(folder / "house", url, base_url, mail_url=mail_url, host=HOST, port=port)
    store, clock = prepare(settings), MovableClock(SystemClock().now())
    with store.writing() as session:
        world = build_world(session, clock)
    return House(create_app(settings, clock, store), store, settings, clock, world)


def _at_the_door(house: House, people: int, plain: float) -> Load:
    links = invited(house, people)
    served = _serve(house.settings)
    try:
        guests = [Invited(_guest(served), link, number) for number, link in enumerate(links.values())]
        opened = p95(all_at_once(guests, Invited.open))
        answered = all_at_once(guests, Invited.answer)
        for guest in guests[::_TWICE]:
            guest.answer_again()
    finally:
        served.end()
    told = {
        person_id: guest.reply
        for person_id, guest, done in zip(links, guests, answered, strict=True)
        if not done.failure
    }
    kept = kept_answers(house)
    return Load(
        people=people,
        confirmed=len(told),
        stored=len({person_id for person_id, _reply in kept}),
        lost=sum((person_id, reply) not in kept for person_id, reply in told.items()),
        doubled=sum(count - 1 for count in Counter(person_id for person_id, _reply in kept).values()),
        opened=opened,
        answered=p95(answered),
        bare=plain,
    )


def invited(house: House, people: int) -> dict[UUID, str]:
    """As many people as are asked, in cases of twenty, with the addresses in their messages."""
    ids: list[tuple[UUID, UUID]] = []
    while len(ids) < people:
        with house.store.writing() as session:
            case = make_case(session, house.world, house.clock, people=IN_A_CASE + 2)
            invite_all(session, house.world, house.clock, case, answers=0)
            ids += [(case.id, person.id) for person in circle_of(people_of(session, case))]
    return {person_id: link_of(house, case_id, person_id) for case_id, person_id in ids[:people]}


class Invited:
    """Somebody with a link. What they answer differs from one to the next."""

    def __init__(self, guest: Guest, link: str, number: int) -> None:
        self.guest, self.link = guest, link
        self.reply = _REPLIES[number % len(_REPLIES)]
        self._values: dict[str, str] = {}

    def open(self) -> None:
        """Press the button behind the link, and come to the first page."""
        came = self.guest.post(self.link, {"csrf_token": self.guest.get(self.link).token})
        self.guest.get(came.location)

    def answer(self) -> Answered:
        """Read the question and answer it; on to the next page is the word that it is in."""
        token = self.guest.get(_QUESTION).token
        self._values = {"csrf_token": token, "reply": self.reply.value}
        return self.guest.post(_QUESTION, self._values)

    def answer_again(self) -> None:
        """Send the same once more."""
        self.guest.post(_QUESTION, self._values)


def _guest(served: Served) -> Guest:
    return Guest(served.port, until=time.monotonic() + SECONDS)


def kept_answers(house: House) -> list[tuple[UUID, Reply]]:
    """Who answered what, as the database has it."""
    with house.store.reading() as session:
        return [(row.person_id, row.content.reply) for row in session.scalars(select(Answer))]


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment for a process of this installation, without settings of whoever measures."""
    kept = {name: value for name, value in os.environ.items() if name not in _SETTINGS}
    return {
        **kept,
        "INSTANCE": str(settings.instance),
        "DATABASE_URL": settings.database_url,
        "BASE_URL": settings.base_url,
        "MAIL_URL": settings.mail_url,
    }


def _serve(settings: Settings) -> Served:
    command = [sys.executable, "-m", "netwerkberaad.cli", "serve"]
    options = ["--host", HOST, "--port", str(settings.port)]
    return Served([*command, *options], settings.port, "/inloggen", environment=environment_of(settings))


if __name__ == "__main__":
    sys.exit(main())
