"""Where people stood on the network map before: each earlier place with its end, under the key of the person.

A picture of an earlier moment is drawn from who was there then, where they stood then, and which ties held then; so no
later change alters it. A name is drawn as it is now: a correction of a name is right for every picture.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import About, Person, PersonKind, Quadrant, TieFlow, TieStrength
from netwerkberaad.foundation.core.database import Base, new_id, reference
from netwerkberaad.foundation.vault import sealed_column, sealed_record


@dataclass(frozen=True, slots=True)
class MapPlace:
    """What of somebody shows in the picture, besides the name."""

    kind: PersonKind = PersonKind.NAASTE
    ring: int = 2
    quadrant: Quadrant = Quadrant.FAMILY
    strength: TieStrength = TieStrength.ORDINARY
    flow: TieFlow = TieFlow.EVEN


class EarlierPlace(Base):
    """Where somebody stood until ``until``. Where they stand now is on the person."""

    __tablename__ = "earlier_place"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    until: Mapped[datetime]
    place_sealed: Mapped[bytes | None] = sealed_column()
    place = sealed_record(MapPlace, "place_sealed", scope="person_id", default=MapPlace())


def place_of(kind: PersonKind, about: About) -> MapPlace:
    """The place of somebody on the map."""
    return MapPlace(kind, about.ring, about.quadrant, about.strength, about.flow)


def keep_place(session: Session, *, person: Person, then: MapPlace, now: datetime) -> None:
    """Remember where somebody stood until now, when they stand elsewhere after a change."""
    if then == place_of(person.kind, person.about):
        return
    session.add(EarlierPlace(id=new_id(), case_id=person.case_id, person_id=person.id, until=now, place=then))


def forget_places(session: Session, person: Person) -> None:
    """Delete where somebody stood before, as when they decline and are let go of."""
    session.execute(delete(EarlierPlace).where(EarlierPlace.person_id == person.id))


def places_at(
    session: Session, case: Case, people: Sequence[Person], at: datetime
) -> Mapping[uuid.UUID, MapPlace]:
    """Where each of these people stood at a moment."""
    rows = session.scalars(
        select(EarlierPlace)
        .where(EarlierPlace.case_id == case.id, EarlierPlace.until > at)
        .order_by(EarlierPlace.until.desc(), EarlierPlace.id.desc())
    )
    earlier: defaultdict[uuid.UUID, list[MapPlace]] = defaultdict(list)
    for row in rows:
        earlier[row.person_id].append(row.place)
    return {
        one.id: earlier[one.id][-1] if earlier[one.id] else place_of(one.kind, one.about) for one in people
    }
