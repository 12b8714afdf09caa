"""The cases that are measured: made through the real actions, everybody fictional, the same for both sides."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import Beraad, BeraadKind, Place, plan_beraad
from netwerkberaad.cases import Case, NewPerson, Person, PersonKind, circle_of, people_of
from netwerkberaad.flows import accept_plan, invite_person
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import AnswerContent, Need, Reply, mark_answer_handled, record_answer
from netwerkberaad.plans import (
    CommitmentText,
    EvaluationHow,
    Every,
    FollowUpKind,
    follow_ups_of,
    save_goal,
    save_line,
    set_evaluation,
)
from tests.builders import World, build_case, member, principal

BASE_URL = "http://localhost:8000"
GOALS = 3
_FIRST = ("Fatma", "Kees", "Piet", "Ad", "Nel", "Jamila", "Sjors", "Irma", "Teun", "Loes")
_LAST = ("Wisse", "Yıldız", "d'Hooghe", "Zwart", "van der Weele", "Kolijn")
_RELATIONS = ("oma", "buurvrouw", "oom", "trainer", "vriendin", "leerkracht")


def somebody(number: int) -> NewPerson:
    """Somebody in a circle; every fifth is a professional."""
    first = _FIRST[number % len(_FIRST)]
    return member(
        f"{first} {number}" if number >= len(_FIRST) else first,
        _LAST[number % len(_LAST)],
        mail=f"persoon{number}@example.nl",
        phone=f"+316000{number + 2000:05}",
        kind=PersonKind.PROFESSIONAL if number % 5 == 4 else PersonKind.NAASTE,
        relation=_RELATIONS[number % len(_RELATIONS)],
    )


def make_case(
    session: Session, world: World, clock: MovableClock, *, people: int, approved: bool = True
) -> Case:
    """A case of the world's gespreksleider with two hoofdpersonen and others, this many together."""
    principals = [principal(), principal("Rik", "Wattel", mail="rik@example.org")]
    around = [somebody(number) for number in range(people - len(principals))]
    return build_case(session, world, clock, principals=principals, invitees=around, approved=approved)


def invite_all(session: Session, world: World, clock: MovableClock, case: Case, *, answers: int) -> None:
    """Invite everybody by mail; the first so many answer, with something they need; one answer was not read yet."""
    actor, now = actor_for(world.facilitator), clock.now()
    around = circle_of(people_of(session, case))
    for person in around:
        invite_person(
            session, actor, case=case, person=person, channel=Channel.MAIL, base_url=BASE_URL, now=now
        )
    session.flush()  # the invitations are looked up by the answers
    content = AnswerContent(
        reply=Reply.COMES, needs=(Need.TRANSPORT,), question="Kan mijn zus ook komen?", contributes="Ik kook."
    )
    for person in around[:answers]:
        guest = Actor(ActorKind.GUEST, person.id, case.region_id, case_id=case.id)
        record_answer(session, guest, case=case, person=person, content=content, via=Channel.LINK, now=now)
    for person in around[: answers - 1]:
        mark_answer_handled(session, actor, case=case, person=person, now=now)


def set_date(session: Session, world: World, clock: MovableClock, case: Case, *, days: int) -> Beraad:
    """A beraad so many days ahead."""
    return plan_beraad(
        session,
        actor_for(world.facilitator),
        case=case,
        kind=BeraadKind.NETWERKBERAAD,
        starts_at=clock.now() + timedelta(days=days),
        minutes=165,
        place=Place("kantine De Meeuwen", "Zandweg 4, Middelburg"),
        now=clock.now(),
    )


def write_plan(
    session: Session, world: World, clock: MovableClock, case: Case, *, lines: int, goals: int = GOALS
) -> list[uuid.UUID]:
    """Goals and commitments in the draft; the ids of the lines."""
    people = people_of(session, case)
    goal_ids = [_goal(session, world, clock, case, number) for number in range(min(goals, lines))]
    session.flush()  # the lines point to the goals
    return [
        _line(session, world, clock, case, goal_ids[number % len(goal_ids)], people, number)
        for number in range(lines)
    ]


def _goal(session: Session, world: World, clock: MovableClock, case: Case, number: int) -> uuid.UUID:
    return save_goal(
        session,
        actor_for(world.facilitator),
        case=case,
        goal_id=None,
        text=f"Fenna en Bas gaan van huis naar huis zonder ruzie op de stoep, deel {number + 1}.",
        words_of=None,
        position=number,
        revision=0,
        now=clock.now(),
    ).id


def _line(
    session: Session,
    world: World,
    clock: MovableClock,
    case: Case,
    goal_id: uuid.UUID,
    people: Sequence[Person],
    number: int,
) -> uuid.UUID:
    owner, checker, backup = (people[(number + step) % len(people)].id for step in (2, 3, 4))
    return save_line(
        session,
        actor_for(world.facilitator),
        case=case,
        line_id=uuid.uuid4(),
        goal_id=goal_id,
        owners=[owner],
        words=CommitmentText(text="Ik haal Fenna en Bas uit school.", when="elke woensdag", if_not="dan opa"),
        first_at=clock.now() + timedelta(days=2),
        every=Every.WEEK if number % 2 else None,
        until_at=None,
        checker_id=checker,
        backup_id=backup,
        fallback_id=None,
        position=number,
        revision=0,
        now=clock.now(),
    ).id


def fix_plan(session: Session, world: World, clock: MovableClock, case: Case) -> None:
    """Fix the draft; its first check-ins went out and are not answered yet."""
    actor, now = actor_for(world.facilitator), clock.now()
    at = now + timedelta(days=90)
    set_evaluation(session, actor, case=case, at=at, how=EvaluationHow.MEETING, now=now)
    session.flush()  # the version that is fixed is read again
    accept_plan(session, actor, case=case, base_url=BASE_URL, now=now)
    session.flush()  # the check-ins that follow from it are read
    for row in follow_ups_of(session, case):
        if row.kind is FollowUpKind.CHECK_IN and row.due_at < now + timedelta(days=4):
            row.sent_at = row.due_at
