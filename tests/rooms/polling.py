"""A case in which days are proposed and chosen from, in few words."""

from datetime import date, datetime, time

from sqlalchemy import func, select

from netwerkberaad.beraden import (
    BeraadKind,
    Place,
)
from netwerkberaad.cases import NewPerson, PersonKind, PersonName
from netwerkberaad.flows import Announced, ask_poll, choose_slot
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.documents import from_local
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import (
    DatePoll,
    PollBallot,
    PollBoard,
    PollPlan,
    PollSlot,
    Reply,
    Vote,
    change_poll,
    current_poll,
    open_poll,
    poll_board,
    slots_of,
    usual_must,
    vote,
)
from tests.builders import World, principal
from tests.rooms.story import BASE, Story, Work, begin

GONE = from_local(date(2026, 1, 5), time(19))
THURSDAY = from_local(date(2026, 3, 26), time(19))
SATURDAY = from_local(date(2026, 3, 28), time(10))
CLOCKS_CHANGE = from_local(date(2026, 3, 29), time(2, 30))
CANTEEN = Place("Kantine De Meeuwen", "Zandweg 4, Middelburg")
YES, MAYBE, NO = Vote.YES, Vote.IF_NEED_BE, Vote.NO


def begin_polling(store: Store, clock: MovableClock, world: World) -> Story:
    """A case of Marloes and Rik, in which Joke and Kees were invited by mail and Piet by phone."""
    child = NewPerson(PersonName(first="Bas"), PersonKind.PRINCIPAL)
    rik = principal("Rik", "de Boer", mail="rik@example.nl")
    story = begin(store, clock, world, principals=(principal(), rik, child))
    with story.work() as work:
        for first in ("Joke", "Kees"):
            work.invite(first)
        work.answer("Joke", Reply.COMES)
    return story


def rows_in(work: Work, table: type[DatePoll] | type[PollBallot]) -> int:
    """How many rows of a table the case has."""
    return work.session.scalar(select(func.count()).where(table.case_id == work.case.id)) or 0


def proposal(
    work: Work, moments: tuple[datetime, ...], minutes: int = 165, closes_at: datetime | None = None
) -> PollPlan:
    """A poll of these moments, with the hoofdpersonen who must be there."""
    must = tuple(
        person.id for person in usual_must([work.person(name) for name in ("Marloes", "Rik", "Bas")])
    )
    return PollPlan(BeraadKind.NETWERKBERAAD, CANTEEN, moments, minutes, closes_at, must)


def propose(
    work: Work, *moments: datetime, minutes: int = 165, closes_at: datetime | None = None
) -> DatePoll:
    """Propose these moments, or a Saturday and a Thursday."""
    plan = proposal(work, moments or (SATURDAY, THURSDAY), minutes, closes_at)
    poll = open_poll(work.session, work.wilma, case=work.case, plan=plan, now=work.now)
    work.session.flush()
    return poll


def poll_of(work: Work) -> DatePoll:
    """The poll of the case."""
    poll = current_poll(work.session, work.case)
    assert poll is not None
    return poll


def slot_at(work: Work, moment: datetime) -> PollSlot:
    """The slot at this moment."""
    return next(slot for slot in slots_of(work.session, poll_of(work)) if slot.starts_at == moment)


def say(work: Work, first: str, said: dict[datetime, Vote], *, by_link: bool = True) -> PollBallot:
    """Somebody chooses, through the link or by phone."""
    ballot = vote(
        work.session,
        work.guest(first) if by_link else work.wilma,
        case=work.case,
        poll=poll_of(work),
        person=work.person(first),
        votes={slot_at(work, moment).id: one for moment, one in said.items()},
        via=Channel.LINK if by_link else Channel.PHONE,
        now=work.now,
    )
    work.session.flush()
    return ballot


def board_in(work: Work) -> PollBoard:
    """What came in."""
    return poll_board(work.session, case=work.case, poll=poll_of(work))


def ask_all(work: Work) -> Announced:
    """Ask everybody."""
    told = ask_poll(work.session, work.wilma, case=work.case, poll=poll_of(work), base_url=BASE, now=work.now)
    work.session.flush()
    return told


def take(work: Work, moment: datetime) -> Announced:
    """Take the slot at this moment."""
    _beraad, told = choose_slot(
        work.session,
        work.wilma,
        case=work.case,
        poll=poll_of(work),
        slot=slot_at(work, moment),
        base_url=BASE,
        now=work.now,
    )
    return told


def propose_again(work: Work, *moments: datetime, minutes: int = 165) -> DatePoll:
    """Propose other moments."""
    plan = proposal(work, moments or (SATURDAY, THURSDAY), minutes)
    return change_poll(work.session, work.wilma, case=work.case, poll=poll_of(work), plan=plan, now=work.now)


def names_of(told: Announced) -> tuple[list[str], list[str]]:
    """First names of who was mailed and who is to be called."""
    return [one.name.short for one in told.mailed], [one.name.short for one in told.to_call]
