"""What can be wrong with an answer of the safety check."""

from netwerkberaad.cases.errors import FieldError
from netwerkberaad.foundation.core.errors import N_


class SafetyWordsMissingError(FieldError):
    """A yes without who or how helps nobody on the day itself."""

    message = N_("Schrijf op om wie het gaat, of hoe u het regelt.")


class ArrivalTooFarError(FieldError):
    """Nobody waits two hours for the others."""

    message = N_("Kies een tijd binnen twee uur van het begin.")
    of = "minutes"
