"""Tables of safety: what was decided about being together, and who arrives at a time of their own."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, reference
from netwerkberaad.foundation.vault import sealed_column, sealed_record


class Question(StrEnum):
    """What is asked, in the order in which it is asked."""

    CONTACT_BAN = "contact_ban"
    APART = "apart"
    STAGGERED = "staggered"
    TWO_ROOMS = "two_rooms"
    SITS_IN = "sits_in"


@dataclass(frozen=True, slots=True)
class SafetyAnswers:
    """For each question that was answered with yes, between whom, who or how; a question that is not in it is a no.

    ``passed`` is the reason why, with spoed, the questions were not asked yet.
    """

    yes: tuple[tuple[Question, str], ...] = ()
    passed: str = ""

    def words(self, question: Question) -> str | None:
        """What was said with a yes; None for a no."""
        return dict(self.yes).get(question)


class SafetyCheck(Base):
    """The answers of one day, by a member of staff. A change is a new row."""

    __tablename__ = "safety_check"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    staff_id: Mapped[uuid.UUID | None]
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(SafetyAnswers, "content_sealed", scope="case_id", default=SafetyAnswers())


@dataclass(frozen=True, slots=True)
class ArrivalContent:
    """How much later than the others somebody arrives, in minutes; less than nothing is earlier. ``way``: how they get in."""

    minutes: int = 0
    way: str = ""


class Arrival(Base):
    """When one person arrives. The latest of a person counts, and none is ever changed."""

    __tablename__ = "arrival"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    staff_id: Mapped[uuid.UUID | None]
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(ArrivalContent, "content_sealed", scope="person_id", default=ArrivalContent())
