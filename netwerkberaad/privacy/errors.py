"""What can be wrong with keeping and destroying. Each error names the form field it belongs to, where there is one."""

from netwerkberaad.foundation.core.errors import N_, DomainError, InvalidError


class NotClosedError(DomainError):
    """The term of a case begins when it is closed, and only then can it be destroyed."""

    message = N_("Deze casus loopt nog. Vernietigen kan pas als de casus is afgesloten.")


class OnHoldError(DomainError):
    """Somebody said with a reason that this case must stay for now."""

    message = N_("Deze casus is vastgezet en kan nu niet weg. Haal eerst de blokkade eraf.")


class AlreadyProposedError(DomainError):
    """There is a proposal for this case."""

    message = N_("Er ligt al een voorstel om deze casus te vernietigen.")


class SecondPersonError(DomainError):
    """Who proposed the destruction, or set its term, does not decide on it as well."""

    message = N_(
        "Een ander moet dit besluiten: u hebt het zelf voorgesteld, of u hebt de bewaartermijn gekozen."
    )


class ReasonNeededError(InvalidError):
    """Why is missing."""

    message = N_("Schrijf in één zin op waarom.")


class BadDayError(InvalidError):
    """A day that is over, or too far off."""

    message = N_("Kies een dag tussen morgen en over een jaar.")


class BadTermError(InvalidError):
    """A term that keeps nothing, or that nobody lives to see."""

    message = N_("Kies een termijn tussen één week en veertig jaar.")


class WordsMissingError(InvalidError):
    """A request does not say what it is about."""

    message = N_("Schrijf op wat er anders moet.")


class AnswerMissingError(InvalidError):
    """A decision without an answer in words."""

    message = N_("Schrijf het antwoord op. Wijst u iets af, noem dan de wet en de reden.")


class BadHoursError(InvalidError):
    """Access for less than an hour or longer than three days."""

    message = N_("Kies een aantal uren tussen 1 en 72.")


class NothingToFindError(InvalidError):
    """A search without anything to search for."""

    message = N_("Vul een naam, een mailadres of een telefoonnummer in.")


class BadReceiptError(InvalidError):
    """A request that came in tomorrow, or more than a year ago."""

    message = N_("Kies de dag waarop het verzoek binnenkwam: vandaag of eerder.")


class HappenedMissingError(InvalidError):
    """A breach without what happened."""

    message = N_("Schrijf op wat er is gebeurd.")


class BadMomentError(InvalidError):
    """A moment that is still to come."""

    message = N_("Dit moment moet nog komen. Kies een moment tot nu.")


class ExtendedError(DomainError):
    """More time was taken before; the law gives it once."""

    message = N_("Dit verzoek is al een keer verlengd. Dat mag maar één keer.")


class TooLateError(DomainError):
    """The month within which somebody must hear that it takes longer is over."""

    message = N_("De maand is om. Verlengen kan niet meer: geef zo snel mogelijk antwoord.")


class DecidedError(DomainError):
    """The request was answered before."""

    message = N_("Dit verzoek is al beantwoord.")


class LawNeededError(InvalidError):
    """Something asked was not done, and no law was named."""

    message = N_("Kies welke wet dit tegenhoudt, of dat er geen is.")
