"""The plaintext hunt: a thief with the database, its logs and every file finds nothing about anybody.

A whole case is lived through on each database. Halfway, while links and sessions live and messages wait, and again after the
closing, everything at rest is searched for all that was ever told and for every secret that somebody carries.
"""

import gc
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text

from netwerkberaad.flows.keeping.backups import write_backup
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.foundation.links import WebSession
from netwerkberaad.foundation.messages import MessageState, OutboxMessage
from netwerkberaad.foundation.vault import Keys, Store, key_backup, registry
from netwerkberaad.models import metadata
from tests.attacks.hunting import Hunt, PostgresFiles, files_below, forms_of, rows_of
from tests.attacks.lived_case import Lived, lived, play_on, stage_with_mail
from tests.attacks.watching import watched
from tests.builders import build_case, build_world, member
from tests.demo import at
from tests.postgres import PostgresServer
from tests.smtp import running_smtp
from tests.stores import RING

MARK = "Ongezegelde Grootmoeder"
DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
WHOLE = ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow])]


@dataclass(frozen=True)
class Site:
    """A store, and where its database lies."""

    store: Store
    folder: Path
    postgres: PostgresFiles | None

    def at_rest(self) -> dict[str, bytes]:
        """Everything that lies on disk of the database, and all its rows."""
        rows = rows_of(self.store.engine)
        return {**rows, **(self.postgres.read() if self.postgres else files_below(self.folder))}


def _site(request: pytest.FixtureRequest, kind: str, sqlite_template: Path, folder: Path) -> Site:
    folder.mkdir()
    if kind == "sqlite":
        shutil.copy(sqlite_template, folder / "hunted.sqlite")
        return Site(Store(build_engine(f"sqlite:///{folder / 'hunted.sqlite'}"), RING), folder, None)
    server: PostgresServer = request.getfixturevalue("postgres_server")
    engine = build_engine(server.fresh())
    metadata.create_all(engine)
    return Site(Store(engine, RING), folder, PostgresFiles(engine, server._socket_folder))


@dataclass(frozen=True)
class Hunted:
    """The case after its end, and what the hunts brought in: halfway and at the end, by place."""

    case: Lived
    site: Site
    found: dict[str, set[str]]
    counts: dict[str, int]


@pytest.fixture(scope="module", params=WHOLE)
def hunted(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hunted]:
    """A whole case on one database, with a hunt halfway and one at the end."""
    folder = tmp_path_factory.mktemp("hunt")
    site = _site(request, request.param, sqlite_template, folder / "database")
    found: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    with running_smtp() as smtp, watched(folder) as watch:
        case, probes = lived(stage_with_mail(site.store, folder / "instance", smtp), watch)

        def hunt(when: str, **more: bytes) -> None:
            counts.update(_living(site.store, when))
            counts[f"backups {when}"] = _back_up(
                site.store, folder / "instance" / when, case.stage.house.clock
            )
            places = {**site.at_rest(), **files_below(case.temporary, folder / "instance"), **more}
            for place, marks in Hunt(case.marks | case.secrets).found_among(places).items():
                found[f"{when}: {place}"] = marks

        play_on(case, [*probes, (at(46, "18:03"), lambda: hunt("halfway"))])
        hunt("at the end", log=case.log.read_bytes())
    yield Hunted(case, site, found, counts)
    site.store.engine.dispose()


def _back_up(store: Store, folder: Path, clock: MovableClock) -> int:
    """A backup of the data and one of the keys, put where a thief finds them; how many bytes."""
    folder.mkdir(parents=True)
    data = write_backup(store, folder, now=clock.now())
    with store.reading() as session:
        keys = key_backup.write_backup(session, RING, folder, now=clock.now())
    return min(data.stat().st_size, keys.stat().st_size)


def _living(store: Store, when: str) -> dict[str, int]:
    """How much there is to find: living sessions, and messages that still have words."""
    with store.reading() as session:
        return {
            f"sessions {when}": session.scalar(select(func.count()).select_from(WebSession)) or 0,
            f"letters {when}": session.scalar(
                select(func.count()).where(
                    OutboxMessage.letter_sealed.is_not(None), OutboxMessage.state == MessageState.SENT
                )
            )
            or 0,
        }


