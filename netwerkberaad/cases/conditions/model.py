"""Tables of what must hold beside the plan: bodemeisen, what the law lets somebody choose, and who has gezag."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, reference
from netwerkberaad.foundation.vault import sealed_column, sealed_record


class Offer(StrEnum):
    """What must be offered by law."""

    FAMILY_PLAN = "family_plan"
    PERSONAL_PLAN = "personal_plan"
    CLIENT_SUPPORT = "client_support"
    YOUTH_COUNSELLOR = "youth_counsellor"


class OfferAnswer(StrEnum):
    """What somebody said to an offer."""

    WANTS_IT = "wants_it"
    NOT_NOW = "not_now"
    NO = "no"
    THINKING = "thinking"


class Verified(StrEnum):
    """How it is known who has gezag."""

    SAID = "said"
    REGISTER = "register"
    RULING = "ruling"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class ConditionContent:
    """A bodemeis: what, by which professional, and since when the family knows."""

    text: str = ""
    by: str = ""
    shared_on: date | None = None


@dataclass(frozen=True, slots=True)
class ConditionVerdict:
    """Whether the plan meets it, and why."""

    met: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OfferContent:
    """What was offered on which day, and the answer."""

    offer: Offer = Offer.FAMILY_PLAN
    on: date | None = None
    answer: OfferAnswer = OfferAnswer.THINKING
    text: str = ""


@dataclass(frozen=True, slots=True)
class CustodyContent:
    """Who has gezag, how that is known, and whether they are left out because of danger: by whom, and why.

    ``holder`` is the name of somebody who is not in the case.
    """

    holder: str = ""
    text: str = ""
    verified: Verified = Verified.NOT_YET
    verified_by: str = ""
    on: date | None = None
    not_asked: bool = False
    not_asked_by: str = ""
    not_asked_reason: str = ""


class SafetyCondition(Base):
    """A bodemeis. A plan may be refused on these alone."""

    __tablename__ = "safety_condition"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime]
    judged_at: Mapped[datetime | None]
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(ConditionContent, "content_sealed", scope="case_id", default=ConditionContent())
    verdict_sealed: Mapped[bytes | None] = sealed_column()
    verdict = sealed_record(ConditionVerdict, "verdict_sealed", scope="case_id", default=ConditionVerdict())


class LegalOffer(Base):
    """One offer to one person, with the answer."""

    __tablename__ = "legal_offer"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    staff_id: Mapped[uuid.UUID | None]
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(OfferContent, "content_sealed", scope="person_id", default=OfferContent())


class Custody(Base):
    """Who has gezag over whom, as known at that moment. The latest of a pair counts."""

    __tablename__ = "custody"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    child_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    holder_id: Mapped[uuid.UUID | None] = mapped_column(
        reference("person.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    staff_id: Mapped[uuid.UUID | None]
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(CustodyContent, "content_sealed", scope="case_id", default=CustodyContent())
