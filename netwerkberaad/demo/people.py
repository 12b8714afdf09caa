"""The people of a case: the circle as it grows, who must not be asked, and what each hoofdpersoon says of the list."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from netwerkberaad.cases import (
    About,
    ContactData,
    HowGiven,
    NewPerson,
    PersonKind,
    PersonName,
    Quadrant,
    add_person,
    exclude_person,
    record_approval,
    start_early,
)
from netwerkberaad.cases.contact_person import choose_contact_person
from netwerkberaad.cases.sight import Opened, open_to
from netwerkberaad.demo.event import Event
from netwerkberaad.demo.moments import born_on
from netwerkberaad.demo.scenario import Approval, Barred, Member, Promise, Worker
from netwerkberaad.demo.stage import Desk, Stage
from netwerkberaad.foundation.messages import Channel

_BEFORE = -5


def events(stage: Stage) -> Iterator[Event]:
    """Everybody who comes into the case after the request, and everything said of the invite list."""
    scenario = stage.scenario
    from_start = stage.at(scenario.assigned[0].independent_at) + timedelta(minutes=1)
    for member in scenario.circle:
        if member.id not in scenario.request.invitees and member.since is not None:
            at = max(stage.at(member.since), from_start)
            yield Event(at, "person", partial(_add, stage, member), _BEFORE)
    for worker, at in _working_along(stage):
        yield Event(at, "person", partial(_add, stage, as_member(worker)), _BEFORE)
    for barred in scenario.barred:
        yield Event(stage.at(barred.at), "exclusion", partial(_bar, stage, barred), _BEFORE)
    for approval in scenario.approvals:
        yield Event(stage.at(approval.at), "approval", partial(_approve, stage, approval))
    yield from _started_early(stage)


def new_person(stage: Stage, member: Member) -> NewPerson:
    """Somebody of the scenario as they are written down in the case."""
    born = born_on(stage.calendar.day_zero, member.age) if member.age is not None else None
    about = replace(
        member.about,
        born=born,
        proposed_by=stage.name_of(member.proposed_by),
    )
    contact = member.contact
    if contact.prefers and contact.prefers not in {channel.value for channel in Channel}:
        stage.not_held[f"contact.prefers {contact.prefers}"] += 1
        contact = replace(contact, prefers="")
    return NewPerson(member.name, member.kind, contact, about)


def names_first(text: str, names: Sequence[tuple[str, str]]) -> set[str]:
    """Ids of those whose name a text mentions; the first of all when it mentions nobody."""
    mentioned = {id_ for id_, name in names if name and name in text}
    return mentioned or {names[0][0]} if names else set()


def _add(stage: Stage, member: Member) -> None:
    with stage.desk() as desk:
        person = add_person(
            desk.session, desk.actor, case=desk.case, new=new_person(stage, member), now=desk.now
        )
        stage.people[member.id] = person.id
        desk.session.flush()
        bind_contacts(stage, desk)


def bind_contacts(stage: Stage, desk: Desk) -> None:
    """Say with whom one speaks at an organisation, as soon as both are there."""
    for member in stage.scenario.circle:
        if {member.id, member.named_contact} <= stage.people.keys():
            choose_contact_person(
                desk.session,
                desk.actor,
                case=desk.case,
                organisation=stage.person(desk, member.id),
                contact=stage.person(desk, member.named_contact),
                now=desk.now,
            )


def _working_along(stage: Stage) -> Iterator[tuple[Worker, datetime]]:
    """Professionals from around the case who are asked or promise something stand in the circle, like anybody else."""
    seen = set(stage.scenario.members)
    for approval in sorted(stage.scenario.approvals, key=lambda round_: stage.at(round_.at)):
        yield from _new_workers(stage, approval.invite, seen, stage.at(approval.at))
    for version in stage.scenario.versions:
        named = [id_ for promise in version.written for id_ in _named_in(promise)]
        yield from _new_workers(stage, named, seen, stage.written_at(version))


def _new_workers(
    stage: Stage, ids: Sequence[str], seen: set[str], at: datetime
) -> Iterator[tuple[Worker, datetime]]:
    for id_ in ids:
        worker = stage.scenario.workers.get(id_)
        if worker is not None and id_ not in seen:
            seen.add(id_)
            yield worker, at


def _named_in(promise: Promise) -> list[str]:
    return [*promise.owners, promise.checker, promise.backup, promise.fallback]


def as_member(worker: Worker) -> Member:
    """Somebody who works around the case, as they stand in its circle."""
    profile = worker.profile
    return Member(
        id=worker.id,
        name=PersonName(profile.first, profile.infix, profile.last),
        kind=PersonKind.PROFESSIONAL,
        contact=ContactData(mail=profile.mail, phone=profile.phone),
        about=About(relation=worker.organisation, ring=4, quadrant=Quadrant.PROFESSIONALS),
    )


def _bar(stage: Stage, barred: Barred) -> None:
    with stage.desk() as desk:
        for entry in barred.entries:
            person = replace(entry, asked_by=stage.name_of(barred.asked_by))
            exclude_person(desk.session, desk.actor, case=desk.case, person=person, now=desk.now)


def _approve(stage: Stage, approval: Approval) -> None:
    names = [(id_, stage.name_of(id_)) for id_ in (*approval.invite, *approval.refuse)]
    about = names_first(approval.text, names)
    with stage.desk() as desk:
        for id_, _name in names:
            text = approval.text if id_ in about else ""
            _record(stage, desk, approval, id_, text=text, how=approval.how)
        for id_ in approval.unnamed_to:
            open_to(
                desk.session,
                desk.actor,
                case=desk.case,
                principal=stage.person(desk, approval.by),
                member=stage.person(desk, id_),
                opened=Opened(named=False),
                how=approval.how,
                now=desk.now,
            )


def _started_early(stage: Stage) -> Iterator[Event]:
    """With spoed people are asked before the list is approved; the reason is the one that the way of the case gives."""
    listed = {id_: stage.at(approval.at) for approval in stage.scenario.approvals for id_ in approval.invite}
    moments = [
        stage.at(moment)
        for asked in stage.scenario.asked
        for moment in (
            *(attempt.at for attempt in asked.attempts),
            *([asked.sent_at] if asked.sent_at else []),
        )
        if asked.person in listed and stage.at(moment) < listed[asked.person]
    ]
    if stage.scenario.request.urgent and moments:
        yield Event(min(moments), "early start", partial(_start_early, stage), _BEFORE + 1)


def _start_early(stage: Stage) -> None:
    with stage.desk() as desk:
        reason = "De lijst wordt achteraf goedgekeurd: het beraad is vandaag."
        start_early(desk.session, desk.actor, case=desk.case, reason=reason, now=desk.now)


def _record(stage: Stage, desk: Desk, approval: Approval, id_: str, *, text: str, how: HowGiven) -> None:
    record_approval(
        desk.session,
        desk.actor,
        case=desk.case,
        principal=stage.person(desk, approval.by),
        member=stage.person(desk, id_),
        invite=id_ in approval.invite,
        text=text,
        how=how,
        now=desk.now,
    )
