"""What the rules of accounts can refuse."""

from netwerkberaad.foundation.core.errors import N_, DomainError, InvalidError


class WrongSignInError(DomainError):
    """Mail address and password do not go together. Says the same for a known and an unknown address."""

    message = N_("Dit mailadres en dit wachtwoord horen niet bij elkaar.")
    status = 422


class WrongPasswordError(InvalidError):
    """The present password, asked again before a change, is not right."""

    message = N_("Dit is niet uw wachtwoord van nu.")


class WrongCodeError(InvalidError):
    """A code that is not right, was used before or is too old."""

    message = N_("Deze code klopt niet of is al gebruikt. Wacht op de volgende code en typ die.")


class PasskeyError(DomainError):
    """A passkey that is not known here, or whose answer is not right, too late or used before."""

    message = N_("Deze passkey werkt hier niet. Probeer het nog een keer of kies een andere manier.")
    status = 422


class LastFactorError(DomainError):
    """Where a second step is obligatory, the last one cannot go."""

    message = N_("Dit is uw enige tweede stap. Voeg eerst een andere toe.")


class WeakPasswordError(InvalidError):
    """A password that is guessed too soon."""

    message = N_("Kies een wachtwoord dat moeilijker te raden is.")


class PasswordTooShortError(WeakPasswordError):
    """Shorter than ``least`` characters."""

    message = N_("Gebruik ten minste %(least)s tekens. Een korte zin is goed te onthouden.")


class PasswordTooLongError(WeakPasswordError):
    """Longer than ``most`` characters."""

    message = N_("Gebruik hooguit %(most)s tekens.")


class CommonPasswordError(WeakPasswordError):
    """A password that many people use."""

    message = N_("Dit wachtwoord gebruiken te veel mensen. Kies een paar woorden die niet bij elkaar horen.")


class OwnNamePasswordError(WeakPasswordError):
    """A password with the own name or mail address in it."""

    message = N_("Gebruik niet uw naam of mailadres in uw wachtwoord.")


class MailTakenError(InvalidError):
    """Somebody signs in with this mail address already."""

    message = N_("Iemand anders meldt zich al aan met dit mailadres.")


class LinkSpentError(DomainError):
    """A one-time link that was used, replaced or has expired, or never was."""

    message = N_("Deze link werkt niet meer. Vraag uw beheerder om een nieuwe.")
    status = 410


class LastAdminError(DomainError):
    """A region cannot be without a beheerder."""

    message = N_("Dit is de enige beheerder. Wijs eerst een andere beheerder aan.")


class OrganisationInUseError(DomainError):
    """An organisation that still has staff cannot end."""

    message = N_("Bij deze organisatie werken nog mensen. Geef hun eerst een andere organisatie.")


class NameMissingError(InvalidError):
    """A name is needed."""

    message = N_("Vul een naam in.")


class OrganisationKnownError(InvalidError):
    """Two organisations with one name cannot be told apart."""

    message = N_("Een organisatie met deze naam staat er al.")


class MailMissingError(InvalidError):
    """Nobody can sign in without a mail address."""

    message = N_("Vul een mailadres in.")


class RoleMissingError(InvalidError):
    """An account without a role can do nothing."""

    message = N_("Kies minstens één rol.")


class SecondPersonError(DomainError):
    """Two persons take away a second step: not one alone, and not its owner."""

    message = N_("Dit doet iemand anders: niet wie het voorstelt en niet wie het aangaat.")


class NoSecondStepError(DomainError):
    """There is nothing to take away."""

    message = N_("Deze medewerker heeft geen tweede stap.")


class ResetAskedError(DomainError):
    """It was proposed already, and that still stands."""

    message = N_("Dit is al voorgesteld. Een collega bevestigt het nog.")


class ReasonMissingError(InvalidError):
    """Why the second step must go."""

    message = N_("Schrijf op waarom dit nodig is.")


class ServiceAddressError(InvalidError):
    """An address of a service that is not https."""

    message = N_("Vul het hele adres in. Het begint met https:// en heeft geen vraagteken of hekje.")


class ApiKeyError(InvalidError):
    """An API key that is missing, belongs to another address, or cannot be one."""

    message = N_(
        "Vul de API-sleutel in zoals de dienst hem geeft. Hij eindigt op twee lange nummers met streepjes."
    )


class TemplateMissingError(InvalidError):
    """A channel without the template that the service needs for it."""

    message = N_("Vul het nummer van het sjabloon in, of zet dit kanaal uit.")


class ChannelTakenError(InvalidError):
    """Two services for the same channel of the same organisation."""

    message = N_("Een van deze kanalen gaat hier al langs een andere dienst.")


class PracticeError(InvalidError):
    """A region for practice that would reach another machine."""

    message = N_("Dit is een oefenregio. Er gaat niets naar buiten: gebruik een adres op deze computer.")


class MailboxMissingError(InvalidError):
    """A mailbox without server, port, name or password, or one in the clear over a network."""

    message = N_(
        "Vul in waar de mailbox staat en hoe wij erin komen. Zonder TLS kan alleen op deze computer."
    )


class UnknownVariableError(InvalidError):
    """A word between braces that is not on the list. ``name`` is what was typed, ``known`` the list."""

    message = N_("%(name)s kennen wij hier niet. U kunt hier gebruiken: %(known)s.")


class LooseBraceError(InvalidError):
    """A brace without its other half."""

    message = N_("Er staat een losse accolade. Schrijf bijvoorbeeld {telefoon}, of laat de accolade weg.")
