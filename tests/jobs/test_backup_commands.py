"""`netwerkberaad backup` and `restore` as processes: beside a running server, killed halfway, and with things missing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from netwerkberaad.foundation.core.database import new_id
from tests.jobs.test_key_commands import made, store_of
from tests.jobs.test_serving import Served, environment, instance, run, served

__all__ = ["instance", "served"]
MANY = 60_000


def test_a_backup_is_made_proven_and_put_back_elsewhere(instance: Path, tmp_path: Path) -> None:
    made(instance, 2)
    done = run("backup", instance=instance)
    assert (done.returncode, done.stderr) == (0, "")
    data, keys = map(Path, done.stdout.splitlines()[:2])
    assert (data.stat().st_mode | keys.stat().st_mode) & 0o077 == 0
    proven = run("restore", "--verify", instance=instance)
    assert proven.returncode == 0
    assert "it can be put back" in proven.stdout
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "keys").mkdir(mode=0o700, parents=True)
    ring = instance / "keys" / "root-keys.json"
    (elsewhere / "keys" / ring.name).write_bytes(ring.read_bytes())
    (elsewhere / "keys" / ring.name).chmod(0o600)
    assert run("restore", str(data), "--keys", str(keys), instance=elsewhere).returncode == 0
    assert run("audit", "verify", instance=elsewhere).returncode == 0
    again = run("restore", str(data), instance=elsewhere)
    assert (again.returncode, "not empty" in again.stderr) == (2, True)


def test_a_backup_that_cannot_be_trusted_says_so(instance: Path) -> None:
    made(instance, 1)
    data = Path(run("backup", instance=instance).stdout.splitlines()[0])
    data.write_bytes(data.read_bytes()[:-1])
    refused = run("restore", "--verify", instance=instance)
    assert (refused.returncode, "cut off" in refused.stderr) == (2, True)
    assert "Traceback" not in refused.stderr
    nothing = run("restore", "--verify", str(instance / "none.backup"), instance=instance)
    assert (nothing.returncode, "cannot be read" in nothing.stderr) == (2, True)
    assert run("restore", instance=instance).returncode == 2


def test_a_backup_that_is_killed_leaves_nothing_that_is_taken_for_one(instance: Path) -> None:
    made(instance, 1)
    first = Path(run("backup", instance=instance).stdout.splitlines()[0])
    store = store_of(instance)
    with store.engine.begin() as connection:  # enough to be killed in the middle of
        rows = [(new_id().hex, "x", "2026-03-02 09:00:00") for _ in range(MANY)]
        connection.exec_driver_sql("INSERT INTO limit_hit (id, bucket, at) VALUES (?, ?, ?)", rows)
    store.engine.dispose()
    folder = instance / "backups"
    command = [sys.executable, "-m", "netwerkberaad.cli", "backup"]
    process = subprocess.Popen(command, env=environment(instance), stdout=subprocess.DEVNULL)
    while not [draft for draft in folder.glob(".*.backup.*") if draft.stat().st_size > 100_000]:
        assert process.poll() is None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert list(folder.glob("*.backup")) == [first]
    assert list(folder.glob(".*.backup.*"))
    assert run("backup", instance=instance).returncode == 0
    (second,) = folder.glob("*.backup")  # the newest of this day
    assert second != first
    assert not list(folder.glob(".*.backup.*"))


def test_a_running_server_makes_its_backup_by_itself(served: Served, instance: Path) -> None:
    while not list((instance / "backups").glob("*.backup")):
        assert served.get("/inloggen") == 200
    assert list((instance / "key-backups").glob("*.keys"))
