"""`netwerkberaad keys` as processes: beside a running server, killed halfway, and from nothing but paper and backups."""

import base64
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import uuid
from pathlib import Path

import psutil
import pytest
from sqlalchemy import func, select

from netwerkberaad.cases.notes import WorkingNote
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.vault import (
    KeyRing,
    MissingKeyError,
    ScopeKey,
    ScopeKind,
    Store,
    destroy_case_keys,
    keys_of,
)
from netwerkberaad.foundation.vault.recovery import shares_of
from tests.builders import build_case, build_world
from tests.jobs.test_serving import Served, environment, instance, run, served
from tests.keys import SealedCase, make_case, opens
from tests.stores import MONDAY

__all__ = ["instance", "served"]
MANY = 4_000


def store_of(instance: Path) -> Store:
    return Store.from_settings(Settings.from_env({"INSTANCE": str(instance)}))


def made(instance: Path, cases: int) -> list[SealedCase]:
    """An installation with cases in it."""
    assert run("migrate", instance=instance).returncode == 0
    store = store_of(instance)
    found = [make_case(store) for _ in range(cases)]
    store.engine.dispose()
    return found


def all_open(instance: Path, cases: list[SealedCase]) -> bool:
    store = store_of(instance)
    try:
        return all(opens(store, case) for case in cases)
    finally:
        store.engine.dispose()


