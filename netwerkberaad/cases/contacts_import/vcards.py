"""vCard 2.1, 3.0 and 4.0 as telephones and mail programs write them. A line that makes no sense spoils no card.

RFC 2426, RFC 6350 and the vCard 2.1 specification of versit; pictures, sounds, keys and birthdays are not read at all.
"""

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from netwerkberaad.cases.contact import comparable_name
from netwerkberaad.cases.contacts_import.channels import Channels, read_mails, read_phones
from netwerkberaad.cases.contacts_import.finding import (
    BAD_LINE,
    GROUP,
    NO_NAME,
    NOTHING,
    Contacts,
    Doubt,
    Found,
    Skipped,
)
from netwerkberaad.cases.contacts_import.names import clean_text, read_name, tidy_name
from netwerkberaad.cases.people import PersonKind, PersonName
from netwerkberaad.cases.relations import begins_with_relation

LONGEST_LINE = 8_000
_UNREAD = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_WANTED = frozenset("N FN NICKNAME TEL EMAIL ADR ORG TITLE ROLE NOTE KIND X-ABSHOWAS".split())
_PROPERTY = re.compile(
    r"^(?:[\w-]{1,40}\.)?(?P<name>[A-Za-z][\w-]{0,60})(?P<params>(?:;(?:[^:;\"]|\"[^\"]*\")*){0,20}):(?P<value>.*)$",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\([nN\\;,:])")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")


@dataclass
class Card:
    """The properties of one card that are read, each a list of (parameters, raw value)."""

    row: int
    values: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    def texts(self, name: str) -> list[str]:
        """All values of a property, in plain text."""
        return [_text(value, params) for params, value in self.values.get(name, [])]

    def parts(self, name: str) -> list[str]:
        """The parts of the first value of a property that is made of parts."""
        for params, value in self.values.get(name, []):
            return [_text(part, params).strip() for part in re.split(r"(?<!\\);", value)]
        return []

    def text(self, name: str) -> str:
        """The first value of a property, or nothing."""
        return next((text.strip() for text in self.texts(name) if text.strip()), "")


def has_cards(text: str) -> bool:
    """Whether a text holds cards."""
    return re.search(r"(?im)^[ \t]{0,20}BEGIN:VCARD[ \t]{0,20}\r?$", text) is not None


def read_cards(text: str) -> Contacts:
    """Everybody on the cards; a card that was never ended counts as one."""
    found: list[Found] = []
    skipped: list[Skipped] = []
    for card in sorted(_cards(_unfolded(text.splitlines())), key=lambda one: one.row):
        one = _person(card)
        if card.text("KIND").casefold() == "group":
            skipped.append(Skipped(card.row, card.text("FN"), GROUP))
        elif one.named or one.mails or one.phones or one.remark:
            found.append(one)
        else:
            skipped.append(Skipped(card.row, "; ".join(doubt.text for doubt in one.doubts), NOTHING))
    return Contacts(tuple(found), tuple(skipped))


def _unfolded(lines: Iterable[str]) -> Iterator[str]:
    """Lines put together again: folded with a blank, or with a soft line end of quoted-printable."""
    whole: list[str] = []
    for line in lines:
        folded = line[:1] in {" ", "\t"} and whole
        if whole and whole[-1].endswith("=") and _is_soft(whole[0]):
            whole[-1] = whole[-1][:-1]
            whole.append(line.lstrip(" \t") if folded else line)
        elif folded:
            whole.append(line[1:])
        else:
            if whole:
                yield "".join(whole)
            whole = [line]
    if whole:
        yield "".join(whole)


