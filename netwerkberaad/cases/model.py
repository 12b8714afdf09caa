"""Tables of the case: request, way, assignment and who may not be asked. People stand in ``people.py``."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.cases.endings import Matter, WhyNoBeraad
from netwerkberaad.cases.people import HowGiven
from netwerkberaad.foundation.core.database import Base, new_id, reference, word
from netwerkberaad.foundation.vault import sealed_column, sealed_record, sealed_text


class Phase(StrEnum):
    """The way of a case, in order, as everybody sees it."""

    REFERRAL = "referral"
    ASSIGNMENT = "assignment"
    PREPARATION = "preparation"
    INVITING = "inviting"
    BERAAD = "beraad"
    PLAN = "plan"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a case ended. All of them are normal; none is a failure."""

    PLAN_WITH_MEETING = "plan_with_meeting"
    PLAN_WITHOUT_MEETING = "plan_without_meeting"
    STOPPED_IN_PREPARATION = "stopped_in_preparation"
    NOT_SUITABLE = "not_suitable"
    NO_JOINT_PLAN = "no_joint_plan"


class Origin(StrEnum):
    """From whom a request came."""

    SOCIAAL_WERKER = "sociaal_werker"
    SCHOOL = "school"
    HUISARTS = "huisarts"
    POLITIE = "politie"
    BURGER = "burger"


class Unsafe(StrEnum):
    """Whether anybody is unsafe, as the referrer says."""

    NOBODY = "nobody"
    SOMEBODY = "somebody"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Referral:
    """What the request says: the client's own words first, then the change they hope for.

    ``taken_by`` is the id of who of the staff wrote it down at the phone; ``on_behalf`` for whom the caller spoke. ``doors``
    holds what was answered to who asks for somebody where nobody was named, each behind its question. ``listed`` is how many
    people were named, once they stand in the case that the request was joined to.
    """

    origin: Origin = Origin.SOCIAAL_WERKER
    municipality: str = ""
    words: str = ""
    change: str = ""
    discussed: str = ""
    unsafe: Unsafe = Unsafe.UNKNOWN
    safety: str = ""
    urgent_reason: str = ""
    language: str = "nl"
    interpreter: str = ""
    wishes: str = ""
    place: str = ""
    remark: str = ""
    referrer_name: str = ""
    referrer_organisation: str = ""
    referrer_mail: str = ""
    referrer_phone: str = ""
    minimum: str = ""
    on_behalf: str = ""
    taken_by: str = ""
    doors: tuple[str, ...] = ()
    listed: int = 0


@dataclass(frozen=True, slots=True)
class Closing:
    """How it ended: outcome, what was said about it, and the feedback the people agreed to give the referrer.

    When a hoofdpersoon stopped it, ``stopped_by`` is the id of that person and ``stopped_how`` the way they said so.
    ``matter`` is what it was mostly about; ``why_no_beraad`` is asked where no beraad was held.
    ``handed_over`` tells that the people have plan and cards in their hands. ``feedback_agreed_by`` holds ids of hoofdpersonen too. ``counted_as`` is the row of the figures that counts this case:
    the tie stands here alone, so that it goes with the key of the case.
    Of a request that nobody took, ``withdrawn`` tells that the aanmelder took it back, and ``instead`` what happens instead
    of a beraad that does not fit: both with ``text`` as reason.
    """

    outcome: Outcome = Outcome.NO_JOINT_PLAN
    matter: Matter | None = None
    why_no_beraad: WhyNoBeraad | None = None
    text: str = ""
    reflection: str = ""
    feedback: str = ""
    feedback_agreed_by: tuple[str, ...] = ()
    feedback_at: datetime | None = None
    handed_over: bool = False
    stopped_by: str = ""
    stopped_how: HowGiven | None = None
    withdrawn: bool = False
    instead: str = ""
    counted_as: str = ""


