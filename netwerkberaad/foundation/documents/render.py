"""Messages in words: one template per kind, put out twice, as plain text and as HTML, so that both say the same.

The template of a kind holds words and order, no markup. It extends the frame it is given (text or mail) and says what
it has to say through the parts that belong to it: a paragraph, a heading, a link, a fact, a code.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from netwerkberaad.foundation.documents import dates
from netwerkberaad.foundation.documents.facts import Facts, Invite
from netwerkberaad.foundation.documents.phones import left_to_right, spoken_phone
from netwerkberaad.foundation.documents.texts import DUTCH, gettext_for, listed, spoken_here, team_name

TEMPLATES = Path(__file__).with_name("templates")
_UNBROKEN = "\N{NO-BREAK SPACE}"
_FRAMES = {
    "text": ("text.txt", "text_parts.txt"),
    "html": ("mail.html", "mail_parts.html"),
    "letter": ("letter.html", "letter_parts.html"),
    "call": ("call.txt", "call_parts.txt"),
}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
MOST_PARTS = 4
_PLAIN_SIGNS, _OTHER_SIGNS = 153, 67
_PLAIN = frozenset("@£$¥èéùìòÇØøÅåÆæßÉÄÖÑÜäöñüà€")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message in words. ``sender`` is the name people see as the writer."""

    subject: str
    text: str
    html: str
    sender: str


def render_message(facts: Facts, *, locale: str = DUTCH) -> Rendered:
    """The words of a message in the language of the reader; in Dutch when we do not write that language."""
    locale = spoken_here(locale)
    known = _known(facts, locale)
    subject = _one_line(_part("text", locale, facts.kind, "subject", known))
    text = _lines(_environment("text", locale).get_template(_path(facts.kind)).render(known))
    html = _environment("html", locale).get_template(_path(facts.kind)).render(known, subject=subject)
    return Rendered(subject=subject, text=text, html=html, sender=_one_line(team_name(facts.region)))


def render_text(facts: Facts, *, locale: str = DUTCH) -> Rendered:
    """The words of a text message: who writes, that there is a message, and how to open it. No subject, no markup."""
    locale = spoken_here(locale)
    template = _environment("text", locale).select_template([f"texts/{facts.kind}.txt", "texts/news.txt"])
    said = _one_line(template.render(_known(facts, locale)))
    if isinstance(facts, Invite):
        said = _with_own(said, " ".join(facts.own.sms.lines))
    return Rendered(subject="", text=said, html="", sender=_one_line(team_name(facts.region)))


def _with_own(said: str, own: str) -> str:
    """With the sentence of the organisation behind it, where the whole does not get too long for it."""
    whole = f"{said} {own}".strip()
    return whole if sms_parts(whole) <= MOST_PARTS else said


def sms_parts(text: str) -> int:
    """How many text messages a text takes: 153 signs of the Latin alphabet fit in one of several, of any other 67."""
    plain = all(sign in _PLAIN or (sign.isascii() and sign.isprintable()) for sign in text)
    return math.ceil(len(text) / (_PLAIN_SIGNS if plain else _OTHER_SIGNS))


def shown_with(html: str, style_url: str) -> str:
    """The HTML of a mail with its style from an address, for a page that may hold no style itself."""
    link = Markup('<link rel="stylesheet" href="{url}">').format(url=style_url)
    return html.replace(_style(), link)


def render_call(facts: Facts, *, locale: str = DUTCH) -> Rendered:
    """The same message as words to read aloud on the phone: no link, no number to call, a sentence or two a line."""
    locale = spoken_here(locale)
    words = render_message(facts, locale=locale)
    said = _environment("call", locale).get_template(_path(facts.kind)).render(_known(facts, locale))
    return replace(words, text=_lines(said), html="")


def render_sheet(facts: Facts, post: object, *, locale: str) -> Rendered:
    """The same message as a sheet of paper; ``post`` is what a letter has beside it."""
    locale = spoken_here(locale)
    known = _known(facts, locale)
    words = render_message(facts, locale=locale)
    environment = _build("letter", locale)
    environment.globals["post"] = post
    html = environment.get_template(_path(facts.kind)).render(known, subject=words.subject)
    return replace(words, html=html)


def _known(facts: Facts, locale: str) -> dict[str, object]:
    """The facts as people read them: the team by its name, and a number to call without the code of the country."""
    known = {field.name: getattr(facts, field.name) for field in fields(facts)}
    phone = spoken_phone(facts.phone).replace(_UNBROKEN, " ")
    if locale in RIGHT_TO_LEFT:
        phone = left_to_right(phone)
    known |= {"region": team_name(facts.region), "phone": phone}
    if known.get("facilitator") == facts.region:
        known["facilitator"] = known["region"]
    return known


def _path(kind: str) -> str:
    return f"messages/{kind}.txt"


def _part(form: str, locale: str, kind: str, block: str, known: dict[str, object]) -> str:
    template = _environment(form, locale).get_template(_path(kind))
    return "".join(template.blocks[block](template.new_context(known)))


@lru_cache(maxsize=32)
def _environment(form: str, locale: str) -> Environment:
    return _build(form, locale)


def _build(form: str, locale: str) -> Environment:
    html = form in {"html", "letter"}
    frame, parts = _FRAMES[form]
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(enabled_extensions=("txt", "html") if html else ()),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        _=_gettext(locale),
        form=form,
        frame=f"frames/{frame}",
        parts=f"frames/{parts}",
        locale=locale,
        direction=_direction(locale),
        direction_of=_direction,
        style=_style(),
        names=lambda names: listed(names, locale),
        day=lambda moment: dates.spoken_date(moment, locale),
        moment=lambda moment: dates.spoken_moment(moment, locale),
        length=lambda minutes: dates.spoken_length(minutes, locale),
    )
    return environment


def _direction(locale: str) -> str:
    return "rtl" if locale in RIGHT_TO_LEFT else "ltr"


def _gettext(locale: str) -> Callable[..., str]:
    texts = gettext_for(locale)

    def say(message: str, **values: object) -> str:
        # Plain text, escaped as a whole where it is put out: a translation cannot bring markup either.
        return texts.gettext(message) % values

    return say


def _style() -> str:
    return f"<style>{mail_style()}</style>"


def mail_style() -> str:
    """The style of every mail."""
    return (TEMPLATES / "frames" / "mail.css").read_text(encoding="utf-8")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> str:
    """Text without stray blanks: at most one empty line between paragraphs, one line break at the end."""
    kept: list[str] = []
    for line in text.splitlines():
        stripped = line.strip()
        if stripped or (kept and kept[-1]):
            kept.append(stripped)
    return "\n".join(kept).strip() + "\n"
