"""What signing in through another organisation can refuse. Each message says what the person can do now."""

from netwerkberaad.foundation.core.errors import N_, DomainError, InvalidError


class SingleSignOnError(DomainError):
    """Signing in at the provider did not lead to a session here. ``reason`` is a word for the log, never a value."""

    message = N_("Inloggen via uw organisatie lukte niet. Probeer het opnieuw.")
    status = 422

    def __init__(self, reason: str = "", *, field: str | None = None, **data: object) -> None:
        super().__init__(field=field, **data)
        self.reason = reason


class UnreachableError(SingleSignOnError):
    """The provider gives no answer, or none that can be read."""

    message = N_(
        "De inlogpagina van uw organisatie geeft geen goed antwoord. Probeer het over een paar minuten opnieuw. "
        "Blijft dit zo? Bel uw beheerder."
    )


class OtherIssuerError(UnreachableError):
    """The address answers, under another name. ``found`` is that name."""

    message = N_("Dit adres noemt zichzelf anders: %(found)s. Klopt dat? Vul dan dat adres in.")


class WrongAnswerError(SingleSignOnError):
    """An answer that cannot be trusted: signature, issuer, audience, time, nonce or state is wrong."""

    message = N_(
        "Wij konden het antwoord van uw organisatie niet vertrouwen. U bent niet ingelogd. Probeer het opnieuw. "
        "Gebeurt het weer? Bel uw beheerder."
    )


class StartForgottenError(SingleSignOnError):
    """The answer belongs to no sign-in that this browser began a moment ago, or was used before."""

    message = N_(
        "Dit inloggen duurde te lang, is al gebruikt of begon in een ander venster. Begin opnieuw met inloggen."
    )


class StoppedThereError(SingleSignOnError):
    """The person stopped at the provider, or the provider does not let them through."""

    message = N_("U bent bij uw organisatie niet ingelogd. Probeer het opnieuw, of bel uw beheerder.")


class UnknownHereError(SingleSignOnError):
    """Nobody here goes with this person, and the provider may not make accounts."""

    message = N_("U hebt hier nog geen account. Vraag uw beheerder om u toe te voegen.")


class MailUnsureError(SingleSignOnError):
    """The provider does not vouch for the mail address, so that it binds nobody to an account."""

    message = N_(
        "Uw organisatie bevestigt uw mailadres niet. Vraag uw beheerder om een link, en koppel daarmee uw account."
    )


class OtherPersonError(SingleSignOnError):
    """The account belongs to somebody else at this provider already."""

    message = N_(
        "Dit account hoort al bij een andere gebruiker van uw organisatie. Vraag uw beheerder om de koppeling los te "
        "maken."
    )


class NoRoleError(SingleSignOnError):
    """The provider gives this person no role that means something here."""

    message = N_("Uw organisatie geeft u hier geen rol. Vraag de beheerder van uw organisatie daarom.")


class OnlyAdminError(SingleSignOnError):
    """The provider takes the role of beheerder from the only one there is."""

    message = N_(
        "U bent hier de enige beheerder, maar uw organisatie geeft u die rol niet meer. Log in met uw wachtwoord en "
        "wijs eerst een andere beheerder aan."
    )


class UnsafeAddressError(InvalidError):
    """An address of a provider that is not https."""

    message = N_("Vul het hele adres in. Het begint met https:// en heeft geen vraagteken of hekje.")


class RolesNeededError(InvalidError):
    """Accounts cannot be made without knowing with which role."""

    message = N_(
        "Vul in waar de rol staat en welke waarde welke rol geeft. Anders krijgt een nieuw account geen rol."
    )


class TeamNeededError(InvalidError):
    """Accounts cannot be made without knowing in which organisation."""

    message = N_("Kies een organisatie. Daar komen nieuwe accounts bij.")
