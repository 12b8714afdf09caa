"""What can be wrong with a meeting."""

from netwerkberaad.foundation.core.errors import N_, DomainError, InvalidError


class BeraadInPastError(InvalidError):
    """The day has gone by."""

    message = N_("Deze dag is al voorbij. Kies een andere dag.")

    def __init__(self) -> None:
        super().__init__(field="starts_at")


class BadLengthError(InvalidError):
    """Shorter than the parts of a beraad can be, or longer than people can sit."""

    message = N_("Kies een duur van een half uur tot acht uur.")

    def __init__(self) -> None:
        super().__init__(field="minutes")


class BadExtensionError(InvalidError):
    """An extension that is nothing, or longer than an hour at once."""

    message = N_("Geef één tot zestig minuten erbij.")

    def __init__(self) -> None:
        super().__init__(field="minutes")


class PlanPartMissingError(InvalidError):
    """A beraad without time to make the plan is none."""

    message = N_("Geef het plan maken ten minste één minuut.")

    def __init__(self) -> None:
        super().__init__(field="plan")


class LeftBeforeArrivedError(InvalidError):
    """Somebody cannot leave before they arrive."""

    message = N_("De tijd van weggaan ligt voor de tijd van komen.")

    def __init__(self) -> None:
        super().__init__(field="left_at")


class AlreadyPlannedError(DomainError):
    """A case has one beraad ahead at a time; that one can be changed."""

    message = N_("Er staat al een beraad. Verander dat, of laat het vervallen.")


class BeraadOverError(DomainError):
    """The beraad has ended or was cancelled."""

    message = N_("Dit beraad is voorbij of gaat niet door.")


class BeraadRunsError(DomainError):
    """The table is open: the beraad cannot be moved or cancelled any more, only ended."""

    message = N_("Dit beraad is al begonnen.")


class TableClosedError(DomainError):
    """The table has not been opened yet."""

    message = N_("Open eerst de tafel.")


class PrivateTimeError(DomainError):
    """Private time runs: nobody writes anything down (method: besloten tijd belongs to the family alone)."""

    message = N_("Het is besloten tijd. Er wordt nu niets opgeschreven.")


class NoPrivateTimeError(DomainError):
    """This meeting has no besloten tijd, or it is over."""

    message = N_("Er komt geen besloten tijd meer.")
