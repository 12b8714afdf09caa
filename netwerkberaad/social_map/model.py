"""Table of the sociale kaart: places to meet and sources of help that a team knows, apart from any case."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, reference, word
from netwerkberaad.foundation.vault import sealed_column, sealed_record


class EntryKind(StrEnum):
    """What an entry is good for; a community centre can be both and is then written down as a place."""

    PLACE = "place"
    SOURCE = "source"


class Access(StrEnum):
    """What makes a place easy to come to and to be in."""

    WHEELCHAIR = "wheelchair"
    TOILET = "toilet"
    PARKING = "parking"
    BUS = "bus"
    HOMELY = "homely"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What is known of a place or a source of help. ``access`` says what was seen there; what is missing is unknown."""

    name: str = ""
    about: str = ""
    address: str = ""
    directions: str = ""
    phone: str = ""
    mail: str = ""
    website: str = ""
    access: tuple[Access, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryContact:
    """Whom to speak there: a person, whose data go when the entry is archived."""

    name: str = ""
    phone: str = ""
    mail: str = ""


class MapEntry(Base):
    """A place to meet or a source of help. Archived ones can be chosen no more."""

    __tablename__ = "map_entry"
    __table_args__ = (Index("ix_map_entry_region_id_archived_at", "region_id", "archived_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id", ondelete="CASCADE"))
    kind: Mapped[EntryKind] = mapped_column(word(EntryKind))
    added_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    facts_sealed: Mapped[bytes | None] = sealed_column()
    facts = sealed_record(EntryFacts, "facts_sealed", scope="region_id", default=EntryFacts())
    contact_sealed: Mapped[bytes | None] = sealed_column()
    contact = sealed_record(EntryContact, "contact_sealed", scope="region_id", default=EntryContact())
