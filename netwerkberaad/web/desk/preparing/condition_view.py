"""Bodemeisen, offers and gezag as pages show them."""

import uuid
from datetime import date

from babel.dates import format_date
from flask_babel import gettext as _

from netwerkberaad.cases import Person
from netwerkberaad.cases.conditions import conditions_of, custody_of, offers_of
from netwerkberaad.web.context import case, db
from netwerkberaad.web.desk.preparing.condition_forms import VERIFIED_NAMES
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.names import ANSWER_NAMES, OFFER_NAMES
from netwerkberaad.web.templating import language

Line = dict[str, object]


def condition_lines() -> list[Line]:
    """Each bodemeis: what, by whom, since when the family knows, and whether the plan meets it."""
    lines: list[Line] = []
    for condition in conditions_of(db(), case()):
        content, verdict = condition.content, condition.verdict
        shared = (
            _("met de familie gedeeld op %(day)s", day=_day(content.shared_on))
            if content.shared_on
            else _("nog niet met de familie gedeeld")
        )
        judged = condition.judged_at is not None
        state = (_("Voldoet") if verdict.met else _("Voldoet niet")) if judged else _("Nog niet bekeken")
        lines.append(
            {
                "id": condition.id,
                "text": content.text,
                "by": content.by,
                "shared": shared,
                "unshared": content.shared_on is None,
                "state": state,
                "kind": ("done" if verdict.met else "attention") if judged else "neutral",
                "reason": verdict.reason if judged else "",
            }
        )
    return lines


def offer_lines() -> list[Line]:
    """What was offered to whom, on which day, and the answer."""
    people = _people()
    return [
        {
            "what": str(OFFER_NAMES[offer.content.offer]),
            "who": people[offer.person_id].name.short,
            "on": _day(offer.content.on),
            "answer": str(ANSWER_NAMES[offer.content.answer]),
            "text": offer.content.text,
        }
        for offer in offers_of(db(), case())
    ]


def custody_lines() -> list[Line]:
    """Who has gezag over whom, how that is known, and who is left out because of danger."""
    people = _people()
    lines: list[Line] = []
    for row in custody_of(db(), case()):
        content = row.content
        known = [str(VERIFIED_NAMES[content.verified]), content.verified_by, _day(content.on)]
        danger = ""
        if content.not_asked:
            danger = _(
                "Niet gevraagd: gevaar. Besloten door %(name)s: %(reason)s",
                name=content.not_asked_by,
                reason=content.not_asked_reason,
            )
        lines.append(
            {
                "child": people[row.child_id].name.short,
                "holder": people[row.holder_id].name.full if row.holder_id else content.holder,
                "text": content.text,
                "known": ", ".join(part for part in known if part),
                "danger": danger,
            }
        )
    return lines


def _people() -> dict[uuid.UUID, Person]:
    return {person.id: person for person in case_people()}


def _day(day: date | None) -> str:
    return format_date(day, "d MMMM", locale=language()) if day else ""
