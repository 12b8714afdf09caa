"""Telling several people the same news: who share an address or phone, and a language, get one message together."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person
from netwerkberaad.flows.inviting import link_url
from netwerkberaad.flows.reaching import News, reach, way_to
from netwerkberaad.flows.telling import tell_together
from netwerkberaad.flows.voice import Voice, reading_language
from netwerkberaad.foundation import links
from netwerkberaad.foundation.documents import facts
from netwerkberaad.foundation.messages import Channel, message_with

_Told = tuple[Person, News]
_OF_PLAN = (facts.Confirm, facts.PlanChanged)
_OF_PROMISE = (facts.CheckIn, facts.Reminder)


def reach_each(
    session: Session, *, case: Case, voice: Voice, news: Iterable[_Told], base_url: str, now: datetime
) -> list[tuple[Person, Channel]]:
    """Tell each of these people by the way that reaches them; by which way each was told.

    One mail or text goes to all who read it at one place; its link asks who opens it, and each keeps their own page.
    """
    groups: dict[tuple[Channel, str, str], list[_Told]] = {}
    for person, one in news:
        place = place_of(session, case, person, voice, now=now)
        groups.setdefault(place or (Channel.IN_PERSON, person.id.hex, ""), []).append((person, one))
    ways: list[tuple[Person, Channel]] = []
    for (channel, _place, _language), told in groups.items():
        if len(told) > 1 and _is_one_message(told):
            _reach_together(session, case, voice, told, channel, base_url=base_url, now=now)
            ways += [(person, channel) for person, _one in told]
            continue
        for person, one in told:
            way = reach(session, case=case, person=person, voice=voice, news=one, base_url=base_url, now=now)
            ways.append((person, way))
    return ways


def place_of(
    session: Session, case: Case, person: Person, voice: Voice, *, now: datetime
) -> tuple[Channel, str, str] | None:
    """Where somebody reads their mail or texts, and in which language; None for who is reached otherwise."""
    way = way_to(session, case, person, voice, now=now)
    if way is Channel.MAIL:
        return way, person.contact.mail.casefold(), reading_language(person)
    return (way, person.contact.phone, reading_language(person)) if way is Channel.SMS else None


def said_to_all(said: Sequence[facts.CaseFacts]) -> facts.CaseFacts | None:
    """What one message says to all of them, without a name; None when it is not the same for each.

    A question how it goes reminds too, and a plan in which one of them promised something asks to look at it.
    """
    alike: list[facts.CaseFacts] = []
    days = {day for one in said if (day := _reminds_of(one)) is not None}
    asks = any(isinstance(one, facts.CheckIn) for one in said)
    own_lines = any(isinstance(one, _OF_PLAN) and one.own_lines for one in said)
    for one in said:
        if isinstance(one, _OF_PLAN):
            one = replace(one, own_lines=own_lines)
        elif asks and len(days) < 2 and isinstance(one, _OF_PROMISE):
            one = _question(one, next(iter(days), None), said)
        alike.append(replace(one, to="", shared=True))
    return alike[0] if all(one == alike[0] for one in alike) else None


def _is_one_message(told: Sequence[_Told]) -> bool:
    """Whether it says the same to all, and has a link that can ask who opens it."""
    linked = all(one.link is not None for _person, one in told)
    return linked and said_to_all([one.what("") for _person, one in told]) is not None


def _question(
    said: facts.CheckIn | facts.Reminder, day: datetime | None, all_said: Sequence[facts.CaseFacts]
) -> facts.CheckIn:
    asked = [one for one in all_said if isinstance(one, facts.CheckIn)]
    return facts.CheckIn(
        region=said.region,
        phone=said.phone,
        to=said.to,
        first_names=said.first_names,
        facilitator=said.facilitator,
        url=said.url,
        asks=any(one.asks for one in asked),
        question=any(one.question for one in asked),
        news=any(one.news for one in asked),
        reminds_of=day,
    )


def _reminds_of(said: facts.CaseFacts) -> datetime | None:
    if isinstance(said, facts.Reminder):
        return said.on
    return said.reminds_of if isinstance(said, facts.CheckIn) else None


def _reach_together(
    session: Session,
    case: Case,
    voice: Voice,
    told: Sequence[_Told],
    channel: Channel,
    *,
    base_url: str,
    now: datetime,
) -> None:
    (_first, news), people = told[0], [person for person, _news in told]
    if news.link is None or message_with(session, key=news.key) is not None:
        return
    purpose, expires_at = news.link
    carried = links.issue_link(
        session, case_id=case.id, person_id=people[0].id, purpose=purpose, expires_at=expires_at, now=now
    )
    bundle_id = links.start_bundle(carried.row)
    for person in people[1:]:
        links.issue_link(
            session,
            case_id=case.id,
            person_id=person.id,
            purpose=purpose,
            expires_at=expires_at,
            now=now,
            bundle_id=bundle_id,
        )
    url = link_url(base_url, carried)
    what = said_to_all([one.what(url) for _person, one in told])
    if what is not None:
        message = tell_together(
            session, case=case, people=people, voice=voice, what=what, key=news.key, channel=channel, now=now
        )
        message.useful_until = min((one.until for _person, one in told if one.until), default=None)
