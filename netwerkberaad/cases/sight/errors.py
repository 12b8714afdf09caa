"""What can be wrong with deciding who sees what."""

from netwerkberaad.cases.errors import FieldError
from netwerkberaad.foundation.core.errors import N_


class AddressMissingError(FieldError):
    """A secret address without an address."""

    message = N_("Schrijf het adres op dat geheim moet blijven.")
    of = "address"
