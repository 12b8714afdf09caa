"""Keeping the sociale kaart: added, changed, archived and brought back, read and searched, all within one region."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.access import Actor, Permission, require
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.social_map.errors import EntryExistsError, EntryNameMissingError
from netwerkberaad.social_map.model import EntryContact, EntryFacts, EntryKind, MapEntry

ENTRY_ADDED = audit.declare("map_entry.added", "map_entry")
ENTRY_CHANGED = audit.declare("map_entry.changed", "map_entry")
ENTRY_ARCHIVED = audit.declare("map_entry.archived", "map_entry")
ENTRY_RESTORED = audit.declare("map_entry.restored", "map_entry")


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry as it is written down."""

    kind: EntryKind
    facts: EntryFacts
    contact: EntryContact = field(default_factory=EntryContact)


def add_entry(session: Session, actor: Actor, *, new: NewEntry, now: datetime) -> MapEntry:
    """Write down a place or a source of help. Raises DeniedError, EntryNameMissingError or EntryExistsError."""
    require(actor, Permission.KEEP_SOCIAL_MAP)
    check_entry(new, entries_of(session, actor))
    entry = MapEntry(
        id=new_id(),
        region_id=_region(actor),
        kind=new.kind,
        added_at=now,
        changed_at=now,
        archived_at=None,
        facts=new.facts,
        contact=new.contact,
    )
    session.add(entry)
    audit.record(session, actor.entry(ENTRY_ADDED, now=now, object_id=entry.id))
    return entry


def change_entry(
    session: Session, actor: Actor, *, entry: MapEntry, new: NewEntry, now: datetime
) -> MapEntry:
    """Replace what is known. Raises DeniedError, EntryNameMissingError or EntryExistsError."""
    require(actor, Permission.KEEP_SOCIAL_MAP)
    check_entry(new, [one for one in entries_of(session, actor) if one.id != entry.id])
    entry.kind, entry.facts, entry.contact = new.kind, new.facts, new.contact
    entry.changed_at = now
    audit.record(session, actor.entry(ENTRY_CHANGED, now=now, object_id=entry.id))
    return entry


def archive_entry(session: Session, actor: Actor, *, entry: MapEntry, now: datetime) -> MapEntry:
    """Offer an entry no more, and forget whom to speak there. Raises DeniedError."""
    require(actor, Permission.KEEP_SOCIAL_MAP)
    entry.archived_at = now
    entry.contact = EntryContact()
    audit.record(session, actor.entry(ENTRY_ARCHIVED, now=now, object_id=entry.id))
    return entry


def restore_entry(session: Session, actor: Actor, *, entry: MapEntry, now: datetime) -> MapEntry:
    """Offer an archived entry again. Raises DeniedError or EntryExistsError."""
    require(actor, Permission.KEEP_SOCIAL_MAP)
    check_entry(NewEntry(entry.kind, entry.facts), entries_of(session, actor))
    entry.archived_at = None
    audit.record(session, actor.entry(ENTRY_RESTORED, now=now, object_id=entry.id))
    return entry


def get_entry(session: Session, actor: Actor, entry_id: uuid.UUID) -> MapEntry:
    """An entry of the region of the actor, also an archived one. Raises NotFoundError."""
    entry = session.get(MapEntry, entry_id)
    if entry is None or entry.region_id != actor.region_id:
        raise NotFoundError
    return entry


def entries_of(session: Session, actor: Actor, *, archived: bool = False) -> list[MapEntry]:
    """The entries of the region by name: those that can be chosen, or the archived ones."""
    statement = select(MapEntry).where(MapEntry.region_id == actor.region_id)
    apart = MapEntry.archived_at.is_not(None) if archived else MapEntry.archived_at.is_(None)
    found = session.scalars(statement.where(apart))
    return sorted(found, key=lambda entry: (entry.facts.name.casefold(), entry.id))


def search_entries(
    entries: Iterable[MapEntry], words: str, *, kind: EntryKind | None = None
) -> list[MapEntry]:
    """Those in which every word occurs, in whatever field but the contact person."""
    wanted = words.casefold().split()
    return [
        entry
        for entry in entries
        if (kind is None or entry.kind is kind) and all(word in _text(entry.facts) for word in wanted)
    ]


def check_entry(new: NewEntry, others: Sequence[MapEntry]) -> None:
    """Refuse what has no name, or stands there already under the same name and address.

    Raises EntryNameMissingError or EntryExistsError.
    """
    if not new.facts.name.strip():
        raise EntryNameMissingError(field="name")
    if place_key(new.facts) in {place_key(entry.facts) for entry in others}:
        raise EntryExistsError(field="name")


def place_key(facts: EntryFacts) -> tuple[str, str]:
    """What tells one entry from another: name and address, however they are written."""
    return " ".join(facts.name.casefold().split()), " ".join(facts.address.casefold().split())


def _text(facts: EntryFacts) -> str:
    return f"{facts.name} {facts.about} {facts.address} {facts.directions} {facts.website}".casefold()


def _region(actor: Actor) -> uuid.UUID:
    if actor.region_id is None:
        raise NotFoundError
    return actor.region_id
