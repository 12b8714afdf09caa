"""Table of the ties between people of a case: who knows whom, who is family of whom."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.cases.people import TieFlow, TieStrength
from netwerkberaad.foundation.core.database import Base, new_id, reference
from netwerkberaad.foundation.vault import sealed_column, sealed_record


class TieKind(StrEnum):
    """What the first of two people is to the second."""

    KNOWS = "knows"
    PARENT = "parent"
    PARTNER = "partner"
    SEPARATED = "separated"


@dataclass(frozen=True, slots=True)
class Tie:
    """What binds two people. Strength and flow say nothing of family ties, which are drawn in the family tree."""

    kind: TieKind = TieKind.KNOWS
    strength: TieStrength = TieStrength.ORDINARY
    flow: TieFlow = TieFlow.EVEN
    text: str = ""


class CircleTie(Base):
    """A tie from ``one_id`` to ``other_id``. A changed tie ends and a new row begins, so that earlier pictures stay."""

    __tablename__ = "circle_tie"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    one_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    tie_sealed: Mapped[bytes | None] = sealed_column()
    tie = sealed_record(Tie, "tie_sealed", scope="case_id", default=Tie())

    @property
    def between(self) -> frozenset[uuid.UUID]:
        """Both people, in whatever order."""
        return frozenset({self.one_id, self.other_id})
