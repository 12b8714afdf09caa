"""Tables of the date poll: the days that were proposed, and what each person says of them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.beraden import BeraadKind, Place
from netwerkberaad.foundation.core.database import Base, new_id, reference, word
from netwerkberaad.foundation.messages.model import Channel
from netwerkberaad.foundation.vault import sealed_column, sealed_record


@dataclass(frozen=True, slots=True)
class PollContent:
    """Where the beraad will be, and the people without whom a day is no good."""

    place: Place
    must: tuple[uuid.UUID, ...] = ()


class DatePoll(Base):
    """Which day suits? ``chosen_slot_id`` is the slot that became the beraad; a poll without one can be opened again."""

    __tablename__ = "date_poll"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    kind: Mapped[BeraadKind] = mapped_column(word(BeraadKind))
    made_at: Mapped[datetime]
    closes_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    chosen_slot_id: Mapped[uuid.UUID | None]
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(PollContent, "content_sealed", scope="case_id", default=PollContent(Place()))

    def takes_votes(self, now: datetime) -> bool:
        """Whether somebody can still choose: not closed by hand or by a job, and its time is not over."""
        return self.closed_at is None and (self.closes_at is None or now < self.closes_at)


class PollSlot(Base):
    """One proposed moment, in UTC, with its length."""

    __tablename__ = "poll_slot"
    __table_args__ = (UniqueConstraint("poll_id", "starts_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    poll_id: Mapped[uuid.UUID] = mapped_column(reference("date_poll.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(Integer)


class Vote(StrEnum):
    """What somebody says of a slot."""

    YES = "yes"
    IF_NEED_BE = "if_need_be"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Votes:
    """What somebody says of each slot, by its id; a slot that is not in it was not answered."""

    by_slot: Mapping[uuid.UUID, Vote] = field(default_factory=dict)


class PollBallot(Base):
    """What one person was asked and said. ``at`` is None as long as they were asked by mail and did not choose."""

    __tablename__ = "poll_ballot"
    __table_args__ = (UniqueConstraint("poll_id", "person_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    poll_id: Mapped[uuid.UUID] = mapped_column(reference("date_poll.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime | None]
    at: Mapped[datetime | None]
    via: Mapped[Channel | None] = mapped_column(word(Channel))
    recorded_by: Mapped[uuid.UUID | None]
    votes_sealed: Mapped[bytes | None] = sealed_column()
    votes = sealed_record(Votes, "votes_sealed", scope="person_id", default=Votes())
