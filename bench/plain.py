"""The plain reference: the same code path with a vault that stores clear text and keeps no keys.

For measuring alone. Nothing in the application imports this, and no setting leads here; a test sees to both.
"""

import hashlib
import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.foundation.vault import SYSTEM_SCOPE, Keys, ScopeKind, Store


class PlainKeys(Keys):
    """Keys that do nothing: no key rows, no queries for them, values as they are."""

    def make_scope(
        self, scope_id: uuid.UUID, kind: ScopeKind, *, now: datetime, inside: uuid.UUID | None = None
    ) -> None:
        """Make nothing."""

    def load(self, scope_ids: Iterable[uuid.UUID]) -> None:
        """Load nothing."""

    def load_known(self, scope_ids: Iterable[uuid.UUID]) -> None:
        """Load nothing."""

    def has(self, scope_id: uuid.UUID) -> bool:
        """Whatever is asked for is at hand."""
        return True

    def seal(self, scope_id: uuid.UUID, field: str, row_id: uuid.UUID, content: bytes) -> bytes:
        """The content itself."""
        return content

    def open(self, scope_id: uuid.UUID, field: str, row_id: uuid.UUID, sealed: bytes) -> bytes:
        """The content itself."""
        return sealed

    def blind(self, purpose: str, value: str, *, scope_id: uuid.UUID = SYSTEM_SCOPE) -> bytes:
        """A digest without a key."""
        return hashlib.sha256(value.encode()).digest()


class PlainStore(Store):
    """A store whose sessions carry plain keys."""

    def open(self, *, writes: bool) -> Session:
        """A session without a vault."""
        session = super().open(writes=writes)
        session.info["vault.keys"] = PlainKeys(session, self.ring)
        return session
