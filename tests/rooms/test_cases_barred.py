"""Niet uitnodigen: it goes on working for whoever is written down later, in whatever words."""

from dataclasses import replace

import pytest

from netwerkberaad.cases import (
    ContactData,
    ExcludedPerson,
    NewPerson,
    PersonKind,
    PersonName,
    add_person,
    change_person,
    exclude_person,
    exclusions_of,
    named_in,
    resembles,
)
from netwerkberaad.cases.contact_person import add_contact_person
from netwerkberaad.cases.mentors import StepContent, think_of
from netwerkberaad.cases.mentors.errors import BarredMentorError
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import ExcludedError, permits_of
from tests.builders import World
from tests.rooms.story import Story, Work, begin

_REDOUAN = ExcludedPerson(name="Redouan el Bakkali", mail="garage@bakkali.example.com", phone="06-00000391")


@pytest.fixture
def story(shared_store: Store, clock: MovableClock, shared_world: World) -> Story:
    """A case in which everybody was approved."""
    return begin(shared_store, clock, shared_world)


def _bar(work: Work, person: ExcludedPerson = _REDOUAN) -> None:
    exclude_person(work.session, work.wilma, case=work.case, person=person, now=work.now)
    work.session.flush()  # as at the end of a request


def test_contact_data_that_turn_out_to_be_those_of_somebody_barred_end_what_was_sent(story: Story) -> None:
    with story.work() as work:
        _bar(work)
        invited, kees = work.invite("Kees"), work.person("Kees")
        assert work.link(invited) is not None
        contact = replace(kees.contact, mail="Garage@Bakkali.example.com")
        new = NewPerson(kees.name, kees.kind, contact, kees.about)
        change_person(work.session, work.wilma, case=work.case, person=kees, new=new, now=work.now)
        assert work.link(invited) is None
        assert work.mail() == []
        with pytest.raises(ExcludedError):
            work.renew("Kees")


def test_a_name_that_is_only_alike_warns_and_blocks_nothing(story: Story) -> None:
    with story.work() as work:
        _bar(work, ExcludedPerson(name="J. Wisse"))
        joke, people = work.person("Joke"), [work.person(one) for one in ("Marloes", "Joke", "Kees")]
        assert resembles(exclusions_of(work.session, work.case), joke)
        permit = permits_of(work.session, work.case, people)[joke.id]
        assert (permit.alike, permit.excluded, permit.given) == (True, False, True)
        work.invite("Joke")


@pytest.mark.parametrize(
    "words",
    [
        "Anouar, zijn broer, die is redelijk: garage@bakkali.example.com.",
        "Bel 06 000 00 391 maar",
        "misschien Redouan Bakkali of zijn moeder",
        "REDOUAN EL BAKKALI",
    ],
)
def test_words_that_name_somebody_barred_are_recognised(story: Story, words: str) -> None:
    with story.work() as work:
        _bar(work)
        assert named_in(exclusions_of(work.session, work.case), words)


def test_words_about_others_are_not_taken_for_somebody_barred(story: Story) -> None:
    with story.work() as work:
        _bar(work)
        exclusions = exclusions_of(work.session, work.case)
        for words in ("", "De buurvrouw, 06 00000392", "Fatiha Bakkali", "garage@example.com"):
            assert named_in(exclusions, words) is None


def test_who_is_barred_stands_beside_nobody(story: Story) -> None:
    with story.work() as work:
        _bar(work, ExcludedPerson(mail=work.person("Joke").contact.mail))
        with pytest.raises(BarredMentorError):
            think_of(
                work.session,
                work.wilma,
                case=work.case,
                principal=work.person("Marloes"),
                person=work.person("Joke"),
                said=StepContent(),
                now=work.now,
            )


@pytest.mark.parametrize("contact", ["Redouan el Bakkali", "redouan bakkali"])
def test_an_organisation_where_one_speaks_to_somebody_barred_is_not_invited(
    story: Story, contact: str
) -> None:
    with story.work() as work:
        _bar(work, ExcludedPerson(name="Redouan el Bakkali"))
        club = NewPerson(PersonName(first="Boksschool"), PersonKind.ORGANISATION)
        added = add_person(work.session, work.wilma, case=work.case, new=club, now=work.now)
        add_contact_person(
            work.session,
            work.wilma,
            case=work.case,
            organisation=added,
            name=contact,
            relation="trainer",
            contact=ContactData(),
            now=work.now,
        )
        work.session.flush()  # it is one of the circle
        assert permits_of(work.session, work.case, [work.person("Marloes"), added])[added.id].excluded
