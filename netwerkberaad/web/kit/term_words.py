"""What the aanmelder needs at least and what they say of the plan, in words: for the desk and for the family."""

from datetime import datetime

from flask_babel import gettext as _

from netwerkberaad.foundation.documents import spoken_date
from netwerkberaad.plans import TermsAsked, silent
from netwerkberaad.web.templating import language

YES, NO = "yes", "no"


def term_lines(asked: TermsAsked, now: datetime) -> list[dict[str, object]]:
    """Each line with what was said of it; a day that went by without an answer is said as well."""
    return [
        {
            "text": term.text,
            "said": _said(term.met),
            "words": term.words,
            "attention": term.met is False or (term.met is None and silent(asked, now=now)),
        }
        for term in asked.content.terms
    ]


def term_state(asked: TermsAsked, now: datetime) -> str:
    """When the answer came, until when it can come, or that the aanmelder was silent."""
    if asked.answered_at is not None:
        return _("Beantwoord op %(day)s.", day=spoken_date(asked.answered_at, language()))
    day = spoken_date(asked.due_at, language())
    if silent(asked, now=now):
        return _("De aanmelder gaf geen antwoord vóór %(day)s. Het plan geldt gewoon.", day=day)
    return _("De aanmelder antwoordt uiterlijk %(day)s.", day=day)


def terms_shown(asked: TermsAsked | None, now: datetime) -> dict[str, object]:
    """Lines and state for a page; empty when nothing is asked."""
    if asked is None:
        return {"terms": [], "terms_state": ""}
    return {"terms": term_lines(asked, now), "terms_state": term_state(asked, now)}


def _said(met: bool | None) -> str:
    if met is None:
        return _("nog geen antwoord")
    return _("ja, dit staat erin") if met else _("nee")
