"""One JIM or vertrouwenspersoon as the page shows it."""

import uuid
from collections.abc import Mapping
from datetime import date

from babel.dates import format_date
from flask_babel import gettext as _

from netwerkberaad.cases import Person
from netwerkberaad.cases.mentors import MentorStep, MentorView, StepKind
from netwerkberaad.foundation.documents import spoken_phone
from netwerkberaad.web.kit.mentor_words import (
    CONDITION_NAMES,
    SIGHT_NAMES,
    STATE_NAMES,
    STEP_NAMES,
    called,
)
from netwerkberaad.web.templating import language

Card = dict[str, object]


def mentor_card(view: MentorView, people: Mapping[uuid.UUID, Person]) -> Card:
    """Who, for whom, where it stands, what may be seen, the support, and what happened, newest first."""
    mentor, content = view.mentor, view.mentor.content
    principal = people[mentor.principal_id]
    person = people.get(mentor.person_id) if mentor.person_id else None
    return {
        "id": mentor.id,
        "title": _("%(role)s van %(name)s", role=_capital(called(principal)), name=principal.name.short),
        "principal": principal.name.short,
        "name": person.name.full if person else "",
        "short": person.name.short if person else "",
        "state": str(STATE_NAMES[view.state]),
        "reachable": bool(person and (person.contact.phone or person.contact.mail)),
        "begun": view.state is StepKind.INSTALLED,
        "stopped": view.state is StepKind.STOPPED,
        "told": any(
            step.staff_id is None and (mentor.seen_at is None or step.at > mentor.seen_at)
            for step in view.steps
        ),
        "sight": [str(SIGHT_NAMES[one]) for one in content.sight],
        "also": content.also,
        "never": content.never,
        "support": content.support.agreed,
        "contact": ", ".join(
            part for part in (content.support.contact, spoken_phone(content.support.phone)) if part
        ),
        "evening": content.support.evening,
        "steps": [_entry(step, people) for step in reversed(view.steps)],
    }


def _entry(step: MentorStep, people: Mapping[uuid.UUID, Person]) -> dict[str, str]:
    said = step.content
    text = str(STEP_NAMES[said.kind])
    parent = people.get(step.parent_id) if step.parent_id else None
    if parent is not None:
        text = f"{text}: {parent.name.short}"
    elif said.said_by and said.kind is StepKind.THOUGHT_OF:
        text = _("%(what)s, genoemd door %(name)s", what=text, name=said.said_by)
    if step.staff_id is None:
        text = _("%(what)s (aan de deur)", what=text)
    if said.unmet:
        missing = " ".join(str(CONDITION_NAMES[one]) for one in said.unmet)
        text = _("%(what)s. Niet waar: %(missing)s", what=text, missing=missing)
    return {"when": _day(said.on), "text": text, "note": said.text}


def _day(day: date | None) -> str:
    return format_date(day, "d MMM", locale=language()).rstrip(".") if day else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
