"""Telling people the day: set, changed or called off, with an event for their calendar that follows along."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from netwerkberaad.beraden import Beraad, BeraadOverError
from netwerkberaad.cases import Case, Person, people_of, principals_of
from netwerkberaad.flows.day_words import CALLED_OFF, Round, day_of, round_of
from netwerkberaad.flows.reaching import Announced, News, reach, way_to
from netwerkberaad.flows.voice import message_key, voice_of
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.documents import facts
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.foundation.messages import Channel, MessageKind, cancel_waiting
from netwerkberaad.invites import BoardGroup, board_of, lock_case, voters

BERAAD_ANNOUNCED = audit.declare("beraad.announced", "beraad")
CHANGE_ANNOUNCED = audit.declare("beraad.change_announced", "beraad")
CANCELLATION_ANNOUNCED = audit.declare("beraad.cancellation_announced", "beraad")
_CONCERNED = frozenset({BoardGroup.COMES, BoardGroup.CONTRIBUTES, BoardGroup.UNSURE})
_INVITED_TOO = _CONCERNED | {BoardGroup.INVITED}
_DATE_KINDS = frozenset({MessageKind.DATE_SET, MessageKind.DATE_CHANGED})
_LINK_LIVES = timedelta(days=120)


def announce_beraad(
    session: Session, actor: Actor, *, case: Case, beraad: Beraad, base_url: str, now: datetime
) -> Announced:
    """Tell the day to hoofdpersonen and to all who come, contribute, do not know yet or chose in the date poll, as far as
    they are approved.

    Asked again, it tells those who were not told yet. Raises BeraadOverError.
    """
    _lock(session, case, beraad)
    if beraad.cancelled_at is not None or beraad.ended_at is not None:
        raise BeraadOverError
    audit.record(session, actor.entry(BERAAD_ANNOUNCED, now=now, case_id=case.id, object_id=beraad.id))
    beraad.announced_at = beraad.announced_at or now
    return _tell(session, case, beraad, MessageKind.DATE_SET, base_url=base_url, now=now)


def announce_change(
    session: Session, actor: Actor, *, case: Case, beraad: Beraad, base_url: str, now: datetime
) -> Announced:
    """Tell the new day or place; what was still to be sent of the old one is cancelled. Raises BeraadOverError."""
    _lock(session, case, beraad)
    if beraad.cancelled_at is not None or beraad.ended_at is not None:
        raise BeraadOverError
    if beraad.announced_at is None:
        return announce_beraad(session, actor, case=case, beraad=beraad, base_url=base_url, now=now)
    audit.record(session, actor.entry(CHANGE_ANNOUNCED, now=now, case_id=case.id, object_id=beraad.id))
    cancel_waiting(session, case_id=case.id, kinds=_DATE_KINDS, now=now)
    return _tell(session, case, beraad, MessageKind.DATE_CHANGED, base_url=base_url, now=now)


def announce_cancel(
    session: Session, actor: Actor, *, case: Case, beraad: Beraad, base_url: str, now: datetime
) -> Announced:
    """Tell that a cancelled beraad is not held, also to those who were invited for that day and did not answer yet.

    Raises BeraadOverError when it was held after all.
    """
    _lock(session, case, beraad)
    if beraad.cancelled_at is None:
        raise BeraadOverError
    audit.record(session, actor.entry(CANCELLATION_ANNOUNCED, now=now, case_id=case.id, object_id=beraad.id))
    cancel_waiting(session, case_id=case.id, kinds=_DATE_KINDS, now=now)
    return _tell(session, case, beraad, MessageKind.DATE_CANCELLED, base_url=base_url, now=now)


def announce_own_time(
    session: Session, *, case: Case, beraad: Beraad, person: Person, base_url: str, now: datetime
) -> Announced:
    """Tell one person the time they are expected at, when the day was announced already; nobody else hears of it."""
    if beraad.announced_at is None or beraad.cancelled_at is not None or beraad.ended_at is not None:
        return Announced()
    cancel_waiting(session, case_id=case.id, person_id=person.id, kinds=_DATE_KINDS, now=now)
    session.flush()  # the own time is read with the message
    return _tell(session, case, beraad, MessageKind.DATE_CHANGED, base_url=base_url, now=now, only=person)


def tell_stopped(
    session: Session, *, case: Case, beraad: Beraad, by: Person | None, base_url: str, now: datetime
) -> Announced:
    """Tell those who expected this beraad that it all stops, without a reason; who stopped it knows already."""
    return _tell(session, case, beraad, MessageKind.STOPPED, base_url=base_url, now=now, but=by)


def who_hears(session: Session, case: Case, beraad: Beraad, *, now: datetime) -> Announced:
    """Whom an announcement of the day reaches now, and by which way."""
    people = people_of(session, case)
    voice = voice_of(session, case, people)
    return Announced.by(
        (person, way_to(session, case, person, voice, now=now, until=beraad.starts_at))
        for person in _concerned(session, case, people, _CONCERNED)
    )


def _lock(session: Session, case: Case, beraad: Beraad) -> None:
    """Nothing is told of a day in a case that is stopped at the same moment: who comes second sees what the first did."""
    lock_case(session, case)
    session.flush()  # what was changed in this unit of work must not be read away
    session.refresh(beraad)


def _tell(
    session: Session,
    case: Case,
    beraad: Beraad,
    kind: MessageKind,
    *,
    base_url: str,
    now: datetime,
    but: Person | None = None,
    only: Person | None = None,
) -> Announced:
    people = people_of(session, case)
    groups = _INVITED_TOO if kind in CALLED_OFF else _CONCERNED
    concerned = [person for person in _concerned(session, case, people, groups) if person is not but]
    this_round = round_of(session, case=case, beraad=beraad, kind=kind, base_url=base_url, now=now)
    return Announced.by(
        (person, _queue(session, this_round, person))
        for person in concerned
        if only is None or person.id == only.id
    )


def _queue(session: Session, this_round: Round, person: Person) -> Channel:
    what, attachment, number = day_of(session, this_round, person)
    off = this_round.kind in CALLED_OFF

    def words(url: str) -> facts.CaseFacts:
        return replace(what, url=url) if isinstance(what, facts.DateSet | facts.DateChanged) else what

    news = News(
        key=message_key("date", this_round.beraad.id, number, person.id, "off" if off else "on"),
        what=words,
        link=None if off else (LinkPurpose.DAY, this_round.now + _LINK_LIVES),
        told_whole=True,
        attachments=(attachment,),
        until=this_round.beraad.starts_at,
    )
    return reach(
        session,
        case=this_round.case,
        person=person,
        voice=this_round.voice,
        news=news,
        base_url=this_round.base_url,
        now=this_round.now,
    )


def _concerned(
    session: Session, case: Case, people: list[Person], groups: frozenset[BoardGroup]
) -> Iterator[Person]:
    yield from principals_of(people)
    known = {person.id: person for person in people}
    chose = voters(session, case)
    for row in board_of(session, case).rows:
        said_when = row.group is BoardGroup.INVITED and row.person_id in chose
        if row.may_invite and (row.group in groups or said_when):
            yield known[row.person_id]
