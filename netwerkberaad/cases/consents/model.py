"""Tables of consent: what is asked about whom for which recipient, and what everybody said of it on which day."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.cases.people import HowGiven
from netwerkberaad.foundation.core.database import Base, new_id, reference
from netwerkberaad.foundation.vault import sealed_column, sealed_record


class Said(StrEnum):
    """What happened: a yes, a no, a yes taken back, an attempt to reach somebody that failed, or a link with the question."""

    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"
    ATTEMPT = "attempt"
    ASKED = "asked"

    @property
    def counts(self) -> bool:
        """Whether somebody answered with it."""
        return self not in {Said.ATTEMPT, Said.ASKED}


@dataclass(frozen=True, slots=True)
class ConsentContent:
    """What is asked, in plain words. ``recipient`` names somebody outside the case.

    ``plan``: it is about getting the plan, so that without it the recipient gets no more than the own part.
    """

    item: str = ""
    recipient: str = ""
    plan: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class WordContent:
    """One thing that was said or tried. ``by`` names somebody outside the case."""

    said: Said = Said.YES
    how: HowGiven = HowGiven.IN_PERSON
    on: date | None = None
    by: str = ""
    text: str = ""


class Consent(Base):
    """Permission about one person, for one item and one recipient. What it is worth follows from what was said.

    ``seen_at`` dates when the gespreksleider last saw what people said of it at the door.
    """

    __tablename__ = "consent"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    subject_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    recipient_id: Mapped[uuid.UUID | None] = mapped_column(
        reference("person.id", ondelete="CASCADE"), index=True
    )
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(ConsentContent, "content_sealed", scope="subject_id", default=ConsentContent())


class ConsentWord(Base):
    """What one person said of a consent; the latest of each counts, and none is ever changed."""

    __tablename__ = "consent_word"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    consent_id: Mapped[uuid.UUID] = mapped_column(reference("consent.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[uuid.UUID | None] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    staff_id: Mapped[uuid.UUID | None]
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(WordContent, "content_sealed", scope="case_id", default=WordContent())
