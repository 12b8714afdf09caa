"""The threat model and the list of ASVS name what is there: every requirement once, and no file that is not."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEVELS_ONE_AND_TWO = 253
STATES = {"met", "partly", "operator", "none", "not"}
_ROW = re.compile(r"^\| (V[0-9]+\.[0-9]+\.[0-9]+) \| (\w+) \| (.+) \|$", re.MULTILINE)
_PATH = re.compile(r"`((?:bench|docs|instance|netwerkberaad|requirements|tests|tools)/[\w./-]*)`")


@pytest.mark.parametrize("name", ["threat-model.md", "asvs.md", "beveiliging/scan.md"])
def test_every_file_that_is_named_is_there(name: str) -> None:
    named = _PATH.findall((ROOT / "docs" / name).read_text(encoding="utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_requirement_of_level_one_and_two_has_one_row() -> None:
    rows = _ROW.findall((ROOT / "docs" / "asvs.md").read_text(encoding="utf-8"))
    assert {state for _id, state, _how in rows} <= STATES
    assert [identity for identity, count in Counter(row[0] for row in rows).items() if count > 1] == []
    assert len(rows) == LEVELS_ONE_AND_TWO
