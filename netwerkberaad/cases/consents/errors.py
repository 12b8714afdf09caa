"""What can be wrong with a consent on record."""

from netwerkberaad.cases.errors import FieldError
from netwerkberaad.foundation.core.errors import N_


class ItemMissingError(FieldError):
    """A consent without words."""

    message = N_("Schrijf op waar het over gaat, in gewone woorden.")
    of = "item"


class RecipientMissingError(FieldError):
    """A consent for nobody in particular."""

    message = N_("Kies voor wie het is, of schrijf de naam op.")
    of = "recipient"


class NotDecidingError(FieldError):
    """The word of somebody who is neither the person itself nor has gezag."""

    message = N_("Deze persoon beslist hier niet over. Leg eerst het gezag vast.")
    of = "by"


class NothingGivenError(FieldError):
    """Only a yes can be taken back."""

    message = N_("Deze persoon had nog geen ja gezegd. Kies ‘nee’.")
    of = "said"
