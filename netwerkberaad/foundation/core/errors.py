"""Errors of the domain: classes with data. The web turns them into words beside a field or a page.

``message`` is a Dutch msgid, marked with ``N_`` where it is written; ``data`` fills its placeholders.
Data may hold what the user typed a moment ago, never what was sealed before.
"""

from typing import ClassVar


def N_(message: str) -> str:
    """Mark a text for translation without translating it yet."""
    return message


class DomainError(Exception):
    """A rule says no. Nothing has been changed; the request rolls back."""

    message: ClassVar[str] = N_("Dit kan nu niet.")
    status: ClassVar[int] = 409

    def __init__(self, *, field: str | None = None, **data: object) -> None:
        super().__init__(type(self).__name__)
        self.field = field
        self.data = data


class NotFoundError(DomainError):
    """The thing does not exist, or does not exist for this actor: the two look the same."""

    message = N_("Deze pagina bestaat niet.")
    status = 404


class DeniedError(DomainError):
    """The actor may see that it exists, but may not do this."""

    message = N_("U mag dit niet doen.")
    status = 403


class InvalidError(DomainError):
    """A value breaks a rule. ``field`` names the form field it belongs to."""

    message = N_("Dit klopt niet.")
    status = 422


class StaleError(DomainError):
    """Somebody else changed the same thing after this actor read it (optimistic locking)."""

    message = N_("Iemand anders heeft dit intussen veranderd. Kijk eerst wat er nu staat.")
    status = 409


class TooManyTriesError(DomainError):
    """A rate limit is reached."""

    message = N_("Er is te vaak geprobeerd. Wacht een kwartier en probeer het dan opnieuw.")
    status = 429
