"""The command line refuses what cannot work, in one sentence."""

import re
import shlex
from pathlib import Path

import pytest

from netwerkberaad.cli import _parser, main

PAGES = Path(__file__).parents[2] / "docs" / "beheer"
NAMED = re.compile(
    r"(?<![\w/.])netwerkberaad ((?:keys|database|audit|migrate|jobs|backup|restore|doctor)\b[^#|`\n,.;]*(?:\.\w+[^#|`\n,.;]*)?)"
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "http://beraad.example.nl"),
        ("DATABASE_URL", "mysql://x"),
        ("MAIL_URL", "post:"),
        ("PORT", "veel"),
    ],
)
def test_a_setting_that_cannot_work_is_named(
    name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    instance = tmp_path / "instance"
    monkeypatch.setenv(name, value)
    assert main(["serve", "--instance", str(instance)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("netwerkberaad: ")
    assert name in said
    assert not instance.exists()


def test_a_flag_stands_above_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "8000")
    assert main(["serve", "--port", "-", "--instance", str(tmp_path)]) == 2
    assert "PORT" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["jobs", "sleep"],
        ["audit"],
        ["keys"],
        ["keys", "retire"],
        ["keys", "sheet"],
        ["database"],
    ],
)
def test_an_unknown_command_is_explained(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_every_command_on_the_pages_for_who_runs_an_installation_exists() -> None:
    named = [
        found[1] for page in PAGES.glob("*.md") for found in NAMED.finditer(page.read_text(encoding="utf-8"))
    ]
    assert len(named) > 10
    for command in named:
        assert _parser().parse_args(shlex.split(command)).command is not None
