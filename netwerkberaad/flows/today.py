"""Vandaag: what needs a gespreksleider or coördinator now, over all their cases, in a constant number of queries."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from netwerkberaad import invites, plans
from netwerkberaad.cases import (
    Case,
    PersonKind,
    Phase,
    WaitingView,
    by_case,
    open_cases_of,
    people_named,
    people_of_cases,
    title_of,
    titles_of,
)
from netwerkberaad.cases.contact import quiet_until
from netwerkberaad.cases.distribution import waiting_briefly, waiting_ids
from netwerkberaad.cases.queries import led_by
from netwerkberaad.flows.calling import lines_to_tell
from netwerkberaad.flows.today_ahead import limits_ending, promises_near
from netwerkberaad.flows.today_calls import Desk, calls_of, promises_to_call
from netwerkberaad.flows.today_lines import Act, BeraadLine, GapCount, Line, Today, Totals, What
from netwerkberaad.flows.today_needs import beraden_ahead, needs_due
from netwerkberaad.flows.today_plan import not_confirmed, obstacles_waiting, unconfirmed
from netwerkberaad.flows.today_told import told_at_the_door_of
from netwerkberaad.foundation.access import Actor, Role
from netwerkberaad.foundation.documents import from_local, listed, local

DAYS_AHEAD = 7
_WITH_PLAN = frozenset({Phase.PLAN, Phase.FOLLOW_UP})
_CALLS = frozenset({Act.CALL, Act.TELL})
_COMING = frozenset({invites.Reply.COMES, invites.Reply.COMES_REMOTE})


def today_for(session: Session, actor: Actor, *, now: datetime) -> Today:
    """The lists of Vandaag. Own cases for a gespreksleider; requests that wait for both roles."""
    cases = tuple(open_cases_of(session, actor)) if actor.has(Role.FACILITATOR) else ()
    invites.read_ahead(session, cases)
    desk = _desk(session, actor, cases, now)
    waiting = list(_waiting(session, actor))
    follow_ups = plans.follow_ups_in(session, desk.ids, now=now)
    confirmations = plans.confirmations_in(session, [case.id for case in cases if case.phase in _WITH_PLAN])
    return Today(
        urgent=_oldest_first(line for line, urgent in waiting if urgent),
        calls=_callable_first(
            desk,
            [
                *calls_of(desk, follow_ups),
                *not_confirmed(desk, confirmations),
                *obstacles_waiting(desk),
                *limits_ending(desk),
                *_to_tell(session, actor),
                *_promised(session, actor, desk),
            ],
        ),
        needs=_oldest_first(needs_due(desk)),
        answers=_oldest_first([*_answers(desk), *_late_answers(session, actor), *told_at_the_door_of(desk)]),
        unconfirmed=_oldest_first(unconfirmed(desk, confirmations)),
        claims=_oldest_first(line for line, urgent in waiting if not urgent),
        near=tuple(sorted(promises_near(desk, confirmations), key=lambda line: (line.due_at, line.who))),
        beraden_this_week=tuple(_beraden(desk)),
        gaps=tuple(_gaps(desk, follow_ups, confirmations)),
        totals=_totals(cases),
    )


def _desk(session: Session, actor: Actor, cases: tuple[Case, ...], now: datetime) -> Desk:
    """Who the waiting requests are about is read with the hoofdpersonen of the cases, and whole circles first."""
    people_of_cases(session, [case.id for case in cases if case.phase in _WITH_PLAN])
    ids = [case.id for case in cases]
    principals = people_of_cases(session, [*ids, *waiting_ids(session, actor)], kind=PersonKind.PRINCIPAL)
    apart = by_case(principals)
    titles = {case.id: title_of(apart[case.id], locale=actor.language) for case in cases}
    return Desk(session, cases, titles, frozenset(who.id for who in principals), now, actor.language)


def _oldest_first(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (line.since, line.case_title, line.who)))


def _callable_first(desk: Desk, lines: Collection[Line]) -> tuple[Line, ...]:
    """Promises whose moment is over come first: somebody waits for what was said to them. Who does not want to be called
    at this hour comes last.
    """
    called = {line.person_id for line in lines if line.act in _CALLS and line.person_id is not None}
    people = people_named(desk.session, case_ids=desk.ids, person_ids=called)
    hours = {person_id: quiet_until(person.contact, desk.now) for person_id, person in people.items()}
    told = [
        replace(line, not_before=hours.get(line.person_id))
        if line.act in _CALLS and line.person_id is not None
        else line
        for line in lines
    ]
    order = sorted(
        _oldest_first(told), key=lambda line: (line.not_before is not None, not line.late(desk.now))
    )
    return tuple(order)


def _to_tell(session: Session, actor: Actor) -> Iterable[Line]:
    return lines_to_tell(session, actor) if actor.has(Role.FACILITATOR) else ()


def _promised(session: Session, actor: Actor, desk: Desk) -> Iterable[Line]:
    """What a coördinator has to keep while no gespreksleider leads the case."""
    if not actor.has(Role.COORDINATOR):
        return ()
    return promises_to_call(session, actor, but=desk.ids, now=desk.now)


def _waiting(session: Session, actor: Actor) -> Iterator[tuple[Line, bool]]:
    """The requests that this actor can do something about, and whether they are spoed."""
    for view in waiting_briefly(session, actor):
        if view.may_claim or actor.has(Role.COORDINATOR):
            yield _request_line(actor, view), view.urgent


def _request_line(actor: Actor, view: WaitingView) -> Line:
    given = view.assigned_to is not None and view.assigned_to == actor.staff_id
    what = What.URGENT_REQUEST if view.urgent else What.REQUEST
    act = Act.CLAIM if view.may_claim else Act.ASSIGN
    if given:
        what, act = (What.URGENT_REQUEST if view.urgent else What.GIVEN_REQUEST), Act.DECLARE
    return Line(
        what=what,
        act=act,
        since=view.asked_at,
        case_id=view.id,
        case_title=listed(view.first_names, actor.language),
        municipality=view.municipality,
        due_at=view.next_contact_at,
    )


def _answers(desk: Desk) -> Iterator[Line]:
    for answer in invites.new_answers(desk.session, desk.cases):
        yield desk.about(
            answer,
            What.ANSWER,
            Act.READ_ANSWER,
            since=answer.at,
            words=answer.content.question or answer.content.needs_text,
        )


def _late_answers(session: Session, actor: Actor) -> Iterator[Line]:
    """Answers that came in by a kept link after the case was stopped."""
    if not actor.has(Role.FACILITATOR):
        return
    closed = led_by(actor).where(Case.phase == Phase.CLOSED).with_only_columns(Case.id)
    answers = invites.late_answers(session, closed)
    titles = titles_of(session, [answer.case_id for answer in answers], locale=actor.language)
    for answer in answers:
        yield Line(
            what=What.LATE_ANSWER,
            act=Act.READ_LATE,
            since=answer.at,
            case_id=answer.case_id,
            case_title=titles[answer.case_id],
            person_id=answer.person_id,
            who=answer.person_name,
            words=answer.content.contributes or answer.content.question,
        )


def _beraden(desk: Desk) -> Iterator[BeraadLine]:
    """Meetings from the beginning of this day on, on the calendar of the people, so that one of tonight stays in sight."""
    until = from_local(local(desk.now).date(), time(0)) + timedelta(days=DAYS_AHEAD)
    ahead = [beraad for beraad in beraden_ahead(desk) if beraad.starts_at < until]
    comes = _coming(desk, {beraad.case_id for beraad in ahead})
    needs = invites.open_needs(desk.session, desk.cases)
    for beraad in ahead:
        yield BeraadLine(
            beraad_id=beraad.id,
            case_id=beraad.case_id,
            case_title=desk.titles[beraad.case_id],
            starts_at=beraad.starts_at,
            place=beraad.place.name,
            comes=comes[beraad.case_id],
            open_needs=len(needs.get(beraad.case_id, [])),
        )


def _coming(desk: Desk, case_ids: Collection[uuid.UUID]) -> Counter[uuid.UUID]:
    """How many people of each case said that they come, at the table or from afar."""
    return Counter(
        answer.case_id
        for answer, _person, _asked in invites.answers_now(desk.session, desk.ids)
        if answer.case_id in case_ids and answer.content.reply in _COMING
    )


def _gaps(
    desk: Desk,
    follow_ups: Sequence[plans.FollowUp],
    confirmations: dict[uuid.UUID, list[plans.ConfirmationLine]],
) -> Iterator[GapCount]:
    missed = Counter(row.case_id for row in follow_ups if plans.is_gap(row, now=desk.now))
    for case in desk.cases:
        lines = confirmations.get(case.id, [])
        if case.phase is Phase.FOLLOW_UP and lines:
            promises = len({line.line.lineage_id for line in lines})
            yield GapCount(case.id, desk.titles[case.id], missed[case.id], promises)


def _totals(cases: Iterable[Case]) -> Totals:
    phases = Counter(case.phase for case in cases)
    return Totals(
        preparing=phases[Phase.ASSIGNMENT] + phases[Phase.PREPARATION] + phases[Phase.INVITING],
        meeting=phases[Phase.BERAAD] + phases[Phase.PLAN],
        following=phases[Phase.FOLLOW_UP],
    )
