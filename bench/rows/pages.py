"""Pages of the desk, signed in and with the read on record, against the same pages without a vault."""

import json
from collections.abc import Iterator
from pathlib import Path

from bench.browser import Browser
from bench.harness import Act, Row, at_least, at_most, compare, in_turn
from bench.house import House, Pair, fill_caseload, fill_desk, open_pair
from bench.serving import load_of
from tests.postgres import running_postgres

ROUNDS, CALLS = 25, 4
TYPED = ("text", "owner", "checker", "position", "revision")
LEFT_EMPTY = "when first_at first_time every until_at if_not backup fallback fallback_words leave after starts goal back place".split()


def measure(folder: Path) -> Iterator[Row]:
    """Rows in milliseconds for one page, and in pages per second."""
    yield from _caseload("SQLite", open_pair(folder / "sqlite", fill_caseload))
    with running_postgres() as server:
        pair = open_pair(folder / "postgres", fill_caseload, urls=(server.fresh(), server.fresh()))
        yield from _caseload("PostgreSQL", pair)
        for house in pair.both:
            house.store.engine.dispose()
    yield from _of_the_desk(open_pair(folder / "desk", fill_desk))


def _caseload(database: str, pair: Pair) -> Iterator[Row]:
    acts = [reading(house.signed_in(), "/casussen") for house in pair.both]
    yield between(f"caseload, 25 rows, {database} (ms)", acts, 1.25)
    with load_of(pair, "/casussen") as (ours, plain):
        yield at_least(f"caseload, 25 rows, {database} (pages/s)", in_turn(ours, plain, rounds=9), 0.85)


def _of_the_desk(pair: Pair) -> Iterator[Row]:
    browsers = [house.signed_in() for house in pair.both]
    cases = [f"/casussen/{house.marks['plan']}" for house in pair.both]
    yield between("case page, 30 people: overview (ms)", list(map(reading, browsers, cases)), 1.4)
    plans = [f"{path}/plan" for path in cases]
    yield between("case page, 15 commitments: plan (ms)", list(map(reading, browsers, plans)), 1.4)
    sheets = [f"{path}/plan.pdf" for path in plans]
    yield between("the plan as a PDF, 15 commitments (ms)", list(map(reading, browsers, sheets)), 1.2)
    busy = [house.signed_in(house.world.other_facilitator) for house in pair.both]
    yield between("Vandaag, 60 open cases (ms)", [reading(one, "/vandaag") for one in busy], 1.3)
    yield between("saving a plan line (ms)", list(map(saving, pair.both, browsers)), 1.2)


def reading(browser: Browser, path: str) -> Act:
    """Read a page."""
    return lambda: browser.get(path)


def saving(house: House, browser: Browser) -> Act:
    """Save the same line again and again, each time with other words, as the page does while somebody types."""
    case = f"/casussen/{house.marks['draft']}/plan"
    token = browser.get(f"{case}/schrijven").token
    values = dict.fromkeys(LEFT_EMPTY, "")
    values |= {
        "owner": house.marks["owner"],
        "checker": house.marks["owner"],
        "position": "0",
        "revision": "0",
    }

    def save() -> None:
        values["text"] = f"Ik haal Fenna en Bas elke woensdag uit school, al {values['revision']} keer."
        reply = browser.post_json(f"{case}/regel/{house.marks['line']}", values, token)
        values["revision"] = str(json.loads(reply.body)["revision"])

    return save


def between(name: str, acts: list[Act], most: float) -> Row:
    """A row of two acts: ours, and the plain one."""
    ours, plain = acts
    return at_most(name, compare(ours, plain, rounds=ROUNDS, calls=CALLS), most)
