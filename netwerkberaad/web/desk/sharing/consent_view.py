"""Consents as pages show them: what is worth what, and everybody who stands in the way by name."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date

from babel.dates import format_date
from flask_babel import gettext as _

from netwerkberaad.cases import Person
from netwerkberaad.cases.consents import ConsentView, ConsentWord, Key, PassedOver, Standing, speaker
from netwerkberaad.foundation.documents import listed
from netwerkberaad.web.desk.sharing.consent_forms import SAID_NAMES
from netwerkberaad.web.kit.lazy import lazy_gettext
from netwerkberaad.web.kit.names import HOW_NAMES
from netwerkberaad.web.templating import language

Card = dict[str, object]
People = Mapping[uuid.UUID, Person]
STANDING_NAMES = {
    Standing.GIVEN: lazy_gettext("Gegeven"),
    Standing.MISSING: lazy_gettext("Nog niet gegeven"),
    Standing.REFUSED: lazy_gettext("Niet gegeven"),
    Standing.BLOCKED: lazy_gettext("Niemand kan dit geven"),
}


def consent_card(view: ConsentView, people: People, *, today: date) -> Card:
    """What is asked, where it stands, why not, and what everybody said, newest first."""
    consent, content = view.consent, view.consent.content
    return {
        "id": consent.id,
        "item": content.item,
        "text": content.text,
        "about": _(
            "%(subject)s, voor %(recipient)s",
            subject=people[consent.subject_id].name.short,
            recipient=recipient_name(view, people),
        ),
        "state": str(STANDING_NAMES[view.state.standing]),
        "kind": "done" if view.state.holds else "attention",
        "why": list(_why(view, people, today=today)),
        "told": any(
            word.staff_id is None and (consent.seen_at is None or word.at > consent.seen_at)
            for word in view.words
        ),
        "words": [_entry(word, people) for word in reversed(view.words)],
    }


def recipient_name(view: ConsentView, people: People) -> str:
    """For whom it is."""
    consent = view.consent
    known = people.get(consent.recipient_id) if consent.recipient_id else None
    return known.name.full if known else consent.content.recipient


def speaker_name(key: Key, people: People) -> str:
    """Who speaks, in the case or outside it."""
    return key if isinstance(key, str) else people[key].name.short


def standing_in_the_way(view: ConsentView, people: People) -> str:
    """Why it may not be done, in one line; empty when it may."""
    return "" if view.state.holds else " ".join(_why(view, people, today=None))


def _why(view: ConsentView, people: People, *, today: date | None) -> Iterable[str]:
    state = view.state
    for keys, sentence in (
        (state.refused, _("%(names)s zei nee.")),
        (state.withdrawn, _("%(names)s trok het ja in.")),
        (state.missing, _("Nog niet gezegd door %(names)s.")),
    ):
        if keys:
            yield sentence % {"names": _names(keys, people)}
    if state.no_gezag:
        yield _("Het gezag is nog niet vastgelegd.")
    for key, why in state.passed_over:
        name = speaker_name(key, people)
        if why is PassedOver.DANGER:
            yield _("%(name)s is niet gevraagd: gevaar.", name=name)
        else:
            yield _("%(name)s is niet bereikt, na drie keer proberen.", name=name)
    if state.review_by is not None and today is not None:
        yield _review(state.review_by, today)


def _review(until: date, today: date) -> str:
    day = format_date(until, "d MMMM", locale=language())
    if today < until:
        return _("Er was een verjaardag. Bekijk dit opnieuw vóór %(day)s; tot dan geldt het.", day=day)
    return _("Er was een verjaardag. Sinds %(day)s geldt het oude ja niet meer.", day=day)


def _entry(word: ConsentWord, people: People) -> dict[str, str]:
    said = word.content
    what = str(SAID_NAMES[said.said])
    how = str(HOW_NAMES[said.how])
    return {
        "when": format_date(said.on, "d MMM", locale=language()).rstrip(".") if said.on else "",
        "text": f"{speaker_name(speaker(word), people)}: {what[:1].lower()}{what[1:]}, {how}",
        "note": said.text,
    }


def _names(keys: Iterable[Key], people: People) -> str:
    return listed([speaker_name(key, people) for key in keys], language())
