"""What can be wrong with a JIM or vertrouwenspersoon on record."""

from netwerkberaad.cases.errors import FieldError
from netwerkberaad.foundation.core.errors import N_, DomainError


class AlreadyThoughtOfError(FieldError):
    """This hoofdpersoon thought of the same person before, and that did not end yet."""

    message = N_("Deze persoon staat er al. Schrijf daar verder.")
    of = "person"


class OwnMentorError(FieldError):
    """Nobody is their own vertrouwenspersoon."""

    message = N_("Kies iemand anders dan de hoofdpersoon zelf.")
    of = "person"


class DayToComeError(FieldError):
    """What is put on record has happened."""

    message = N_("Deze dag moet nog komen. Schrijf op wat al is gebeurd.")
    of = "on"


class ParentMissingError(FieldError):
    """The word of a parent without the parent."""

    message = N_("Kies welke ouder dit zei.")
    of = "parent"


class NotInstalledWayError(DomainError):
    """Installing has a way of its own, with the conditions."""

    message = N_("Begin met de JIM of vertrouwenspersoon op de eigen bladzijde.")


class LeftOutError(FieldError):
    """A holder of gezag who is not asked because of danger is not asked this either."""

    message = N_("Deze ouder wordt niet gevraagd: er is gevaar. Dat staat bij gezag.")
    of = "who"


class StoppedError(DomainError):
    """It stopped; a new one can be thought of."""

    message = N_("Dit is gestopt. Schrijf een nieuwe JIM of vertrouwenspersoon op.")


class BarredMentorError(FieldError):
    """Who stands on the list 'niet uitnodigen' stands beside nobody in this case."""

    message = N_(
        "Deze persoon staat op ‘niet uitnodigen’. Bespreek met de hoofdpersoon wie het anders kan zijn."
    )
    of = "person"
