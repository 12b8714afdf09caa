"""A gespreksleider with a case on the way to its plan: a day, an open table, a plan that holds; for tests of pages."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import Beraad, BeraadKind, Place, current_beraad, open_table, plan_beraad
from netwerkberaad.cases import Case, people_of
from netwerkberaad.flows import accept_plan
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import (
    CommitmentText,
    EvaluationHow,
    Every,
    PlanView,
    draft_of,
    plan_view,
    save_goal,
    save_line,
    set_evaluation,
    version_fixed,
)
from tests.builders import World, build_case, member, principal
from tests.pages import Page, Visitor

EVENING = datetime(2026, 3, 26, 18, 0, tzinfo=UTC)
GOAL = "Fenna en Bas gaan van huis naar huis zonder ruzie op de stoep."
WEDNESDAY = "Ik haal Fenna en Bas elke woensdag uit school."
FRIDAY = "Ik breng de kinderen op vrijdag naar Rik."
LONG_TEXT = "Heel lang. " * 2_000
ODD_TEXT = "Joke 🌻 \u202e\u2066van rechts"


@dataclass
class Setting:
    """The case, and everything a test needs to work on it."""

    store: Store
    clock: MovableClock
    world: World
    case: Case
    people: dict[str, uuid.UUID]
    visitor: Visitor
    actor: Actor

    def path(self, room: str) -> str:
        """The address of a room of the case."""
        return f"/casussen/{self.case.id}/{room}"

    def get(self, room: str, *, status: int = 200) -> Page:
        """Read a page of the case."""
        return self.visitor.get(self.path(room), status=status)

    def line(self, **values: object) -> dict[str, object]:
        """What a page sends of a line while somebody types; Joke on Wednesday unless told otherwise."""
        blank: dict[str, object] = {"owner": str(self.people["Joke"]), "text": WEDNESDAY, "checker": ""}
        chosen = dict.fromkeys(("every", "backup", "fallback", "goal", "after"), "")
        return {**blank, **chosen, "position": "0", "revision": "0", **values}

    def autosave(self, address: str, values: dict[str, object], page: Page) -> TestResponse:
        """Save as the page does while somebody types."""
        headers = {"X-CSRFToken": token_of(page)}
        return self.visitor.client.post(address, json=values, headers=headers)

    def sign_in(self) -> None:
        """Sign in again, as after a day."""
        self.visitor.sign_in(self.world.facilitator)

    def fresh(self, session: Session) -> Case:
        """The case as it is in the database now."""
        return session.get_one(Case, self.case.id)

    def beraad(self) -> Beraad | None:
        """The meeting ahead or on now."""
        with self.store.reading() as session:
            found = current_beraad(session, self.fresh(session))
            if found is not None:
                assert found.place.name  # opened while its key is at hand
            return found

    def draft(self) -> PlanView:
        """The plan that is being written."""
        with self.store.reading() as session:
            return plan_view(session, draft_of(session, self.fresh(session)))

    def fixed(self) -> PlanView:
        """The plan that holds."""
        with self.store.reading() as session:
            return plan_view(session, version_fixed(session, self.fresh(session)))

    def with_table(
        self, kind: BeraadKind = BeraadKind.NETWERKBERAAD, *, evening: datetime = EVENING
    ) -> "Setting":
        """Open the table on the evening of the meeting."""
        self.clock.move_to(evening)
        with self.store.writing() as session:
            case = self.fresh(session)
            beraad = plan_beraad(
                session,
                self.actor,
                case=case,
                kind=kind,
                starts_at=self.clock.now(),
                minutes=165,
                place=Place(name="De Meeuwen"),
                now=self.clock.now(),
            )
            session.flush()  # the table is opened on this row
            open_table(session, self.actor, case=case, beraad=beraad, now=self.clock.now())
        self.sign_in()
        return self

    def with_lines(self, *, checker: bool = True) -> "Setting":
        """A goal with two lines in the draft."""
        with self.store.writing() as session:
            case, now = self.fresh(session), self.clock.now()
            goal = save_goal(
                session,
                self.actor,
                case=case,
                goal_id=uuid.uuid4(),
                text=GOAL,
                words_of=self.people["Marloes"],
                position=0,
                revision=0,
                now=now,
            )
            session.flush()  # the lines point to the goal
            for position, (name, text) in enumerate((("Joke", WEDNESDAY), ("Kees", FRIDAY))):
                save_line(
                    session,
                    self.actor,
                    case=case,
                    line_id=uuid.uuid4(),
                    goal_id=goal.id,
                    owners=[self.people[name]],
                    words=CommitmentText(text=text),
                    first_at=now + timedelta(days=6),
                    every=Every.WEEK,
                    until_at=None,
                    checker_id=self.people["Marloes"] if checker else None,
                    backup_id=None,
                    fallback_id=None,
                    position=position,
                    revision=0,
                    now=now,
                )
        return self

    def with_plan(self) -> "Setting":
        """A plan that was fixed, to look at again in ninety days."""
        return self.with_lines().with_draft_fixed()

    def with_draft_fixed(self) -> "Setting":
        """The draft as it stands is the plan now, to look at again in ninety days."""
        with self.store.writing() as session:
            case, now = self.fresh(session), self.clock.now()
            at = now + timedelta(days=90)
            set_evaluation(session, self.actor, case=case, at=at, how=EvaluationHow.MEETING, now=now)
            session.flush()  # the version that is fixed is read again
            accept_plan(session, self.actor, case=case, base_url="http://localhost:8000", now=now)
        return self


def token_of(page: Page) -> str:
    """The token that the forms of a page carry."""
    return next(form.values["csrf_token"][0] for form in page.forms if "csrf_token" in form.values)


def build_setting(app: Flask, store: Store, clock: MovableClock, world: World) -> Setting:
    """A case of the gespreksleider with Marloes, Joke, Kees and Piet, and a browser that signed in."""
    around = [
        member(),
        member("Kees", "Wisse", mail="kees@example.nl", phone="+31600000121", relation="opa"),
        member("Piet", "d'Hooghe", mail="", phone="+31600000127", relation="buurman"),
    ]
    with store.writing() as session:
        case = build_case(session, world, clock, principals=[principal()], invitees=around, approved=True)
        people = {person.name.short: person.id for person in people_of(session, case)}
    visitor = Visitor(app)
    visitor.sign_in(world.facilitator)
    return Setting(store, clock, world, case, people, visitor, actor_for(world.facilitator))
