"""Two people who edit the same thing: a form carries a digest of what it was loaded with."""

import hashlib

from wtforms import HiddenField

from netwerkberaad.foundation.core.errors import StaleError
from netwerkberaad.web.kit.forms import BaseForm


class SeenForm(BaseForm):
    """A form that changes something which others may change too; ``stale`` tells whether somebody did."""

    seen = HiddenField()
    stale = False

    def require_current(self, digest: str) -> None:
        """Refuse when the thing changed since the form was loaded; sending the form once more then overrules.

        Raises StaleError.
        """
        self.stale = self.seen.data != digest
        self.seen.data = digest
        if self.stale:
            raise StaleError


def digest_of(*parts: object) -> str:
    """A short digest of values, to tell whether anything changed. The parts must print in full, as records do."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