def test_nothing_about_anybody_and_no_secret_lies_anywhere_in_the_clear(hunted: Hunted) -> None:
    assert hunted.found == {}


def test_every_sealed_column_was_written_on_the_way(hunted: Hunted) -> None:
    assert set(registry) - hunted.case.sealings.columns == set()


def test_there_was_much_to_find(hunted: Hunted) -> None:
    assert hunted.case.stage.not_held["refused"] == 0
    assert len(Hunt(hunted.case.marks).marks) > 400
    assert len(Hunt(hunted.case.secrets).marks) > 50
    assert hunted.counts["sessions halfway"] > 5
    assert hunted.counts["backups halfway"] > 1000
    log = hunted.case.log.read_text()
    assert min(log.count("SELECT"), log.count("Row ("), log.count("method=POST path=/p/ ")) > 3
    assert {
        "desk.overview",
        "desk.plan_pdf",
        "desk.audit_csv",
        "desk.write_plan",
        "door.own_plan",
    } <= hunted.case.opened


def test_a_sent_message_keeps_no_words_and_the_temporary_places_are_empty(hunted: Hunted) -> None:
    assert hunted.counts["letters halfway"] == hunted.counts["letters at the end"] == 0
    gc.collect()  # WeasyPrint unpacks its fonts to a folder, and puts them away when nothing holds them any more.
    assert set(files_below(hunted.case.stage.house.settings.spool, hunted.case.temporary)) == set()


@pytest.fixture(params=DATABASES)
def site(request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    """A fresh database of which the files are known."""
    made = _site(request, request.param, sqlite_template, tmp_path / "database")
    yield made
    made.store.engine.dispose()


def _case_with_mark(site: Site, clock: MovableClock) -> None:
    site.store.prepare(now=clock.now())
    with site.store.writing() as session:
        build_case(session, build_world(session, clock), clock, invitees=[member("Joke", MARK)])


def test_the_hunt_finds_a_column_that_is_left_unsealed(
    site: Site, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal = Keys.seal

    def forgetful(keys: Keys, scope_id: uuid.UUID, place: str, row_id: uuid.UUID, content: bytes) -> bytes:
        return content if place == "person.name_sealed" else seal(keys, scope_id, place, row_id, content)

    with monkeypatch.context() as patch:
        patch.setattr(Keys, "seal", forgetful)
        _case_with_mark(site, clock)
    found = Hunt([MARK]).found_among(site.at_rest())
    assert "person" in found
    assert len(found) > 1, "found in the rows, and not in the files"


def test_the_hunt_finds_nothing_when_everything_is_sealed(site: Site, clock: MovableClock) -> None:
    _case_with_mark(site, clock)
    assert Hunt([MARK, "Joke " + MARK]).found_among(site.at_rest()) == {}


def test_the_hunt_finds_a_mark_in_a_clear_column(site: Site, clock: MovableClock) -> None:
    _case_with_mark(site, clock)
    _write(site.store.engine, "UPDATE outbox_message SET failure = :mark")
    _write(site.store.engine, "UPDATE audit_entry SET basis = :mark")
    assert "audit_entry" in Hunt([MARK]).found_among(site.at_rest())


def _write(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement), {"mark": MARK})


@pytest.mark.parametrize("mark", ["Zoë Brandsma-'t Hart", "+31600000110", "k7Q_-x9", "a/b?c&d=e f"])
def test_the_hunt_knows_a_mark_in_every_form_wherever_it_stands(mark: str) -> None:
    hunt = Hunt([mark])
    for form in forms_of(mark):
        for before in range(4):
            assert hunt.found_in(b"#" * before + form + b"##") == {mark}
    assert hunt.found_in(mark[:-1].encode()) == set()


def test_six_digits_within_an_id_are_no_code() -> None:
    hunt = Hunt(["482913"])
    assert hunt.found_in(b"0a482913ff") == set()
    assert hunt.found_in(b"code: 482913.") == {"482913"}
