"""What came in on the date poll: people by days, and which day suits best with the reason why."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad import cases
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.invites.board import BoardGroup, BoardRow, board_of
from netwerkberaad.invites.date_poll import current_poll, slots_of
from netwerkberaad.invites.poll_model import DatePoll, PollBallot, PollSlot, Vote, Votes

_ASKED = frozenset({BoardGroup.INVITED, BoardGroup.COMES, BoardGroup.UNSURE})
_CAN = frozenset({Vote.YES, Vote.IF_NEED_BE})


@dataclass(frozen=True, slots=True)
class PollRow:
    """One person: what they said by slot, whether they must be there, and how they can be asked.

    ``missing`` counts the days of which they did not say anything; ``invited`` is false for who must be there and was not invited yet: nothing is mailed to them before that.
    ``phone`` is the number to call; ``asked_at`` dates the latest message about it, ``at`` their choice.
    """

    person_id: uuid.UUID
    name: str
    must: bool
    missing: int
    invited: bool
    mail: bool
    phone: str
    asked_at: datetime | None
    at: datetime | None
    votes: Mapping[uuid.UUID, Vote]

    @property
    def to_call(self) -> bool:
        """Whether somebody has to phone: nothing was sent to them, and there is something to choose yet."""
        return not self.mail and self.asked_at is None and self.missing > 0


@dataclass(frozen=True, slots=True)
class SlotTally:
    """Who can at one moment, by first name; ``silent`` did not say. ``total`` counts everybody who is asked."""

    slot_id: uuid.UUID
    starts_at: datetime
    minutes: int
    yes: tuple[str, ...]
    if_need_be: tuple[str, ...]
    no: tuple[str, ...]
    silent: tuple[str, ...]
    must_can: tuple[str, ...]
    must_no: tuple[str, ...]
    must_silent: tuple[str, ...]

    @property
    def can(self) -> int:
        """How many can, if need be."""
        return len(self.yes) + len(self.if_need_be)

    @property
    def total(self) -> int:
        """How many are asked."""
        return self.can + len(self.no) + len(self.silent)

    @property
    def rank(self) -> tuple[int, int, int, int, datetime]:
        """People who must be there weigh first, then how many can, then how well it suits; the earliest of equals."""
        return (len(self.must_no), len(self.must_silent), -self.can, -len(self.yes), self.starts_at)


@dataclass(frozen=True, slots=True)
class PollBoard:
    """Everybody who is asked, with hoofdpersonen first, and every proposed day in order of time."""

    rows: tuple[PollRow, ...]
    tallies: tuple[SlotTally, ...]

    def best(self, now: datetime) -> SlotTally | None:
        """The day ahead that suits best; None when nobody can on any."""
        ahead = [tally for tally in self.tallies if tally.starts_at > now and tally.can]
        return min(ahead, key=lambda tally: tally.rank, default=None)


def poll_board(session: Session, *, case: Case, poll: DatePoll) -> PollBoard:
    """People and days of a poll, in a constant number of queries."""
    people = cases.people_of(session, case)
    ballots = _ballots(session, poll)
    board = {row.person_id: row for row in board_of(session, case).rows if row.may_invite}
    must, voted = frozenset(poll.content.must), _voted(ballots.values())
    slots = slots_of(session, poll)
    rows = tuple(
        _row(
            person,
            ballots.get(person.id),
            slots,
            must=person.id in must,
            invited=person.is_principal or person.id in voted or _was_asked(board[person.id]),
        )
        for person in _asked(people, board, must=must, named=must | voted)
    )
    return PollBoard(rows, tuple(_tally(slot, rows) for slot in slots))


def voters(session: Session, case: Case) -> frozenset[uuid.UUID]:
    """Who chose days in the newest poll of this case."""
    poll = current_poll(session, case)
    return _voted(_ballots(session, poll).values()) if poll is not None else frozenset()


def usual_must(people: Collection[Person]) -> list[Person]:
    """Who must be there unless the gespreksleider says otherwise: the hoofdpersonen who can be asked themselves."""
    return [person for person in cases.principals_of(people) if _can_be_asked(person)]


def _ballots(session: Session, poll: DatePoll) -> dict[uuid.UUID, PollBallot]:
    found = session.scalars(select(PollBallot).where(PollBallot.poll_id == poll.id))
    return {ballot.person_id: ballot for ballot in found}


def _voted(ballots: Collection[PollBallot]) -> frozenset[uuid.UUID]:
    return frozenset(ballot.person_id for ballot in ballots if ballot.at is not None)


def _asked(
    people: Sequence[Person],
    board: Mapping[uuid.UUID, BoardRow],
    *,
    must: frozenset[uuid.UUID],
    named: frozenset[uuid.UUID],
) -> list[Person]:
    """Who counts: hoofdpersonen, and whoever was invited or is ``named``. Who said no to the invitation does not."""
    principals = [
        person for person in cases.principals_of(people) if _can_be_asked(person) or person.id in named
    ]
    circle = [
        person
        for person in people
        if (row := board.get(person.id)) is not None
        and (row.group in _ASKED or (person.id in named and row.group is not BoardGroup.DOES_NOT_COME))
    ]
    return principals + sorted(
        circle, key=lambda person: (person.id not in must, person.name.short.casefold())
    )


def _was_asked(row: BoardRow) -> bool:
    return row.group in _ASKED or row.invited_at is not None


def _can_be_asked(person: Person) -> bool:
    """A young child without any contact data hears it at home."""
    contact = person.contact
    return bool(contact.mail or contact.phone or contact.landline or contact.address)


def _row(
    person: Person, ballot: PollBallot | None, slots: Sequence[PollSlot], *, must: bool, invited: bool
) -> PollRow:
    votes = (ballot.votes if ballot else Votes()).by_slot
    return PollRow(
        person_id=person.id,
        name=person.name.short,
        must=must,
        missing=sum(slot.id not in votes for slot in slots),
        invited=invited,
        mail=bool(person.contact.mail),
        phone=person.contact.phone or person.contact.landline,
        asked_at=ballot.asked_at if ballot else None,
        at=ballot.at if ballot else None,
        votes=votes,
    )


def _tally(slot: PollSlot, rows: Sequence[PollRow]) -> SlotTally:
    def who(*said: Vote | None, must: bool = False) -> tuple[str, ...]:
        return tuple(row.name for row in rows if row.votes.get(slot.id) in said and (row.must or not must))

    return SlotTally(
        slot_id=slot.id,
        starts_at=slot.starts_at,
        minutes=slot.minutes,
        yes=who(Vote.YES),
        if_need_be=who(Vote.IF_NEED_BE),
        no=who(Vote.NO),
        silent=who(None),
        must_can=who(*_CAN, must=True),
        must_no=who(Vote.NO, must=True),
        must_silent=who(None, must=True),
    )
