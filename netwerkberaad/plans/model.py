"""Tables of the plan: versions with goals and commitments, agreement, confirmations and what follows."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, partial_index, reference, word
from netwerkberaad.foundation.messages.model import Channel
from netwerkberaad.foundation.vault import sealed_column, sealed_record, sealed_text


class EvaluationHow(StrEnum):
    """How the plan will be looked at again."""

    MEETING = "meeting"
    LINK = "link"
    PHONE = "phone"


class PlanVersion(Base):
    """One version of a case's plan. Version ``number`` is fixed once ``fixed_at`` is set; before that it is the draft.

    The evaluation date is mandatory when a version is fixed (method: published practice of family group plans).
    """

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    made_at: Mapped[datetime]
    fixed_at: Mapped[datetime | None]
    evaluation_at: Mapped[datetime | None]
    evaluation_how: Mapped[EvaluationHow | None] = mapped_column(word(EvaluationHow))
    revision: Mapped[int] = mapped_column(Integer, default=0)
    reason_sealed: Mapped[bytes | None] = sealed_column()
    reason = sealed_text("reason_sealed", scope="case_id")


class Goal(Base):
    """A goal in the words of the one who said it. ``lineage_id`` stays the same over versions."""

    __tablename__ = "goal"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[uuid.UUID] = mapped_column(
        reference("plan_version.id", ondelete="CASCADE"), index=True
    )
    lineage_id: Mapped[uuid.UUID] = mapped_column(index=True)
    position: Mapped[int] = mapped_column(Integer)
    revision: Mapped[int] = mapped_column(Integer, default=0)
    words_of_id: Mapped[uuid.UUID | None] = mapped_column(reference("person.id", ondelete="SET NULL"))
    text_sealed: Mapped[bytes | None] = sealed_column()
    text = sealed_text("text_sealed", scope="case_id")


class Every(StrEnum):
    """Rhythm of a repeating commitment."""

    DAY = "day"
    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"


class Leave(StrEnum):
    """Whether the professional behind a promise may hear that it does not work out: asked then, said before, or a bodemeis."""

    ASK = "ask"
    FAMILY = "family"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True)
class CommitmentText:
    """What is promised, in the words of the one who does it ('Ik …'), when in words, and what if it does not work.

    ``starts`` says what must happen first, for a promise that waits for it; ``leave`` by whose yes the professional behind it hears.
    """

    text: str = ""
    when: str = ""
    if_not: str = ""
    fallback: str = ""
    starts: str = ""
    leave: Leave = Leave.ASK


class Commitment(Base):
    """Who does what, when, and who checks. ``lineage_id`` stays the same over versions; ``revision`` guards autosave.

    A single date is ``first_at`` without ``every``; a rhythm has both, and may end at ``until_at``. A line that waits for
    something has ``words.starts``, or the lineage of the line it follows as ``after_id``, until ``begun_at``.
    """

    __tablename__ = "commitment"
    __table_args__ = (Index("ix_commitment_version_id_position", "version_id", "position"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[uuid.UUID] = mapped_column(reference("plan_version.id", ondelete="CASCADE"))
    goal_id: Mapped[uuid.UUID | None] = mapped_column(reference("goal.id", ondelete="SET NULL"))
    lineage_id: Mapped[uuid.UUID] = mapped_column(index=True)
    position: Mapped[int] = mapped_column(Integer)
    revision: Mapped[int] = mapped_column(Integer, default=0)
    first_at: Mapped[datetime | None]
    every: Mapped[Every | None] = mapped_column(word(Every))
    until_at: Mapped[datetime | None]
    after_id: Mapped[uuid.UUID | None]
    begun_at: Mapped[datetime | None]
    checker_id: Mapped[uuid.UUID | None] = mapped_column(reference("person.id", ondelete="SET NULL"))
    backup_id: Mapped[uuid.UUID | None] = mapped_column(reference("person.id", ondelete="SET NULL"))
    fallback_id: Mapped[uuid.UUID | None] = mapped_column(reference("person.id", ondelete="SET NULL"))
    words_sealed: Mapped[bytes | None] = sealed_column()
    words = sealed_record(CommitmentText, "words_sealed", scope="case_id", default=CommitmentText())


class CommitmentOwner(Base):
    """Somebody who promised it; a commitment can be for two."""

    __tablename__ = "commitment_owner"
    __table_args__ = (UniqueConstraint("commitment_id", "person_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    commitment_id: Mapped[uuid.UUID] = mapped_column(reference("commitment.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)


@dataclass(frozen=True, slots=True)
class AgreementContent:
    """Whether somebody agrees with a version, and what they want to be on record with it."""

    agrees: bool = True
    remark: str = ""


class Agreement(Base):
    """What one person says of one version; disagreement may stand too."""

    __tablename__ = "agreement"
    __table_args__ = (UniqueConstraint("version_id", "person_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[uuid.UUID] = mapped_column(reference("plan_version.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    recorded_by: Mapped[uuid.UUID | None]
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(AgreementContent, "content_sealed", scope="person_id", default=AgreementContent())


class ConfirmationAnswer(StrEnum):
    """What an owner says of an own commitment."""

    CONFIRM = "confirm"
    COUNTER = "counter"
    HAND_BACK = "hand_back"


@dataclass(frozen=True, slots=True)
class ConfirmationContent:
    """The answer and, with a counter-proposal, the other words."""

    answer: ConfirmationAnswer = ConfirmationAnswer.CONFIRM
    text: str = ""


class Confirmation(Base):
    """What an owner said of a commitment in a version. The current one counts; ``handled_at`` dates the follow-up."""

    __tablename__ = "confirmation"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    commitment_id: Mapped[uuid.UUID] = mapped_column(
        reference("commitment.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    via: Mapped[Channel] = mapped_column(word(Channel))
    recorded_by: Mapped[uuid.UUID | None]
    current: Mapped[bool] = mapped_column(Boolean, default=True)
    handled_at: Mapped[datetime | None]
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(
        ConfirmationContent, "content_sealed", scope="person_id", default=ConfirmationContent()
    )


class FollowUpKind(StrEnum):
    """What happens after the plan. Four are steps of the ladder: plan B is asked, who looks along hears of it, the family is asked
    whether the professional may hear, and the professional hears.
    """

    REMINDER = "reminder"
    CHECK_IN = "check_in"
    STEP_IN = "step_in"
    LOOK_ALONG = "look_along"
    ASK_FAMILY = "ask_family"
    STAND_BY = "stand_by"
    CALL = "call"
    EVALUATION = "evaluation"


class CheckInResult(StrEnum):
    """How a commitment went, as its owner says."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    NO_LONGER_NEEDED = "no_longer_needed"


