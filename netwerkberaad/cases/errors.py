"""What can be wrong with a case. Each error names the form field it belongs to, where there is one."""

from netwerkberaad.foundation.core.errors import N_, DeniedError, DomainError, InvalidError


class FieldError(InvalidError):
    """An error that always belongs to the same field, unless whoever raises it names another."""

    of = ""

    def __init__(self, *, field: str | None = None, **data: object) -> None:
        super().__init__(field=field or self.of, **data)


class WordsMissingError(FieldError):
    """A request says neither what it is about nor what should change."""

    message = N_("Schrijf op waar het over gaat. De eigen woorden van de mensen zijn het beste.")
    of = "words"


class NoPrincipalError(FieldError):
    """Nobody is named as the one it is about."""

    message = N_("Noem ten minste één persoon om wie het gaat. Een voornaam is genoeg.")
    of = "principals"


class LastPrincipalError(DomainError):
    """The last hoofdpersoon cannot leave the case: then it would be about nobody."""

    message = N_("Dit is de enige persoon om wie het gaat. Sluit de casus als die niet doorgaat.")


class NoWayBackError(FieldError):
    """A request from outside names no way to reach the one who asks."""

    message = N_("Geef een telefoonnummer of een mailadres. Dan kunnen wij u terugbellen of schrijven.")
    of = "referrer_phone"


class TooManyPeopleError(FieldError):
    """More people at once than a request can hold."""

    message = N_("Dat zijn te veel mensen tegelijk. Stuur de lijst in delen.")
    of = "invitees"


class NameMissingError(FieldError):
    """Somebody has no name at all."""

    message = N_("Vul een naam in. Een voornaam is genoeg.")
    of = "name"


class BadMailError(FieldError):
    """Not a mail address."""

    message = N_("Dit is geen mailadres. Kijk of er een @ en een punt in staan.")
    of = "mail"


class BadPhoneError(FieldError):
    """Not a phone number."""

    message = N_("Dit is geen telefoonnummer. Schrijf bijvoorbeeld 06 12345678.")
    of = "phone"


class BadHoursError(FieldError):
    """Hours have a beginning and an end after it."""

    message = N_("Vul in van hoe laat tot hoe laat, op één dag.")
    of = "quiet_until"


class BadChannelError(FieldError):
    """Not one of the ways to reach somebody."""

    message = N_("Kies hoe wij deze persoon het beste bereiken.")
    of = "prefers"


class BadPlaceOnMapError(FieldError):
    """The network map has four rings."""

    message = N_("Kies een van de vier kringen.")
    of = "ring"


class DraftTooLongError(FieldError):
    """A draft is longer than a request can be."""

    message = N_("Deze tekst is te lang om te bewaren. Maak hem korter.")
    of = "words"


class IndependenceMissingError(FieldError):
    """A gespreksleider did not declare to help nobody in this case (method: the gespreksleider is independent)."""

    message = N_("Verklaar eerst dat u niemand in deze casus helpt en niemand van hen kent.")
    of = "independent"


class OwnRequestError(DeniedError):
    """Who asked for a beraad never leads it: gespreksleider and aanmelder are two people."""

    message = N_("Wie een beraad aanvraagt, leidt het niet zelf. Laat een collega deze casus nemen.")


class TakenError(DomainError):
    """The case has a gespreksleider already."""

    message = N_("Deze casus heeft al een gespreksleider.")


class NotAssignedError(DomainError):
    """The case was not given to this actor, or to nobody yet."""

    message = N_("Deze casus is nog aan niemand gegeven.")


class NotFacilitatorError(FieldError):
    """The chosen member of staff cannot lead cases here."""

    message = N_("Kies een gespreksleider van dit team.")
    of = "facilitator"


class NotUrgentError(DomainError):
    """Only with spoed may somebody be invited before the hoofdpersonen said yes."""

    message = N_("Alleen bij spoed nodigt u uit voordat er akkoord is.")


class ReasonMissingError(FieldError):
    """A step back, or opening a closed case again, must say why."""

    message = N_("Schrijf op waarom.")
    of = "reason"


class WayNotOpenError(DomainError):
    """A case is closed and opened again by flows of their own, never by a plain step."""

    message = N_("Deze stap gaat niet langs deze weg. Sluit of heropen de casus.")


class FeedbackNotAgreedError(FieldError):
    """The aanmelder hears only what every hoofdpersoon agreed to."""

    message = N_("Niet iedereen om wie het gaat vindt deze terugkoppeling goed. Vraag het eerst.")
    of = "feedback_agreed_by"


class NoPlanError(FieldError):
    """An outcome with a plan needs a plan that was fixed."""

    message = N_("Er is geen vastgesteld plan. Kies een andere uitkomst, of stel het plan eerst vast.")
    of = "outcome"


class NotPrincipalError(DomainError):
    """Only somebody the case is about can stop it."""

    message = N_("Alleen iemand om wie het gaat kan het beraad stoppen.")


class CaseClosedError(DomainError):
    """The case is closed."""

    message = N_("Deze casus is afgesloten. Heropen de casus eerst.")


class NotAskedError(DomainError):
    """This person is not asked to approve: not a hoofdpersoon, or under 12 (Jeugdwet: the parents decide)."""

    message = N_("Deze persoon hoeft de lijst niet goed te keuren.")


class NothingToMatchError(FieldError):
    """An exclusion without name, mail or phone would block nobody."""

    message = N_("Vul een naam, een mailadres of een telefoonnummer in.")
    of = "name"
