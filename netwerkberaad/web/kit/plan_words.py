"""A line of the plan in words, the same on the desk, on the wall and on paper."""

from collections.abc import Iterator
from datetime import date, time

from babel.dates import format_date
from flask_babel import gettext as _

from netwerkberaad.foundation.documents import listed, local, spoken_date, spoken_day, spoken_time
from netwerkberaad.plans import (
    UP_AFTER_DAYS,
    EvaluationHow,
    Every,
    FollowUpKind,
    GoalView,
    Leave,
    LineView,
    PlanView,
    rungs_of,
)
from netwerkberaad.web.kit.lazy import lazy_gettext
from netwerkberaad.web.templating import language

EVALUATION_NAMES = {
    EvaluationHow.MEETING: lazy_gettext("samen aan tafel"),
    EvaluationHow.PHONE: lazy_gettext("aan de telefoon"),
    EvaluationHow.LINK: lazy_gettext("met de eigen link"),
}
EVERY_NAMES = {
    Every.DAY: lazy_gettext("elke dag"),
    Every.WEEK: lazy_gettext("elke week"),
    Every.TWO_WEEKS: lazy_gettext("om de week"),
    Every.MONTH: lazy_gettext("elke maand"),
}
LEAVE_NAMES = {
    Leave.ASK: lazy_gettext("eerst de familie vragen"),
    Leave.FAMILY: lazy_gettext("de familie vindt het goed"),
    Leave.CONDITION: lazy_gettext("hoort bij een bodemeis"),
}
NO_TIME = time(0, 0)
"""What stands in a moment of which only the day was agreed: nobody promises anything for midnight."""


def spoken_when(line: LineView) -> str:
    """When, in the makers' own words if they chose any; else the date or rhythm. Empty when nothing was agreed."""
    if line.words.when:
        return line.words.when
    if line.first_at is None:
        return ""
    day = (
        rhythm_from(local(line.first_at).date(), line.every)
        if line.every
        else spoken_date(line.first_at, language())
    )
    if line.until_at is not None:
        day = _("%(day)s, tot en met %(last)s", day=day, last=spoken_date(line.until_at, language()))
    if local(line.first_at).time() == NO_TIME:
        return day
    return _("%(day)s om %(time)s", day=day, time=spoken_time(line.first_at, language()))


def owners_of_line(line: LineView) -> str:
    """First names of those who do it: 'Kees en Sjaak'."""
    return listed([owner.name for owner in line.owners], language())


def ladder(line: LineView) -> list[str]:
    """What happens, step by step, when a promise does not work out, in sentences: known to everybody before it is needed."""
    steps = [_("Lukt het niet? %(words)s", words=line.words.if_not)] if line.words.if_not else []
    climbs = list(_climbs(line))
    if climbs and not steps:
        steps.append(_("Lukt het niet? %(words)s", words=climbs.pop(0)))
    steps += climbs
    if line.words.fallback:
        steps.append(_("Hulp erbij: %(words)s", words=line.words.fallback))
    return [step if step.endswith((".", "?", "!")) else f"{step}." for step in steps]


def _climbs(line: LineView) -> Iterator[str]:
    """The steps that follow by themselves; that somebody looks along stands beside the line already when it is the only one."""
    rungs = list(rungs_of(line))
    if [kind for kind, _who in rungs] == [FollowUpKind.LOOK_ALONG]:
        return
    for kind, who in rungs:
        facts = {"days": UP_AFTER_DAYS, "name": who.name}
        if kind is FollowUpKind.STEP_IN:
            yield _("Dan vragen wij meteen %(name)s.", name=who.name)
        elif kind is FollowUpKind.LOOK_ALONG:
            yield _("%(name)s kijkt mee en hoort het ook.", name=who.name)
        elif kind is FollowUpKind.ASK_FAMILY:
            yield _("Na %(days)s dagen vragen wij de familie of %(name)s bericht krijgt.", **facts)
        else:
            yield _("Na %(days)s dagen krijgt %(name)s bericht.", **facts)


def starts_of(line: LineView) -> str:
    """What must happen first, in the makers' words if they chose any; empty for a promise that waits for nothing."""
    return line.words.starts or (_("een andere afspraak is gedaan") if line.after_id else "")


def shown(line: LineView) -> dict[str, object]:
    """A line as the components show it."""
    return {
        "who": owners_of_line(line) or _("Nog niemand"),
        "what": line.words.text,
        "when": spoken_when(line),
        "checks": line.checker.name if line.checker else "",
        "starts": starts_of(line),
        "waits": line.waits,
        "ladder": ladder(line),
    }


def goals_shown(view: PlanView) -> list[dict[str, object]]:
    """The whole plan as the components show it; lines without a goal stand last under a heading of their own."""
    goals = [goal_shown(goal) for goal in view.goals]
    if view.loose:
        goals.append({"text": _("Verder spreken wij af"), "lines": [shown(line) for line in view.loose]})
    return goals


def goal_shown(goal: GoalView) -> dict[str, object]:
    """One goal with its lines."""
    return {
        "text": goal.text,
        "words_of": goal.words_of.name if goal.words_of else "",
        "lines": [shown(line) for line in goal.lines],
    }


def rhythm_from(first: date, every: Every) -> str:
    """A rhythm from its first day: 'elke dinsdag'."""
    weekday = format_date(first, "EEEE", locale=language())
    if every is Every.WEEK:
        return _("elke %(weekday)s", weekday=weekday)
    if every is Every.TWO_WEEKS:
        return _("om de week op %(weekday)s", weekday=weekday)
    if every is Every.MONTH:
        return _("elke maand, vanaf %(day)s", day=spoken_day(first, language()))
    return _("elke dag, vanaf %(day)s", day=spoken_day(first, language()))
