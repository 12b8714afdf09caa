"""Why somebody cannot be invited, or an answer cannot be taken."""

from netwerkberaad.foundation.core.errors import N_, DeniedError, DomainError, InvalidError


class NotApprovedError(DomainError):
    """Not every hoofdpersoon agrees with inviting this person. ``refused`` and ``missing`` hold their first names."""

    message = N_("Nog niet alle hoofdpersonen vinden deze uitnodiging goed.")


class ExcludedError(DomainError):
    """This person, mail address or phone number is on the list 'niet uitnodigen' of the case."""

    message = N_("Deze persoon staat op de lijst ‘niet uitnodigen’.")


class NoAddressError(InvalidError):
    """The chosen way needs an address or a number that is not known. ``field`` names it."""

    message = N_("Hiervoor ontbreekt een adres of nummer.")


class CaseClosedError(DomainError):
    """The case is closed: nothing changes in it until it is opened again."""

    message = N_("Deze casus is afgesloten. Open hem eerst weer.")


class AnsweredError(DomainError):
    """There is an answer: nobody can conclude any more that there is none."""

    message = N_("Er is al een antwoord. Bekijk eerst wat er staat.")


class NotForGuestError(DeniedError):
    """A guest speaks for nobody but themselves, and never concludes that there is no reaction."""
