"""What can be wrong with a move. Each error names the form field it belongs to, where there is one."""

import uuid

from netwerkberaad.foundation.core.errors import N_, DomainError, InvalidError
from netwerkberaad.privacy.moving.model import Why


class BrokenPackageError(InvalidError):
    """What arrived is not whole: cut off or altered on the way, or no package at all."""

    message = N_(
        "Dit bestand is niet heel: onderweg afgebroken of veranderd. Er is niets ingelezen. Vraag het opnieuw op."
    )


class OtherKeyError(InvalidError):
    """The package was locked for somebody else."""

    message = N_("Dit pakket is niet voor deze regio gemaakt. Geef de afzender uw eigen ontvangstsleutel.")


class OtherSenderError(InvalidError):
    """Who signed it is not who it should come from."""

    message = N_("Dit pakket komt niet van deze afzender. Bel de afzender en vergelijk de vingerafdruk.")


class OtherVersionError(InvalidError):
    """The other side works with another version of the program."""

    message = N_("De afzender werkt met een andere versie. Breng beide kanten eerst op dezelfde versie.")


class ArrivedBeforeError(InvalidError):
    """This package was read in already."""

    message = N_("Dit pakket is hier al ingelezen. Er is niets veranderd.")


class BadCardError(InvalidError):
    """What was pasted is no card of keys."""

    message = N_("Dit is geen ontvangstsleutel, of er ontbreekt een stuk. Plak hem in zijn geheel.")


class OwnCardError(InvalidError):
    """The card is that of the region itself."""

    message = N_("Dit is de sleutel van uw eigen regio.")


class NameNeededError(InvalidError):
    """With whom is missing."""

    message = N_("Schrijf op naar wie de casussen gaan.")


class NothingToMoveError(InvalidError):
    """No case goes."""

    message = N_("Geen enkele casus kan mee. Er is niets om in te pakken.")


class SecondMoverError(DomainError):
    """Who proposed a move does not decide on it."""

    message = N_("Een ander moet dit besluiten: u hebt de overdracht zelf voorgesteld.")


class NotNowError(DomainError):
    """The move is at another point."""

    message = N_("Dit kan nu niet meer, of nog niet. Kijk waar de overdracht nu staat.")


class BadProofError(InvalidError):
    """A receipt of another package, or signed by somebody else."""

    message = N_("Dit ontvangstbewijs hoort niet bij deze overdracht. Er is niets vernietigd.")


class NoKeyYetError(DomainError):
    """The region has no keys to receive or sign with."""

    message = N_("Deze regio heeft nog geen ontvangstsleutel. Maak er eerst een.")


class RefusedError(Exception):
    """A case of a package is not let in; the others are."""

    def __init__(self, item_id: uuid.UUID, why: Why) -> None:
        super().__init__(why)
        self.item_id = item_id
        self.why = why
