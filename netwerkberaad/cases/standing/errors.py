"""What can be wrong with a cover or an emergency access."""

from netwerkberaad.cases.errors import FieldError
from netwerkberaad.foundation.core.errors import N_


class BadPeriodError(FieldError):
    """A cover ends before it begins, or lies in the past, or lasts longer than a leave does."""

    message = N_(
        "Kies een laatste dag van vandaag of later, niet vóór de eerste dag en hooguit een half jaar erna."
    )
    of = "last"


class CoverOverlapError(FieldError):
    """Somebody covers in these days already."""

    message = N_("In deze dagen neemt al iemand voor u waar. Beëindig die waarneming eerst.")
    of = "first"


class NoSuchCaseError(FieldError):
    """No case, or more than one, of this gespreksleider is about somebody of this name."""

    message = N_("Wij vinden zo niet precies één casus. Kijk de naam na, of bel de coördinator.")
    of = "name"
