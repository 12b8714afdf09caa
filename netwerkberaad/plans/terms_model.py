"""Table of the minimum terms of the aanmelder: asked of each version of the plan, and what the answer was."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, reference, word
from netwerkberaad.foundation.messages.model import Channel
from netwerkberaad.foundation.vault import sealed_column, sealed_record


@dataclass(frozen=True, slots=True)
class Term:
    """One line of what the aanmelder needs at least, whether the plan does it, and why not; ``met`` is None unanswered."""

    text: str = ""
    met: bool | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class TermsContent:
    """All lines, in their order."""

    terms: tuple[Term, ...] = ()


class TermsAsked(Base):
    """The question to the aanmelder about one version, with the day before which it should be answered."""

    __tablename__ = "terms_asked"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[uuid.UUID] = mapped_column(
        reference("plan_version.id", ondelete="CASCADE"), unique=True
    )
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    via: Mapped[Channel | None] = mapped_column(word(Channel))
    recorded_by: Mapped[uuid.UUID | None]
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(TermsContent, "content_sealed", scope="case_id", default=TermsContent())
