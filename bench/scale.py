"""Growth: the same pages and questions with few and with many cases in one database.

``python -m bench.scale --sizes 1000 10000`` fills a database for each size with copies, measures, prints how much slower the
larger one is, and names every large table that a page or a job still walks through. Writes ``scale.json``.
"""

import argparse
import json
import os
import platform
import resource
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import quantiles

from sqlalchemy import text
from tqdm import tqdm

from bench.cases import fix_plan, invite_all, make_case, set_date, write_plan
from bench.crowd import Pattern, fill, pattern_of
from bench.house import LOOK, House, fill_desk, open_house
from bench.rows.door import enter, link_of
from bench.rows.pages import reading
from bench.watched import Watched
from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Closing, Outcome, circle_of, get_case, people_of
from netwerkberaad.cases.promises import promises_to_remind
from netwerkberaad.flows import close_case
from netwerkberaad.foundation.messages import claim_due
from netwerkberaad.invites import silent_to_remind
from netwerkberaad.plans import people_due
from tests.postgres import running_postgres

RESULT = Path(__file__).with_name("scale.json")
CALLS = 15
SHARE_HERE, SHARE_OPEN = 40, 20
"""One in so many cases lies in the region that is looked at; one in so many is open."""
Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Measured:
    """One act at one size, in milliseconds."""

    what: str
    p50: float
    p95: float


def main() -> int:
    """Measure, print, and write it down; 1 when something grows or is walked through."""
    parser = argparse.ArgumentParser(prog="bench.scale", description="Measure how pages grow with the data.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--sqlite", action="store_true", help="on SQLite; without it on PostgreSQL")
    parser.add_argument("--most", type=float, default=1.3, help="how much slower the largest may be")
    arguments = parser.parse_args()
    runs = {size: run(size, sqlite=arguments.sqlite) for size in sorted(arguments.sizes)}
    grown = _print(runs)
    RESULT.write_text(json.dumps(_as_json(runs, sqlite=arguments.sqlite), indent=1) + "\n")
    walked = [one for _measured, _bytes, found in runs.values() for one in found]
    return 1 if walked or any(ratio > arguments.most for ratio in grown.values()) else 0


Run = tuple[list[Measured], int, list[str]]


def run(size: int, *, sqlite: bool) -> Run:
    """Fill a database with so many cases; what was measured, how large it is, and what was walked through."""
    with tempfile.TemporaryDirectory(prefix="netwerkberaad-scale-") as folder:
        if sqlite:
            return _run(open_house(Path(folder) / "house", plain=False), size)
        with running_postgres() as server:
            house = open_house(Path(folder) / "house", plain=False, url=server.fresh())
            try:
                return _run(house, size)
            finally:
                house.store.engine.dispose()


