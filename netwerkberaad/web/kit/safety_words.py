"""What was decided about safety, in a line each: for the desk and the table screen, never for the wall or the door."""

from netwerkberaad.cases.safety import Question, SafetyAnswers, safety_of
from netwerkberaad.web.context import case, db
from netwerkberaad.web.kit.lazy import lazy_gettext as _

_NAMES = {
    Question.CONTACT_BAN: _("Contactverbod"),
    Question.APART: _("Niet samen in één ruimte"),
    Question.STAGGERED: _("Na elkaar aankomen"),
    Question.TWO_ROOMS: _("Twee ruimtes"),
    Question.SITS_IN: _("Zit erbij"),
}


def safety_lines(content: SafetyAnswers) -> list[tuple[str, str]]:
    """What was answered with yes, with its words."""
    return [(str(_NAMES[question]), words) for question, words in content.yes]


def safety_now() -> list[tuple[str, str]] | None:
    """The same for the case in the address; None while the questions were not answered."""
    known = safety_of(db(), case())
    return None if known is None or known.content.passed else safety_lines(known.content)
