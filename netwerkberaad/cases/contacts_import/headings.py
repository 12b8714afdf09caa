"""What the columns of a list are called by Outlook, Google, telephones and people with a spreadsheet."""

import re
from collections.abc import Sequence

from netwerkberaad.cases.contact import comparable_name

_IGNORED = re.compile(
    r"fax|label|type|weergegeven|display|phonetic|fonetisch|assist|pager|telex|photo|file as"
)
_HEADINGS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(rf"(?:{words})"))
    for field, words in (
        ("first", r"voornaam|voornamen|first name|given name|roepnaam en voornaam"),
        ("infix", r"tussenvoegsels?|tussenv|middelste naam|middle name|additional name|tv"),
        ("last", r"achternaam|last name|family name|surname"),
        ("called", r"roepnaam|nickname|bijnaam"),
        ("name", r"naam|wie|name|volledige naam|full name|naam en achternaam|voor en achternaam|contact(?:persoon)?"),
        ("relation", r"relatie|relation|relationship|rol|wat is die van u|wie is dit|band"),
        ("company", r"bedrijf|bedrijfsnaam|company|organisatie|organi[sz]ation(?: 1)? name|organi[sz]ation"),
        ("function", r"functie|beroep|job title|organi[sz]ation(?: 1)? title"),
        ("mail", r"e? ?mail(?:adres(?:sen)?)?(?: address)?(?: ?\d)?(?: (?:value|waarde|address|adres|thuis|werk))?"),
        (
            "phone",
            (
                r"(?:\w+ )?(?:telefoon|phone)(?:nummer|nr|number)?(?: (?:op werk|thuis|werk|prive|mobiel|vast))?(?: \d)?(?: value| waarde)?|"
                r"tel(?: ?nr| nummer| mobiel| vast)?|mobiel(?: nummer)?(?: vast)?|mobile(?: number)?|gsm|06(?: nummer)?|vast(?: nummer)?|vaste lijn"
            ),
        ),
        ("address", r"adres|address|adres thuis|woonadres|address 1 (?:formatted|format)"),
        ("remark", r"opmerking(?:en)?|notities|notitie|notes?|toelichting|let op(?: bij contact)?"),
        ("kind", r"soort"),
    )
)  # fmt: skip
_NAMES = frozenset({"name", "first", "last"})


def columns_of(cells: Sequence[str]) -> tuple[str, ...]:
    """What each column holds when this row names columns; empty when it does not."""
    if any("@" in cell for cell in cells) or sum(bool(cell.strip()) for cell in cells) > 200:
        return ()
    fields = tuple(_field(cell) for cell in cells)
    known = [field for field in fields if field]
    if not _NAMES & set(known) or (len(known) < 2 and sum(bool(cell.strip()) for cell in cells) > 1):
        return ()
    return fields


def _field(heading: str) -> str:
    words = comparable_name(heading[:60])
    if not words or _IGNORED.search(words):
        return ""
    return next((field for field, pattern in _HEADINGS if pattern.fullmatch(words)), "")
