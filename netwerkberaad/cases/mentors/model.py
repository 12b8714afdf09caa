"""Tables of the JIM or vertrouwenspersoon: who stands beside whom, what happened, and what was agreed."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, reference
from netwerkberaad.foundation.vault import sealed_column, sealed_record


class StepKind(StrEnum):
    """What happened. All but those of a parent, ``SIGHT`` and ``SUPPORT`` are where it stands afterwards."""

    NOBODY_YET = "nobody_yet"
    THOUGHT_OF = "thought_of"
    ASKED = "asked"
    SAID_YES = "said_yes"
    SAID_NO = "said_no"
    THINKING = "thinking"
    PARENT_ASKED = "parent_asked"
    PARENT_AGREES = "parent_agrees"
    PARENT_GRUDGES = "parent_grudges"
    PARENT_REFUSES = "parent_refuses"
    SIGHT = "sight"
    SUPPORT = "support"
    INSTALLED = "installed"
    STOPPED = "stopped"

    @property
    def of_parent(self) -> bool:
        """Whether it is about a parent: asked, or the word they gave; a grumpy yes is a yes."""
        return self is StepKind.PARENT_ASKED or self in PARENT_WORDS

    @property
    def stands(self) -> bool:
        """Whether it says where it stands."""
        return not self.of_parent and self not in {StepKind.SIGHT, StepKind.SUPPORT}


PARENT_WORDS = frozenset({StepKind.PARENT_AGREES, StepKind.PARENT_GRUDGES, StepKind.PARENT_REFUSES})
"""What a parent can answer."""
OWN_ANSWERS = frozenset({StepKind.SAID_YES, StepKind.SAID_NO, StepKind.THINKING})
"""What somebody answers who is asked to stand beside a hoofdpersoon."""


class Condition(StrEnum):
    """What is asked of a JIM (Stichting JIM): guidance, never a lock."""

    NOT_PARENT = "not_parent"
    GROWN_UP = "grown_up"
    CHOSEN = "chosen"
    REACHABLE = "reachable"


class Sight(StrEnum):
    """What somebody may see and be told beyond their own promises, as the hoofdpersoon decides."""

    WHOLE_PLAN = "whole_plan"
    PRESENCE = "presence"
    HOW_IT_GOES = "how_it_goes"
    NEEDS = "needs"


@dataclass(frozen=True, slots=True)
class Support:
    """Steun voor de JIM: what was agreed, with whom to talk, and until when they can be called in the evening."""

    agreed: str = ""
    contact: str = ""
    phone: str = ""
    evening: str = ""


@dataclass(frozen=True, slots=True)
class MentorContent:
    """What was decided and agreed, as it holds now. ``also`` and ``never`` are in the words of the hoofdpersoon."""

    sight: tuple[Sight, ...] = ()
    also: str = ""
    never: str = ""
    support: Support = Support()


@dataclass(frozen=True, slots=True)
class StepContent:
    """One thing that happened: on which day, who said so, in which words. ``unmet`` are conditions that were deviated from."""

    kind: StepKind = StepKind.THOUGHT_OF
    on: date | None = None
    said_by: str = ""
    text: str = ""
    unmet: tuple[Condition, ...] = ()


class Mentor(Base):
    """Somebody who may stand beside one hoofdpersoon; without ``person_id`` it was asked, and there is nobody yet.

    ``seen_at`` dates when the gespreksleider last saw what people said of it at the door.
    """

    __tablename__ = "mentor"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    principal_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        reference("person.id", ondelete="CASCADE"), index=True
    )
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(MentorContent, "content_sealed", scope="case_id", default=MentorContent())


class MentorStep(Base):
    """One dated thing that happened. The words of a parent carry the parent, and go when the parent is erased."""

    __tablename__ = "mentor_step"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    mentor_id: Mapped[uuid.UUID] = mapped_column(reference("mentor.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[uuid.UUID | None] = mapped_column(
        reference("person.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    position: Mapped[int] = mapped_column(Integer)
    staff_id: Mapped[uuid.UUID | None]
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(StepContent, "content_sealed", scope="case_id", default=StepContent())
