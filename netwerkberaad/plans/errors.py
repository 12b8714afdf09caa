"""Why a plan cannot be written, fixed, confirmed or followed up like this."""

from netwerkberaad.foundation.core.errors import N_, DeniedError, DomainError, InvalidError


class PlanFixedError(DomainError):
    """This version is fixed. What changes now belongs to the next version."""

    message = N_("Dit plan staat vast. Begin een nieuwe versie om het te veranderen.")


class EvaluationMissingError(InvalidError):
    """A plan is not fixed without a date to look at it again (method: published practice of family group plans)."""

    message = N_("Kies eerst wanneer u samen naar het plan terugkijkt.")


class EvaluationPastError(InvalidError):
    """The date to look at the plan again lies behind us."""

    message = N_("Kies voor het terugkijken een dag die nog komt.")


class EmptyPlanError(DomainError):
    """There is no commitment in the plan yet."""

    message = N_("Er staat nog geen toezegging in het plan.")


class WordsMissingError(InvalidError):
    """Somebody stands on a line without words. ``lines`` holds the ids."""

    message = N_("Een toezegging heeft nog geen woorden.")


class OwnerMissingError(InvalidError):
    """A commitment belongs to nobody. ``lines`` holds the ids."""

    message = N_("Bij een toezegging staat nog niet wie het doet.")


class CheckerMissingError(InvalidError):
    """Nobody looks along with a commitment. Asked once; ``lines`` holds the ids."""

    message = N_("Bij een toezegging staat nog niet wie meekijkt.")


class ReasonMissingError(InvalidError):
    """A later version says why the plan changes."""

    message = N_("Schrijf op waarom het plan verandert.")


class ConditionUnjudgedError(InvalidError):
    """Nobody said yet whether the plan meets a bodemeis. ``field`` names the first."""

    message = N_("Zeg van elke bodemeis of het plan eraan voldoet.")


class ConditionUnmetError(InvalidError):
    """The plan does not meet a bodemeis: on these alone it is refused. ``field`` names the first."""

    message = N_("Het plan voldoet nog niet aan elke bodemeis. Verander het plan, of bekijk de eis opnieuw.")


class RhythmError(InvalidError):
    """A rhythm needs a first date, and cannot end before it."""

    message = N_("Bij een ritme hoort een eerste dag, en een einde dat daarna komt.")


class ObstacleWordsError(InvalidError):
    """Nothing was written of what stands in the way."""

    message = N_("Schrijf op wat er in de weg zit.")


class ObstacleOwnerError(InvalidError):
    """Nobody takes the obstacle away."""

    message = N_("Kies wie dit uit de weg haalt.")


class CircleOfWaitingError(InvalidError):
    """Lines that wait for each other never begin."""

    message = N_("Deze regels wachten dan op elkaar. Kies een andere afspraak.")


class NotOwnerError(DeniedError):
    """Only who promised something can confirm it, propose it otherwise or give it back."""

    message = N_("Alleen wie het doet, kan dit bevestigen.")


class CounterMissingError(InvalidError):
    """A counter-proposal needs words."""

    message = N_("Schrijf op wat u wel kunt doen.")


class NotAnswerableError(DomainError):
    """This question was withdrawn, or was never a question."""

    message = N_("Deze vraag is niet meer nodig.")


class GradeError(InvalidError):
    """How it goes is a whole number from 0 to 10."""

    message = N_("Kies een cijfer van 0 tot en met 10.")
