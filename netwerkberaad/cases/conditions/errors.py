"""What can be wrong with conditions, offers and gezag on record."""

from netwerkberaad.cases.errors import FieldError
from netwerkberaad.foundation.core.errors import N_


class ConditionMissingError(FieldError):
    """A bodemeis without words."""

    message = N_("Schrijf op wat er minimaal geregeld moet zijn.")
    of = "text"


class NoNameBehindItError(FieldError):
    """Such a decision is always somebody's: a professional with a name."""

    message = N_("Schrijf op welke professional dit besliste, met naam.")
    of = "by"


class HolderMissingError(FieldError):
    """Gezag without anybody who has it."""

    message = N_("Kies wie het gezag heeft, of schrijf de naam op.")
    of = "holder"
