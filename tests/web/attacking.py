"""Sends every form of a played case in bad ways, each time as it was met, and looks at what comes back."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.pages import Page, Visitor, read_page
from tests.walking import endpoint_of, is_page
from tests.web.filling import RAW, Control, FoundForm, Sent, forms_on
from tests.web.played import Kept, Played

ANSWERS = frozenset({200, 302, 303, 404, 409, 422, 429})
NOTED = frozenset({"audit_entry", "limit_hit", "web_session"})
"""Tables in which a refused post, and a second one, may leave something."""
ADDS_ON_PURPOSE = {
    "desk.staff_link": frozenset({"staff_link"}),
    "public.forgot_password": frozenset({"password_request"}),
    "desk.read_out_proof": frozenset({"proof_code"}),
    "door.send_code": frozenset({"proof_code", "outbox_message"}),
    "door.approve": frozenset({"invite_approval"}),
    "door.confirm": frozenset({"confirmation"}),
    "desk.confirm_for": frozenset({"confirmation"}),
    "desk.search_region": frozenset({"region_search"}),
    "desk.move_key": frozenset({"move_key"}),
}
"""What somebody says again stands in the history again, the latest counts; and a new link, code or key replaces the last."""
LEFT_ALONE = frozenset({"door.choose_language"})
"""Turns the words of every page after it, by which a walk finds its way."""
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\x00]")
_NEVER_SHOWN = frozenset({"password", "file"})  # no browser fills these in again


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

    def unseen(self, form: FoundForm) -> bool:
        """Whether no form like this was met before."""
        endpoint = endpoint_of(self.case.app, form.action, form.method.upper())
        return bool(endpoint) and endpoint not in LEFT_ALONE and self._kind(form, endpoint) not in self.seen

    def new(self, form: FoundForm) -> bool:
        """Whether no form like this was met before; it is now."""
        if not self.unseen(form):
            return False
        endpoint = endpoint_of(self.case.app, form.action, form.method.upper())
        self.seen.add(self._kind(form, endpoint))
        self.reached.add(endpoint)
        return True

    def _kind(self, form: FoundForm, endpoint: str) -> tuple[object, ...]:
        names = frozenset(name if not re.search("[0-9]", name) else "#" for name in form.names)
        step = re.sub("[^/]{20,}", "", form.action.partition("?")[0])
        return form.method, endpoint, step, names, bool(form.pressed)

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

    def send_without_token(self, met: Met) -> None:
        """Send the form well filled in, but without a token, with one of somebody else, and from another site."""
        met.go_there(self.case)
        good = met.form.filled("Gewoon.")
        bare = {name: value for name, value in good.items() if name != "csrf_token"}
        foreign = {"Sec-Fetch-Site": "cross-site"}
        before = rows_of(self.case)
        for how, values, headers in (
            ("without a token", bare, {}),
            ("with a foreign token", {**bare, "csrf_token": ["IjEi.ZmFsc2U.foreign"]}, {}),
            ("from another site", good, foreign),
        ):
            what = f"{met.form.action} [{met.form.button[:30]}] {how}"
            answer = met.visitor.client.post(met.form.action, data=values, headers=headers)
            if answer.status_code != 400 or "Deze vraag begrijpen wij niet" not in answer.text:
                self.faults.append(f"{what}: {answer.status_code}")
        if rows_of(self.case) != before:
            self.faults.append(f"{met.form.action} [{met.form.button[:30]}]: something was changed")

    def press_twice(self, met: Met) -> None:
        """Send the form well filled in, and again as it was: a second tap makes nothing more."""
        met.go_there(self.case)
        good = met.form.filled("Gewoon.")
        _sent(met.visitor, met.form, good)
        once = rows_of(self.case)
        _sent(met.visitor, met.form, good)
        twice = rows_of(self.case)
        endpoint = endpoint_of(self.case.app, met.form.action, "POST")
        more = {name: (once[name], twice[name]) for name in once if once[name] != twice[name]}
        if more.keys() - ADDS_ON_PURPOSE.get(endpoint, frozenset()):
            self.faults.append(f"{met.form.action} [{met.form.button[:30]}]: twice made {more}")

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
            field = re.sub("-[0-9]+$", "", place)
            if not mark or path or field in hidden:
                continue
            if place not in ids:
                self.faults.append(f"{what}: a link to #{place}, which is not there")
            elif place != "inhoud" and not {f"{place}-error", f"{field}-error"} & ids:
                self.faults.append(f"{what}: nothing is said beside #{place}")
        there = [one for shown in forms_on(page) for one in shown.controls]
        for control in form.controls:
            if control.free and control.kind not in _NEVER_SHOWN and control.name != "website":
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


def forms_met(case: Played, attack: Attack, moment: Kept) -> Iterator[Met]:
    """The forms that anybody meets at a moment, each kind once, and those that answers to them bring."""
    found: list[Met] = []
    case.go_back(moment)
    for who, _walk, page in case.walk(moment):
        visitor = moment.visitors[who][0]
        found += [Met(moment, visitor, form) for form in forms_on(page) if attack.new(form)]
    while found:
        met = found.pop(0)
        yield met
        brought = [form for form in _brought(case, met) if attack.unseen(form)]
        if brought:  # only what comes back at the same address can be gone to again
            again = {form.action for form in _brought(case, met)}
            found += [
                Met(moment, met.visitor, form, (*met.way, met.form))
                for form in brought
                if form.action in again and attack.new(form)
            ]


def _brought(case: Played, met: Met) -> list[FoundForm]:
    """The forms on the page that comes after this one."""
    met.go_there(case)
    answer = _sent(met.visitor, met.form, met.form.filled("Gewoon."))
    return list(forms_on(read_page(answer))) if is_page(answer) and answer.status_code == 200 else []


def rows_of(case: Played) -> dict[str, int]:
    """How many rows every table has."""
    with case.store.engine.connect() as connection:
        names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        return {
            name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
            for name in names
            if name not in NOTED
        }
