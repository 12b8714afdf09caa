"""The table of what is counted of a closed case. Nothing in it leads to the case."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, reference
from netwerkberaad.foundation.vault import sealed_column, sealed_record


class Reach(StrEnum):
    """How far a case came and how it ended, in the order of the way. All of them are normal."""

    NOT_SUITABLE = "not_suitable"
    NOT_ASSIGNED = "not_assigned"
    NOT_INVITED = "not_invited"
    NOT_HELD = "not_held"
    NO_PLAN = "no_plan"
    PLAN_WITHOUT_MEETING = "plan_without_meeting"
    PLAN_WITHOUT_MEETING_FOLLOWED = "plan_without_meeting_followed"
    PLAN_WITH_MEETING = "plan_with_meeting"
    PLAN_WITH_MEETING_FOLLOWED = "plan_with_meeting_followed"


class EndedBy(StrEnum):
    """Who ended a case that came to no beraad."""

    PRINCIPAL = "principal"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Heads:
    """Something counted for naasten and for professionals apart. A club counts with the naasten."""

    naasten: int = 0
    professionals: int = 0


@dataclass(frozen=True, slots=True)
class CheckIns:
    """What came of the questions how it went; ``unanswered`` were sent and not answered."""

    done: int = 0
    partly: int = 0
    not_done: int = 0
    no_longer_needed: int = 0
    unanswered: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted of one case: words out of lists, days and numbers. ``month`` is that of the closing, 1 to 12.

    ``why_no_beraad`` and ``matter`` are empty where nobody said. ``team`` is the id of an organisation, empty where too few gespreksleiders work there to tell of them together.
    Days run from the request; None when it never came to that. ``grades`` are how many answers lie in 0–5, 6–7 and 8–10.
    """

    month: int = 1
    origin: str = ""
    urgent: bool = False
    same_day: bool = False
    reach: Reach = Reach.NOT_ASSIGNED
    ended_by: EndedBy = EndedBy.TEAM
    why_no_beraad: str = ""
    matter: str = ""
    municipality: str = ""
    team: str = ""
    days_to_contact: int | None = None
    days_to_assignment: int | None = None
    days_to_invitation: int | None = None
    days_to_beraad: int | None = None
    days_to_plan: int | None = None
    days_to_closing: int = 0
    circle_before: Heads = Heads()
    circle_after: Heads = Heads()
    there: Heads = Heads()
    confirmed: Heads = Heads()
    unconfirmed: Heads = Heads()
    check_ins: CheckIns = CheckIns()
    evaluations_held: int = 0
    evaluations_not_held: int = 0
    grades: tuple[int, int, int] = (0, 0, 0)


class ClosedCount(Base):
    """One closed case in the figures of its region. Only the sealed closing of the case knows which row is its own."""

    __tablename__ = "closed_count"
    __table_args__ = (Index("ix_closed_count_region_id_year", "region_id", "year"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"))
    year: Mapped[int] = mapped_column(Integer)
    counts_sealed: Mapped[bytes | None] = sealed_column()
    counts = sealed_record(Counts, "counts_sealed", scope="region_id", default=Counts())
