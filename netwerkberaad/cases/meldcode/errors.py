"""What can be wrong with a step of the meldcode."""

from netwerkberaad.cases.errors import FieldError
from netwerkberaad.foundation.core.errors import N_


class NothingNotedError(FieldError):
    """A step without words."""

    message = N_("Schrijf op wat u zag, hoorde of afwoog.")
    of = "text"


class DecisionMissingError(FieldError):
    """The last step says what was decided."""

    message = N_("Kies wat u besluit.")
    of = "decision"
