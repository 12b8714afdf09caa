"""JIM and vertrouwenspersoon: asked first with the young, chosen by themselves, never a lock."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case, NotPrincipalError, Person, ReasonMissingError, people_of
from netwerkberaad.cases.mentors import (
    AlreadyThoughtOfError,
    Condition,
    DayToComeError,
    MentorStep,
    MentorView,
    OwnMentorError,
    ParentMissingError,
    Sight,
    StepContent,
    StepKind,
    StoppedError,
    Support,
    agree_support,
    decide_sight,
    install_mentor,
    mentors_of,
    record_step,
    sees,
    think_of,
    without_mentor,
)
from netwerkberaad.flows import erase_person
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, person_called, principal

TODAY = date(2026, 3, 2)


class Beside:
    """A case with Marloes as hoofdpersoon and Joke as the one she thinks of."""

    def __init__(self, session: Session, world: World, clock: MovableClock) -> None:
        self.session, self.clock = session, clock
        self.actor: Actor = actor_for(world.facilitator)
        self.case: Case = build_case(session, world, clock, principals=[principal(), principal("Rik")])
        self.marloes = person_called(session, self.case, "Marloes")
        self.rik = person_called(session, self.case, "Rik")
        self.joke = person_called(session, self.case, "Joke")

    def think(self, person: Person | None, said: StepContent | None = None) -> MentorView:
        think_of(
            self.session,
            self.actor,
            case=self.case,
            principal=self.marloes,
            person=person,
            said=said or StepContent(text="Bij haar drink ik thee."),
            now=self.clock.now(),
        )
        return self.view()

    def view(self) -> MentorView:
        self.session.flush()
        return mentors_of(self.session, self.case)[-1]

    def record(self, kind: StepKind, text: str = "", parent: Person | None = None) -> MentorView:
        self.clock.advance(timedelta(hours=1))
        said = StepContent(kind, text=text)
        record_step(
            self.session, self.actor, view=self.view(), said=said, parent=parent, now=self.clock.now()
        )
        return self.view()

    def install(self, *met: Condition, text: str = "") -> MentorView:
        self.clock.advance(timedelta(hours=1))
        said = StepContent(text=text)
        install_mentor(self.session, self.actor, view=self.view(), met=met, said=said, now=self.clock.now())
        return self.view()

    def open(self, *sight: Sight) -> MentorView:
        decide_sight(
            self.session,
            self.actor,
            view=self.view(),
            sight=sight,
            also="",
            never="bankzaken",
            now=self.clock.now(),
        )
        return self.view()


def test_each_state_is_dated_and_the_last_one_counts(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        beside = Beside(session, world, clock)
        assert beside.think(beside.joke).state is StepKind.THOUGHT_OF
        assert beside.record(StepKind.ASKED).state is StepKind.ASKED
        assert beside.record(StepKind.THINKING, "Ik slaap er een nacht over.").state is StepKind.THINKING
        assert beside.record(StepKind.SAID_YES).state is StepKind.SAID_YES
        assert beside.install(*Condition).state is StepKind.INSTALLED
        view = beside.record(StepKind.STOPPED)
        assert view.state is StepKind.STOPPED
        assert [step.content.on for step in view.steps] == [TODAY] * 6
        with pytest.raises(StoppedError):
            beside.record(StepKind.ASKED)


def test_nobody_yet_is_an_answer_and_the_question_is_not_asked_again(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        beside = Beside(session, world, clock)
        beside.marloes.about = type(beside.marloes.about)(born=date(2009, 5, 1))
        people = people_of(session, beside.case)
        assert without_mentor(session, beside.case, people, on=TODAY) == [beside.marloes]
        assert beside.think(None).state is StepKind.NOBODY_YET
        assert without_mentor(session, beside.case, people, on=TODAY) == []


@pytest.mark.parametrize(("born", "asked"), [(2014, False), (2013, True), (2003, True), (2002, False)])
def test_it_is_asked_first_from_twelve_to_twenty_two(
    store: Store, world: World, clock: MovableClock, born: int, asked: bool
) -> None:
    with store.writing() as session:
        beside = Beside(session, world, clock)
        beside.marloes.about = type(beside.marloes.about)(born=date(born, 12, 1))
        people = people_of(session, beside.case)
        assert bool(without_mentor(session, beside.case, people, on=date(2026, 3, 2))) is asked


def test_a_grumpy_yes_of_a_parent_counts_and_leaves_the_state_alone(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        beside = Beside(session, world, clock)
        beside.think(beside.joke)
        beside.record(StepKind.SAID_YES)
        view = beside.record(StepKind.PARENT_GRUDGES, "Nou, vooruit dan.", parent=beside.rik)
        assert view.state is StepKind.SAID_YES
        assert view.parents[beside.rik.id].content.text == "Nou, vooruit dan."
        with pytest.raises(ParentMissingError):
            beside.record(StepKind.PARENT_AGREES)


def test_a_condition_that_is_not_met_needs_a_reason_and_blocks_nothing(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        beside = Beside(session, world, clock)
        beside.think(beside.joke)
        met = [one for one in Condition if one is not Condition.GROWN_UP]
        with pytest.raises(ReasonMissingError):
            beside.install(*met)
        view = beside.install(*met, text="Hij wordt over een maand achttien.")
        assert view.steps[-1].content.unmet == (Condition.GROWN_UP,)


def test_what_may_be_seen_holds_from_the_beginning_and_changes_at_once(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        beside = Beside(session, world, clock)
        beside.think(beside.joke)
        beside.open(Sight.WHOLE_PLAN, Sight.NEEDS)
        assert sees(session, case=beside.case, person=beside.joke) == frozenset()
        beside.install(*Condition)
        assert sees(session, case=beside.case, person=beside.joke) == {Sight.WHOLE_PLAN, Sight.NEEDS}
        beside.open(Sight.NEEDS)
        assert sees(session, case=beside.case, person=beside.joke) == {Sight.NEEDS}
        beside.record(StepKind.STOPPED)
        assert sees(session, case=beside.case, person=beside.joke) == frozenset()


def test_support_is_agreed_for_who_stands_beside_somebody(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        beside = Beside(session, world, clock)
        view = beside.think(beside.joke)
        support = Support("Elke twee weken koffie.", "Wilma Poppe", "+31600000102", "tot 22.00 uur")
        agree_support(session, beside.actor, view=view, support=support, now=clock.now())
        assert beside.view().mentor.content.support == support


def test_what_cannot_be_is_refused(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        beside = Beside(session, world, clock)
        with pytest.raises(OwnMentorError):
            beside.think(beside.marloes)
        with pytest.raises(DayToComeError):
            beside.think(beside.joke, StepContent(on=TODAY + timedelta(days=1)))
        session.rollback()
    with store.writing() as session:
        beside = Beside(session, world, clock)
        beside.think(beside.joke)
        with pytest.raises(AlreadyThoughtOfError):
            beside.think(beside.joke)
        other = build_case(session, world, clock)
        stranger = person_called(session, other, "Joke")
        with pytest.raises(NotFoundError):
            beside.think(stranger)
        beside.marloes = beside.joke
        with pytest.raises(NotPrincipalError):
            beside.think(beside.rik)


def test_when_a_parent_is_erased_their_words_go_and_the_rest_stays(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        beside = Beside(session, world, clock)
        beside.think(beside.joke)
        beside.record(StepKind.PARENT_GRUDGES, "Nou, vooruit dan.", parent=beside.rik)
        erase_person(session, beside.actor, case=beside.case, person=beside.rik, now=clock.now())
        session.expire_all()
        kinds = [step.content.kind for step in session.scalars(select(MentorStep))]
        assert kinds == [StepKind.THOUGHT_OF]
