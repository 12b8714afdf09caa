"""Reads contacts out of any text: cards, a list with headings, or lines. Never raises, and never loses a line unsaid."""

from netwerkberaad.cases.contacts_import.finding import (
    MOST_PEOPLE,
    TOO_MANY,
    Contacts,
    Skipped,
    bounded,
)
from netwerkberaad.cases.contacts_import.lines import read_lines
from netwerkberaad.cases.contacts_import.merging import with_doubles
from netwerkberaad.cases.contacts_import.tables import read_table, table_in
from netwerkberaad.cases.contacts_import.vcards import has_cards, read_cards

MOST_LINES = 20_000
"""Lines looked at; a card with a picture has a thousand."""
MOST_ROWS = 2_000
"""Records or lines looked at in a list without cards."""


def read_contacts(text: str) -> Contacts:
    """Everybody in a text, with what is in doubt, and every row that is nobody with its reason."""
    text = text.removeprefix("\ufeff").replace("\x00", "")
    if has_cards(text):
        return _limited(read_cards(_cut(text, MOST_LINES)[0]), "")
    text, beyond = _cut(text, MOST_ROWS)
    table = table_in(text)
    return _limited(read_table(table) if table else read_lines(text), beyond)


def _cut(text: str, most: int) -> tuple[str, str]:
    """The first lines, and the one with which the rest begins."""
    lines = text.splitlines()
    return "\n".join(lines[:most]), next(iter(lines[most:]), "")


def _limited(contacts: Contacts, beyond: str) -> Contacts:
    """No more people than a page can show; where the rest begins is said once."""
    found = contacts.found[:MOST_PEOPLE]
    left = contacts.found[MOST_PEOPLE:]
    skipped = list(contacts.skipped)
    if left:
        last = left[0].row
        skipped = [one for one in skipped if one.row < last]
        skipped.append(Skipped(last, left[0].name.full[:80], TOO_MANY))
    elif beyond:
        skipped.append(Skipped(MOST_ROWS + 1, beyond[:80], TOO_MANY))
    return Contacts(with_doubles(bounded(one) for one in found), tuple(skipped))
