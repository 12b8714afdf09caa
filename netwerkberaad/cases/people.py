"""Tables of the people in a case: the hoofdpersonen, their circle, who approved whom, who must not be asked.

Whatever concerns one person alone is sealed under that person's own key, so that erasing one breaks no line of another.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, Index
from sqlalchemy.orm import Mapped, mapped_column, object_session

from netwerkberaad.foundation.core.database import Base, new_id, reference, word
from netwerkberaad.foundation.vault import sealed_column, sealed_record

NAMELESS = "Iemand"
"""What somebody is called who declined: the name was erased."""


class PersonKind(StrEnum):
    """In which part somebody stands in the case."""

    PRINCIPAL = "principal"
    NAASTE = "naaste"
    PROFESSIONAL = "professional"
    ORGANISATION = "organisation"


class Quadrant(StrEnum):
    """The kind of life somebody belongs to on the network map."""

    FAMILY = "family"
    FRIENDS = "friends"
    WORK_SCHOOL_CLUBS = "work_school_clubs"
    PROFESSIONALS = "professionals"


class TieStrength(StrEnum):
    """How strong a tie is."""

    STRONG = "strong"
    ORDINARY = "ordinary"
    THIN = "thin"
    BROKEN = "broken"


class TieFlow(StrEnum):
    """Whether a tie gives, costs, both, or is even."""

    GIVES = "gives"
    COSTS = "costs"
    BOTH = "both"
    EVEN = "even"


class TreeSign(StrEnum):
    """The sign of somebody in a family tree, as genograms have them: square for men, round for women, else a diamond."""

    UNKNOWN = "unknown"
    SQUARE = "square"
    ROUND = "round"


@dataclass(frozen=True, slots=True)
class PersonName:
    """Every part may be missing; one is enough."""

    first: str = ""
    infix: str = ""
    last: str = ""
    called: str = ""

    @property
    def short(self) -> str:
        """What people call somebody; an initial alone says too little, so the last name goes with it."""
        first = self.called or self.first
        return self.full if not first or first.endswith(".") else first

    @property
    def full(self) -> str:
        """The name in reading order, beginning with what people call somebody."""
        return " ".join(part for part in (self.called or self.first, self.surname) if part)

    @property
    def surname(self) -> str:
        """Infix and last name; after an apostrophe there is no blank: "d'Hooghe"."""
        blank = "" if self.infix.endswith(("'", "’")) else " "
        return f"{self.infix}{blank}{self.last}" if self.infix and self.last else self.infix or self.last


@dataclass(frozen=True, slots=True)
class ContactData:
    """Ways to reach somebody. Erased the same day when somebody declines. ``prefers`` is a channel word; ``large_print``:
    letters in large letters; nobody calls from ``quiet_from`` to ``quiet_until`` (``13:00``, on the wall).
    """

    mail: str = ""
    phone: str = ""
    landline: str = ""
    address: str = ""
    prefers: str = ""
    remark: str = ""
    large_print: bool = False
    quiet_from: str = ""
    quiet_until: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """Who somebody is to the hoofdpersoon, and where on the network map. ``ring`` 1 is closest, 4 services."""

    relation: str = ""
    language: str = "nl"
    ring: int = 2
    quadrant: Quadrant = Quadrant.FAMILY
    strength: TieStrength = TieStrength.ORDINARY
    flow: TieFlow = TieFlow.EVEN
    tie: str = ""
    born: date | None = None
    proposed_by: str = ""
    gives: str = ""
    sign: TreeSign = TreeSign.UNKNOWN
    deceased: bool = False


class Person(Base):
    """Somebody in a case. The person's own key carries the id of this row and lies inside the case's key."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_case_id_kind", "case_id", "kind"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"))
    kind: Mapped[PersonKind] = mapped_column(word(PersonKind))
    listed_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    contact_erased_at: Mapped[datetime | None]
    contact_person_id: Mapped[uuid.UUID | None] = mapped_column(
        reference("person.id", ondelete="SET NULL"), index=True
    )
    name_sealed: Mapped[bytes | None] = sealed_column()
    name = sealed_record(
        PersonName, "name_sealed", scope="id", default=PersonName(), gone=PersonName(called=NAMELESS)
    )
    contact_sealed: Mapped[bytes | None] = sealed_column()
    contact = sealed_record(ContactData, "contact_sealed", scope="id", default=ContactData())
    about_sealed: Mapped[bytes | None] = sealed_column()
    about = sealed_record(About, "about_sealed", scope="id", default=About())

    @property
    def nameless(self) -> bool:
        """Whether this person declined and was let go of, or was erased and came back from a backup: there is nobody left to ask
        or to tell anything.
        """
        return self.name.called == NAMELESS

    @property
    def contact_person(self) -> "Person | None":
        """Of an organisation the one we speak with there, while they are in the circle: who is asked in its name."""
        session = object_session(self)
        if self.contact_person_id is None or session is None:
            return None
        found = session.get(Person, self.contact_person_id)
        return found if found is not None and found.left_at is None and not found.nameless else None

    @property
    def greeted(self) -> str:
        """Who opens what we send: of an organisation the one we speak with there."""
        return (self.contact_person or self).name.short

    @property
    def is_principal(self) -> bool:
        """Whether the case is about this person."""
        return self.kind is PersonKind.PRINCIPAL


class HowGiven(StrEnum):
    """How somebody said something that is put on record."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    LETTER = "letter"
    LINK = "link"
    PAPER = "paper"
    SMS = "sms"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a hoofdpersoon says of inviting somebody."""

    invite: bool = False
    text: str = ""


class InviteApproval(Base):
    """Whether one hoofdpersoon approves inviting one person. The latest per pair counts; nobody sees another's text."""

    __tablename__ = "invite_approval"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    principal_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    how: Mapped[HowGiven] = mapped_column(word(HowGiven))
    recorded_by: Mapped[uuid.UUID | None]
    current: Mapped[bool] = mapped_column(Boolean, default=True)
    verdict_sealed: Mapped[bytes | None] = sealed_column()
    verdict = sealed_record(Verdict, "verdict_sealed", scope="principal_id", default=Verdict())


@dataclass(frozen=True, slots=True)
class ExcludedPerson:
    """Somebody who must not be asked: what would match an invitation, and why."""

    name: str = ""
    mail: str = ""
    phone: str = ""
    reason: str = ""
    asked_by: str = ""
    relation: str = ""


class Exclusion(Base):
    """Niet uitnodigen: blocks an invitation to the same mail, phone or name. Never shown outside the desk."""

    __tablename__ = "exclusion"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    person_sealed: Mapped[bytes | None] = sealed_column()
    person = sealed_record(ExcludedPerson, "person_sealed", scope="case_id", default=ExcludedPerson())
