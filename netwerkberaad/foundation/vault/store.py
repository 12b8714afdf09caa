"""The way into the database: sessions that carry their keys and write the audit entries of their unit of work."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session, sessionmaker

from netwerkberaad.foundation.core import audit, limits
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.foundation.core.errors import DomainError
from netwerkberaad.foundation.core.reading import keep_reads
from netwerkberaad.foundation.vault.hiding import ErasedFinder, Finder, Hidden, hide
from netwerkberaad.foundation.vault.keyring import KeyRing
from netwerkberaad.foundation.vault.keys import SYSTEM_SCOPE, Keys
from netwerkberaad.foundation.vault.providers import LiveRing, provider_of
from netwerkberaad.foundation.vault.scopes import ScopeKey, ScopeKind, enter_root_key


def session_on(connection: Connection, ring: KeyRing) -> Session:
    """A session with keys on a connection of one's own, for a database that is no installation."""
    session = Session(connection)
    session.info["vault.keys"] = Keys(session, ring)
    return session


class Store:
    """Engine and key ring of one installation."""

    def __init__(self, engine: Engine, ring: KeyRing | LiveRing) -> None:
        self.engine = engine
        self._live = ring if isinstance(ring, LiveRing) else LiveRing(ring)
        self.hidden = Hidden()
        self.looked_at: datetime | None = None
        self._reads = sessionmaker(engine, expire_on_commit=False)
        self._writes = sessionmaker(engine.execution_options(writes=True), expire_on_commit=False)

    @staticmethod
    def from_settings(settings: Settings) -> "Store":
        """Open the database and load the ring. Raises KeyRingError when the keys are not safe to use."""
        return Store(build_engine(settings.database_url), LiveRing.of(provider_of(settings)))

    @property
    def ring(self) -> KeyRing:
        """The ring as it was last read."""
        return self._live.ring

    def renew_ring(self) -> None:
        """Read the ring again when it changed. Raises KeyRingError when it is gone or not safe to use."""
        self._live.renewed()

    def open(self, *, writes: bool) -> Session:
        """A session with keys. ``writes`` takes SQLite's lock at the start instead of halfway."""
        session = self._writes() if writes else self._reads()
        session.info["vault.keys"] = Keys(session, self._live)
        if not writes:
            keep_reads(session)
        hide(session, self.hidden)
        return session

    def look_for_keyless(self, find: Finder) -> bool:
        """Ask anew which cases have no key, so that sessions from now on leave them out; whether that changed."""
        with self._reads() as session:
            found = replace(find(session), erased=self.hidden.erased)
        changed, self.hidden = found != self.hidden, found
        return changed

    def look_for_erased(self, find: ErasedFinder) -> bool:
        """Ask anew who came back after having been erased, so that sessions from now on show them without content;
        whether that changed.
        """
        with self._reads() as session:
            found = replace(self.hidden, erased=find(session))
        changed, self.hidden = found != self.hidden, found
        return changed

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read; what was looked at is put on record afterwards, in a short transaction of its own."""
        session = self.open(writes=False)
        try:
            yield session
            self.finish(session)
        finally:
            session.close()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One unit of work: committed with its audit entries when the block ends well, undone when it does not.

        What counts a try (``limits.keep_tries``) and then refuses is committed as well.
        """
        session = self.open(writes=True)
        try:
            yield session
            self.commit(session)
        except DomainError:
            self.refuse(session)
            raise
        finally:
            session.close()

    def refuse(self, session: Session) -> None:
        """End a unit of work that was refused: undone, unless it counted a try, which must outlive the refusal."""
        if limits.tries_count(session):
            self.commit(session)
        else:
            session.rollback()

    def commit(self, session: Session) -> None:
        """Commit a unit of work together with its audit entries."""
        audit.write(session, audit.take_pending(session))
        session.commit()

    def finish(self, session: Session) -> None:
        """End a session that only read: let go of the snapshot, then record what was looked at."""
        entries = audit.take_pending(session)
        session.close()
        self.record(entries)

    def record(self, entries: list[audit.Entry]) -> None:
        """Write audit entries in a transaction of their own, as for a denial whose work was undone."""
        if not entries:
            return
        with self._writes.begin() as session:
            audit.write(session, entries)

    def prepare(self, *, now: datetime) -> None:
        """Enter the current root key, and make the key of the system scope if it is not there: for what belongs to no
        region.
        """
        with self.writing() as session:
            enter_root_key(session, self._live.renewed().current, now=now)
            if session.get(ScopeKey, SYSTEM_SCOPE) is None:
                session.info["vault.keys"].make_scope(SYSTEM_SCOPE, ScopeKind.SYSTEM, now=now)
