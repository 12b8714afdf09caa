"""Letters: a message on paper, with a code to type, a QR code and the address where the window of an envelope is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from markupsafe import Markup

from netwerkberaad.foundation.documents.dates import dated
from netwerkberaad.foundation.documents.facts import Facts
from netwerkberaad.foundation.documents.paper import plan_pdf
from netwerkberaad.foundation.documents.qr import Squares, qr_of
from netwerkberaad.foundation.documents.render import TEMPLATES, Rendered, render_sheet
from netwerkberaad.foundation.documents.texts import DUTCH

MOST_LINES = 7
"""Lines that fit in the window."""
_OWN_FILES = Path(__file__).resolve().parents[2] / "web" / "static"
_GROUP = 5
_LANGUAGE = re.compile(r'<article class="letter[^>]* lang="([a-z]+)"')
_CODE = re.compile(r'class="letter-code-word" dir="ltr">([0-9A-Z ]+)<')


@dataclass(frozen=True, slots=True)
class Post:
    """What a letter has that a mail has not. ``url`` is behind the QR code; ``large``: in large print; ``card``: with a card
    to send back.
    """

    address: tuple[str, ...]
    made: datetime
    code: str
    code_url: str
    url: str
    large: bool = False
    card: bool = False


@dataclass(frozen=True, slots=True)
class _Shown:
    address: tuple[str, ...]
    date: str
    code: str
    code_url: str
    squares: Squares
    large: bool
    card: bool


def address_lines(name: str, address: str) -> tuple[str, ...]:
    """Name and address as they stand in the window, at most seven lines."""
    lines = [" ".join(line.split()) for line in (name, *address.splitlines())]
    return tuple(line for line in lines if line)[:MOST_LINES]


def render_letter(facts: Facts, post: Post, *, locale: str) -> Rendered:
    """The letter in the language of the reader: its ``html`` is one sheet for ``letter_pdf``."""
    shown = _Shown(
        address=post.address,
        date=dated(post.made, locale),
        code=grouped(post.code),
        code_url=post.code_url,
        squares=qr_of(post.url),
        large=post.large,
        card=post.card,
    )
    return render_sheet(facts, shown, locale=locale)


def letter_pdf(sheets: Sequence[str]) -> bytes:
    """Letters one after another as one PDF, each on a page of its own. The file is in their language, when that is one."""
    style = (TEMPLATES / "frames" / "letter.css").read_text(encoding="utf-8")
    page = Markup(
        '<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>Post</title>'
        '<link rel="stylesheet" href="/static/css/fonts.css"><style>{style}</style></head><body>{sheets}</body></html>'
    )
    spoken = {found[1] for sheet in sheets if (found := _LANGUAGE.search(sheet))}
    language = spoken.pop() if len(spoken) == 1 else DUTCH
    return plan_pdf(
        page.format(language=language, style=Markup(style), sheets=Markup("").join(map(Markup, sheets))),
        _OWN_FILES,
    )


def code_on(sheet: str) -> str:
    """The code that stands on a sheet, to make the sheet again; empty when there is none."""
    found = _CODE.search(sheet)
    return found[1].replace(" ", "") if found else ""


def grouped(code: str) -> str:
    """A code in groups of five, as people copy it."""
    return " ".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))
