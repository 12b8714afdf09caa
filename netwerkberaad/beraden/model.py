"""Tables of the meeting: when, where, in which parts, who was there."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Integer, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, reference, word
from netwerkberaad.foundation.vault import sealed_bytes, sealed_column, sealed_record, sealed_text
from netwerkberaad.social_map import Access


class BeraadKind(StrEnum):
    """Kinds of beraad, each with parts of its own. At a bewoner-MDO the person it is about leads, at home (domain §3.5)."""

    NETWERKBERAAD = "netwerkberaad"
    SPOEDBERAAD = "spoedberaad"
    VERVOLGBERAAD = "vervolgberaad"
    RESIDENT_MDO = "bewoner-mdo"


class Part(StrEnum):
    """The parts of a beraad."""

    WELCOME = "welcome"
    INFORMATION = "information"
    THREE_QUESTIONS = "three_questions"
    PRIVATE_TIME = "private_time"
    PLAN = "plan"
    ACCEPTANCE = "acceptance"


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is held, why there, how to get in, and what makes it easy to be there. ``why`` is for the team.

    ``join``: how to join by phone or video; only for who proved who they are, never in a message or a calendar.
    """

    name: str = ""
    address: str = ""
    why: str = ""
    directions: str = ""
    access: tuple[Access, ...] = ()
    join: str = ""


@dataclass(frozen=True, slots=True)
class ThreeQuestions:
    """'Ik wil', 'ik kan' and 'ik heb nodig' of the person who leads a bewoner-MDO, one sentence on each line."""

    wants: str = ""
    can: str = ""
    needs: str = ""


class Beraad(Base):
    """A meeting. ``sequence`` counts what was announced, for the calendar event; minutes are planned ones."""

    __tablename__ = "beraad"
    __table_args__ = (Index("ix_beraad_case_id_starts_at", "case_id", "starts_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"))
    kind: Mapped[BeraadKind] = mapped_column(word(BeraadKind))
    starts_at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(Integer)
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    made_at: Mapped[datetime]
    announced_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    place_sealed: Mapped[bytes | None] = sealed_column()
    place = sealed_record(Place, "place_sealed", scope="case_id", default=Place())
    agreements_sealed: Mapped[bytes | None] = sealed_column()
    agreements = sealed_text("agreements_sealed", scope="case_id")
    three_sealed: Mapped[bytes | None] = sealed_column()
    three = sealed_record(ThreeQuestions, "three_sealed", scope="case_id", default=ThreeQuestions())


class AgendaPart(Base):
    """One part with its planned length and the times it really began and ended. Of private time nothing else is kept."""

    __tablename__ = "agenda_part"
    __table_args__ = (UniqueConstraint("beraad_id", "position"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    beraad_id: Mapped[uuid.UUID] = mapped_column(reference("beraad.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)
    part: Mapped[Part] = mapped_column(word(Part))
    minutes: Mapped[int] = mapped_column(Integer)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class AgendaShare(Base):
    """How long a part lasts at a meeting of this kind, as a region wants it; a kind without rows is divided as usual."""

    __tablename__ = "agenda_share"
    __table_args__ = (UniqueConstraint("region_id", "kind", "part"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"))
    kind: Mapped[BeraadKind] = mapped_column(word(BeraadKind))
    part: Mapped[Part] = mapped_column(word(Part))
    minutes: Mapped[int] = mapped_column(Integer)


class Presence(StrEnum):
    """How somebody takes part."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class PresenceNote:
    """How somebody is there, in their own key."""

    how: Presence = Presence.IN_PERSON


class Attendance(Base):
    """Somebody at the table, from when until when."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("beraad_id", "person_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    beraad_id: Mapped[uuid.UUID] = mapped_column(reference("beraad.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    note_sealed: Mapped[bytes | None] = sealed_column()
    note = sealed_record(PresenceNote, "note_sealed", scope="person_id", default=PresenceNote())


class BroughtMessage(Base):
    """What a child or somebody who is not there wants to be said at the table: sealed under the maker, and unread until
    it is opened there. ``reader_id`` is who reads it aloud; the gespreksleider when there is none. ``picture`` is a drawing
    or photo, made anew as a PNG or JPEG of ours; empty when there is none.
    """

    __tablename__ = "brought_message"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    reader_id: Mapped[uuid.UUID | None]
    made_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    text_sealed: Mapped[bytes | None] = sealed_column()
    text = sealed_text("text_sealed", scope="person_id")
    picture_sealed: Mapped[bytes | None] = sealed_column()
    picture = sealed_bytes("picture_sealed", scope="person_id")


class FamilyDevice(Base):
    """A device handed to the family for its besloten tijd: a link that takes proposals and shows nothing. Only the SHA-256
    of its token is kept.
    """

    __tablename__ = "family_device"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    beraad_id: Mapped[uuid.UUID] = mapped_column(reference("beraad.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ProposalKind(StrEnum):
    """What the family writes down: what they want to reach, or what somebody will do."""

    GOAL = "goal"
    PROMISE = "promise"


class FamilyProposal(Base):
    """What the family wrote in its besloten tijd, in its own order. Who wrote it and at which moment is not kept."""

    __tablename__ = "family_proposal"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    beraad_id: Mapped[uuid.UUID] = mapped_column(reference("beraad.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[ProposalKind] = mapped_column(word(ProposalKind))
    text_sealed: Mapped[bytes | None] = sealed_column()
    text = sealed_text("text_sealed", scope="case_id")
