"""Inviting one person: the checks, the personal link, and the message or the note that somebody asked in person."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from netwerkberaad.beraden import appointment_of, current_beraad
from netwerkberaad.cases import Case, Person, Phase, get_person, move_to, set_contact
from netwerkberaad.cases.sight import seeing_of
from netwerkberaad.flows.day_words import place_line
from netwerkberaad.flows.own_words import own_words
from netwerkberaad.flows.telling import carrier, tell_person
from netwerkberaad.flows.voice import Voice, message_key, reading_language, voice_of
from netwerkberaad.foundation import links
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.documents import Post, address_lines, facts, grouped
from netwerkberaad.foundation.links import IssuedLink, LinkPurpose, PersonalLink
from netwerkberaad.foundation.messages import (
    Channel,
    MessageKind,
    MessageState,
    OutboxMessage,
    cancel_waiting,
    way_at,
)
from netwerkberaad.invites import (
    ContactResult,
    Invitation,
    Stage,
    invitation_for,
    mark_invited,
    note_contact,
    require_open,
    require_permit,
)

LINK_RENEWED = audit.declare("link.renewed", "person")
LINK_HANDED_BACK = audit.declare("link.handed_back", "person")

INVITATION_LIVES = timedelta(days=120)
_WITH_CODE = frozenset({Channel.LETTER, Channel.SMS, Channel.PAPER})
_HANDED_OVER = frozenset({LinkPurpose.INVITATION, LinkPurpose.MENTOR, LinkPurpose.CONSENT})
_LOST: dict[Channel, dict[str, Any]] = {
    Channel.MAIL: {"mail": ""},
    Channel.SMS: {"phone": ""},
    Channel.PHONE: {"phone": "", "landline": ""},
    Channel.LETTER: {"address": ""},
}


@dataclass(frozen=True, slots=True)
class Invited:
    """What came of it: ``url`` and ``code`` exist in clear only now; both are empty when somebody was asked aloud.

    ``way`` is how a message went that chose its own way.
    """

    url: str = ""
    code: str = ""
    way: Channel | None = None


def invite_person(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    person: Person,
    channel: Channel,
    base_url: str,
    now: datetime,
) -> Invited:
    """Invite somebody whom every hoofdpersoon approved: by mail with a personal link, or recorded as asked otherwise.

    A letter, text or paper carries a code to type; a text or letter leaves from here when there is a service for it.
    Hoofdpersonen get their own link the same way. Raises
    CaseClosedError, NotApprovedError, ExcludedError, SafetyUnansweredError, NoAddressError, and what ``move_to`` raises.
    """
    mark_invited(session, actor, case=case, person=person, channel=channel, now=now)
    if case.phase is Phase.PREPARATION:
        move_to(session, actor, case=case, phase=Phase.INVITING, now=now)
    if channel is not Channel.MAIL and channel not in _WITH_CODE:
        return Invited()
    issued = issue_invitation(session, case, person, with_code=channel in _WITH_CODE, now=now)
    url = link_url(base_url, issued)
    itself = leaves_by_itself(session, case, channel)
    if itself or channel is Channel.LETTER:
        message = queue_invitation(
            session, case=case, person=person, issued=issued, base_url=base_url, channel=channel, now=now
        )
        message.state = MessageState.WAITING if itself else MessageState.TO_PRINT
    return Invited(url, "" if itself else issued.code or "")


def leaves_by_itself(session: Session, case: Case, channel: Channel) -> bool:
    """Whether an invitation by this channel is sent from here; otherwise the gespreksleider hands it over."""
    if channel is Channel.MAIL:
        return True
    return channel in _WITH_CODE and carrier(session, case, voice_of(session, case), channel) is not None


def renew_link(
    session: Session, actor: Actor, *, case: Case, person: Person, base_url: str, now: datetime
) -> Invited:
    """A new link and code to hand over; what this person had before stops working.

    Raises CaseClosedError, NotApprovedError and ExcludedError.
    """
    require_open(case)
    require_permit(session, case=case, person=person)
    issued = issue_invitation(session, case, person, with_code=True, now=now)
    audit.record(session, actor.entry(LINK_RENEWED, now=now, case_id=case.id, object_id=person.id))
    return Invited(link_url(base_url, issued), issued.code or "")


def not_me(session: Session, actor: Actor, *, link: PersonalLink, now: datetime) -> None:
    """'Dit ben ik niet': every way in of this person ends, the wrong address is erased, nothing more goes there.

    The gespreksleider finds it on the day list, as somebody to be reached in another way.
    """
    case = session.get_one(Case, link.case_id)
    person = get_person(session, case=case, person_id=link.person_id)
    links.hand_back_link(session, link, now)
    cancel_waiting(session, case_id=case.id, person_id=person.id, now=now)
    invitation = invitation_for(session, case, person)
    channel = way_at(session, person_id=person.id, moment=link.made_at) or _brought_by(link, invitation)
    contact = replace(person.contact, **_LOST.get(channel, {}))
    set_contact(session, person=person, contact=contact)
    if invitation.stage is Stage.INVITED:
        invitation.stage = Stage.APPROACHED
    note_contact(
        session,
        actor,
        case=case,
        person=person,
        channel=channel,
        result=ContactResult.WRONG_ADDRESS,
        note="",
        now=now,
    )
    audit.record(session, actor.entry(LINK_HANDED_BACK, now=now, case_id=case.id, object_id=person.id))


def _brought_by(link: PersonalLink, invitation: Invitation) -> Channel:
    """The way by which a link of which no message is on record went to the wrong one: without a code it was mailed.

    One that was handed over later went by no address that we know.
    """
    if link.purpose not in _HANDED_OVER or link.code_hash is None:
        return Channel.MAIL
    with_invitation = link.purpose is LinkPurpose.INVITATION and link.made_at == invitation.invited_at
    return invitation.channel if with_invitation and invitation.channel else Channel.PAPER


def issue_invitation(
    session: Session,
    case: Case,
    person: Person,
    *,
    with_code: bool,
    bundle_id: uuid.UUID | None = None,
    now: datetime,
) -> IssuedLink:
    """A new link to the invitation; it ends the one before, also in a message that did not leave yet."""
    kinds = [MessageKind.INVITATION, MessageKind.INVITATION_AGAIN]
    cancel_waiting(session, case_id=case.id, person_id=person.id, kinds=kinds, now=now)
    return links.issue_link(
        session,
        case_id=case.id,
        person_id=person.id,
        purpose=LinkPurpose.INVITATION,
        expires_at=now + INVITATION_LIVES,
        now=now,
        with_code=with_code,
        bundle_id=bundle_id,
    )


def link_url(base_url: str, issued: IssuedLink) -> str:
    """The address of a link, which exists in clear only now."""
    return f"{base_url}/p/{issued.token}"


def queue_invitation(
    session: Session,
    *,
    case: Case,
    person: Person,
    issued: IssuedLink,
    base_url: str,
    now: datetime,
    again: bool = False,
    channel: Channel = Channel.MAIL,
) -> OutboxMessage:
    """Put the invitation in the outbox; ``again``: the one that reminds of it."""
    voice = voice_of(session, case)
    url, code_url = link_url(base_url, issued), f"{base_url}/code"
    what = invitation_facts(session, case=case, person=person, voice=voice, url=url, now=now, again=again)
    post = None
    if channel is Channel.SMS:
        service = carrier(session, case, voice, channel)
        answers = service is not None and service.settings.answers
        what = replace(what, code=grouped(issued.code or ""), code_url=code_url, answers=answers)
    elif channel is Channel.LETTER:
        # A service puts no envelope for the answer with it.
        card = carrier(session, case, voice, channel) is None
        post = post_to(person, url=url, code=issued.code or "", base_url=base_url, card=card, now=now)
    return tell_person(
        session,
        case=case,
        person=person,
        voice=voice,
        what=what,
        key=message_key("invitation", issued.row.id),
        channel=channel,
        post=post,
        now=now,
    )


def post_to(person: Person, *, url: str, code: str, base_url: str, card: bool, now: datetime) -> Post:
    """What a letter to this person has beside the words."""
    return Post(
        address=address_lines(person.name.full, person.contact.address),
        made=now,
        code=code,
        code_url=f"{base_url}/code",
        url=url,
        large=person.contact.large_print,
        card=card,
    )


def invitation_facts(
    session: Session,
    *,
    case: Case,
    person: Person,
    voice: Voice,
    url: str,
    now: datetime,
    again: bool = False,
) -> facts.Invite:
    """What an invitation tells this person now."""
    beraad = current_beraad(session, case)
    own = appointment_of(session, case, beraad, person) if beraad else None
    seeing = seeing_of(session, case, person, now=now)
    kind = facts.InviteAgain if again else facts.Invite
    return kind(
        **voice.to(person),
        url=url,
        when=own.starts_at if own else None,
        minutes=own.minutes if own else None,
        place=place_line(beraad.place, seeing, own.way) if beraad and own else "",
        apart=case.without_meeting and beraad is None,
        own=own_words(session, case=case, voice=voice, language=reading_language(person)),
    )
