"""Lists without headings and plain messages: one a line, in whatever order people write it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from netwerkberaad.cases.contact import comparable_name
from netwerkberaad.cases.contacts_import.channels import CUT, Channels, channels_in, points_elsewhere
from netwerkberaad.cases.contacts_import.finding import (
    EMPTY,
    GREETING,
    LINE_TOO_LONG,
    LOOSE,
    NO_NAME,
    ODD_NAME,
    POINTS_ELSEWHERE,
    SENTENCE,
    TWO_PEOPLE,
    Contacts,
    Doubt,
    Found,
    Skipped,
)
from netwerkberaad.cases.contacts_import.names import Spoken, couple_names, read_spoken
from netwerkberaad.cases.contacts_import.tables import LONGEST_LINE, split_cells
from netwerkberaad.cases.people import PersonKind
from netwerkberaad.cases.relations import begins_with_relation

_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_GREETING = re.compile(
    r"^(?:gr|groet(?:en|jes)?|mvg|m v g|met (?:vriendelijke|hartelijke) groet(?:en)?|liefs|hartelijks?)\b"
)
_SENTENCE = re.compile(
    r"^(?:dit|deze|hier|hierbij|hoi|hallo|beste|dag|geachte|ik|we|wij|alvast|bedankt|dank|verzonden|onderwerp|de lijst)\b"
)
_BRACKETS = re.compile(r"\(([^()]{0,500})\)")
_DASH = re.compile(r"\s[–—-]\s|[\x1e]|:\s")
_NOISE = re.compile(
    r"^(?:(?:telefoon(?:nummer)?|tel|mobiel|mob|mail|e-?mail|nr|of|en|vast|thuis|werk)\b[.:]?\s*)+|"
    r"\b(?:\s*\b(?:telefoon(?:nummer)?|tel|mobiel|mob|mail|e-?mail|nr|of|en))+[.:]?\s*$",
    re.IGNORECASE,
)
_STREET = re.compile(r"[A-Z][\w'’. -]{2,60} \d{1,5} ?[a-zA-Z]?")
_KINDS = {
    "naaste": PersonKind.NAASTE,
    "professional": PersonKind.PROFESSIONAL,
    "organisatie": PersonKind.ORGANISATION,
}
_WORDS_IN_RELATION = 6
_ADDRESS = re.compile(r"<[^<>\s]+@[^<>\s]+>")
_AFTER_ADDRESS = re.compile(r"(?<=>)[ \t]*[;,][ \t]*(?=[^\s;,])")
_QUOTED_NAME = re.compile(r"^\s*([\"'])([^\"<>]{1,160})\1\s*(?=<[^<>\s]+@)")
_LAST_FIRST = re.compile(r"^\s*([^,<>]{1,80}), ([^,<>]{1,80}?)\s*(?=<[^<>\s]+@)")
_ONLY_A_LINK = re.compile(r"\s*(?:https?://|www\.)\S{1,500}\s*", re.IGNORECASE)


def read_lines(text: str) -> Contacts:
    """Everybody in the lines of a text."""
    found: list[Found] = []
    skipped: list[Skipped] = []
    for row, line in enumerate(text.splitlines(), start=1):
        bare = line.strip("\ufeff\t;, \"'")
        if not bare:
            skipped.append(Skipped(row, "", EMPTY))
        elif len(line) > LONGEST_LINE:
            skipped.append(Skipped(row, bare[:200], LINE_TOO_LONG))
        else:
            for part in _recipients(line):
                one = _read(row, part)
                if isinstance(one, Skipped):
                    skipped.append(one)
                else:
                    found += one
    return Contacts(tuple(found), tuple(skipped))


def _recipients(line: str) -> list[str]:
    """The people of a line as a mail program writes to whom a message went; any other line as it is."""
    parts = _AFTER_ADDRESS.split(line)
    if sum(_ADDRESS.search(part) is not None for part in parts) < len(parts):
        parts = [line]
    return [_LAST_FIRST.sub(r"\2 \1 ", _QUOTED_NAME.sub(r"\2 ", part)) for part in parts]


def _read(row: int, line: str) -> list[Found] | Skipped:
    plain = _BULLET.sub("", line)
    separator = next((sign for sign in "\t;," if sign in plain), ",")
    channels = channels_in(plain)
    notes = [note.strip() for note in _BRACKETS.findall(channels.rest)]
    cells = split_cells(_BRACKETS.sub(CUT, channels.rest), separator)
    if separator == ";":
        cells = [*cells[0].split(","), *cells[1:]]
    texts = [_tidy(part) for cell in cells for part in _DASH.split(cell)]
    if _ONLY_A_LINK.fullmatch(plain):
        return Skipped(row, plain.strip()[:200], NO_NAME)
    if CUT not in channels.rest:
        reason = _no_person(plain)
        if reason:
            return Skipped(row, plain.strip()[:200], reason)
    texts = [text for text in texts if any(map(str.isalnum, text))]
    notes = [note for note in map(_tidy, notes) if any(map(str.isalnum, note))]
    if not texts and notes:
        texts, notes = [_tidy(part) for part in notes[0].split(",")], notes[1:]
    if not texts or not any(map(str.isalpha, texts[0])):
        return Skipped(row, plain.strip()[:200], LOOSE if channels.phones else NO_NAME)
    return _people(row, channels, texts, notes)


def _people(row: int, channels: Channels, texts: Sequence[str], notes: Sequence[str]) -> list[Found]:
    spoken = read_spoken(texts[0])
    doubts = [Doubt(POINTS_ELSEWHERE, text) for text in (*texts[1:], *notes) if points_elsewhere(text)]
    if not any(map(str.isalpha, spoken.name.full)):
        doubts.append(Doubt(NO_NAME))
    if spoken.odd:
        doubts.append(Doubt(ODD_NAME, spoken.odd))
    one = Found(
        row,
        spoken.name,
        mails=tuple(channels.mails),
        phones=channels.ordered,
        relation=spoken.relation,
        kind=spoken.kind,
        doubts=(*doubts, *channels.doubts),
    )
    labels = spoken.couple or ()
    told = [text for text in texts[1:] if text not in labels]
    one = _with_notes(_with_cells(one, told), notes)
    return _apart(one, spoken, channels) if spoken.couple else [one]


def _with_cells(one: Found, texts: Sequence[str]) -> Found:
    """What stands after the name, in order: relation, then remarks; kinds and addresses by how they look."""
    remarks: list[str] = []
    for text in texts:
        if text.casefold() in _KINDS:
            one = replace(one, kind=_KINDS[text.casefold()])
        elif _STREET.fullmatch(text) and not one.address:
            one = replace(one, address=text)
        elif not one.relation and not points_elsewhere(text) and len(text.split()) <= _WORDS_IN_RELATION:
            one = replace(one, relation=text)
        else:
            remarks.append(text)
    return replace(one, remark="; ".join(remarks))


def _with_notes(one: Found, notes: Sequence[str]) -> Found:
    """What stood between brackets: a relation when it begins as one, else a remark."""
    for note in notes:
        if begins_with_relation(note):
            both = f"{one.relation} ({note})" if one.relation else note
            one = replace(one, relation=both)
        elif note and note.casefold() not in {"vast", "mobiel", "werk", "thuis"}:
            one = replace(one, remark="; ".join(part for part in (one.remark, note) if part))
    return one


def _apart(one: Found, spoken: Spoken, channels: Channels) -> list[Found]:
    """Two people on a line, apart when each number says whose it is; else one, to be looked at."""
    doubted = replace(one, doubts=(*one.doubts, Doubt(TWO_PEOPLE)))
    owners = [comparable_name(channels.labels.get(phone, "")) for phone in one.phones]
    couple = spoken.couple or ("", "")
    keys = [comparable_name(name) for name in couple]
    if not owners or not set(owners) <= set(keys) or keys[0] == keys[1]:
        return [doubted]
    return [
        replace(
            doubted,
            name=name,
            phones=tuple(phone for phone, owner in zip(one.phones, owners, strict=True) if owner == key),
        )
        for name, key in zip(couple_names(couple, spoken.name), keys, strict=True)
    ]


def _no_person(line: str) -> str:
    """Why a line without number or address is nobody; empty when it may be somebody."""
    words = comparable_name(line)
    if _GREETING.match(words):
        return GREETING
    if line.rstrip().endswith(":") or _SENTENCE.match(words):
        return SENTENCE
    return ""


def _tidy(text: str) -> str:
    return _NOISE.sub("", text.strip('\x1e \t.,;:–-<>"“”„')).strip(' ,;:–-"“”„')
