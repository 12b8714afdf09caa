"""Messages that wait while what they tell changed: written again before they leave, for the same link.

An own time, a place that closed, an address that became secret or a beraad that moved holds back what tells when and
where. Nothing held back is sent before it went through here.
"""

import logging
import re
import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.beraden import Beraad
from netwerkberaad.cases import Case, Person, get_person
from netwerkberaad.flows.day_words import day_of, round_of
from netwerkberaad.flows.inviting import invitation_facts, post_to
from netwerkberaad.flows.inviting_together import facts_for_all, still_together
from netwerkberaad.flows.telling import letter_for
from netwerkberaad.flows.voice import voice_of
from netwerkberaad.foundation import messages
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.documents import code_on
from netwerkberaad.foundation.messages import (
    INVITES,
    Channel,
    Letter,
    MessageKind,
    MessageState,
    OutboxMessage,
)
from netwerkberaad.foundation.vault import Store, VaultError

log = logging.getLogger(__name__)

_LINK = re.compile(r"https?://\S+/p/[\w-]+")
_HELD = (
    OutboxMessage.outdated_at.is_not(None),
    OutboxMessage.state.in_([MessageState.WAITING, MessageState.TO_PRINT, MessageState.TO_TELL]),
)


def send_waiting(store: Store, settings: Settings, *, now: datetime) -> int:
    """Write again what was held back, and send what is due; how many messages left."""
    rewrite_outdated(store, settings, now=now)
    return messages.send_due(store, settings, now=now)


def rewrite_outdated(store: Store, settings: Settings, *, now: datetime) -> int:
    """Write again what was held back; how many. What does not open stays, for a person to look at."""
    with store.reading() as session:
        held = list(session.scalars(select(OutboxMessage.id).where(*_HELD)))
    return sum(_rewrite(store, message_id, settings.base_url, now) for message_id in held)


def _rewrite(store: Store, message_id: uuid.UUID, base_url: str, now: datetime) -> int:
    try:
        with store.writing() as session:
            statement = select(OutboxMessage).where(OutboxMessage.id == message_id, *_HELD)
            message = session.scalar(statement.with_for_update(skip_locked=True))
            if message is None:
                return 0
            letter = _written_again(session, message, base_url, now)
            if letter is None:
                message.state, message.cancelled_at = MessageState.CANCELLED, now
                message.recipient_sealed = message.letter_sealed = None
            else:
                message.letter = letter
            message.outdated_at = None
            return 1
    except VaultError as error:
        log.error("message %s not written again: %s", message_id, error)
        with store.writing() as session:
            session.get_one(OutboxMessage, message_id).state = MessageState.PARKED
        return 0


def _written_again(session: Session, message: OutboxMessage, base_url: str, now: datetime) -> Letter | None:
    """The words as they are now; None when there is nothing left to tell."""
    if message.case_id is None:
        return None
    case = session.get_one(Case, message.case_id)
    if message.scope_id == case.id:
        return _written_to_all(session, case, message, now)
    if message.person_id is None:
        return None
    person = get_person(session, case=case, person_id=message.person_id)
    if message.kind in {MessageKind.DATE_SET, MessageKind.DATE_CHANGED}:
        return _day_again(session, case, person, message, base_url, now)
    found = _LINK.search(message.letter.text)
    if found is None:
        return None
    voice, again = voice_of(session, case), message.kind is MessageKind.INVITATION_AGAIN
    asked = invitation_facts(
        session, case=case, person=person, voice=voice, url=found.group(), now=now, again=again
    )
    post = None
    if message.channel is Channel.LETTER:
        code = code_on(message.letter.html)
        card = message.state is MessageState.TO_PRINT
        post = post_to(person, url=found.group(), code=code, base_url=base_url, card=card, now=now)
    return letter_for(person, voice=voice, what=asked, channel=message.channel, post=post)


def _day_again(
    session: Session, case: Case, person: Person, message: OutboxMessage, base_url: str, now: datetime
) -> Letter | None:
    """The day as it is now, by the same way; None for one that is over or called off."""
    _word, beraad_id = message.key.split(":")[:2]
    beraad = session.get(Beraad, uuid.UUID(beraad_id))
    if beraad is None or beraad.cancelled_at is not None or beraad.ended_at is not None:
        return None
    this_round = round_of(session, case=case, beraad=beraad, kind=message.kind, base_url=base_url, now=now)
    what, attachment, _number = day_of(session, this_round, person)
    channel = message.channel
    attached = (attachment,) if channel is Channel.MAIL else ()
    sheet = post_to(person, url="", code="", base_url=base_url, card=False, now=now)
    return letter_for(
        person,
        voice=this_round.voice,
        what=what,
        attachments=attached,
        channel=channel,
        post=sheet if channel is Channel.LETTER else None,
    )


def _written_to_all(session: Session, case: Case, message: OutboxMessage, now: datetime) -> Letter | None:
    """For those of one address whom it is still for; None when that is nobody."""
    found = _LINK.search(message.letter.text)
    if found is None:
        return None
    url, token = found.group(), found.group().rpartition("/")[2]
    group = still_together(session, case=case, token=token, address=message.recipient, now=now)
    if not group:
        return None
    message.person_id, voice = group[0].id, voice_of(session, case)
    if message.channel is Channel.SMS or message.kind not in INVITES:
        return message.letter  # it names nobody
    again = message.kind is MessageKind.INVITATION_AGAIN
    what = facts_for_all(session, case=case, group=group, voice=voice, url=url, now=now, again=again)
    return letter_for(group[0], voice=voice, what=what)
