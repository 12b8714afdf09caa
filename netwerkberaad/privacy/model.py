"""Tables of keeping and destroying: terms of a region, the term of a case, proposals, and what was destroyed."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.cases.people import HowGiven
from netwerkberaad.foundation.core.database import Base, new_id, partial_index, reference, word
from netwerkberaad.foundation.vault import sealed_column, sealed_record, sealed_text


class Regime(StrEnum):
    """By which rule a case is kept. ``none``: no law says how long, so somebody decides."""

    WMO = "wmo"
    JEUGDWET = "jeugdwet"
    WITHDRAWN = "withdrawn"
    NONE = "none"


class RetentionRule(Base):
    """How long a region keeps cases of one regime, where that differs from the term of the law."""

    __tablename__ = "retention_rule"
    __table_args__ = (UniqueConstraint("region_id", "regime"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"))
    regime: Mapped[Regime] = mapped_column(word(Regime))
    years: Mapped[int] = mapped_column(Integer, default=0)
    weeks: Mapped[int] = mapped_column(Integer, default=0)
    changed_at: Mapped[datetime]
    changed_by: Mapped[uuid.UUID | None]


class Retention(Base):
    """The term of one case. ``starts_at`` and ``due_at`` are empty while it runs; ``chosen_by`` set the regime by hand."""

    __tablename__ = "case_retention"
    __table_args__ = (
        Index("ix_case_retention_region_id_due_at", "region_id", "due_at"),
        Index("ix_case_retention_due_at", "due_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), unique=True)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"))
    regime: Mapped[Regime] = mapped_column(word(Regime))
    chosen_by: Mapped[uuid.UUID | None]
    starts_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    held_by: Mapped[uuid.UUID | None]
    reason_sealed: Mapped[bytes | None] = sealed_column()
    reason = sealed_text("reason_sealed", scope="case_id")


class Why(StrEnum):
    """Why a case is to be destroyed."""

    TERM = "term"
    REQUEST = "request"
    NO_NEED = "no_need"


class Proposal(Base):
    """One case that somebody, or the end of its term, proposes to destroy. ``proposed_by`` is empty for the job."""

    __tablename__ = "destruction_proposal"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), unique=True)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"), index=True)
    why: Mapped[Why] = mapped_column(word(Why))
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[uuid.UUID | None]
    note_sealed: Mapped[bytes | None] = sealed_column()
    note = sealed_text("note_sealed", scope="case_id")


class Destruction(Base):
    """What remains of a destroyed case: that it was there, by which rule it went, by whom. No content, no people.

    ``traces_cleared_at`` dates when the write-ahead log and the free space of the database held nothing of it any more.
    """

    __tablename__ = "destruction_record"
    __table_args__ = (
        Index("ix_destruction_record_region_id_destroyed_at", "region_id", "destroyed_at"),
        partial_index("ix_destruction_record_uncleared", "id", where="traces_cleared_at IS NULL"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    regime: Mapped[Regime] = mapped_column(word(Regime))
    why: Mapped[Why] = mapped_column(word(Why))
    asked_at: Mapped[datetime]
    closed_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[uuid.UUID | None]
    destroyed_at: Mapped[datetime]
    approved_by: Mapped[uuid.UUID | None]
    traces_cleared_at: Mapped[datetime | None]
    people: Mapped[int] = mapped_column(Integer)
    rows: Mapped[int] = mapped_column(Integer)


class Erasure(Base):
    """That somebody was erased from a case: when and by whom, without who it was."""

    __tablename__ = "erasure_record"
    __table_args__ = (Index("ix_erasure_record_traces_cleared_at", "traces_cleared_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    erased_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    erased_at: Mapped[datetime]
    erased_by: Mapped[uuid.UUID | None]
    rows: Mapped[int] = mapped_column(Integer)
    traces_cleared_at: Mapped[datetime | None]


class Asked(StrEnum):
    """What somebody asks about their own data."""

    COPY = "copy"
    CORRECTION = "correction"
    OBJECTION = "objection"
    ERASURE = "erasure"


class Decision(StrEnum):
    """What is done with a request."""

    DONE = "done"
    PARTLY = "partly"
    REFUSED = "refused"


class SubjectRequest(Base):
    """What one person in a case asks about their own data, when an answer is due, and the answer.

    ``asked_at`` is the receipt: the month runs from it, also when somebody entered it later.
    """

    __tablename__ = "subject_request"
    __table_args__ = (Index("ix_subject_request_region_id_due_at", "region_id", "due_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[Asked] = mapped_column(word(Asked))
    how: Mapped[HowGiven] = mapped_column(word(HowGiven))
    entered_by: Mapped[uuid.UUID | None]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    extended_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[uuid.UUID | None]
    decision: Mapped[Decision | None] = mapped_column(word(Decision))
    words_sealed: Mapped[bytes | None] = sealed_column()
    words = sealed_text("words_sealed", scope="person_id")
    answer_sealed: Mapped[bytes | None] = sealed_column()
    answer = sealed_text("answer_sealed", scope="person_id")
    extension_sealed: Mapped[bytes | None] = sealed_column()
    extension = sealed_text("extension_sealed", scope="person_id")


class RegionSearch(Base):
    """Somebody searched the region for a person: when and why; what was searched for is not kept."""

    __tablename__ = "region_search"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"), index=True)
    staff_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]
    reason_sealed: Mapped[bytes | None] = sealed_column()
    reason = sealed_text("reason_sealed", scope="region_id")


class RequestAccess(Base):
    """A privacy officer may see, for some hours, what one request is about: the data of who asked, in their case."""

    __tablename__ = "request_access"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    request_id: Mapped[uuid.UUID] = mapped_column(
        reference("subject_request.id", ondelete="CASCADE"), index=True
    )
    staff_id: Mapped[uuid.UUID]
    begun_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class DataCopy(Base):
    """What was put together for somebody who asked for a copy, as they get it; deleted after two weeks."""

    __tablename__ = "data_copy"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    request_id: Mapped[uuid.UUID] = mapped_column(
        reference("subject_request.id", ondelete="CASCADE"), unique=True
    )
    made_at: Mapped[datetime]
    made_by: Mapped[uuid.UUID | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_text("content_sealed", scope="person_id")


@dataclass(frozen=True, slots=True)
class BreachWords:
    """What is told of a breach: what happened, what was done, and why it was not reported or told."""

    happened: str = ""
    measures: str = ""
    not_reported: str = ""
    not_told: str = ""


class Breach(Base):
    """One data breach of a region, reported or not (Avg art. 33(5))."""

    __tablename__ = "data_breach"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"), index=True)
    noticed_at: Mapped[datetime]
    entered_at: Mapped[datetime]
    entered_by: Mapped[uuid.UUID | None]
    reported_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    words_sealed: Mapped[bytes | None] = sealed_column()
    words = sealed_record(BreachWords, "words_sealed", scope="region_id", default=BreachWords())
