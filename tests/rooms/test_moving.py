"""Moving cases between installations: whole, once, for the right reader alone, and gone at the origin after a receipt."""

import shutil
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from netwerkberaad import privacy
from netwerkberaad.accounts import make_region
from netwerkberaad.cases import Case
from netwerkberaad.cases.keyless import find_keyless
from netwerkberaad.demo.moments import Calendar, Moment
from netwerkberaad.demo.post import Post
from netwerkberaad.demo.reading import read_scenario
from netwerkberaad.demo.region import build_region, workers_of
from netwerkberaad.demo.replay import Play, events_of, replay
from netwerkberaad.demo.stage import House, Stage
from netwerkberaad.flows import clear_traces, erase_keyless
from netwerkberaad.foundation.access import system_actor
from netwerkberaad.foundation.core import audit_chain
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.errors import DeniedError
from netwerkberaad.foundation.messages import MessageKind, OutboxMessage
from netwerkberaad.foundation.vault import ScopeKey, Store, keys_of
from netwerkberaad.foundation.vault.parcels import lock_parts, make_pair
from netwerkberaad.jobs.work import seal_audit
from netwerkberaad.privacy.moving.errors import (
    ArrivedBeforeError,
    BadProofError,
    BrokenPackageError,
    NothingToMoveError,
    OtherKeyError,
    OtherSenderError,
    SecondMoverError,
)
from netwerkberaad.privacy.moving.exporting import export_region
from netwerkberaad.privacy.moving.model import Ground, ItemState, Move, Why
from netwerkberaad.privacy.moving.proposing import approve_move, cancel_move, get_move, items_of
from tests.demo import day_zero
from tests.rooms.moving import BASE_URL, Place, another, place_of, unchanged
from tests.stores import MONDAY, RING, engine_on

LIVED = ("scheiding-twee-kinderen", "spoed-geheim-adres", "mevrouw-zonder-mail")


