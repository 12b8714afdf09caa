"""What can be wrong with a tie."""

from netwerkberaad.cases.errors import FieldError
from netwerkberaad.foundation.core.errors import N_


class TieToSelfError(FieldError):
    """Nobody has a tie to themselves."""

    message = N_("Kies twee verschillende mensen.")
    of = "other"


class TieExistsError(FieldError):
    """These two have a tie of this kind already."""

    message = N_("Tussen deze twee staat al zo’n band. Verander die, of haal die weg.")
    of = "other"


class OwnAncestorError(FieldError):
    """Somebody would become parent of an own parent or grandparent."""

    message = N_("Dit kan niet: dan zou iemand ouder zijn van een eigen ouder of grootouder.")
    of = "other"
