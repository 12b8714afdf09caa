"""The root keys are refused unless their file is safe and well formed."""

import base64
import json
import os
import stat
import threading
from pathlib import Path

import pytest

from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import KeyRing, KeyRingError, Store


def written(path: Path, changes: dict[str, object] | None = None, *, mode: int = 0o600) -> Path:
    content = json.loads(KeyRing.fresh().dump()) | (changes or {})
    path.write_text(json.dumps(content), encoding="utf-8")
    path.chmod(mode)
    return path


def key(content: bytes) -> dict[str, str]:
    return {"0a0b0c0d": base64.b64encode(content).decode()}


def test_a_first_start_makes_a_ring_that_only_its_owner_can_read(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "root-keys.json"
    made = KeyRing.load_or_make(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert KeyRing.load(path) == made


def test_a_second_start_keeps_the_ring(tmp_path: Path) -> None:
    path = tmp_path / "root-keys.json"
    assert KeyRing.load_or_make(path) == KeyRing.load_or_make(path)


def test_of_many_first_starts_one_ring_wins_and_nothing_else_stays(tmp_path: Path) -> None:
    path, made = tmp_path / "root-keys.json", []
    start = threading.Barrier(8)

    def first_start() -> None:
        start.wait()
        made.append(KeyRing.load_or_make(path).current)

    threads = [threading.Thread(target=first_start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(made) == {KeyRing.load(path).current}
    assert len(made) == 8
    assert list(tmp_path.iterdir()) == [path]


def test_keys_for_outside_the_database_differ_per_purpose_and_stay_the_same(tmp_path: Path) -> None:
    ring = KeyRing.load_or_make(tmp_path / "root-keys.json")
    again = KeyRing.load(tmp_path / "root-keys.json")
    assert ring.derive("cookie") == again.derive("cookie") != ring.derive("other")
    assert len(ring.derive("cookie")) == 32
    assert ring.derive("cookie") != KeyRing.fresh().derive("cookie")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(KeyRingError, match="0600"):
        KeyRing.load(written(tmp_path / "root-keys.json", mode=mode))


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(KeyRingError, match=r"root-keys\.json"):
        KeyRing.load(tmp_path / "root-keys.json")


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param(key(bytes(32)), id="zeroes"),
        pytest.param(key(b"x" * 32), id="one letter"),
        pytest.param(key(b"changeme" * 4), id="one word"),
        pytest.param(key(b"change-me" * 3), id="too short"),
        pytest.param(key(os.urandom(64)), id="too long"),
        pytest.param({}, id="none"),
        pytest.param({"0a0b0c0d": "not base64!"}, id="not base64"),
        pytest.param([], id="no mapping"),
    ],
)
def test_a_placeholder_or_misshapen_key_is_refused(tmp_path: Path, keys: object) -> None:
    with pytest.raises(KeyRingError):
        KeyRing.load(written(tmp_path / "root-keys.json", {"keys": keys, "current": "0a0b0c0d"}))


@pytest.mark.parametrize("changes", [{"current": "ffffffff"}, {"format": 2}])
def test_a_ring_without_its_current_key_or_of_another_format_is_refused(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    with pytest.raises(KeyRingError):
        KeyRing.load(written(tmp_path / "root-keys.json", changes))


def test_a_file_that_is_no_ring_is_refused_without_quoting_it(tmp_path: Path) -> None:
    path = tmp_path / "root-keys.json"
    path.write_text("AAAA-very-secret", encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(KeyRingError) as refused:
        KeyRing.load(path)
    assert "very-secret" not in str(refused.value)


def test_a_ring_does_not_show_its_keys_when_printed() -> None:
    ring = KeyRing.fresh()
    assert ring.keys[ring.current].hex() not in repr(ring)
    assert repr(ring.keys[ring.current]) not in repr(ring)


def test_the_store_does_not_open_without_keys(tmp_path: Path) -> None:
    settings = Settings(tmp_path, f"sqlite:///{tmp_path / 'a.sqlite'}", "http://localhost:8000")
    with pytest.raises(KeyRingError):
        Store.from_settings(settings)
