"""The blind index: keyed digests by which an address or number is recognised that nobody can search or read.

Equality alone, and only of what is high in entropy. Each region has a key of its own (HKDF branch ``blind/1/...`` of the
key of the region), so that the same address in two regions gives two digests; without that key nothing can be tried.
The caller brings values in the one notation to compare by.
"""

import uuid
from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import Index, Integer, LargeBinary, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, word
from netwerkberaad.foundation.vault.keys import keys_of

VERSION = 1
"""Raised when notation or key branch changes; entries of another version are not found, and are made anew."""


class BlindKind(StrEnum):
    """What may be recognised."""

    MAIL = "mail"
    PHONE = "phone"


Contact = tuple[BlindKind, str]


class BlindEntry(Base):
    """One address or number of one person in a case, as a digest."""

    __tablename__ = "blind_index"
    __table_args__ = (Index("ix_blind_index_region_id_digest", "region_id", "digest"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID]
    case_id: Mapped[uuid.UUID] = mapped_column(index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(index=True)
    kind: Mapped[BlindKind] = mapped_column(word(BlindKind))
    version: Mapped[int] = mapped_column(Integer)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))


def add_contacts(
    session: Session,
    *,
    region_id: uuid.UUID,
    case_id: uuid.UUID,
    person_id: uuid.UUID,
    contacts: Collection[Contact],
) -> None:
    """Make these ways to reach somebody recognisable; empty ones are left out."""
    for kind, value in dict.fromkeys(contacts):
        if value:
            session.add(
                BlindEntry(
                    id=new_id(),
                    region_id=region_id,
                    case_id=case_id,
                    person_id=person_id,
                    kind=kind,
                    version=VERSION,
                    digest=_digest(session, region_id, kind, value),
                )
            )


def forget_contacts(session: Session, person_id: uuid.UUID) -> None:
    """Recognise nothing of this person any more."""
    session.execute(delete(BlindEntry).where(BlindEntry.person_id == person_id))


def find_people(
    session: Session, *, region_id: uuid.UUID, contacts: Collection[Contact]
) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Case and person of everybody in the region who has one of these, without opening anything about them."""
    digests = [_digest(session, region_id, kind, value) for kind, value in contacts if value]
    if not digests:
        return []
    statement = (
        select(BlindEntry.case_id, BlindEntry.person_id)
        .where(BlindEntry.region_id == region_id, BlindEntry.version == VERSION)
        .where(BlindEntry.digest.in_(digests))
        .distinct()
        .order_by(BlindEntry.case_id, BlindEntry.person_id)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def _digest(session: Session, region_id: uuid.UUID, kind: BlindKind, value: str) -> bytes:
    return keys_of(session).blind(f"contact/{VERSION}/{kind}", value, scope_id=region_id)
