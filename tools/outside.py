"""Which texts people outside the organisation read: at the door, on public pages, in messages and on paper.

These have to be there in every language. The rest is read at the desk, which speaks the languages of ``DESK``.
"""

import re
from fnmatch import fnmatch

from babel.messages.catalog import Catalog, Message

from netwerkberaad.web.language import AT_THE_DESK, DEFAULT

DESK = tuple(code for code in AT_THE_DESK if code != DEFAULT)
"""The languages, beside Dutch, that the desk speaks: every text of the program has to be there in them."""

_WEB = (
    "door/*",
    "guard.py",
    "kit/fields.py",
    "kit/forms.py",
    "kit/copy_words.py",
    "kit/names.py",
    "kit/need_names.py",
    "kit/places.py",
    "kit/plan_words.py",
    "kit/poll_forms.py",
    "kit/record_words.py",
    "kit/sight_forms.py",
    "kit/term_words.py",
    "public/asking*.py",
    "public/family.py",
    "public/home.py",
    "public/statements.py",
    "templating.py",
    "desk/planning/plan_print.py",
)
_TEMPLATES = (
    "components/beraad.html",
    "components/buttons.html",
    "components/door.html",
    "components/forms.html",
    "components/held.html",
    "components/messages.html",
    "components/page.html",
    "components/paper.html",
    "desk/invites/letter.html",
    "desk/plan/card.html",
    "desk/plan/print.html",
    "door/*",
    "errors/*",
    "layouts/base.html",
    "layouts/door.html",
    "layouts/error.html",
    "layouts/paper.html",
    "layouts/public.html",
    "public/accessibility.html",
    "public/family.html",
    "public/home.html",
    "public/privacy.html",
    "public/request_*.html",
)
PLACES = (
    "beraden/device.py",
    "beraden/bringing_errors.py",
    "cases/doors.py",
    "cases/errors.py",
    "flows/dates.py",
    "flows/pins.py",
    "flows/proving.py",
    "flows/voice.py",
    "foundation/core/errors.py",
    "foundation/documents/*",
    "invites/errors.py",
    "plans/errors.py",
    *(f"web/{place}" for place in _WEB),
    *(f"web/templates/{place}" for place in _TEMPLATES),
)
"""Files under ``netwerkberaad/`` whose texts are read outside."""

_DUTCH = re.compile(r"\b(?:het|een|niet|wij|uw|voor|naar|wordt|geen|zijn|deze)\b", re.IGNORECASE)
_FOREIGN = re.compile(
    r"\u2066[^\u2069]*\u2069|%\(\w+\)[sd]|Netwerkberaad|netwerkberaad|pdf|QR|SMS|cookie", re.ASCII
)
_KEPT = {
    "en": re.compile(
        r"\b(?:aanmelder|begin|beraad|check-in|code|gespreksleider|hoofdpersoon|ik|in|jeugdwet|man|meldcode|open|partners"
        r"|passkeys|plan|privacy officer|professionals?|school|voicemail|website|weeks?|wmo)\b",
        re.IGNORECASE,
    )
}
"""Words that a language shares with Dutch, or keeps because practice owns them."""
_LETTERS = {"ar": re.compile(r"[\u0620-\u064a]"), "uk": re.compile(r"[\u0400-\u04ff]")}
SAME = frozenset(
    {
        "Netwerkberaad",
        "Netwerkberaad %(region)s",
        "%(time)s",
        "Plan",
        "Privacy",
        "Adres",
        "Stop",
        "privacy officer",
    }
)
"""Texts that may be the same as the Dutch: names, and words that languages share."""


def read_outside(message: Message) -> bool:
    """Whether a text stands in a file that is read outside. A text without a place is taken to be."""
    places = [place for place, _line in message.locations]
    return not places or any(
        fnmatch(place, f"netwerkberaad/{pattern}") for place in places for pattern in PLACES
    )


def wanted(source: Catalog, language: str) -> Catalog:
    """The texts that a language must have: all of them for the desk, else those that are read outside."""
    if language in DESK:
        return source
    kept = Catalog(project=source.project, charset="utf-8", header_comment=source.header_comment, fuzzy=False)
    for message in source:
        if message.id and read_outside(message):
            kept.add(
                message.id,
                None,
                message.locations,
                flags=message.flags,
                auto_comments=message.auto_comments,
                context=message.context,
            )
    return kept


def looks_dutch(language: str, dutch: str, text: str) -> bool:
    """Whether a translation is the Dutch itself, has Dutch words left in it, or lacks the letters of its language."""
    if text in SAME:
        return False
    plain = _FOREIGN.sub(" ", text)
    if kept := _KEPT.get(language):
        plain = kept.sub(" ", plain)
    letters = _LETTERS.get(language)
    if letters and re.search(r"[^\W\d_]", plain) and not letters.search(plain):
        return True
    return (text == dutch and bool(re.search(r"[^\W\d_]", plain))) or bool(_DUTCH.search(plain))
