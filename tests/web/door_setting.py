"""A case with people at the door: who they are, their links, and a plan that holds."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import BeraadKind, Place, plan_beraad
from netwerkberaad.cases import Case, get_person, people_of
from netwerkberaad.flows.accepting import accept_plan
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.links import LinkPurpose, issue_link
from netwerkberaad.foundation.messages import MessageKind, OutboxMessage
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import (
    CommitmentText,
    EvaluationHow,
    FollowUpKind,
    follow_ups_of,
    save_goal,
    save_line,
)
from netwerkberaad.plans import set_evaluation as evaluate
from netwerkberaad.social_map import Access
from tests.builders import World, build_case, member, person_called, principal
from tests.pages import Page, Visitor

BASE = "http://localhost:8000"
WEDNESDAY = "Ik haal Fenna en Bas elke woensdag uit school."
JOIN = "https://video.example.nl/meeuwen en bel 020 1234567"
SUPPER = "Bas kan altijd mee-eten."


@dataclass(frozen=True)
class Door:
    """The case, and everything a test needs to knock."""

    app: Flask
    store: Store
    clock: MovableClock
    world: World
    case: Case

    def link(self, first: str, purpose: LinkPurpose = LinkPurpose.INVITATION) -> str:
        """A new link for the person with this first name: its path."""
        with self.store.writing() as session:
            issued = issue_link(
                session,
                case_id=self.case.id,
                person_id=person_called(session, self.case, first).id,
                purpose=purpose,
                expires_at=self.clock.now() + timedelta(days=120),
                now=self.clock.now(),
            )
        return f"/p/{issued.token}"

    def enter(self, first: str, purpose: LinkPurpose = LinkPurpose.INVITATION) -> tuple[Visitor, Page]:
        """Somebody opens their message on a new device."""
        visitor = Visitor(self.app)
        return visitor, visitor.submit(visitor.get(self.link(first, purpose)), "Open het bericht")

    def code_for(self, first: str) -> str:
        """The six digits in the latest mail to this person."""
        with self.store.reading() as session:
            person = person_called(session, self.case, first)
            statement = select(OutboxMessage).where(
                OutboxMessage.person_id == person.id, OutboxMessage.kind == MessageKind.PROOF
            )
            messages = sorted(session.scalars(statement), key=lambda message: message.made_at)
            # Of an earlier one that did not leave, the words are gone.
            found = [re.search(r"\b\d{6}\b", message.letter.text) for message in messages]
            return [code.group() for code in found if code][-1]

    def prove(self, visitor: Visitor, first: str, path: str = "/p/plan") -> Page:
        """Ask for a code on the way to a page, and type it."""
        asked = visitor.submit(visitor.get(path), "Stuur mij de code")
        return visitor.submit(asked, "Verder", {"code": self.code_for(first)})


def build_door(app: Flask, store: Store, clock: MovableClock, world: World) -> Door:
    """A case of Marloes and Rik with Joke, Fatma and Ad, and a beraad on 26 March."""
    with store.writing() as session:
        case = build_case(
            session,
            world,
            clock,
            principals=(principal(), principal("Rik", "de Boer", mail="rik@example.nl")),
            invitees=(
                member(),
                member("Fatma", "Yıldız", mail="fatma@example.nl", relation="buurvrouw"),
                member("Ad", "Zwart", mail="", relation="trainer"),
            ),
            approved=True,
        )
        plan_beraad(
            session,
            actor_for(world.facilitator),
            case=case,
            kind=BeraadKind.NETWERKBERAAD,
            starts_at=datetime(2026, 3, 26, 18, 0, tzinfo=UTC),
            minutes=165,
            place=Place(
                "kantine De Meeuwen",
                "Zandweg 4, Middelburg",
                directions="De ingang is achter.",
                access=(Access.BUS,),
                join=JOIN,
            ),
            now=clock.now(),
        )
    return Door(app, store, clock, world, case)


def fix_plan(door: Door) -> None:
    """A plan with one goal and two commitments, of Joke and of Fatma, fixed and told."""
    actor, now = actor_for(door.world.facilitator), door.clock.now()
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        goal = save_goal(
            session,
            actor,
            case=case,
            goal_id=None,
            text="Fenna en Bas slapen weer door.",
            words_of=None,
            position=0,
            revision=0,
            now=now,
        )
        session.flush()  # lines are looked up with their goal
        for position, (first, text) in enumerate((("Joke", WEDNESDAY), ("Fatma", SUPPER))):
            save_line(
                session,
                actor,
                case=case,
                line_id=new_id(),
                goal_id=goal.id,
                owners=[person_called(session, case, first).id],
                words=CommitmentText(text=text),
                first_at=now + timedelta(days=2),
                every=None,
                until_at=None,
                checker_id=person_called(session, case, "Marloes").id,
                backup_id=None,
                fallback_id=None,
                position=position,
                revision=0,
                now=now,
            )
        evaluate(session, actor, case=case, at=now + timedelta(days=90), how=EvaluationHow.MEETING, now=now)
        session.flush()  # the plan is read as it stands
        accept_plan(session, actor, case=case, base_url=BASE, now=now)


def send_check_in(door: Door, first: str) -> str:
    """Let the check-in of this person go out; returns the path of its page."""
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        person = person_called(session, case, first)
        row = next(
            row
            for row in follow_ups_of(session, case)
            if row.kind is FollowUpKind.CHECK_IN and row.person_id == person.id
        )
        row.sent_at = door.clock.now()
        return f"/p/check-in/{row.id}"


def contact_of(session: Session, door: Door, first: str) -> tuple[str, str]:
    """Mail and phone of somebody, as they are kept now."""
    case = session.get_one(Case, door.case.id)
    person = next(person for person in people_of(session, case) if person.name.short == first)
    contact = get_person(session, case=case, person_id=person.id).contact
    return contact.mail, contact.phone