@dataclass(frozen=True, slots=True)
class CircleWords:
    """What is strong in these people's life, before what is wrong; and who is missing around them, one on a line."""

    strengths: str = ""
    missing: str = ""


class Case(Base):
    """Everything about one request. In clear only what must be sorted, joined or scheduled by.

    A later request about the same people is joined to the first, ``joined_id``: it keeps its own words, aanmelder and
    promises, and has no way, circle or gespreksleider of its own any more.
    """

    __tablename__ = "case_file"
    __table_args__ = (Index("ix_case_file_region_id_phase_asked_at", "region_id", "phase", "asked_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"))
    phase: Mapped[Phase] = mapped_column(word(Phase))
    urgent: Mapped[bool] = mapped_column(Boolean, default=False)
    asked_at: Mapped[datetime]
    referrer_id: Mapped[uuid.UUID | None] = mapped_column(reference("staff.id"), index=True)
    next_contact_at: Mapped[datetime | None]
    next_contact_staff_id: Mapped[uuid.UUID | None] = mapped_column(reference("staff.id"))
    contacted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    without_meeting: Mapped[bool] = mapped_column(Boolean, default=False)
    joined_id: Mapped[uuid.UUID | None] = mapped_column(
        reference("case_file.id", ondelete="CASCADE"), index=True
    )
    joined_at: Mapped[datetime | None]
    referral_sealed: Mapped[bytes | None] = sealed_column()
    referral = sealed_record(Referral, "referral_sealed", scope="id", default=Referral())
    closing_sealed: Mapped[bytes | None] = sealed_column()
    closing = sealed_record(Closing, "closing_sealed", scope="id", default=Closing())
    circle_sealed: Mapped[bytes | None] = sealed_column()
    circle_words = sealed_record(CircleWords, "circle_sealed", scope="id", default=CircleWords())

    @property
    def home_id(self) -> uuid.UUID:
        """The case that this request is part of: its own, or the one it was joined to."""
        return self.joined_id or self.id

    @property
    def open(self) -> bool:
        """Whether the case still runs."""
        return self.phase is not Phase.CLOSED

    @property
    def stopped(self) -> bool:
        """Whether the case was stopped and not closed with an outcome: an answer by link still reaches the desk."""
        return not self.open and self.closing.stopped_how is not None


class Transition(Base):
    """One dated step on the way. A step back is a step too, and says why."""

    __tablename__ = "transition"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    phase: Mapped[Phase] = mapped_column(word(Phase))
    at: Mapped[datetime]
    staff_id: Mapped[uuid.UUID | None]
    reason_sealed: Mapped[bytes | None] = sealed_column()
    reason = sealed_text("reason_sealed", scope="case_id")


class AssignedHow(StrEnum):
    """Whether the gespreksleider took the case or was given it."""

    CLAIMED = "claimed"
    ASSIGNED = "assigned"


class Assignment(Base):
    """Who leads the case, from when until when, and why it ended, if that was said. Access ends with it.

    ``independent_at`` dates the declaration.
    """

    __tablename__ = "assignment"
    __table_args__ = (Index("ix_assignment_facilitator_id_ended_at", "facilitator_id", "ended_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    facilitator_id: Mapped[uuid.UUID] = mapped_column(reference("staff.id"))
    how: Mapped[AssignedHow] = mapped_column(word(AssignedHow))
    by_staff_id: Mapped[uuid.UUID]
    started_at: Mapped[datetime]
    independent_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    words_sealed: Mapped[bytes | None] = sealed_column()
    words = sealed_text("words_sealed", scope="case_id")
    reason_sealed: Mapped[bytes | None] = sealed_column()
    reason = sealed_text("reason_sealed", scope="case_id")


class ReferralDraft(Base):
    """A request that is not sent yet: kept for its writer alone, sealed in the scope of the region."""

    __tablename__ = "referral_draft"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(reference("staff.id"), index=True)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    step: Mapped[int] = mapped_column(Integer, default=1)
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_text("content_sealed", scope="region_id")
