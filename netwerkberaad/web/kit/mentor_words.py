"""Words for a JIM or vertrouwenspersoon on the screen: where it stands, what is asked, what may be seen."""

from netwerkberaad.cases import Person
from netwerkberaad.cases.mentors import Condition, Sight, StepKind, is_young
from netwerkberaad.foundation.documents import local
from netwerkberaad.web.context import now
from netwerkberaad.web.kit.lazy import lazy_gettext as _

STATE_NAMES = {
    StepKind.NOBODY_YET: _("Gevraagd, nog niemand. Dat mag."),
    StepKind.THOUGHT_OF: _("Aan gedacht"),
    StepKind.ASKED: _("Gevraagd"),
    StepKind.SAID_YES: _("Zei ja"),
    StepKind.SAID_NO: _("Zei nee"),
    StepKind.THINKING: _("Neemt bedenktijd"),
    StepKind.INSTALLED: _("Begonnen"),
    StepKind.STOPPED: _("Gestopt"),
}
STEP_NAMES = {
    **STATE_NAMES,
    StepKind.PARENT_ASKED: _("Aan ouder gevraagd"),
    StepKind.PARENT_AGREES: _("Ouder vindt het goed"),
    StepKind.PARENT_GRUDGES: _("Ouder vindt het goed, mopperend"),
    StepKind.PARENT_REFUSES: _("Ouder vindt het niet goed"),
    StepKind.SIGHT: _("Besloten wat deze persoon mag zien"),
    StepKind.SUPPORT: _("Steun afgesproken"),
}
RECORDED = (
    StepKind.ASKED,
    StepKind.SAID_YES,
    StepKind.SAID_NO,
    StepKind.THINKING,
    StepKind.PARENT_ASKED,
    StepKind.PARENT_AGREES,
    StepKind.PARENT_GRUDGES,
    StepKind.PARENT_REFUSES,
    StepKind.STOPPED,
)
"""What is put on record with the form of a step; the others have a form of their own."""
CONDITION_NAMES = {
    Condition.NOT_PARENT: _("Het is geen ouder."),
    Condition.GROWN_UP: _("18 jaar of ouder."),
    Condition.CHOSEN: _("Zelf gekozen, en zelf gevraagd."),
    Condition.REACHABLE: _("Bereikbaar als het nodig is."),
}
SIGHT_NAMES = {
    Sight.WHOLE_PLAN: _("Het hele plan"),
    Sight.PRESENCE: _("Of ik er ben: op school, werk of een afspraak"),
    Sight.HOW_IT_GOES: _("Wat ik laat weten over hoe het gaat"),
    Sight.NEEDS: _("Wat ik nodig heb"),
}


def young(principal: Person) -> bool:
    """Whether one speaks of a JIM."""
    return is_young(principal, on=local(now()).date())


def called(principal: Person) -> str:
    """JIM for somebody young, vertrouwenspersoon for anybody else."""
    return "JIM" if young(principal) else str(_("vertrouwenspersoon"))


def question(principal: Person) -> str:
    """The first question, as one asks it."""
    name = principal.name.short
    if young(principal):
        return str(_("Vraag %(name)s: wie kan je JIM zijn?")) % {"name": name}
    return str(_("Vraag %(name)s: wie staat er naast u?")) % {"name": name}
