"""`netwerkberaad demo`: makes its data once, keeps away from anything real, and starts afresh when asked."""

from pathlib import Path

import pytest
from sqlalchemy import select

from netwerkberaad.accounts import Region, make_region
from netwerkberaad.cli import main, prepare
from netwerkberaad.demo.load import PASSWORD
from netwerkberaad.foundation.access import system_actor
from netwerkberaad.foundation.core.config import Settings
from tests.stores import MONDAY


def _demo(folder: Path, *more: str) -> int:
    return main(["demo", "--no-serve", "--instance", str(folder), *more])


def _settings(folder: Path) -> Settings:
    return Settings.from_env({}, overrides={"INSTANCE": str(folder)})


def test_a_real_installation_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = prepare(_settings(tmp_path))
    with store.writing() as session:
        make_region(session, system_actor(), name="Walcheren", phone="+31118000100", now=MONDAY)
    for flags in ([], ["--reset"]):
        assert _demo(tmp_path, *flags) == 2
        assert "real data" in capsys.readouterr().err
    with store.reading() as session:
        assert [region.name for region in session.scalars(select(Region))] == ["Walcheren"]
    store.engine.dispose()


def test_a_database_elsewhere_is_not_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'other.sqlite'}")
    assert _demo(tmp_path / "demo") == 2
    assert "DATABASE_URL" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_data_are_made_once_until_a_reset(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _demo(tmp_path) == 0
    told = capsys.readouterr().out
    assert PASSWORD in told
    assert told.count("/p/") == 3
    made = _region(tmp_path)
    assert _demo(tmp_path) == 0
    assert capsys.readouterr().out == told
    assert _region(tmp_path) == made
    assert _demo(tmp_path, "--reset") == 0
    assert _region(tmp_path) != made


def _region(folder: Path) -> str:
    store = prepare(_settings(folder))
    with store.reading() as session:
        (region,) = session.scalars(select(Region))
    store.engine.dispose()
    return str(region.id)
