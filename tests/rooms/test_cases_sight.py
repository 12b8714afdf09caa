"""Who sees what: by what every hoofdpersoon opened, consents, exclusions and secret addresses together."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case, ExcludedPerson, HowGiven, NotAskedError, Person, exclude_person
from netwerkberaad.cases.consents import (
    ConsentContent,
    Said,
    WordContent,
    ask_consent,
    consents_of,
    record_word,
)
from netwerkberaad.cases.sight import (
    CLOSED,
    AddressMissingError,
    Opened,
    Seeing,
    SharedPart,
    hide_address,
    open_to,
    seeing_of,
    share_plan,
    show_address,
)
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, member, person_called, principal

ALL = Opened(attendance=True, contact=True, commitments=True, needs=True, plan=SharedPart.WHOLE)


class Sights:
    """A case of two parents with Joke and Fatma around them."""

    def __init__(self, session: Session, world: World, clock: MovableClock) -> None:
        self.session, self.clock = session, clock
        self.actor = actor_for(world.facilitator)
        self.case: Case = build_case(
            session,
            world,
            clock,
            principals=(principal(), principal("Rik", mail="rik@example.nl")),
            invitees=(member(), member("Fatma", "Yıldız", mail="fatma@example.nl")),
        )

    def called(self, first: str) -> Person:
        """Somebody by first name."""
        return person_called(self.session, self.case, first)

    def open(self, by: str, to: str, opened: Opened) -> None:
        """What one hoofdpersoon opens."""
        open_to(
            self.session,
            self.actor,
            case=self.case,
            principal=self.called(by),
            member=self.called(to),
            opened=opened,
            how=HowGiven.PHONE,
            now=self.clock.now(),
        )
        self.session.flush()

    def sees(self, first: str) -> Seeing:
        """What somebody sees now."""
        return seeing_of(self.session, self.case, self.called(first), now=self.clock.now())


def test_nothing_opens_until_both_agree_and_one_closes_it_at_once(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        sights = Sights(session, world, clock)
        assert sights.sees("Joke").opened == Opened()
        sights.open("Marloes", "Joke", ALL)
        assert sights.sees("Joke").opened == Opened()
        sights.open("Rik", "Joke", ALL)
        assert sights.sees("Joke").opened == ALL
        assert sights.sees("Fatma").opened == Opened()
        sights.open("Rik", "Joke", replace(ALL, venue=False, plan=SharedPart.OWN))
        assert sights.sees("Joke").opened == replace(ALL, venue=False, plan=SharedPart.OWN)
        share_plan(
            session,
            sights.actor,
            case=sights.case,
            person=sights.called("Joke"),
            part=SharedPart.WHOLE,
            now=clock.now(),
        )
        session.flush()
        assert sights.sees("Joke").opened == replace(ALL, venue=False)


def test_only_a_hoofdpersoon_of_the_case_decides(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        sights, other = Sights(session, world, clock), build_case(session, world, clock)
        with pytest.raises(NotAskedError):
            sights.open("Joke", "Fatma", ALL)
        stranger = person_called(session, other, "Joke")
        with pytest.raises(NotFoundError):
            open_to(
                session,
                sights.actor,
                case=sights.case,
                principal=sights.called("Rik"),
                member=stranger,
                opened=ALL,
                how=HowGiven.PHONE,
                now=clock.now(),
            )


def test_a_hoofdpersoon_sees_the_case_but_not_how_the_other_can_be_reached(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        opened = Sights(session, world, clock).sees("Rik").opened
        assert opened.plan is SharedPart.WHOLE
        assert not opened.contact


def test_who_is_excluded_sees_nothing_whatever_was_opened(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        sights = Sights(session, world, clock)
        for parent in ("Marloes", "Rik"):
            sights.open(parent, "Joke", ALL)
        barred = ExcludedPerson(mail="oma.joke@example.nl")
        exclude_person(session, sights.actor, case=sights.case, person=barred, now=clock.now())
        session.flush()
        assert sights.sees("Joke").opened == CLOSED


def test_a_consent_about_the_plan_that_is_taken_back_leaves_the_own_part(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        sights = Sights(session, world, clock)
        for parent in ("Marloes", "Rik"):
            sights.open(parent, "Joke", ALL)
        subject, today = sights.called("Rik"), local(clock.now()).date()
        ask_consent(
            session,
            sights.actor,
            case=sights.case,
            subject=subject,
            recipient=sights.called("Joke"),
            content=ConsentContent("Joke krijgt het hele plan.", plan=True),
            now=clock.now(),
        )
        session.flush()
        parts = [sights.sees("Joke").opened.plan]
        for said in (Said.YES, Said.WITHDRAWN):
            (view,) = consents_of(session, sights.case, on=today)
            word = WordContent(said, HowGiven.PHONE)
            record_word(session, sights.actor, view=view, by=subject, content=word, now=clock.now())
            session.flush()
            parts.append(sights.sees("Joke").opened.plan)
        assert parts == [SharedPart.OWN, SharedPart.WHOLE, SharedPart.OWN]


def test_a_secret_address_is_known_to_who_was_named_alone(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        sights = Sights(session, world, clock)

        def hide(address: str) -> object:
            return hide_address(
                session,
                sights.actor,
                case=sights.case,
                person=sights.called("Marloes"),
                address=address,
                may_know=[sights.called("Joke")],
                reason="Dreiging.",
                now=clock.now(),
            )

        with pytest.raises(AddressMissingError):
            hide(" ")
        hide("Duinroosgang 8, 4350 ZZ Veere")
        session.flush()
        words, place = "Wij slapen op Duinroosgang 8.", ("Bij Bert", "Duinroosgang 8")
        for first in ("Marloes", "Joke"):
            assert sights.sees(first).clean(words) == words
            assert sights.sees(first).venue(*place) == place
        for first in ("Rik", "Fatma"):
            assert sights.sees(first).clean(words) == "Wij slapen op …."
            assert sights.sees(first).venue(*place) == ("", "")


def test_an_address_can_be_told_again(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        sights = Sights(session, world, clock)
        row = hide_address(
            session,
            sights.actor,
            case=sights.case,
            person=sights.called("Marloes"),
            address="Duinroosgang 8",
            may_know=[],
            reason="",
            now=clock.now(),
        )
        session.flush()
        show_address(session, sights.actor, case=sights.case, row=row, now=clock.now())
        session.flush()
        assert sights.sees("Fatma").secrets == ()
