"""People pasted from a spreadsheet or a mail: one a line, 'naam, relatie, mail, telefoon'. A bad line spoils no other."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from netwerkberaad.cases.circle import NewPerson
from netwerkberaad.cases.contact import clean_contact, comparable_name
from netwerkberaad.cases.errors import BadMailError, BadPhoneError
from netwerkberaad.cases.people import About, ContactData, PersonKind, PersonName
from netwerkberaad.cases.relations import guess_from
from netwerkberaad.foundation.core.errors import N_

MOST_LINES = 200
NO_NAME = N_("Hier staat geen naam.")
BAD_MAIL = N_("Dit mailadres klopt niet.")
BAD_PHONE = N_("Dit telefoonnummer klopt niet.")
TOO_MANY = N_("Dit is te lang voor één keer. Plak de rest daarna.")

_SEPARATORS = "\t;,"
_HEADINGS = {
    "naam": "name", "wie": "name", "name": "name", "naam en achternaam": "name",
    "voornaam": "first", "tussenvoegsel": "infix", "achternaam": "last",
    "relatie": "relation", "relation": "relation", "rol": "relation", "wat is die van u": "relation",
    "mail": "mail", "email": "mail", "e mail": "mail", "mailadres": "mail", "emailadres": "mail",
    "telefoon": "phone", "telefoonnummer": "phone", "tel": "phone", "mobiel": "phone", "phone": "phone", "06": "phone",
    "opmerking": "remark", "opmerkingen": "remark", "soort": "kind",
}  # fmt: skip
_KINDS = {
    "naaste": PersonKind.NAASTE,
    "professional": PersonKind.PROFESSIONAL,
    "organisatie": PersonKind.ORGANISATION,
}
_INFIXES = frozenset(
    "van de den der ten ter te 't t in op aan bij het la le du da di dos el al ben bin von zu zur".split()
)
_KIN = frozenset("oma opa tante oom juf meester buurman buurvrouw dokter meneer mevrouw".split())
_ADDRESS = re.compile(r"^(?P<name>.*?)\s*<\s*(?P<mail>[^<>]*@[^<>]*)\s*>$")
_PHONE = re.compile(r"^(?:tel(?:efoon)?[.:]?\s*)?\+?[\d\s()./-]{6,}$", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that could not be read: its number in the pasted text, the line itself, and why (a msgid)."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """Everybody who could be read, in order, and the lines that need another look."""

    people: tuple[NewPerson, ...]
    doubts: tuple[Doubt, ...]


class _Unreadable(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_pasted(text: str) -> Pasted:
    """Read people from pasted lines, split by tab, semicolon or comma; a first line of headings names the columns."""
    people: list[NewPerson] = []
    doubts: list[Doubt] = []
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip(" ;,\t")]
    headings: Sequence[str] = ()
    if lines:
        headings = _headings(_cells(lines[0][1]))
        lines = lines[1:] if headings else lines
    for number, line in islice(lines, MOST_LINES):
        try:
            people.append(_person(line, headings))
        except _Unreadable as error:
            doubts.append(Doubt(number, line.strip(), error.reason))
    if len(lines) > MOST_LINES:
        number, line = lines[MOST_LINES]
        doubts.append(Doubt(number, line.strip(), TOO_MANY))
    return Pasted(tuple(people), tuple(doubts))


def read_name(text: str) -> PersonName:
    """A name in its parts: 'Samira van der Wóude' has an infix, 'oma Joke' is what people call somebody."""
    words = text.split()
    if len(words) == 2 and words[0].casefold() in _KIN:
        return PersonName(first=words[1], called=" ".join(words))
    first, rest = words[:1], words[1:]
    infix: list[str] = []
    while len(rest) > 1 and rest[0].casefold().replace("’", "'") in _INFIXES:
        infix.append(rest.pop(0))
    return PersonName(first=" ".join(first), infix=" ".join(infix), last=" ".join(rest))


def _cells(line: str) -> list[str]:
    for separator in _SEPARATORS:
        if separator in line:
            # A lone quote would swallow the rest of the line.
            whole = line if line.count('"') % 2 == 0 else line.replace('"', "")
            row = next(csv.reader([whole], delimiter=separator, skipinitialspace=True))
            return [cell.strip() for cell in row]
    return [line.strip()]


def _headings(cells: Sequence[str]) -> Sequence[str]:
    """What each column holds, when this line names columns; empty when it names a person."""
    known = [_HEADINGS.get(comparable_name(cell), "") for cell in cells]
    return known if {"name", "first"} & set(known) and not any("@" in cell for cell in cells) else ()


def _person(line: str, headings: Sequence[str]) -> NewPerson:
    cells = _cells(_BULLET.sub("", line))
    found = _by_heading(cells, headings) if headings else _by_look(cells)
    name = PersonName(found.get("first", ""), found.get("infix", ""), found.get("last", ""))
    if found.get("name"):
        name = read_name(found["name"])
    if not any(character.isalpha() for character in name.full):
        raise _Unreadable(NO_NAME)
    contact = ContactData(
        mail=found.get("mail", ""), phone=found.get("phone", ""), remark=found.get("remark", "")
    )
    try:
        contact = clean_contact(contact)
    except BadMailError:
        raise _Unreadable(BAD_MAIL) from None
    except BadPhoneError:
        raise _Unreadable(BAD_PHONE) from None
    relation = found.get("relation", "")
    guess = guess_from(relation)
    kind = _KINDS.get(found.get("kind", "").casefold(), guess.kind)
    return NewPerson(name, kind, contact, About(relation=relation, ring=guess.ring, quadrant=guess.quadrant))


def _by_heading(cells: Sequence[str], headings: Sequence[str]) -> dict[str, str]:
    return {heading: cell for heading, cell in zip(headings, cells, strict=False) if heading and cell}


def _by_look(cells: Sequence[str]) -> dict[str, str]:
    """What a line without headings holds: mail and phone by how they look, the rest in order: name, relation, remark."""
    found: dict[str, str] = {}
    remarks: list[str] = []
    for cell in cells:
        address = _ADDRESS.match(cell)
        if address and "mail" not in found:
            found["mail"] = address["mail"]
            cell = address["name"].strip('" ')
        what = _looks_like(cell, found)
        if what == "remark":
            remarks.append(cell)
        elif what:
            found[what] = cell
    found["remark"] = "; ".join(remarks)
    return found


def _looks_like(cell: str, found: dict[str, str]) -> str:
    if not cell:
        return ""
    if "@" in cell:
        return "mail" if "mail" not in found else "remark"
    if _PHONE.match(cell):
        return "phone" if "phone" not in found else "remark"
    if cell.casefold() in _KINDS:
        return "kind"
    return next((what for what in ("name", "relation") if what not in found), "remark")
