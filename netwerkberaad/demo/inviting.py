"""Inviting: attempts, invitations by each channel, answers by link and on behalf, and what is blocked."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial

from netwerkberaad.beraden import get_beraad
from netwerkberaad.cases import NewPerson, Person, change_person
from netwerkberaad.demo.event import Event
from netwerkberaad.demo.scenario import Answered, Asked, Attempt
from netwerkberaad.demo.stage import Desk, Stage
from netwerkberaad.flows import announce_beraad
from netwerkberaad.flows.inviting import invite_person, not_me
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import from_local, local
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import (
    AnswerContent,
    ContactResult,
    ExcludedError,
    NotApprovedError,
    conclude_no_reaction,
    log_contact,
    mark_answer_handled,
    record_answer,
)

_DOUBLED = re.compile(r"(\w)\1")
_MORNING = time(9)
_AFTER = 5


def events(stage: Stage) -> Iterator[Event]:
    """Everything about inviting, person by person."""
    for asked in stage.scenario.asked:
        strayed = any(answer.not_me for answer in asked.answers)
        for attempt in asked.attempts:
            stray = strayed and attempt.result is ContactResult.WRONG_ADDRESS
            do = partial(_send_astray if stray else _try, stage, asked, attempt)
            yield Event(stage.at(attempt.at), "invitation" if stray else "attempt", do)
        if asked.sent_at is not None:
            yield Event(stage.at(asked.sent_at), "invitation", partial(_invite, stage, asked), 1)
        if asked.blocked_at is not None:
            yield Event(stage.at(asked.blocked_at), "blocked invitation", partial(_blocked, stage, asked))
        for answer in asked.answers:
            yield from _answering(stage, asked.person, answer)


def next_morning(moment: datetime) -> datetime:
    """Nine o'clock of the day after, when the gespreksleider reads what came in."""
    return from_local(local(moment).date() + timedelta(days=1), _MORNING)


def _answering(stage: Stage, who: str, answer: Answered) -> Iterator[Event]:
    at = stage.at(answer.at)
    if answer.not_me:
        yield Event(at, "not me", partial(_hand_back, stage, who))
    elif answer.concluded:
        yield Event(at, "no reaction", partial(_conclude, stage, who))
    elif answer.via is Channel.LINK and not answer.recorded_by:
        yield Event(at, "answer by link", partial(_answer_by_link, stage, who, answer), 2)
        yield Event(next_morning(at), "reading an answer", partial(_read, stage, who), _AFTER)
    else:
        yield Event(at, "answer on behalf", partial(_answer_for, stage, who, answer), 2)


def _try(stage: Stage, asked: Asked, attempt: Attempt) -> None:
    with stage.desk() as desk:
        log_contact(
            desk.session,
            desk.actor,
            case=desk.case,
            person=stage.person(desk, asked.person),
            channel=attempt.channel,
            result=attempt.result,
            note=attempt.text,
            now=desk.now,
        )


def mistyped(mail: str) -> str:
    """A mail address with its first doubled letter typed once, as people do."""
    return _DOUBLED.sub(r"\1", mail, count=1)


def _send_astray(stage: Stage, asked: Asked, _attempt: Attempt) -> None:
    """The address was typed wrong, and the invitation went to a stranger."""
    with stage.desk() as desk:
        person = stage.person(desk, asked.person)
        _change_mail(desk, person, mistyped(person.contact.mail))
    _invite(stage, asked)


def _change_mail(desk: Desk, person: Person, mail: str) -> None:
    new = NewPerson(person.name, person.kind, replace(person.contact, mail=mail), person.about)
    change_person(desk.session, desk.actor, case=desk.case, person=person, new=new, now=desk.now)


def _invite(stage: Stage, asked: Asked) -> None:
    member = stage.scenario.members.get(asked.person)
    with stage.desk() as desk:
        person = stage.person(desk, asked.person)
        if asked.channel is Channel.MAIL and not person.contact.mail and member is not None:
            _change_mail(desk, person, member.contact.mail)
        invited = invite_person(
            desk.session,
            desk.actor,
            case=desk.case,
            person=person,
            channel=asked.channel,
            base_url=stage.house.settings.base_url,
            now=desk.now,
        )
    if invited.url and asked.channel is not Channel.MAIL:
        stage.house.post.keep(person.id, invited.url)


def _blocked(stage: Stage, asked: Asked) -> None:
    """The desk tries to invite somebody who must not be asked. Raises NotFoundError, and undoes it, when that works."""
    with stage.desk() as desk:
        person = stage.person(desk, asked.person)
        channel = Channel.MAIL if person.contact.mail else Channel.PHONE
        try:
            invite_person(
                desk.session,
                desk.actor,
                case=desk.case,
                person=person,
                channel=channel,
                base_url=stage.house.settings.base_url,
                now=desk.now,
            )
        except (ExcludedError, NotApprovedError):
            stage.blocked.append(asked.person)
            return
        raise NotFoundError


def _answer_by_link(stage: Stage, who: str, answer: Answered) -> None:
    with stage.door(who, Permission.GIVE_ANSWER) as door:
        record_answer(
            door.session,
            door.actor,
            case=door.case,
            person=door.person,
            content=_content(stage, answer),
            via=Channel.LINK,
            now=door.now,
        )
    _announce_again(stage)


def _answer_for(stage: Stage, who: str, answer: Answered) -> None:
    with stage.desk(answer.recorded_by) as desk:
        record_answer(
            desk.session,
            desk.actor,
            case=desk.case,
            person=stage.person(desk, who),
            content=_content(stage, answer),
            via=answer.via,
            now=desk.now,
        )
    _announce_again(stage)


def _content(stage: Stage, answer: Answered) -> AnswerContent:
    until = stage.calendar.date(answer.limits_until.day) if answer.limits_until else None
    return replace(answer.content or AnswerContent(), limits_until=until)


def _announce_again(stage: Stage) -> None:
    """Who says yes after the day was announced hears it too."""
    if not stage.coming:
        return
    with stage.desk() as desk:
        beraad = get_beraad(desk.session, case=desk.case, beraad_id=stage.beraden[stage.coming])
        announce_beraad(
            desk.session,
            desk.actor,
            case=desk.case,
            beraad=beraad,
            base_url=stage.house.settings.base_url,
            now=desk.now,
        )


def _hand_back(stage: Stage, who: str) -> None:
    with stage.door(who, Permission.ANSWER_INVITATION) as door:
        not_me(door.session, door.actor, link=door.link, now=door.now)


def _conclude(stage: Stage, who: str) -> None:
    with stage.desk() as desk:
        conclude_no_reaction(
            desk.session, desk.actor, case=desk.case, person=stage.person(desk, who), now=desk.now
        )


def _read(stage: Stage, who: str) -> None:
    with stage.desk(permission=Permission.HANDLE_ANSWER) as desk:
        mark_answer_handled(
            desk.session, desk.actor, case=desk.case, person=stage.person(desk, who), now=desk.now
        )
