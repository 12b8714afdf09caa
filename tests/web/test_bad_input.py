"""Bad input: every form of every page that anybody can reach in a played case, filled in badly in every way.

The forms are found by walking, not listed; a form that an answer brings is tried as well. Whatever is sent, a page comes
back that says what is wrong beside its field, with everything typed still in it; and nothing typed is ever more than text.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.pages import Page, Visitor, read_page
from tests.walking import endpoint_of, is_page
from tests.web.filling import AT_ONCE, RAW, Control, FoundForm, Sent, forms_on
from tests.web.played import Kept, Played, played

ANSWERS = frozenset({200, 302, 303, 404, 409, 422, 429})
NOT_REACHED = {"door.choose_language": "stands on a page only where there is a second language"}
MADE_AGAIN = frozenset({"audit_entry", "limit_hit", "web_session", "staff_link"})
"""Tables in which a second post may leave something."""
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\x00]")


@pytest.fixture(scope="module")
def case(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The played case with all its moments."""
    made = played(sqlite_template, tmp_path_factory.mktemp("played"))
    yield made
    made.store.engine.dispose()


@dataclass(frozen=True)
class Met:
    """A form where somebody met it: at a moment, after filling in the forms on the way to it."""

    moment: Kept
    visitor: Visitor
    form: FoundForm
    way: tuple[FoundForm, ...] = ()

    def go_there(self, case: Played) -> None:
        """Everything is again as it was when this form was met."""
        case.go_back(self.moment)
        for form in self.way:
            _sent(self.visitor, form, form.filled("Gewoon."))


class Attack:
    """Sends forms, and looks at what comes back."""

    def __init__(self, case: Played) -> None:
        self.case = case
        self.seen: set[tuple[object, ...]] = set()
        self.reached: set[str] = set()
        self.faults: list[str] = []

    def new(self, form: FoundForm) -> bool:
        """Whether no form like this was met before."""
        endpoint = endpoint_of(self.case.app, form.action, form.method.upper())
        names = frozenset(name if not re.search("[0-9]", name) else "#" for name in form.names)
        step = re.sub("[^/]{20,}", "", form.action.partition("?")[0])
        kind = (form.method, endpoint, step, names, bool(form.pressed))
        if not endpoint or kind in self.seen:
            return False
        self.seen.add(kind)
        self.reached.add(endpoint)
        return True

    def send_all(self, met: Met, ways: Mapping[str, Sent]) -> None:
        """Send the form in each of these ways, each time as it was met."""
        sent: list[Sent] = []
        for how, values in ways.items():
            if values not in sent:
                sent.append(values)
                met.go_there(self.case)
                self.send(met.visitor, met.form, values, how)

    def send(self, visitor: Visitor, form: FoundForm, values: Sent, how: str) -> None:
        """Send values; note every fault."""
        where = endpoint_of(self.case.app, form.action, form.method.upper())
        what = f"{form.method} {where} [{form.button[:30]}] {how}"
        answer = _sent(visitor, form, values)
        self.check(answer, what)
        if not is_page(answer) or answer.status_code not in {200, 422}:
            return
        try:
            page = read_page(answer, answer.status_code)
        except AssertionError as problem:
            self.faults.append(f"{what}: {str(problem)[:300]}")
            return
        if answer.status_code == 422:
            self.check_refusal(page, form, values, what)

    def check(self, answer: TestResponse, what: str) -> None:
        """An answer of a kind that people understand, without anything of ours in its head or unescaped in its body."""
        if answer.status_code not in ANSWERS:
            self.faults.append(f"{what}: {answer.status_code}")
        if "X-Kwaad" in answer.headers:
            self.faults.append(f"{what}: a header was injected")
        if any(raw in answer.get_data(as_text=True) for raw in RAW):
            self.faults.append(f"{what}: not escaped")

    def check_refusal(self, page: Page, form: FoundForm, values: Sent, what: str) -> None:
        """What is wrong is said, with a link to its field; and what was typed is still there."""
        alerts = [node for node in page.root.iter() if "alert" in (node.get("role") or "")]
        if not page.errors and not alerts:
            self.faults.append(f"{what}: refused without a word")
        hidden = {one.name for one in form.controls if one.kind == "hidden"}
        ids = {node.get("id") for node in page.root.iter()}
        for node in page.root.iter("a"):
            path, mark, place = (node.get("href") or "").partition("#")
            if mark and not path and place not in ids and re.sub("-[0-9]+$", "", place) not in hidden:
                self.faults.append(f"{what}: a link to #{place}, which is not there")
        there = [one for shown in forms_on(page) for one in shown.controls]
        for control in form.controls:
            if control.free and control.kind != "password" and control.name != "website":
                typed = _folded(control, values.get(control.name, [""])[0])
                kept = [_folded(control, one.value) for one in there if one.name == control.name]
                if typed and typed not in kept:
                    lost = f"{control.name} was lost: {typed[:20]!r} became {kept[:1]!r}"
                    self.faults.append(f"{what}: {lost[:200]}")

    def assert_no_faults(self) -> None:
        """Fail with everything that was found, the same thing once."""
        assert not self.faults, "\n".join(
            f"{count} x {fault}" for fault, count in Counter(self.faults).items()
        )


def _sent(visitor: Visitor, form: FoundForm, values: Mapping[str, list[str]]) -> TestResponse:
    if form.method == "get":
        return visitor.client.get(form.action, query_string=values, follow_redirects=True)
    return visitor.client.post(form.action, data=values, follow_redirects=True)


def _folded(control: Control, typed: str) -> str:
    """A text as it may come back: without signs that turn a line, spaces folded; a number however it is written."""
    if control.kind == "tel" and (digits := "".join(sign for sign in typed if sign.isdigit())):
        return digits[-8:]
    return " ".join(_TURNS.sub("", typed).split())


def _forms(case: Played, attack: Attack, moment: Kept) -> Iterator[Met]:
    """The forms that anybody meets at a moment, each kind once, and those that answers to them bring."""
    found: list[Met] = []
    case.go_back(moment)
    for who, _walk, page in case.walk(moment):
        visitor = moment.visitors[who][0]
        found += [Met(moment, visitor, form) for form in forms_on(page) if attack.new(form)]
    while found:
        met = found.pop(0)
        yield met
        again = {form.action for form in _brought(case, met)}
        brought = [form for form in _brought(case, met) if form.action in again and attack.new(form)]
        found += [Met(moment, met.visitor, form, (*met.way, met.form)) for form in brought]


def _brought(case: Played, met: Met) -> list[FoundForm]:
    """The forms on the page that comes after this one."""
    met.go_there(case)
    answer = _sent(met.visitor, met.form, met.form.filled("Gewoon."))
    return list(forms_on(read_page(answer))) if is_page(answer) and answer.status_code == 200 else []


def _rows(case: Played) -> dict[str, int]:
    with case.store.engine.connect() as connection:
        names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        return {
            name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
            for name in names
            if name not in MADE_AGAIN
        }


def test_every_form_answers_every_kind_of_bad_input_with_a_page(case: Played) -> None:
    attack = Attack(case)
    for moment in case.kept:
        for met in _forms(case, attack, moment):
            attack.send_all(met, {how: fill(met.form) for how, fill in AT_ONCE.items()})
    attack.assert_no_faults()
    posts = {rule.endpoint for rule in case.app.url_map.iter_rules() if "POST" in (rule.methods or set())}
    assert posts - attack.reached == set(NOT_REACHED)
