"""What was decided about safety, in a line each: for the desk and the table screen, never for the wall or the door."""

from datetime import timedelta

from flask_babel import gettext, ngettext

from netwerkberaad.beraden import current_beraad
from netwerkberaad.cases import present
from netwerkberaad.cases.safety import Question, SafetyAnswers, arrivals_of, safety_of
from netwerkberaad.web.context import case, db
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.templating import clock

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
    if known is None or known.content.passed:
        arrivals = arrival_lines()
        unasked = (gettext("Let op"), gettext("De vragen over veiligheid zijn nog niet beantwoord."))
        return [unasked, *arrivals] if arrivals else None
    return [*safety_lines(known.content), *arrival_lines()]


def arrival_lines() -> list[tuple[str, str]]:
    """Who arrives at a time of their own or by a way of their own, with that time once a day is planned."""
    known, beraad = arrivals_of(db(), case()), current_beraad(db(), case())
    lines: list[tuple[str, str]] = []
    for person in present(case_people()):
        own = known[person.id].content if person.id in known else None
        if own is None or not (own.minutes or own.way):
            continue
        when = later_words(own.minutes)
        if beraad is not None:
            moment = clock(beraad.starts_at + timedelta(minutes=own.minutes))
            when = gettext("%(time)s uur, %(later)s", time=moment, later=when)
        lines.append((person.name.short, f"{when}. {own.way}" if own.way else when))
    return lines


def later_words(minutes: int) -> str:
    """'10 minuten eerder'."""
    if minutes == 0:
        return gettext("tegelijk met de anderen")
    if minutes < 0:
        return ngettext("%(num)d minuut eerder", "%(num)d minuten eerder", -minutes)
    return ngettext("%(num)d minuut later", "%(num)d minuten later", minutes)
