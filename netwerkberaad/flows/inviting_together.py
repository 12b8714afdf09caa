"""Inviting several people in one go; who read their mail at one address get one message, and each keeps their own page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person, Phase, move_to, people_of
from netwerkberaad.flows.inviting import invitation_facts, invite_person, issue_invitation, link_url
from netwerkberaad.flows.telling import carrier, tell_together
from netwerkberaad.flows.voice import Voice, message_key, reading_language, somebody, voice_of
from netwerkberaad.foundation import links
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.documents import facts, grouped, listed
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import mark_invited, permits_of


def invite_together(
    session: Session, actor: Actor, *, case: Case, people: Sequence[Person], base_url: str, now: datetime
) -> None:
    """Invite these people by mail, or by text for who has no mail, all or none. Who share an address or phone and a language
    get one message together, with a link that asks who of them opens it; each keeps their own page. Raises what
    ``invite_person`` raises.
    """
    shared: dict[tuple[Channel, str, str], list[Person]] = {}
    for person in people:
        shared.setdefault((*way_to(person), reading_language(person)), []).append(person)
    for (channel, _address, _language), group in shared.items():
        if len(group) == 1:
            invite_person(
                session, actor, case=case, person=group[0], channel=channel, base_url=base_url, now=now
            )
        else:
            _invite_at_one_address(session, actor, case, group, channel, base_url=base_url, now=now)


def way_to(person: Person) -> tuple[Channel, str]:
    """By which way somebody is invited in one go, and where that is."""
    contact = person.contact
    if contact.mail or not contact.phone:
        return Channel.MAIL, contact.mail.casefold()
    return Channel.SMS, contact.phone


def _invite_at_one_address(
    session: Session,
    actor: Actor,
    case: Case,
    group: Sequence[Person],
    channel: Channel,
    *,
    base_url: str,
    now: datetime,
) -> None:
    for person in group:
        mark_invited(session, actor, case=case, person=person, channel=channel, now=now)
    if case.phase is Phase.PREPARATION:
        move_to(session, actor, case=case, phase=Phase.INVITING, now=now)
    queue_together(session, case=case, group=group, channel=channel, base_url=base_url, now=now)


def queue_together(
    session: Session,
    *,
    case: Case,
    group: Sequence[Person],
    channel: Channel,
    base_url: str,
    now: datetime,
    again: bool = False,
) -> None:
    """Put one invitation to all of them in the outbox, with new links; ``again``: the one that reminds of it."""
    with_code = channel is Channel.SMS
    carried = issue_invitation(session, case, group[0], with_code=with_code, now=now)
    bundle_id = links.start_bundle(carried.row)
    for person in group[1:]:
        issue_invitation(session, case, person, with_code=with_code, bundle_id=bundle_id, now=now)
    voice, url = voice_of(session, case), link_url(base_url, carried)
    what = facts_for_all(session, case=case, group=group, voice=voice, url=url, now=now, again=again)
    if with_code:
        service = carrier(session, case, voice, channel)
        answers = service is not None and service.settings.answers
        code = grouped(carried.code or "")
        what = replace(what, code=code, code_url=f"{base_url}/code", answers=answers)
    key = message_key("invitation", carried.row.id)
    tell_together(session, case=case, people=group, voice=voice, what=what, key=key, channel=channel, now=now)


def facts_for_all(
    session: Session,
    *,
    case: Case,
    group: Sequence[Person],
    voice: Voice,
    url: str,
    now: datetime,
    again: bool = False,
) -> facts.Invite:
    """What one invitation tells all these people: by name whom it is for, and when and where only as far as that is the
    same for every one of them.
    """
    first, *others = (
        invitation_facts(session, case=case, person=person, voice=voice, url=url, now=now, again=again)
        for person in group
    )
    names = listed([person.greeted for person in group], reading_language(group[0]))
    everywhere = [name for name in first.first_names if all(name in other.first_names for other in others)]
    names_of = tuple(everywhere) or (somebody(reading_language(group[0])),)
    first = replace(first, first_names=names_of, shared=len(group) > 1)
    day = (first.when, first.minutes, first.place)
    if all((other.when, other.minutes, other.place) == day for other in others):
        return replace(first, to=names)
    return replace(first, to=names, when=None, minutes=None, place="", differs=True)


def still_together(session: Session, *, case: Case, token: str, address: str, now: datetime) -> list[Person]:
    """Whom of those who were invited together with this link the message is still for: their own link lives, ``address`` is
    their mail or phone still, and nobody refused them since.
    """
    people = people_of(session, case)
    permits = permits_of(session, case, people)
    invited = {link.person_id for link in links.find_bundle(session, token, now=now)}
    return [
        person
        for person in people
        if person.id in invited
        and address.casefold() in {person.contact.mail.casefold(), person.contact.phone}
        and (person.is_principal or permits[person.id].given)
    ]
