"""A list of places as CSV: strict about its columns, bounded in size, and a broken line never loses the others."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from netwerkberaad.foundation.core.errors import N_
from netwerkberaad.social_map.actions import NewEntry, place_key
from netwerkberaad.social_map.errors import ListTooLongError, NoHeadingsError
from netwerkberaad.social_map.model import Access, EntryContact, EntryFacts, EntryKind

MOST_LINES = 500
_LONGEST = 500
_COLUMNS = {
    "naam": "name",
    "soort": "kind",
    "wat": "about",
    "adres": "address",
    "route": "directions",
    "telefoon": "phone",
    "mail": "mail",
    "website": "website",
    "contactpersoon": "contact_name",
    "telefoon contactpersoon": "contact_phone",
    "mail contactpersoon": "contact_mail",
    "rolstoel": "wheelchair",
    "toilet": "toilet",
    "parkeren": "parking",
    "bus": "bus",
    "huiselijk": "homely",
    "neutraal": "neutral",
}
COLUMNS = tuple(_COLUMNS)
"""The words of the first line, in any order; only the name is needed."""
_KINDS = {"": EntryKind.SOURCE, "hulpbron": EntryKind.SOURCE, "plek": EntryKind.PLACE}
_YES, _NO = frozenset({"ja", "j", "x", "1"}), frozenset({"", "nee", "n", "0", "-"})
NO_NAME = N_("Er staat geen naam.")
TOO_LONG = N_("Een tekst is langer dan 500 tekens.")
BAD_KIND = N_("Bij ‘soort’ staat iets anders dan plek of hulpbron.")
BAD_ANSWER = N_("In een kolom met ja of nee staat iets anders.")
BAD_MAIL = N_("Dit lijkt geen mailadres.")
WRONG_WIDTH = N_("De regel heeft meer kolommen dan de eerste regel.")
TWICE = N_("Deze staat er al.")


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that is not taken over: its number in the list, the text of its first cells, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadList:
    """What stands in a list."""

    entries: tuple[NewEntry, ...]
    broken: tuple[BrokenLine, ...]


def read_entries(text: str, known: Sequence[EntryFacts] = ()) -> ReadList:
    """The entries of a list. What stands in ``known``, or twice in the list, is a broken line.

    Raises NoHeadingsError or ListTooLongError.
    """
    lines = [line for line in _rows(text) if any(cell.strip() for cell in line[1])]
    if not lines:
        raise NoHeadingsError(field="pasted")
    names = [_COLUMNS.get(" ".join(cell.casefold().split()), "") for cell in lines[0][1]]
    if "name" not in names or len(set(filter(None, names))) != len(list(filter(None, names))):
        raise NoHeadingsError(field="pasted")
    if len(lines) - 1 > MOST_LINES:
        raise ListTooLongError(field="pasted", most=MOST_LINES)
    found: list[NewEntry] = []
    broken: list[BrokenLine] = []
    seen = {place_key(facts) for facts in known}
    for number, cells in lines[1:]:
        entry, reason = _entry(names, cells)
        if entry is not None and place_key(entry.facts) in seen:
            reason = TWICE
        if entry is None or reason:
            broken.append(BrokenLine(number, " · ".join(filter(None, map(str.strip, cells)))[:80], reason))
            continue
        seen.add(place_key(entry.facts))
        found.append(entry)
    return ReadList(tuple(found), tuple(broken))


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Each line apart, so that a quote that never closes breaks one line and no more."""
    lines = text.removeprefix("\ufeff").splitlines()
    first = next((line for line in lines if line.strip()), "")
    separator = max(";,\t", key=first.count)
    rows = []
    for number, line in enumerate(lines, start=1):
        if len(line) > _LONGEST * len(_COLUMNS):
            rows.append((number, [line[: _LONGEST + 1]]))
            continue
        rows.append(
            (number, next(csv.reader(io.StringIO(line.replace("\x00", "")), delimiter=separator), []))
        )
    return rows


def _entry(names: Sequence[str], cells: Sequence[str]) -> tuple[NewEntry | None, str]:
    """The entry of one line, or why there is none."""
    if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
        return None, WRONG_WIDTH
    told = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
    if not told.get("name"):
        return None, NO_NAME
    if any(len(cell) > _LONGEST for cell in told.values()):
        return None, TOO_LONG
    kind = _KINDS.get(told.get("kind", "").casefold())
    if kind is None:
        return None, BAD_KIND
    answers = {one: told.get(one.value, "").casefold() for one in Access}
    if any(answer not in _YES | _NO for answer in answers.values()):
        return None, BAD_ANSWER
    if not all(_mail_fits(told.get(one, "")) for one in ("mail", "contact_mail")):
        return None, BAD_MAIL
    return _made(kind, told, tuple(one for one, answer in answers.items() if answer in _YES)), ""


def _made(kind: EntryKind, told: Mapping[str, str], access: tuple[Access, ...]) -> NewEntry:
    return NewEntry(
        kind=kind,
        facts=EntryFacts(
            name=told["name"],
            about=told.get("about", ""),
            address=told.get("address", ""),
            directions=told.get("directions", ""),
            phone=told.get("phone", ""),
            mail=told.get("mail", ""),
            website=told.get("website", ""),
            access=access,
        ),
        contact=EntryContact(
            name=told.get("contact_name", ""),
            phone=told.get("contact_phone", ""),
            mail=told.get("contact_mail", ""),
        ),
    )


def _mail_fits(mail: str) -> bool:
    if not mail:
        return True
    try:
        validate_email(mail, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True
