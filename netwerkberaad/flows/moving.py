"""Cases that move, one at a time: packed, let in and told about, destroyed after the receipt. Each is one unit of work."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases import Person, people_of
from netwerkberaad.flows.reaching import News, reach
from netwerkberaad.flows.voice import Voice, message_key, voice_of
from netwerkberaad.foundation.documents import facts
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.foundation.vault import Store
from netwerkberaad.privacy.moving.arriving import Arrived, let_in_next, refuse_item
from netwerkberaad.privacy.moving.errors import RefusedError
from netwerkberaad.privacy.moving.model import Move, MoveState
from netwerkberaad.privacy.moving.packing import pack_next, remove_next

_WORKS = (MoveState.PACKING, MoveState.REMOVING, MoveState.READING)
_OPENS = (LinkPurpose.PLAN, LinkPurpose.INVITATION, LinkPurpose.CHECK_IN)
"""What a new link may be for, the widest first; what else was asked by link is asked again by who takes the case on."""
LINK_LIVES = timedelta(days=120)


def move_on(
    store: Store, *, base_url: str, now: datetime, told: Callable[[Move], object] = lambda _move: None
) -> int:
    """Do what waits in every move; how many cases. ``told`` hears of each step. What breaks off goes on the next time."""
    done = 0
    while (step := _step(store, base_url, now)) is not None:
        move, worked = step
        done += worked
        told(move)
    return done


def _step(store: Store, base_url: str, now: datetime) -> tuple[Move, bool] | None:
    try:
        with store.writing() as session:
            waiting = select(Move).where(Move.state.in_(_WORKS)).order_by(Move.begun_at, Move.id).limit(1)
            move = session.scalar(waiting)
            return None if move is None else (move, _work(session, move, base_url, now))
    except RefusedError as refused:
        with store.writing() as session:
            item = refuse_item(session, refused.item_id, refused.why)
            return session.get_one(Move, item.move_id), True


def _work(session: Session, move: Move, base_url: str, now: datetime) -> bool:
    if move.state is MoveState.PACKING:
        return pack_next(session, move, now=now)
    if move.state is MoveState.REMOVING:
        return remove_next(session, move, now=now)
    arrived = let_in_next(session, move, now=now)
    if arrived is None:
        return False
    if arrived.case.open:
        tell_arrived(session, arrived, base_url=base_url, now=now)
    return True


def tell_arrived(session: Session, arrived: Arrived, *, base_url: str, now: datetime) -> list[Person]:
    """Tell everybody who had a link, and the hoofdpersonen, who writes from now on, with a new link for what they had."""
    case, people = arrived.case, people_of(session, arrived.case)
    voice = voice_of(session, case, people)
    told = []
    for person in people:
        had = [door.purpose for door in arrived.doors if door.person == person.id]
        if person.left_at is not None or not (had or person.is_principal):
            continue
        purpose = next((one for one in _OPENS if one in had), None)
        news = _news(voice, person, arrived.sender, purpose, now)
        reach(session, case=case, person=person, voice=voice, news=news, base_url=base_url, now=now)
        told.append(person)
    return told


def _news(voice: Voice, person: Person, sender: str, purpose: LinkPurpose | None, now: datetime) -> News:
    def what(url: str) -> facts.CaseFacts:
        return facts.ContactChanged(
            region=voice.region,
            phone=voice.phone,
            to=person.name.short,
            first_names=voice.names_to(person),
            facilitator=voice.facilitator,
            before=sender,
            url=url,
        )

    link = (purpose, now + LINK_LIVES) if purpose else None
    return News(message_key("contact_changed", person.id, int(now.timestamp())), what, link)
