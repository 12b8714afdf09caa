"""Making a recovery sheet and typing it over, as somebody does it at a terminal."""

import io
from pathlib import Path

import pytest

from netwerkberaad.cli import main
from netwerkberaad.commands.sheets import has_sheet, note_sheet
from netwerkberaad.foundation.vault import KeyRing, rotation
from netwerkberaad.foundation.vault.recovery import shares_of
from tests.keys import KeyHouse
from tests.stores import MONDAY


def recover(instance: Path, typed: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return main(["keys", "recover", "--instance", str(instance)])


def test_a_share_that_is_typed_wrong_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ring = KeyRing.fresh()
    first, second, _ = shares_of(ring, count=3, needed=2)[0].shares
    wrong = first.replace(first.split()[5], "fiets", 1)
    tmp_path.joinpath("instance").mkdir()
    assert recover(tmp_path / "instance", f"{wrong}\n{first}\n\n{second.upper()}\n\n", monkeypatch) == 0
    said = "".join(capsys.readouterr())
    assert "word 6 is not in the list; type this share again" in said
    assert not any(share in said for share in (first, second, wrong))
    assert KeyRing.load(tmp_path / "instance" / "keys" / "root-keys.json") == ring


@pytest.mark.parametrize("typed", ["", "\n"])
def test_nothing_typed_makes_no_ring(tmp_path: Path, typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.joinpath("instance").mkdir()
    assert recover(tmp_path / "instance", typed, monkeypatch) == 2
    assert not (tmp_path / "instance" / "keys").exists()


def test_the_keys_of_another_installation_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = tmp_path / "instance"
    assert main(["migrate", "--instance", str(instance)]) == 0
    (instance / "keys" / "root-keys.json").unlink()
    (share,) = shares_of(KeyRing.fresh())[0].shares
    assert recover(instance, f"{share}\n\n", monkeypatch) == 2
    assert list((instance / "keys").glob("*.json")) == []


def test_a_sheet_on_file_is_the_owners_alone_and_replaces_nothing(tmp_path: Path) -> None:
    instance, sheet = tmp_path / "instance", tmp_path / "sheet.pdf"
    assert main(["migrate", "--instance", str(instance)]) == 0
    assert main(["keys", "sheet", str(sheet), "--instance", str(instance)]) == 0
    assert sheet.read_bytes().startswith(b"%PDF")
    assert sheet.stat().st_mode & 0o077 == 0
    assert main(["keys", "sheet", str(sheet), "--instance", str(instance)]) == 2
    assert main(["keys", "sheet", "--terminal", "--shares", "3", "--instance", str(instance)]) == 2


def test_a_new_root_key_wants_a_new_sheet(key_house: KeyHouse) -> None:
    assert not has_sheet(key_house.store)
    note_sheet(key_house.store, now=MONDAY)
    assert has_sheet(key_house.store)
    ring = rotation.begin_rotation(key_house.store, key_house.provider, now=MONDAY)
    assert ring.current != key_house.store.ring.current
    key_house.other()
    assert not has_sheet(key_house.others[-1])
