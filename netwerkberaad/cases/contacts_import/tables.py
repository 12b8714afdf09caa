"""Lists with headings: CSV of Outlook and Google, cells copied from a spreadsheet. One broken row spoils no other."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from netwerkberaad.cases.contact import comparable_name
from netwerkberaad.cases.contacts_import.channels import Channels, read_mails, read_phones
from netwerkberaad.cases.contacts_import.finding import (
    EMPTY,
    LINE_TOO_LONG,
    LOST_LETTERS,
    NAME_IS_MAIL,
    NO_NAME,
    NOTHING,
    TITLE,
    TOTAL,
    TWO_PEOPLE,
    Contacts,
    Doubt,
    Found,
    Skipped,
)
from netwerkberaad.cases.contacts_import.headings import columns_of
from netwerkberaad.cases.contacts_import.names import clean_text, read_name, tidy_name
from netwerkberaad.cases.people import PersonKind, PersonName
from netwerkberaad.cases.relations import begins_with_relation

LONGEST_LINE = 20_000
_SEPARATORS = ("\t", ";", ",")
_LINES_IN_CELL = 20
_ROWS_ABOVE = 10
_CONTACT = re.compile(r"@|\d[\d \-]{6,}")
_TOTAL = re.compile(r"(?:totaal|aantal|total)\b.*", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_TWO = re.compile(r"\w\s*(?:\+|&|\ben\b)\s*\w", re.IGNORECASE)
_LOST = re.compile(r"\w\?+\w|\?{2,}")
_KINDS = {
    "naaste": PersonKind.NAASTE,
    "professional": PersonKind.PROFESSIONAL,
    "organisatie": PersonKind.ORGANISATION,
}
Cells = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """The records of a list, and which of them names the columns (counted from 0)."""

    records: tuple[str, ...]
    separator: str
    header: int
    columns: tuple[str, ...]


def table_in(text: str) -> Table | None:
    """The list in a text, when one of its first rows names columns: the one that names most, the first of equals."""
    lines = text.splitlines()
    best: tuple[int, str, tuple[str, ...]] = (0, "", ())
    for number, record in enumerate(lines[:_ROWS_ABOVE]):
        for separator in _SEPARATORS:
            columns = columns_of(split_cells(record, separator)) if separator in record else ()
            if _named(columns) > _named(best[2]):
                best = (number, separator, columns)
    number, separator, columns = best
    if columns:
        records = (*lines[: number + 1], *_records(lines[number + 1 :], separator, len(columns)))
        return Table(records, separator, number, columns)
    first = next((number for number, line in enumerate(lines[:_ROWS_ABOVE]) if line.strip()), None)
    if first is not None and columns_of([lines[first]]):
        return Table(tuple(lines), "\t", first, columns_of([lines[first]]))
    return None


def _named(columns: Sequence[str]) -> int:
    return sum(bool(column) for column in columns)


def read_table(table: Table) -> Contacts:
    """Everybody in a list, row by row."""
    found: list[Found] = []
    skipped: list[Skipped] = []
    for row, record in enumerate(table.records, start=1):
        blank = not record.strip("\t;, \"'\r\n")
        if blank or row == table.header + 1:
            if blank:
                skipped.append(Skipped(row, "", EMPTY))
        elif row <= table.header:
            skipped.append(Skipped(row, _shown(record), TITLE))
        elif len(record) > LONGEST_LINE:
            skipped.append(Skipped(row, _shown(record), LINE_TOO_LONG))
        elif _TOTAL.fullmatch(record.strip('\t;, "')) and len(record.strip("\t;, ")) < 40:
            skipped.append(Skipped(row, _shown(record), TOTAL))
        else:
            one = _person(row, _by_column(split_cells(record, table.separator), table.columns))
            if one.named or one.mails or one.phones or one.relation or one.remark or _doubted(one):
                found.append(one)
            else:
                skipped.append(Skipped(row, _shown(record), NOTHING))
    return Contacts(tuple(found), tuple(skipped))


def split_cells(record: str, separator: str) -> list[str]:
    """The cells of a record; a quote that is never closed is a sign like any other."""
    whole = record if record.count('"') % 2 == 0 else record.replace('"', "")
    try:
        cells = next(csv.reader([whole], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:
        cells = whole.replace('"', "").split(separator)
    return [cell.strip() for cell in cells]


def _records(lines: Sequence[str], separator: str, width: int) -> Iterator[str]:
    """Lines, and lines of one record put together when a quoted cell runs on; an open quote never swallows a row."""
    number = 0
    while number < len(lines):
        taken = _lines_of_record(lines[number : number + _LINES_IN_CELL], separator, width)
        yield "\n".join(lines[number : number + taken])
        number += taken


def _lines_of_record(lines: Sequence[str], separator: str, width: int) -> int:
    inside = _open_after(lines[0], separator, inside=False)
    for taken, line in enumerate(lines[1:], start=2):
        if not inside:
            return taken - 1
        within = line.partition('"')[0]
        between = within.count(separator)
        if between >= width - 1 or (between >= min(3, width - 1) and _CONTACT.search(within)):
            return 1
        inside = _open_after(line, separator, inside=True)
    return 1 if inside else len(lines)


def _open_after(line: str, separator: str, *, inside: bool) -> bool:
    """Whether a quoted cell is open at the end of a line. A quote opens a cell only where the cell begins."""
    before = separator
    for sign in line[:LONGEST_LINE]:
        if sign == '"' and (inside or before == separator):
            inside = not inside
        before = sign if sign != " " else before
    return inside


def _by_column(cells: Sequence[str], columns: Sequence[str]) -> Cells:
    held: Cells = {}
    for column, cell in zip(columns, cells, strict=False):
        if column and cell:
            held.setdefault(column, []).append(cell)
    return held


def _person(row: int, cells: Cells) -> Found:
    channels = Channels()
    for cell in cells.get("phone", []):
        read_phones(cell.replace(" ::: ", "\n"), channels)
    for cell in cells.get("mail", []):
        read_mails(cell.replace(" ::: ", "\n"), channels)
    name, about, doubts = _name(cells, channels)
    company, function = _one(cells, "company"), _one(cells, "function")
    kind = _KINDS.get(_one(cells, "kind").casefold())
    if not name.full and company:
        name, kind, company = PersonName(last=company), PersonKind.ORGANISATION, ""
    if not any(map(str.isalpha, name.full)) and not any(doubt.reason == NAME_IS_MAIL for doubt in doubts):
        doubts.append(Doubt(NO_NAME))
    relation = _one(cells, "relation") or about or ", ".join(part for part in (function, company) if part)
    remark = "\n".join(cell.strip() for cell in cells.get("remark", []))
    if not relation and begins_with_relation(remark) and len(remark.split()) == 1:
        relation, remark = remark, ""
    return Found(
        row,
        name,
        mails=tuple(channels.mails),
        phones=channels.ordered,
        relation=relation,
        kind=kind,
        address=", ".join(clean_text(line) for line in _raw(cells, "address").splitlines()),
        remark=remark.lstrip("=@+"),
        doubts=(*doubts, *channels.doubts),
    )


def _doubted(one: Found) -> bool:
    return any(doubt.reason != NO_NAME for doubt in one.doubts)


def _name(cells: Cells, channels: Channels) -> tuple[PersonName, str, list[Doubt]]:
    """The name, what its words tell of the relation, and what to look at."""
    first, last = _raw(cells, "first"), _raw(cells, "last")
    whole = first if first and not last and not _one(cells, "infix") else ""
    whole = whole or ("" if first or last else _raw(cells, "name"))
    about = "; ".join(_BRACKETS.findall(whole))
    whole = _BRACKETS.sub("", whole).strip()
    doubts: list[Doubt] = []
    if "@" in whole:
        read_mails(whole, channels)
        return PersonName(), "", [Doubt(NAME_IS_MAIL)]
    if whole:
        name = read_name(whole)
        if name.full.islower():
            name = tidy_name(name.first, name.infix, name.last)
        nickname = _one(cells, "called")
        name = PersonName(name.first, name.infix, name.last, nickname or name.called)
    else:
        name = tidy_name(first, _one(cells, "infix"), last, _one(cells, "called"))
    if _LOST.search(name.full):
        doubts.append(Doubt(LOST_LETTERS))
    if _TWO.search(name.first):
        doubts.append(Doubt(TWO_PEOPLE))
    if not about and begins_with_relation(name.first) and not name.surname:
        about = comparable_name(name.first)
    return name, about, doubts


def _raw(cells: Cells, column: str) -> str:
    return next(iter(cells.get(column, [])), "")


def _one(cells: Cells, column: str) -> str:
    return clean_text(_raw(cells, column))


def _shown(record: str) -> str:
    return " ".join(record.replace("\t", " ").split())[:200]
