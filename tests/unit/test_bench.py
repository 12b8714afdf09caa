"""The harness of the measurements: medians and ratios are right, and its plain vault stays out of the application."""

import ast
import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from wtforms.fields.core import UnboundField

import netwerkberaad
from bench import __main__ as bench
from bench.harness import Row, at_least, at_most, in_turn, more_by, shown, sides_of, table, within
from bench.plain import PlainKeys, PlainStore
from bench.rows.pages import LEFT_EMPTY, TYPED
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import KeyRing, Keys, ScopeKind, Store, keys_of
from netwerkberaad.web.desk.planning.plan_forms import LineForm
from tests.stores import MONDAY

PACKAGE = Path(netwerkberaad.__file__).parent
ROUNDS = [(2.0, 1.0), (30.0, 10.0), (4.0, 4.0)]


def test_each_side_is_the_median_of_its_rounds_and_the_ratio_that_of_the_rounds() -> None:
    sides = sides_of(ROUNDS)
    assert (sides.ours, sides.reference, sides.ratio) == (4.0, 4.0, 2.0)


def test_without_a_round_there_is_nothing_to_say() -> None:
    with pytest.raises(ValueError, match="nothing"):
        sides_of([])


def test_the_sides_take_turns_in_going_first() -> None:
    order: list[str] = []

    def ours() -> float:
        order.append("ours")
        return 3.0

    def reference() -> float:
        order.append("reference")
        return 2.0

    assert in_turn(ours, reference, rounds=3).ratio == 1.5
    assert order == ["ours", "reference", "reference", "ours", "ours", "reference"]


def test_a_row_is_well_up_to_and_with_its_aim() -> None:
    sides = sides_of([(3.0, 2.0)])
    assert at_most("time", sides, 1.5).ok
    assert not at_most("time", sides, 1.4).ok
    assert at_least("per second", sides, 1.5).ok
    assert not at_least("per second", sides, 1.6).ok
    assert more_by("start", sides, 1.0, "s").ok
    assert not more_by("start", sides, 0.9, "s").ok
    assert within("bytes", 60.0, 60, "kB").ok
    assert not within("bytes", 60.1, 60, "kB").ok


def test_the_table_says_in_words_what_misses_its_aim() -> None:
    rows = [at_most("page (ms)", sides_of([(3.0, 2.0)]), 1.4), within("bytes (kB)", 12.5, 60, "kB")]
    head, page, weight = table(rows).splitlines()
    assert head.split() == ["row", "ours", "reference", "ratio", "aim", "ok"]
    assert page.split() == ["page", "(ms)", "3", "2", "1.50", "≤", "1.4×", "NO"]
    assert weight.split() == ["bytes", "(kB)", "12.5", "–", "–", "≤", "60", "kB", "yes"]


@pytest.mark.parametrize(("value", "text"), [(1234.5, "1,234"), (12.345, "12.3"), (7, "7"), (None, "–")])
def test_numbers_are_shown_with_the_digits_that_say_something(value: float | None, text: str) -> None:
    assert shown(value) == text


def test_the_file_holds_the_rows_with_exactly_these_keys() -> None:
    rows = json.loads(bench.latest([Row("page (ms)", 1.23456, None, None, "≤ 2 ms", ok=True)]))["rows"]
    assert rows == [
        {"row": "page (ms)", "ours": 1.235, "reference": None, "ratio": None, "aim": "≤ 2 ms", "ok": True}
    ]


def test_the_plain_vault_keeps_what_it_gets_and_needs_no_keys() -> None:
    keys, scope, row = (
        PlainKeys(Session(create_engine("sqlite://")), KeyRing.fresh()),
        uuid.uuid4(),
        uuid.uuid4(),
    )
    keys.make_scope(scope, ScopeKind.CASE, now=MONDAY)
    assert keys.has(scope)
    assert keys.open(scope, "person.name", row, keys.seal(scope, "person.name", row, b"Fatma")) == b"Fatma"


def test_the_application_imports_nothing_of_the_measurements() -> None:
    outside = {
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in PACKAGE.rglob("*.py")
        for name in _imported(path)
        if name.split(".")[0] in {"bench", "tests", "tools"}
    }
    assert outside == set()


def test_no_setting_and_no_module_of_the_application_makes_another_kind_of_vault() -> None:
    words = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if path.parent.name != "vault" and "vault.keys" in path.read_text()
    }
    assert words == set(), "only the vault puts keys in a session"
    assert _subclasses(Keys) == {PlainKeys}
    assert _subclasses(Store) == {PlainStore}


def test_what_the_settings_open_is_the_sealed_vault(tmp_path: Path) -> None:
    settings = Settings(tmp_path, "sqlite://", "http://localhost:8000")
    KeyRing.load_or_make(settings.key_file)
    store = Store.from_settings(settings)
    with store.open(writes=False) as session:
        assert type(store) is Store
        assert type(keys_of(session)) is Keys
    store.engine.dispose()


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""


def _subclasses(kind: type[object]) -> set[type[object]]:
    direct: list[type[object]] = type.__subclasses__(kind)
    return {found for one in direct for found in {one, *_subclasses(one)}}


def test_the_measurement_of_a_plan_line_sends_every_field_that_its_form_needs() -> None:
    fields = {name for name, value in vars(LineForm).items() if isinstance(value, UnboundField)}
    assert fields - {"more_owners", "take"} == {*LEFT_EMPTY, *TYPED}
