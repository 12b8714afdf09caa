"""Consents on record: what is asked, who speaks, and who does not stand in the way."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case, HowGiven, NewPerson, Person, PersonName, add_person
from netwerkberaad.cases.conditions import CustodyContent, record_custody
from netwerkberaad.cases.consents import (
    ConsentContent,
    ConsentView,
    ItemMissingError,
    NotDecidingError,
    NothingGivenError,
    PassedOver,
    RecipientMissingError,
    Said,
    Standing,
    WordContent,
    ask_consent,
    consents_of,
    get_consent,
    record_word,
)
from netwerkberaad.cases.mentors import DayToComeError
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, person_called

ITEM = ConsentContent("De juf vertelt hoe het in de klas gaat.")


class Room:
    """A case with a child of eight and two parents who have gezag."""

    def __init__(self, session: Session, world: World, clock: MovableClock) -> None:
        self.session, self.clock = session, clock
        self.actor: Actor = actor_for(world.facilitator)
        self.case: Case = build_case(session, world, clock)
        self.mother = person_called(session, self.case, "Marloes")
        self.juf = person_called(session, self.case, "Joke")
        new = NewPerson(PersonName("Bas"))
        self.child: Person = add_person(session, self.actor, case=self.case, new=new, now=clock.now())
        self.child.about = replace(self.child.about, born=date(clock.now().year - 8, 1, 1))
        session.flush()
        self.gezag(self.mother, CustodyContent())
        self.gezag(None, CustodyContent(holder="Rik"))

    def gezag(self, holder: Person | None, content: CustodyContent) -> None:
        """Put gezag on record."""
        record_custody(
            self.session,
            self.actor,
            case=self.case,
            child=self.child,
            holder=holder,
            content=content,
            now=self.clock.now(),
        )
        self.session.flush()
        self.clock.advance(timedelta(minutes=1))

    def ask(self, content: ConsentContent = ITEM) -> ConsentView:
        """Ask about the child for the teacher."""
        ask_consent(
            self.session,
            self.actor,
            case=self.case,
            subject=self.child,
            recipient=self.juf,
            content=content,
            now=self.clock.now(),
        )
        self.session.flush()
        return self.view()

    def view(self) -> ConsentView:
        """The last consent as it stands."""
        return consents_of(self.session, self.case, on=local(self.clock.now()).date())[-1]

    def say(self, by: Person | str, content: WordContent) -> ConsentView:
        """Somebody speaks."""
        person = None if isinstance(by, str) else by
        named = content if person else replace(content, by=str(by))
        record_word(
            self.session, self.actor, view=self.view(), by=person, content=named, now=self.clock.now()
        )
        self.session.flush()
        self.clock.advance(timedelta(minutes=1))
        return self.view()


def test_both_parents_speak_and_each_is_named_until_then(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        room = Room(session, world, clock)
        assert room.ask().state.missing == (room.mother.id, "Rik")
        assert room.say(room.mother, WordContent(Said.YES)).state.missing == ("Rik",)
        assert room.say("Rik", WordContent(Said.YES, HowGiven.PHONE)).state.holds
        gone = room.say("Rik", WordContent(Said.WITHDRAWN, HowGiven.PHONE))
        assert (gone.state.standing, gone.state.withdrawn) == (Standing.REFUSED, ("Rik",))


def test_three_attempts_in_two_ways_over_all_consents_pass_somebody_over_until_they_speak(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        room = Room(session, world, clock)
        room.ask()
        room.say(room.mother, WordContent(Said.YES))
        for how in (HowGiven.PHONE, HowGiven.PHONE, HowGiven.LETTER):
            room.say("Rik", WordContent(Said.ATTEMPT, how))
        view = room.view()
        assert view.state.holds
        assert view.state.passed_over == (("Rik", PassedOver.UNREACHABLE),)
        other = room.ask(ConsentContent("De huisarts krijgt het plan.", plan=True))
        assert other.state.passed_over == (("Rik", PassedOver.UNREACHABLE),)
        room.say("Rik", WordContent(Said.NO))
        first, second = consents_of(session, room.case, on=local(clock.now()).date())
        assert first.state.missing == ("Rik",)
        assert second.state.refused == ("Rik",)


def test_danger_is_named_and_blocks_nothing(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        room = Room(session, world, clock)
        room.gezag(
            None,
            CustodyContent(
                holder="Rik", not_asked=True, not_asked_by="Annelies", not_asked_reason="Dreiging."
            ),
        )
        room.ask()
        view = room.say(room.mother, WordContent(Said.YES))
        assert view.state.holds
        assert view.state.passed_over == (("Rik", PassedOver.DANGER),)


def test_what_says_too_little_is_refused(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        room = Room(session, world, clock)
        with pytest.raises(ItemMissingError):
            room.ask(ConsentContent(" "))
        with pytest.raises(RecipientMissingError):
            ask_consent(
                session,
                room.actor,
                case=room.case,
                subject=room.child,
                recipient=room.child,
                content=ITEM,
                now=clock.now(),
            )
        room.ask()
        with pytest.raises(NotDecidingError):
            room.say(room.juf, WordContent(Said.YES))
        with pytest.raises(NothingGivenError):
            room.say(room.mother, WordContent(Said.WITHDRAWN))
        ahead = local(clock.now()).date() + timedelta(days=1)
        with pytest.raises(DayToComeError):
            room.say(room.mother, WordContent(Said.YES, on=ahead))


def test_a_consent_of_another_case_does_not_exist(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        room = Room(session, world, clock)
        view, other = room.ask(), build_case(session, world, clock)
        session.flush()
        today = local(clock.now()).date()
        with pytest.raises(NotFoundError):
            get_consent(session, case=other, consent_id=view.consent.id, on=today)
        assert consents_of(session, other, on=today) == []
