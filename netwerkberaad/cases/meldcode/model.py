"""Tables of the meldcode: a compartment for each professional who opened one, with a key of its own, and its steps.

The steps are those of the Besluit verplichte meldcode huiselijk geweld en kindermishandeling (art. 2), which Wmo 2015
art. 3.3 and Jeugdwet art. 4.1.7 ask professionals to follow.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, reference
from netwerkberaad.foundation.vault import sealed_column, sealed_record, sealed_text


class Step(StrEnum):
    """The five steps, in the order of the law; they may be taken in another, and again."""

    SIGNALS = "signals"
    CONSULTATION = "consultation"
    CONVERSATION = "conversation"
    WEIGHING = "weighing"
    DECIDING = "deciding"


class Decision(StrEnum):
    """What the last step decides: first whether to report to Veilig Thuis, then whether to give or arrange help."""

    NONE = ""
    REPORT = "report"
    HELP = "help"
    BOTH = "both"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class StepContent:
    """One step taken: on which day, by whom, what was seen or said, and for the last one what was decided."""

    step: Step = Step.SIGNALS
    on: date | None = None
    by: str = ""
    text: str = ""
    decision: Decision = Decision.NONE


class Meldcode(Base):
    """The compartment of ``staff_id`` in a case. Its id names a key of its own; nobody else reads what it seals."""

    __tablename__ = "meldcode"
    __table_args__ = (UniqueConstraint("case_id", "staff_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"))
    staff_id: Mapped[uuid.UUID] = mapped_column(reference("staff.id"), index=True)
    opened_at: Mapped[datetime]
    reason_sealed: Mapped[bytes | None] = sealed_column()
    reason = sealed_text("reason_sealed", scope="id")


class MeldcodeStep(Base):
    """One step on record. Which of the five it is, is sealed too."""

    __tablename__ = "meldcode_step"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    meldcode_id: Mapped[uuid.UUID] = mapped_column(reference("meldcode.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(StepContent, "content_sealed", scope="meldcode_id", default=StepContent())