@pytest.fixture(scope="module")
def lived(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A region with three cases, each lived for two weeks by its own scenario."""
    folder = tmp_path_factory.mktemp("lived")
    scenarios = [read_scenario(name) for name in LIVED]
    calendars = [Calendar(day_zero(scenario.weekday)) for scenario in scenarios]
    begin = min(calendar.moment(Moment(-7)) for calendar in calendars)
    store = Store(engine_on(Path(shutil.copy(sqlite_template, folder / "lived.sqlite"))), RING)
    store.prepare(now=begin)
    settings = Settings(instance=folder, database_url="", base_url="http://localhost:8000", practice=True)
    with store.writing() as session:
        region, staff = build_region(session, workers_of(scenarios).values(), now=begin)
    house = House(store, settings, MovableClock(begin), Post(store, settings), region.id, staff)
    end = begin + timedelta(days=21)
    stages = [Stage(house, *pair) for pair in zip(scenarios, calendars, strict=True)]
    replay(house, events_of([Play(stage, end, []) for stage in stages]), until=end)
    seal_audit(store, settings, house.clock.now())
    yield house
    store.engine.dispose()


@pytest.fixture
def here(lived: House, tmp_path: Path) -> Iterator[Place]:
    """The installation that cases leave, in a copy of its own."""
    lived.store.engine.dispose()
    store = Store(
        engine_on(Path(shutil.copy(lived.store.engine.url.database or "", tmp_path / "here.sqlite"))), RING
    )
    yield place_of(store, lived.region_id, lived.clock)
    store.engine.dispose()


@pytest.fixture
def there(sqlite_template: Path, tmp_path: Path, here: Place) -> Iterator[Place]:
    """The installation where they arrive."""
    place = another(sqlite_template, tmp_path / "there.sqlite", here.clock)
    yield place
    place.store.engine.dispose()


def test_a_lived_case_arrives_whole_is_signed_for_and_is_gone_at_the_origin(
    lived: House, here: Place, there: Place
) -> None:
    before = here.rows()
    move_id, package = here.package(there.card())
    assert here.states(move_id) == {ItemState.PACKED: len(before)}
    arrived = there.take_in(package, here.fingerprint())
    there.work()
    assert there.states(arrived) == {ItemState.ARRIVED: len(before)}
    with there.store.reading() as session:
        items = items_of(session, session.get_one(Move, arrived))
        assert {item.file_id: item.rows for item in items} == {key: len(rows) for key, rows in before.items()}
        told = list(
            session.scalars(select(OutboxMessage).where(OutboxMessage.kind == MessageKind.CONTACT_CHANGED))
        )
        assert told
        assert any(BASE_URL in message.letter.text for message in told)
        left = session.scalars(select(AuditEntry.action).where(AuditEntry.case_id.in_(before))).all()
        assert {"case.arrived", "case.departed", "request.submitted"} & set(left) >= {"case.arrived"}
        case = session.get_one(Case, next(iter(before)))
        assert case.region_id == there.region_id
    seal_audit(there.store, lived.settings, there.clock.now())
    with there.store.reading() as session:
        assert audit_chain.verify(session, sign=keys_of(session).signer(audit_chain.PURPOSE)) == []
    for case_id, rows in there.rows().items():
        assert unchanged(rows) == unchanged(before[case_id])
    here.let_go(move_id, there.receipt(arrived))
    assert here.states(move_id) == {ItemState.REMOVED: len(before)}
    with here.store.reading() as session:
        assert here.rows() == {}
        assert session.scalars(select(ScopeKey.id).where(ScopeKey.id.in_(before))).all() == []
    assert clear_traces(here.store, here.clock.now()) == len(before)


def test_a_case_on_its_way_is_nobodys_and_is_back_as_it_was_when_the_move_is_called_off(
    here: Place, there: Place
) -> None:
    before = here.rows()
    move_id, _package = here.package(there.card())
    with here.store.reading() as session:
        assert find_keyless(session).cases == set(before)
    assert erase_keyless(here.store, here.clock.now()) == 0
    with here.store.writing() as session:
        move = get_move(session, here.officer, move_id)
        cancel_move(session, here.officer, move=move, now=here.clock.now())
    assert here.rows() == before
    assert here.states(move_id) == {ItemState.KEPT: len(before)}


def test_who_proposed_a_move_does_not_approve_it(here: Place, there: Place) -> None:
    move_id = here.propose(there.card())
    with here.store.writing() as session, pytest.raises(SecondMoverError):
        approve_move(
            session, here.officer, move=get_move(session, here.officer, move_id), now=here.clock.now()
        )


def test_a_package_for_another_cut_off_altered_or_read_before_is_refused_and_leaves_nothing(
    here: Place, there: Place, sqlite_template: Path, tmp_path: Path
) -> None:
    _move, package = here.package(there.card())
    sender = here.fingerprint()
    stranger = another(sqlite_template, tmp_path / "stranger.sqlite", here.clock)
    for error, place, content, fingerprint in (
        (OtherKeyError, stranger, package, sender),
        (OtherSenderError, there, package, there.fingerprint()),
        (BrokenPackageError, there, package[: len(package) // 2], sender),
        (BrokenPackageError, there, package[:-30], sender),
        (BrokenPackageError, there, _altered(package, "000001.age"), sender),
        (BrokenPackageError, there, _altered(package, "pakket.json"), sender),
        (BrokenPackageError, there, b"iets anders", sender),
    ):
        with pytest.raises(error):
            place.take_in(content, fingerprint)
        with place.store.reading() as session:
            assert session.scalars(select(Move.id)).all() == []
    there.take_in(package, sender)
    there.work()
    rows = there.rows()
    with pytest.raises(ArrivedBeforeError):
        there.take_in(package, sender)
    assert there.rows() == rows
    stranger.store.engine.dispose()


def test_a_case_that_is_there_already_or_was_altered_inside_is_refused_alone(
    here: Place, there: Place
) -> None:
    move_id, package = here.package(there.card())
    arrived = there.take_in(package, here.fingerprint())
    with there.store.writing() as session:
        first, second, _third = items_of(session, session.get_one(Move, arrived))
        first.parcel = second.parcel
    there.work()
    assert there.states(arrived) == {ItemState.ARRIVED: 2, ItemState.REFUSED: 1}
    here.let_go(move_id, there.receipt(arrived))
    assert here.states(move_id) == {ItemState.REMOVED: 2, ItemState.PACKED: 1}
    again = here.fetch(move_id)
    with here.store.writing() as session:
        cancel_move(
            session, here.officer, move=get_move(session, here.officer, move_id), now=here.clock.now()
        )
    assert len(here.rows()) == 1
    assert again != package


def test_a_receipt_of_another_package_or_another_signer_destroys_nothing(
    here: Place, there: Place, sqlite_template: Path, tmp_path: Path
) -> None:
    move_id, package = here.package(there.card())
    stranger = another(sqlite_template, tmp_path / "stranger.sqlite", here.clock)
    arrived = there.take_in(package, here.fingerprint())
    there.work()
    receipt = there.receipt(arrived)
    said, signature = receipt.split(b"\n")[:2]
    for wrong in (
        receipt[:-20],
        said.replace(b'"format":1', b'"format":2') + b"\n" + signature,
        b"",
    ):
        with pytest.raises(BadProofError):
            here.let_go(move_id, wrong)
    assert here.states(move_id) == {ItemState.PACKED: 3}
    stranger.store.engine.dispose()


def test_a_hold_an_objection_and_a_missing_consent_keep_a_case_here(here: Place, there: Place) -> None:
    with here.store.writing() as session:
        held = session.scalars(select(Case).order_by(Case.asked_at)).first()
        assert held is not None
        privacy.begin_retention(session, case=held, now=here.clock.now())
        retention = privacy.get_retention(session, here.officer, held.id)
        privacy.hold(session, here.officer, retention=retention, reason="Klacht.", now=here.clock.now())
    move_id = here.propose(there.card())
    with here.store.reading() as session:
        whys = {item.file_id: item.why for item in items_of(session, session.get_one(Move, move_id))}
        assert whys.pop(held.id) is Why.HELD
        assert set(whys.values()) == {None}
    with pytest.raises(NothingToMoveError):
        here.propose(there.card(), Ground.CONSENT)


def test_within_one_installation_a_case_leaves_its_region_in_the_moment_it_arrives(here: Place) -> None:
    with here.store.writing() as session:
        region = make_region(
            session, system_actor(), name="Netwerkberaad Veere", phone="+31118000111", now=here.clock.now()
        )
    beside = place_of(here.store, region.id, here.clock)
    before = here.rows()
    move_id, package = here.package(beside.card())
    arrived = beside.take_in(package, here.fingerprint())
    beside.work()
    assert here.rows() == {}
    assert {key: unchanged(rows) for key, rows in beside.rows().items()} == {
        key: unchanged(rows) for key, rows in before.items()
    }
    here.let_go(move_id, beside.receipt(arrived))
    assert len(beside.rows()) == len(before)


def test_an_export_read_in_elsewhere_and_exported_again_holds_the_same_lines(
    here: Place, there: Place
) -> None:
    keys, file = make_pair(), BytesIO()
    with here.store.reading() as session:
        lock_parts(
            (line + b"\n" for line in export_region(session, system_actor(here.region_id), now=MONDAY)),
            keys.card.reader,
            file,
        )
    first = {line for line in keys.unlock(file.getvalue()).splitlines() if line.startswith(b'{"line":"row"')}
    assert len(first) > 400
    _move, package = here.package(there.card())
    there.take_in(package, here.fingerprint())
    there.work()
    with there.store.reading() as session:
        again = set(export_region(session, system_actor(there.region_id), now=MONDAY))
    assert {row for row in unchanged(sorted(first)) if b'"table":"organisation"' not in row} <= again
    with pytest.raises(DeniedError), here.store.reading() as session:
        export_region(session, here.officer, now=MONDAY)


def _altered(package: bytes, name: str) -> bytes:
    """The same zip with one byte of one file turned over, whole as a zip."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as before, zipfile.ZipFile(written, "w") as after:
        for info in before.infolist():
            content = bytearray(before.read(info))
            if info.filename == name:
                content[len(content) // 2] ^= 1
            after.writestr(info.filename, bytes(content))
    return written.getvalue()
