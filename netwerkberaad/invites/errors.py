"""Why somebody cannot be invited, or an answer cannot be taken."""

from netwerkberaad.foundation.core.errors import N_, DeniedError, DomainError, InvalidError


class NotApprovedError(DomainError):
    """Not every hoofdpersoon agrees with inviting this person. ``refused`` and ``missing`` hold their first names."""

    message = N_("Nog niet alle hoofdpersonen vinden deze uitnodiging goed.")


class ExcludedError(DomainError):
    """This person, mail address or phone number is on the list 'niet uitnodigen' of the case."""

    message = N_("Deze persoon staat op de lijst ‘niet uitnodigen’.")


class ThroughContactError(DomainError):
    """Of an organisation with a contact person that person is invited."""

    message = N_("Een uitnodiging gaat altijd naar een mens. Nodig de contactpersoon uit.")


class SafetyUnansweredError(DomainError):
    """Nobody answered yet what is asked about safety before an invitation goes out."""

    message = N_("Beantwoord eerst de vragen over veiligheid. Pas daarna kan er een uitnodiging uit.")


class NoAddressError(InvalidError):
    """The chosen way needs an address or a number that is not known. ``field`` names it."""

    message = N_("Hiervoor ontbreekt een adres of nummer.")


class CaseClosedError(DomainError):
    """The case is closed: nothing changes in it until it is opened again."""

    message = N_("Deze casus is afgesloten. Open hem eerst weer.")


class AnsweredError(DomainError):
    """There is an answer: nobody can conclude any more that there is none."""

    message = N_("Er is al een antwoord. Bekijk eerst wat er staat.")


class ReasonMissingError(InvalidError):
    """What somebody asked for is not left undone without saying why."""

    message = N_("Schrijf op waarom dit niet hoeft.")

    def __init__(self) -> None:
        super().__init__(field="why")


class TooLateError(DomainError):
    """What was put on record longer ago, or by somebody else, stays."""

    message = N_("Dit kan niet meer ongedaan worden gemaakt. Leg vast wat wel klopt.")


class NotForGuestError(DeniedError):
    """A guest speaks for nobody but themselves, and never concludes that there is no reaction."""


class PollAlreadyError(DomainError):
    """A case proposes days once at a time; those can be changed."""

    message = N_("Er is al een datumprikker. Verander die.")


class PollClosedError(DomainError):
    """Nobody can choose a day any more."""

    message = N_("U kunt geen dag meer kiezen. Bel ons als u nog iets wilt doorgeven.")


class NothingChosenError(InvalidError):
    """Somebody who says nothing of any day did not choose."""

    message = N_("Kies bij minstens één dag wat klopt.")


class PollChosenError(DomainError):
    """A day was taken from this poll; the beraad itself can be moved."""

    message = N_("De dag is al gekozen. Verander de dag bij het beraad zelf.")


class NoSlotsError(InvalidError):
    """A poll without days proposes nothing."""

    message = N_("Noem minstens één dag met een tijd.")

    def __init__(self) -> None:
        super().__init__(field="slots")


class PollClosesInPastError(InvalidError):
    """The last day to choose has gone by."""

    message = N_("Deze dag is al voorbij. Kies een andere dag.")

    def __init__(self) -> None:
        super().__init__(field="closes")