def said_by(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout + done.stderr


def forms_of_keys(ring: KeyRing) -> list[str]:
    """Root keys as text that must not be said: three ways to write them, and their words."""
    forms = [
        form
        for key in ring.keys.values()
        for form in (key.hex(), base64.b64encode(key).decode()[:40], repr(key))
    ]
    return forms + [share for key in shares_of(ring) for share in key.shares]


def test_the_life_of_a_root_key_is_told_in_ids_and_counts_alone(instance: Path) -> None:
    cases = made(instance, 3)
    old = KeyRing.load(instance / "keys" / "root-keys.json")
    said = [run("keys", "rotate", "--dry-run", instance=instance)]
    assert "would wrap 4 keys anew" in said[0].stdout
    assert KeyRing.load(instance / "keys" / "root-keys.json") == old
    refused = run("keys", "retire", old.current, instance=instance)
    assert refused.returncode == 2
    said += [refused, run("keys", "rotate", instance=instance)]
    assert "4 keys are wrapped" in said[-1].stdout
    assert "100%" in said[-1].stderr
    both = KeyRing.load(instance / "keys" / "root-keys.json")
    said += [run("keys", "retire", old.current, instance=instance), run("keys", "status", instance=instance)]
    assert f"{both.current}  seals now  wraps 3 case, 1 system" in said[-1].stdout
    assert old.current not in said[-1].stdout
    said += [run("keys", "backup", instance=instance), run("jobs", "run", "sweep", instance=instance)]
    assert [done.returncode for done in said[2:]] == [0] * 5
    assert all_open(instance, cases)
    everything = "".join(map(said_by, said))
    assert not any(form in everything for form in forms_of_keys(both))


def test_people_are_served_while_the_keys_are_rotated(served: Served, instance: Path) -> None:
    store = store_of(instance)
    cases = [make_case(store) for _ in range(300)]
    answers: list[int] = []
    done = threading.Event()

    def visit() -> None:
        while not done.is_set():
            answers.append(served.get("/inloggen"))
            cases.append(make_case(store))

    visitor = threading.Thread(target=visit)
    visitor.start()
    old = store.ring.current
    for _ in range(3):
        assert run("keys", "rotate", instance=instance).returncode == 0
    done.set()
    visitor.join()
    assert run("keys", "rotate", instance=instance).returncode == 0
    assert run("keys", "retire", old, instance=instance).returncode == 0
    assert set(answers) == {200}
    assert all(opens(store, case) for case in cases)
    store.engine.dispose()
    assert served.get("/inloggen") == 200
    assert "LOSING THE ROOT KEYS IS LOSING EVERYTHING" in "".join(served.said)
    ring = KeyRing.load(instance / "keys" / "root-keys.json")
    assert not any(form in "".join(served.said) for form in forms_of_keys(ring))


def wrapped_anew(store: Store, old: str) -> int:
    with store.reading() as session:
        statement = select(func.count()).select_from(ScopeKey)
        return session.scalar(statement.where(ScopeKey.root_key_id != old)) or 0


def test_a_rotation_that_is_killed_halfway_loses_nothing_and_is_gone_on_with(instance: Path) -> None:
    cases = made(instance, 3)
    store = store_of(instance)
    with store.writing() as session:
        for _ in range(MANY):
            keys_of(session).make_scope(new_id(), ScopeKind.CASE, now=MONDAY)
    old = store.ring.current
    command = [sys.executable, "-m", "netwerkberaad.cli", "keys", "rotate"]
    rotating = subprocess.Popen(
        command, env=environment(instance), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    ring = forms_of_keys(store.ring)
    arguments = " ".join(psutil.Process(rotating.pid).cmdline())
    assert not any(form in arguments for form in ring)
    while not wrapped_anew(store, old):
        assert rotating.poll() is None
    with store.writing():  # it waits for its next batch now
        assert wrapped_anew(store, old) < MANY
        os.kill(rotating.pid, signal.SIGKILL)
        rotating.wait()
    assert rotating.stderr is not None
    rotating.stderr.close()
    assert 0 < wrapped_anew(store, old) < MANY
    assert all_open(instance, cases)
    half = KeyRing.load(instance / "keys" / "root-keys.json")
    went_on = run("keys", "rotate", instance=instance)
    assert went_on.returncode == 0
    assert KeyRing.load(instance / "keys" / "root-keys.json") == half
    assert run("keys", "retire", old, instance=instance).returncode == 0
    assert all_open(instance, cases)
    store.engine.dispose()


def test_from_a_database_backup_a_key_backup_and_the_sheet_everything_comes_back_but_what_was_destroyed(
    instance: Path, tmp_path: Path
) -> None:
    cases = made(instance, 4)
    shown = run("keys", "sheet", "--terminal", "--shares", "3", "--needed", "2", instance=instance)
    assert shown.returncode == 0
    last_week = Path(run("backup", instance=instance).stdout.splitlines()[0])
    store = store_of(instance)
    with store.writing() as session:
        destroy_case_keys(session, cases[0].id)
    store.engine.dispose()
    keys = Path(run("keys", "backup", instance=instance).stdout.splitlines()[0])

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    early = run("restore", str(last_week), instance=elsewhere)
    assert (early.returncode, "root keys" in early.stderr) == (2, True)
    paper = tmp_path / "typed over"
    paper.write_text("\n".join(words_of(shown.stdout)[1:]), encoding="utf-8")
    recovered = run("keys", "recover", "--file", str(paper), instance=elsewhere)
    assert recovered.returncode == 0, recovered.stderr
    assert run("restore", str(last_week), instance=elsewhere).returncode == 0
    early = run("migrate", instance=elsewhere)
    assert (early.returncode, "keys restore" in early.stderr) == (2, True)
    assert run("keys", "restore", str(keys), instance=elsewhere).returncode == 0
    assert KeyRing.load(elsewhere / "keys" / "root-keys.json") == KeyRing.load(
        instance / "keys" / "root-keys.json"
    )
    assert all_open(elsewhere, cases[1:])
    with pytest.raises(MissingKeyError):
        all_open(elsewhere, cases[:1])
    again = run("keys", "recover", "--file", str(paper), instance=elsewhere)
    assert (again.returncode, "is there already" in again.stderr) == (2, True)
    assert not any(word in said_by(recovered) for word in words_of(shown.stdout)[0].split()[4:])


def words_of(shown: str) -> list[str]:
    """The shares that the terminal showed, each as one line."""
    return [" ".join(re.findall(r"\d+ ([a-z]+)", part)) for part in re.split(r"root key .*:\n", shown)[1:]]


def a_real_case(instance: Path, values: int) -> uuid.UUID:
    """An installation with a case in it that has so many working notes."""
    assert run("migrate", instance=instance).returncode == 0
    store, clock = store_of(instance), MovableClock(MONDAY)
    with store.writing() as session:
        world = build_world(session, clock)
        case_id = build_case(session, world, clock).id
    with store.writing() as session:
        for number in range(values):
            note = WorkingNote(id=new_id(), case_id=case_id, staff_id=world.facilitator.id, made_at=MONDAY)
            note.text = f"Notitie {number}"
            session.add(note)
    store.engine.dispose()
    return case_id


def notes_of(instance: Path) -> list[str]:
    store = store_of(instance)
    with store.reading() as session:
        said = sorted(note.text for note in session.scalars(select(WorkingNote)))
    store.engine.dispose()
    return said


def keys_in(instance: Path) -> set[bytes]:
    store = store_of(instance)
    with store.reading() as session:
        found = set(session.scalars(select(ScopeKey.wrapped)))
    store.engine.dispose()
    return found


def somebody_writes(instance: Path) -> bool:
    """Whether another process holds the lock for writing."""
    connection = sqlite3.connect(instance / "netwerkberaad.sqlite", timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return True
    finally:
        connection.close()
    return False


def test_sealing_a_case_anew_that_is_killed_in_the_middle_changes_nothing(instance: Path) -> None:
    case_id = str(a_real_case(instance, MANY))
    before, said = keys_in(instance), notes_of(instance)
    command = [sys.executable, "-m", "netwerkberaad.cli", "keys", "reseal", "--case", case_id]
    sealing = subprocess.Popen(command, env=environment(instance), stdout=subprocess.DEVNULL)
    while not somebody_writes(instance):
        assert sealing.poll() is None
    os.kill(sealing.pid, signal.SIGKILL)
    sealing.wait()
    assert keys_in(instance) == before
    assert notes_of(instance) == said
    again = run("keys", "reseal", "--case", case_id, instance=instance)
    assert again.returncode == 0, again.stderr
    assert len(keys_in(instance) & before) == len(before) - 3  # of the case and of the two people in it
    assert notes_of(instance) == said


def test_sealing_anew_is_counted_first_and_says_what_must_follow(instance: Path) -> None:
    case_id = str(a_real_case(instance, 3))
    before = keys_in(instance)
    dry = run("keys", "reseal", "--case", case_id, "--dry-run", instance=instance)
    assert (dry.returncode, "nothing was changed" in dry.stdout) == (0, True)
    assert keys_in(instance) == before
    done = run("keys", "reseal", "--case", case_id, instance=instance)
    assert "Make new backups now" in done.stdout
    assert dry.stdout.splitlines()[0].replace("would seal", "sealed").split()[2] in done.stdout
    unknown = run("keys", "reseal", "--case", str(uuid.uuid4()), instance=instance)
    assert (unknown.returncode, "there is no case" in unknown.stderr) == (2, True)
    assert run("keys", "reseal", "--case", "Marloes", instance=instance).returncode == 2