def _is_soft(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line.partition(":")[0].upper()


def _cards(lines: Iterable[str]) -> Iterator[Card]:
    """Cards as they end. A card inside another (AGENT) is a card of its own."""
    open_cards: list[Card] = []
    rows, agent = 0, False
    for line in lines:
        word = line.strip().upper()
        if word == "BEGIN:VCARD":
            if open_cards and not agent:
                yield open_cards.pop()
            rows += 1
            open_cards.append(Card(rows))
        elif word == "END:VCARD":
            if open_cards:
                yield open_cards.pop()
        elif open_cards:
            _take(open_cards[-1], line)
        agent = word.startswith("AGENT")
    yield from open_cards


def _take(card: Card, line: str) -> None:
    match = _PROPERTY.match(line[:LONGEST_LINE])
    name = match["name"].upper() if match else ""
    if match and name in _WANTED:
        if len(line) <= LONGEST_LINE:
            card.values.setdefault(name, []).append((match["params"].upper(), match["value"]))
        else:
            card.doubts.append(Doubt(BAD_LINE, line[:80]))
    elif not match and line.strip() and not _BASE64.fullmatch(line[:LONGEST_LINE]):
        card.doubts.append(Doubt(BAD_LINE, line.strip()[:80]))


def _text(value: str, params: str) -> str:
    """A value in plain letters. Quoted-printable that is broken is read as far as it goes."""
    if "QUOTED-PRINTABLE" in params:
        data = quopri.decodestring(value.encode("utf-8", errors="replace"))
        try:
            value = data.decode("utf-8")
        except UnicodeDecodeError:
            value = data.decode("cp1252", errors="ignore")
    plain = _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
    return plain.replace("\r\n", "\n").replace("\x00", "")


def _person(card: Card) -> Found:
    channels = Channels()
    for params, value in card.values.get("TEL", []):
        if "FAX" not in params and "PAGER" not in params:
            read_phones(_text(value, params), channels)
    for address in card.texts("EMAIL"):
        read_mails(address, channels)
    company = clean_text(" ".join(part for part in card.parts("ORG") if part))
    name, about = _name(card, company)
    is_company = name.last == company and not name.first and bool(company)
    doubts = [*card.doubts, *channels.doubts]
    if not name.full:
        doubts.append(Doubt(NO_NAME))
    return Found(
        card.row,
        name,
        mails=tuple(channels.mails),
        phones=channels.ordered,
        relation=about or ("" if is_company else _function(card, company)),
        kind=PersonKind.ORGANISATION if is_company else None,
        address=_address(card.parts("ADR")),
        remark=card.text("NOTE").strip(),
        doubts=tuple(doubts),
    )


def _name(card: Card, company: str) -> tuple[PersonName, str]:
    """The name, and what its words tell of the relation. The name in parts wins over the name in one piece."""
    last, first, infix, *titles = [*card.parts("N"), "", "", ""]
    whole, called = clean_text(card.text("FN")), clean_text(card.text("NICKNAME"))
    about = called.casefold() if begins_with_relation(called) else ""
    if not (first or last) or card.text("X-ABSHOWAS").upper() == "COMPANY":
        organisation = card.text("X-ABSHOWAS").upper() == "COMPANY" or card.text("KIND").casefold() == "org"
        if company and (not whole or organisation or comparable_name(whole) == comparable_name(company)):
            return PersonName(last=company), ""
        return read_name(whole), about
    name = tidy_name(first, infix, last, called)
    start = f"{name.first} {name.surname}".strip()
    title = next((text for text in titles if begins_with_relation(text)), "")
    if title:
        about = about or clean_text(title)
    elif whole.startswith(start) and whole != start:
        about = about or whole[len(start) :].strip(" –-,;:(")
    if not name.surname:
        about = about or next((word for word in name.first.split()[1:] if begins_with_relation(word)), "")
    return name, about


def _function(card: Card, company: str) -> str:
    function = clean_text(card.text("TITLE") or card.text("ROLE"))
    return ", ".join(part for part in (function, company) if part)


def _address(parts: list[str]) -> str:
    _box, _extra, street, place, _region, code, _land = [*parts, *[""] * 7][:7]
    return clean_text(", ".join(part for part in (street, f"{code} {place}".strip()) if part))
