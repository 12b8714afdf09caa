"""Somebody of sixteen at the door, who chooses who stands beside her, and what happened with it."""

import uuid
from datetime import date, timedelta

from flask import Flask

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import About, Case, NewPerson, change_person
from netwerkberaad.cases.mentors import (
    Condition,
    Sight,
    StepContent,
    StepKind,
    decide_sight,
    install_mentor,
    mentors_of,
    record_step,
    think_of,
)
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.foundation.vault import Store
from tests.builders import World, person_called
from tests.pages import Page, Visitor
from tests.web.door_setting import Door, build_door


def build_young_door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """Marloes is sixteen here; Rik is her father, Joke her grandmother."""
    door = build_door(app, sqlite_store, clock, sqlite_world)
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        person = person_called(session, case, "Marloes")
        new = NewPerson(person.name, person.kind, person.contact, About(born=date(2009, 5, 1)))
        actor = actor_for(door.world.facilitator)
        change_person(session, actor, case=case, person=person, new=new, now=door.clock.now())
    return door


def think(door: Door, first: str = "Joke") -> None:
    """Marloes thinks of somebody, and asked."""
    actor, now = actor_for(door.world.facilitator), door.clock.now()
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        principal, person = person_called(session, case, "Marloes"), person_called(session, case, first)
        think_of(session, actor, case=case, principal=principal, person=person, said=StepContent(), now=now)
    door.clock.advance(timedelta(minutes=1))
    with door.store.writing() as session:
        (view,) = mentors_of(session, session.get_one(Case, door.case.id))
        record_step(session, actor, view=view, said=StepContent(StepKind.ASKED), now=door.clock.now())
    door.clock.advance(timedelta(minutes=1))


def mentor_id(door: Door) -> uuid.UUID:
    with door.store.reading() as session:
        (view,) = mentors_of(session, session.get_one(Case, door.case.id))
        return view.mentor.id


def begin(door: Door, *sight: Sight) -> None:
    """Joke begins, with this opened."""
    think(door)
    decide(door, *sight)
    actor, now = actor_for(door.world.facilitator), door.clock.now()
    with door.store.writing() as session:
        (view,) = mentors_of(session, session.get_one(Case, door.case.id))
        said = StepContent(StepKind.INSTALLED)
        install_mentor(session, actor, view=view, met=tuple(Condition), said=said, now=now)
    door.clock.advance(timedelta(minutes=1))


def decide(door: Door, *sight: Sight) -> None:
    with door.store.writing() as session:
        (view,) = mentors_of(session, session.get_one(Case, door.case.id))
        actor = actor_for(door.world.facilitator)
        decide_sight(
            session,
            actor,
            view=view,
            sight=sight,
            also="Als ik ziek ben.",
            never="Geld.",
            now=door.clock.now(),
        )


def states(door: Door) -> list[str]:
    with door.store.reading() as session:
        (view,) = mentors_of(session, session.get_one(Case, door.case.id))
        return [step.content.kind.value for step in view.steps]


def enter_as_mentor(door: Door) -> tuple[Visitor, Page]:
    return door.enter("Joke", LinkPurpose.MENTOR)