@dataclass(frozen=True, slots=True)
class FollowUpContent:
    """What came of it: result, grade 0 to 10 ('hoe gaat het'), need and note. ``grade`` is None when not given."""

    result: CheckInResult | None = None
    grade: int | None = None
    need: str = ""
    note: str = ""


UNSENT = "sent_at IS NULL AND cancelled_at IS NULL AND answered_at IS NULL AND handled_at IS NULL"


class FollowUp(Base):
    """One thing that is due after the plan. What is due is read from these rows; nothing else remembers it.

    A reminder or check-in is sent once (``sent_at``) and answered by its owner; a check-in that stays unanswered is a gap
    until somebody ``handled_at`` it; a call or evaluation is done by the gespreksleider. ``about_at``: when the check-in was due
    from which a step of the ladder follows.
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        Index("ix_follow_up_due_at", "kind", "due_at"),
        partial_index("ix_follow_up_unsent", "due_at", "person_id", where=UNSENT),
        UniqueConstraint("lineage_id", "person_id", "kind", "due_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    kind: Mapped[FollowUpKind] = mapped_column(word(FollowUpKind))
    commitment_id: Mapped[uuid.UUID | None] = mapped_column(
        reference("commitment.id", ondelete="CASCADE"), index=True
    )
    lineage_id: Mapped[uuid.UUID | None]
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        reference("person.id", ondelete="CASCADE"), index=True
    )
    scope_id: Mapped[uuid.UUID]
    due_at: Mapped[datetime]
    about_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    via: Mapped[Channel | None] = mapped_column(word(Channel))
    recorded_by: Mapped[uuid.UUID | None]
    handled_at: Mapped[datetime | None]
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(FollowUpContent, "content_sealed", scope="scope_id", default=FollowUpContent())
