"""What somebody may read of the plan while years pass, gezag changes and people take their word back, in any order.

Random acts on one case, with a small model beside them: the least that any hoofdpersoon opened, no more than the own part
without the consent that it needs, and nothing for who must not be asked.
"""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import About, ExcludedPerson, HowGiven, Person, exclude_person, lift_exclusion
from netwerkberaad.cases.approval import ASKED_FROM, years_old
from netwerkberaad.cases.conditions import CustodyContent, record_custody
from netwerkberaad.cases.consents import (
    ConsentContent,
    Said,
    WordContent,
    ask_consent,
    consents_of,
    record_word,
)
from netwerkberaad.cases.consents.rules import Answer, Holder, Subject, Word, consent_state
from netwerkberaad.cases.sight import CLOSED, Opened, SharedPart, open_to, seeing_of
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DomainError
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, member, person_called, principal

PARTS = [SharedPart.NOTHING, SharedPart.OWN, SharedPart.WHOLE]
FATHER = "Rik de Boer"
KEYS = ("Fenna", "Marloes", FATHER)


class Years(RuleBasedStateMachine):
    """Marloes and her child Fenna, about whom Joke may or may not read; the father stands outside the case."""

    store: ClassVar[Store]
    world: ClassVar[World]
    start: ClassVar[MovableClock]

    @initialize(years=st.sampled_from([8, 11, 12, 15, 16, 17]), ahead=st.integers(1, 60), both=st.booleans())
    def begins(self, years: int, ahead: int, *, both: bool) -> None:
        """Fenna has a birthday soon; the consent to give Joke the plan is asked, and nobody said anything yet."""
        self.clock = MovableClock(self.start.now())
        today = local(self.clock.now()).date()
        self.born = (today + timedelta(days=ahead)).replace(year=today.year - years - 1)
        self.writing = self.store.writing()
        self.session = self.writing.__enter__()
        self.actor = actor_for(self.world.facilitator)
        child = principal("Fenna", mail="")
        child = replace(child, about=About(born=self.born))
        self.case = build_case(
            self.session, self.world, self.clock, principals=(principal(), child), invitees=(member(),)
        )
        self.listed = today
        self.holders = {"Marloes": False, **({FATHER: False} if both else {})}
        for holder in self.holders:
            self._custody(holder, not_asked=False)
        ask_consent(
            self.session,
            self.actor,
            case=self.case,
            subject=self.called("Fenna"),
            recipient=self.called("Joke"),
            content=ConsentContent("Joke krijgt het plan", plan=True),
            now=self.clock.now(),
        )
        self.session.flush()
        self.words: list[Word] = []
        self.opened = {"Marloes": SharedPart.NOTHING, "Fenna": SharedPart.NOTHING}
        self.barred: uuid.UUID | None = None

    def teardown(self) -> None:
        """Nothing of it stays."""
        self.session.rollback()
        self.writing.__exit__(None, None, None)

    @property
    def today(self) -> date:
        """The day on which it is now."""
        return local(self.clock.now()).date()

    def called(self, first: str) -> Person:
        """Somebody by first name."""
        return person_called(self.session, self.case, first)

    @rule(days=st.integers(1, 45))
    def time_passes(self, days: int) -> None:
        """Perhaps over a birthday, or over the end of a review."""
        self.clock.advance(timedelta(days=days))

    @rule(who=st.sampled_from(["Marloes", "Fenna"]), part=st.sampled_from(PARTS))
    def somebody_opens(self, who: str, part: SharedPart) -> None:
        """Or closes again."""
        try:
            open_to(
                self.session,
                self.actor,
                case=self.case,
                principal=self.called(who),
                member=self.called("Joke"),
                opened=Opened(plan=part),
                how=HowGiven.PHONE,
                now=self.clock.now(),
            )
        except DomainError:
            return
        self.session.flush()
        self.opened[who] = part

    @rule(who=st.sampled_from(KEYS), said=st.sampled_from([Said.YES, Said.YES, Said.NO, Said.WITHDRAWN]))
    def somebody_says(self, who: str, said: Said) -> None:
        """Yes, no, or not any more."""
        [view] = consents_of(self.session, self.case, on=self.today)
        by = None if who == FATHER else self.called(who)
        try:
            record_word(
                self.session,
                self.actor,
                view=view,
                by=by,
                content=WordContent(said, by=who if by is None else ""),
                now=self.clock.now(),
            )
        except DomainError:
            return
        self.session.flush()
        self.words.append(Word(who, Answer(said.value), self.today))

    @rule(not_asked=st.booleans())
    def the_father_is_dangerous(self, *, not_asked: bool) -> None:
        """Or no longer."""
        if FATHER in self.holders:
            self.holders[FATHER] = not_asked
            self._custody(FATHER, not_asked=not_asked)

    @rule()
    def joke_must_not_be_asked(self) -> None:
        """And is let in again the next time."""
        if self.barred is not None:
            lift_exclusion(
                self.session, self.actor, case=self.case, exclusion_id=self.barred, now=self.clock.now()
            )
            self.barred = None
        else:
            name = ExcludedPerson(name="Joke Wisse")
            made = exclude_person(self.session, self.actor, case=self.case, person=name, now=self.clock.now())
            self.barred = made.id
        self.session.flush()

    @invariant()
    def joke_reads_what_they_may_and_no_more(self) -> None:
        """The model and the program say the same."""
        seen = seeing_of(self.session, self.case, self.called("Joke"), now=self.clock.now()).opened
        if self.barred is not None:
            assert seen == CLOSED
            return
        asked = ["Marloes", *(["Fenna"] if years_old(self.born, self.listed) >= ASKED_FROM else [])]
        most = min((self.opened[who] for who in asked), key=PARTS.index)
        holders = tuple(Holder(key, dangerous) for key, dangerous in self.holders.items())
        consent = consent_state(Subject("Fenna", self.born, holders), self.words, on=self.today)
        allowed = most if consent.holds else min(most, SharedPart.OWN, key=PARTS.index)
        assert seen.plan is allowed
        last = {word.by: word for word in self.words}
        if years_old(self.born, self.today) >= ASKED_FROM and "Fenna" in last:
            own = last["Fenna"]
            assert own.answer is Answer.YES or seen.plan is not SharedPart.WHOLE

    def _custody(self, holder: str, *, not_asked: bool) -> None:
        outside = holder == FATHER
        record_custody(
            self.session,
            self.actor,
            case=self.case,
            child=self.called("Fenna"),
            holder=None if outside else self.called(holder),
            content=CustodyContent(
                holder=holder if outside else "",
                not_asked=not_asked,
                not_asked_by="Annelies Provoost" if not_asked else "",
                not_asked_reason="Dreigt." if not_asked else "",
            ),
            now=self.clock.now(),
        )
        self.session.flush()


def _run(store: Store, world: World, clock: MovableClock, *, examples: int, steps: int) -> None:
    here = type("Here", (Years,), {"store": store, "world": world, "start": clock})
    run_state_machine_as_test(
        here,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=examples < 100,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_nobody_reads_more_than_was_opened_and_agreed_to_at_that_age(
    sqlite_store: Store, sqlite_world: World, clock: MovableClock
) -> None:
    _run(sqlite_store, sqlite_world, clock, examples=15, steps=20)


@pytest.mark.slow
def test_nor_in_many_long_stories(sqlite_store: Store, sqlite_world: World, clock: MovableClock) -> None:
    _run(sqlite_store, sqlite_world, clock, examples=200, steps=40)
