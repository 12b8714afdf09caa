"""What the table still has to ask or look at before a plan can be fixed: owners, checkers, limits, days that moved."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from netwerkberaad.cases import PersonKind, principals_of
from netwerkberaad.foundation.documents import listed
from netwerkberaad.plans import LineView, Move, PlanView, moves_along, plan_view, version_fixed
from netwerkberaad.web.context import case, db
from netwerkberaad.web.desk.planning.plan_offers import limit_crossed, limits_now
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.moments import day_of
from netwerkberaad.web.kit.plan_words import shown
from netwerkberaad.web.templating import language


def missing_checkers(lines: Iterable[LineView]) -> list[LineView]:
    """The written lines with which nobody looks along."""
    return [line for line in lines if line.words.text and line.checker is None]


def open_questions(view: PlanView) -> list[str]:
    """What still has to be asked before the plan can be fixed, in the words of the table."""
    questions = [
        _("Wie kijkt mee bij %(names)s?", names=name)
        for name in dict.fromkeys(_who(line) for line in missing_checkers(view.lines))
    ]
    questions += _beyond_limits(view)
    if any(line.words.text and not line.owners for line in view.lines):
        questions.append(_("Wie doet de regel zonder naam?"))
    if _written(view.lines) and not any(_gives(line) for line in view.lines):
        names = listed([one.name.short for one in principals_of(case_people())], language())
        questions.append(_("Wat doet of geeft %(names)s zelf?", names=names))
    if view.evaluation_at is None and _written(view.lines):
        questions.append(_("Wanneer kijken we terug?"))
    return questions


def _beyond_limits(view: PlanView) -> list[str]:
    """What may not go together with what its owner cannot do: advice, never a block."""
    return [
        _(
            "Past ‘%(what)s’ bij wat %(name)s niet kan? ‘%(words)s’",
            name=limit.person_name,
            what=line.words.text,
            words=limit.text,
        )
        for limit in limits_now()
        for line in view.lines
        if limit.person_id in line.owner_ids
        and limit_crossed(limit, f"{line.words.text} {line.words.when}", day_of(line.first_at), line.every)
    ]


def moves_of(view: PlanView) -> list[Move]:
    """What hangs on a line that moved since the version that holds."""
    fixed = version_fixed(db(), case())
    return moves_along(plan_view(db(), fixed), view) if fixed and view.number else []


def _gives(line: LineView) -> bool:
    """Whether a hoofdpersoon does this: what they give is asked as well (domain: reciprocity)."""
    return any(owner.kind is PersonKind.PRINCIPAL for owner in line.owners)


def _who(line: LineView) -> str:
    return str(shown(line)["who"]) if line.owners else _("de regel zonder naam")


def _written(lines: Sequence[LineView]) -> bool:
    return any(line.words.text for line in lines)