def _run(house: House, size: int) -> Run:
    fill_desk(house)
    closed, running = _patterns(house)
    progress = tqdm(total=size, unit="case", file=sys.stderr)
    for pattern, cases in ((running, size // SHARE_OPEN), (closed, size - size // SHARE_OPEN)):
        here = cases // SHARE_HERE
        for region, count in ((house.world.region.id, here), (house.world.elsewhere.id, cases - here)):
            fill(house.store.engine, pattern, cases=count, led_by=_elsewhere(house, region))
            progress.update(count)
    progress.close()
    with house.store.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    house.clock.move_to(LOOK)
    acts = list(_acts(house))
    with Watched(house.store.engine, larger_than=size // 2) as watched:
        for _what, act in acts:
            act()
    return [_measure(what, act) for what, act in acts], _size_of(house), watched.walked


def _elsewhere(house: House, region_id: uuid.UUID) -> dict[uuid.UUID, uuid.UUID]:
    """Copies are led by others: in the other region, or here by a colleague who is not looked at."""
    world = house.world
    leads = world.foreign_facilitator if region_id == world.elsewhere.id else world.referrer
    return {world.facilitator.id: leads.id, world.other_facilitator.id: leads.id, world.region.id: region_id}


def _patterns(house: House) -> tuple[Pattern, Pattern]:
    """A case that is closed, and one that runs: both invited, met, and with a plan of four promises."""
    ids = []
    for ends in (True, False):
        with house.store.writing() as session:
            case = make_case(session, house.world, house.clock, people=5)
            invite_all(session, house.world, house.clock, case, answers=3)
            set_date(session, house.world, house.clock, case, days=12)
            write_plan(session, house.world, house.clock, case, lines=4, goals=1)
            fix_plan(session, house.world, house.clock, case)
            ids.append(case.id)
        if ends:
            with house.store.writing() as session:
                actor = actor_for(house.world.facilitator)
                close_case(
                    session,
                    actor,
                    case=get_case(session, actor, case.id),
                    closing=Closing(outcome=Outcome.PLAN_WITH_MEETING),
                    base_url=house.settings.base_url,
                    now=house.clock.now() + timedelta(hours=1),
                )
    closed, running = (pattern_of(house.store.engine, case_id) for case_id in ids)
    return closed, running


def _acts(house: House) -> Iterator[tuple[str, Act]]:
    world, now = house.world, house.clock.now()
    busy, desk = house.signed_in(world.other_facilitator), house.signed_in()
    case_id = uuid.UUID(house.marks["plan"])
    yield "Vandaag, 60 open cases", reading(busy, "/vandaag")
    yield "caseload", reading(busy, "/casussen")
    yield "case", reading(desk, f"/casussen/{case_id}")
    yield "plan", reading(desk, f"/casussen/{case_id}/plan")
    yield "requests of the region", reading(house.signed_in(world.coordinator), "/aanvragen-bekijken")
    with house.store.reading() as session:
        case = get_case(session, actor_for(world.facilitator), case_id)
        member = circle_of(people_of(session, case))[-1].id
    guest = enter(house, link_of(house, case_id, member))
    yield "door: the page to answer", reading(guest, "/p/antwoord/1")

    def due() -> None:
        with house.store.reading() as session:
            people_due(session, now=now, day=now - timedelta(hours=9), limit=20)
            silent_to_remind(session, now=now, limit=20)
            promises_to_remind(session, now=now - timedelta(days=30))
        claim_due(house.store, now=now - timedelta(days=30))

    yield "what is due for the jobs", due


def _measure(what: str, act: Act) -> Measured:
    times = []
    for _number in range(CALLS):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    parts = quantiles(times, n=20)
    return Measured(what, parts[9], parts[18])


def _size_of(house: House) -> int:
    if house.store.engine.dialect.name == "sqlite":
        return (house.settings.instance / "bench.sqlite").stat().st_size
    with house.store.engine.connect() as connection:
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


def _print(runs: dict[int, Run]) -> dict[str, float]:
    sizes, grown = list(runs), {}
    sys.stdout.write(f"{'p50 / p95 in ms':<28}" + "".join(f"{size:>20,}" for size in sizes) + "   ratio\n")
    for lines in zip(*(measured for measured, _bytes, _walked in runs.values()), strict=True):
        ratio = grown[lines[0].what] = lines[-1].p50 / lines[0].p50
        cells = "".join(f"{f'{one.p50:.1f} / {one.p95:.1f}':>20}" for one in lines)
        sys.stdout.write(f"{lines[0].what:<28}{cells}{ratio:>8.2f}\n")
    for size, (_measured, taken, walked) in runs.items():
        sys.stdout.write(f"{size:,} cases: {taken / 1e6:,.0f} MB\n")
        sys.stdout.writelines(f"  walked through {one}\n" for one in walked)
    return grown


def _as_json(runs: dict[int, Run], *, sqlite: bool) -> dict[str, object]:
    return {
        "database": "SQLite" if sqlite else "PostgreSQL",
        "machine": {
            "cores": os.cpu_count(),
            "system": platform.machine(),
            "python": platform.python_version(),
        },
        "most_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "sizes": {
            str(size): {
                "megabytes": taken // 1_000_000,
                "walked_through": walked,
                "ms": {one.what: {"p50": round(one.p50, 1), "p95": round(one.p95, 1)} for one in measured},
            }
            for size, (measured, taken, walked) in runs.items()
        },
    }


if __name__ == "__main__":
    sys.exit(main())
