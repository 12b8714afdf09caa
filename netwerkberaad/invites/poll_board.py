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
from netwerkberaad.invites.board import BoardGroup, board_of
from netwerkberaad.invites.date_poll import current_poll, slots_of
from netwerkberaad.invites.poll_model import DatePoll, PollBallot, PollSlot, Vote, Votes

_ASKED = frozenset({BoardGroup.INVITED, BoardGroup.COMES, BoardGroup.UNSURE})
_CAN = frozenset({Vote.YES, Vote.IF_NEED_BE})


@dataclass(frozen=True, slots=True)
class PollRow:
    """One person: what they said by slot, whether they must be there, and how they can be asked.

    ``phone`` is the number to call; ``asked_at`` dates the latest mail about it, ``at`` their choice.
    """

    person_id: uuid.UUID
    name: str
    must: bool
    mail: bool
    phone: str
    asked_at: datetime | None
    at: datetime | None
    votes: Mapping[uuid.UUID, Vote]

    @property
    def to_call(self) -> bool:
        """Whether somebody has to phone: there is no mail address and no choice yet."""
        return not self.mail and self.at is None


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
    must = frozenset(poll.content.must)
    rows = tuple(
        _row(person, ballots.get(person.id), must=person.id in must)
        for person in _asked(session, case, people, must=must, voted=_voted(ballots.values()))
    )
    return PollBoard(rows, tuple(_tally(slot, rows) for slot in slots_of(session, poll)))


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
    session: Session,
    case: Case,
    people: Sequence[Person],
    *,
    must: frozenset[uuid.UUID],
    voted: frozenset[uuid.UUID],
) -> list[Person]:
    """Who counts: hoofdpersonen, and whoever was invited or must be there. Who said no to the invitation does not."""
    board = {row.person_id: row for row in board_of(session, case).rows if row.may_invite}
    principals = [
        person for person in cases.principals_of(people) if _can_be_asked(person) or person.id in voted | must
    ]
    circle = [
        person
        for person in people
        if (row := board.get(person.id)) is not None
        and (row.group in _ASKED or (person.id in voted | must and row.group is not BoardGroup.DOES_NOT_COME))
    ]
    return principals + sorted(
        circle, key=lambda person: (person.id not in must, person.name.short.casefold())
    )


def _can_be_asked(person: Person) -> bool:
    """A young child without any contact data hears it at home."""
    contact = person.contact
    return bool(contact.mail or contact.phone or contact.landline or contact.address)


def _row(person: Person, ballot: PollBallot | None, *, must: bool) -> PollRow:
    return PollRow(
        person_id=person.id,
        name=person.name.short,
        must=must,
        mail=bool(person.contact.mail),
        phone=person.contact.phone or person.contact.landline,
        asked_at=ballot.asked_at if ballot else None,
        at=ballot.at if ballot else None,
        votes=(ballot.votes if ballot else Votes()).by_slot,
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
