"""Fills in forms as they stand on a page, with good values and with bad ones of every kind."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from xml.etree.ElementTree import Element

from tests.pages import Page

SCRIPT = "<script>kwaad()</script>\"'><img src=x onerror=kwaad()>"
RAW = ("<script>kwaad", "<img src=x onerror", "kwaad()>\"'")
"""What of it would show that a text was not escaped."""
HEADER = "Hoi\r\nX-Kwaad: ja\r\nBcc: kwaad@example.org"
RIGHT_TO_LEFT = "\u202eachterstevoren\u2066 en terug"
EMOJI = "Oma 👵🏽 en Bas 🧑‍🦽"
ZERO = "voor\x00na"
LONG = "heel lang " * 1_000
ALL_AT_ONCE = f"{SCRIPT} {EMOJI} {RIGHT_TO_LEFT} {ZERO} {HEADER}"
FOREIGN = str(uuid.UUID(int=7))
_NOT_FILLED = frozenset({"hidden", "submit", "button"})
_PLAUSIBLE = {
    "date": "2027-03-15",
    "time": "19:30",
    "email": "iemand@example.org",
    "tel": "06 00000133",
    "number": "3",
    "password": "een-lange-zin-die-goed-is",
}
Sent = dict[str, list[str]]


@dataclass(frozen=True)
class Control:
    """One control of a form. ``kind`` is the type of an input, or text, select, radio, checkbox; ``options`` its values."""

    name: str
    kind: str
    value: str
    checked: bool = False
    options: tuple[str, ...] = ()

    @property
    def free(self) -> bool:
        """Whether anything can be typed."""
        return self.kind not in {"select", "radio", "checkbox", *_NOT_FILLED}

    @property
    def chosen(self) -> bool:
        """Whether it holds a choice, or something that the page put there itself."""
        return not self.free and self.name not in {"csrf_token", "once"}


@dataclass(frozen=True)
class FoundForm:
    """A form with one of its buttons: where it goes and what is on it."""

    method: str
    action: str
    button: str
    controls: tuple[Control, ...]
    pressed: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The names of its fields."""
        return frozenset(control.name for control in self.controls) | {name for name, _value in self.pressed}

    def as_it_stands(self) -> Sent:
        """What would be sent without filling in anything."""
        sent: Sent = {name: [value] for name, value in self.pressed}
        for control in self.controls:
            if control.kind in {"radio", "checkbox"} and not control.checked:
                continue
            sent.setdefault(control.name, []).append(control.value)
        return sent

    def filled(self, text: str) -> Sent:
        """Everything filled in with values that fit, and this text wherever any text fits."""
        sent = self.as_it_stands()
        for control in self.controls:
            if control.free:
                sent[control.name] = [_PLAUSIBLE.get(control.kind, text)]
            elif control.kind in {"radio", "checkbox"}:
                sent.setdefault(control.name, [control.value])
            elif control.kind == "select" and not control.value:
                sent[control.name] = [next((option for option in control.options if option), "")]
        return sent

    def all_free(self, text: str) -> Sent:
        """This text in everything that can be typed in, whether it fits or not."""
        return {**self.filled(text), **{one.name: [text] for one in self.controls if one.free}}

    def all_chosen(self, value: str) -> Sent:
        """This value wherever something was to choose, and in what the page put there itself."""
        return {**self.filled("Gewoon."), **{one.name: [value] for one in self.controls if one.chosen}}

    def nothing(self) -> Sent:
        """The token alone, as no browser sends it."""
        return {name: value for name, value in self.as_it_stands().items() if name == "csrf_token"}

    def one_by_one(self, value: str) -> Iterator[Sent]:
        """This value in one field at a time, the others filled in well."""
        for name in sorted({one.name for one in self.controls if one.name != "csrf_token"}):
            yield {**self.filled("Gewoon."), name: [value]}


AT_ONCE: Mapping[str, Callable[[FoundForm], Sent]] = {
    "everything at once where text fits": lambda form: form.filled(ALL_AT_ONCE),
    "everything at once": lambda form: form.all_free(ALL_AT_ONCE),
    "empty": lambda form: form.all_free(""),
    "too long": lambda form: form.all_free(LONG),
    "letters for a choice": lambda form: form.all_chosen("bestaat-niet"),
    "a foreign id for a choice": lambda form: form.all_chosen(FOREIGN),
    "nothing at all": FoundForm.nothing,
}
"""Ways of filling a form in badly."""
ONE_BY_ONE = ("", ZERO, "bestaat-niet", "9" * 30, FOREIGN)
"""What is put in one field at a time."""


def forms_on(page: Page) -> Iterator[FoundForm]:
    """Every form of a page, once for each of its buttons that sends it elsewhere or says something of its own."""
    outside = [node for node in page.root.iter("button") if node.get("form")]
    for node in page.root.iter("form"):
        action, method = node.get("action") or page.path, (node.get("method") or "get").lower()
        controls = tuple(_controls(node))
        own = [button for button in node.iter("button") if button.get("type", "submit") == "submit"]
        own += [button for button in outside if button.get("form") == node.get("id")]
        if not own and method == "get":  # the Enter key sends it
            yield FoundForm(method, action, "", controls)
        for button in own:
            pressed = ((button.get("name", ""), button.get("value", "")),) if button.get("name") else ()
            words = " ".join("".join(button.itertext()).split())
            target = unescape(button.get("formaction") or action)
            yield FoundForm(button.get("formmethod") or method, target, words, controls, pressed)


def _controls(form: Element) -> Iterator[Control]:
    for node in form.iter():
        name = node.get("name", "")
        if not name or node.tag not in {"input", "select", "textarea"}:
            continue
        if node.tag == "textarea":
            yield Control(name, "text", "".join(node.itertext()))
        elif node.tag == "select":
            options = list(node.iter("option"))
            chosen = [one for one in options if one.get("selected") is not None] or options[:1]
            values = tuple(one.get("value", "") for one in options)
            yield Control(name, "select", chosen[0].get("value", "") if chosen else "", options=values)
        else:
            kind = node.get("type", "text")
            yield Control(name, kind, node.get("value", ""), node.get("checked") is not None)
