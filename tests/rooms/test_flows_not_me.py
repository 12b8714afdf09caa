"""'Dit ben ik niet': the ways in end, only what was wrong is erased, and the desk hears of it."""

from dataclasses import replace

import pytest

from netwerkberaad.flows import not_me
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.links import links_of, remember_device
from netwerkberaad.foundation.links.proofs import devices_of
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import (
    ContactResult,
    Reply,
    log_contact,
    lost_addresses,
)
from tests.builders import World
from tests.rooms.story import Story, Work, begin


@pytest.fixture
def story(shared_store: Store, clock: MovableClock, shared_world: World) -> Story:
    """A case in which everybody was approved."""
    return begin(shared_store, clock, shared_world)


def _hand_back(work: Work, first: str) -> None:
    link = links_of(work.session, person_id=work.id_of(first), now=work.now)[0]
    not_me(work.session, work.guest(first), link=link, now=work.now)
    work.session.flush()  # as at the end of a request


def test_not_me_ends_every_way_in_erases_the_wrong_address_and_tells_the_desk(story: Story) -> None:
    with story.work() as work:
        work.invite("Joke")
        joke = work.person("Joke")
        remember_device(work.session, case_id=work.case.id, person_id=joke.id, now=work.now)
        _hand_back(work, "Joke")
        assert links_of(work.session, person_id=joke.id, now=work.now) == []
        assert devices_of(work.session, person_id=joke.id, now=work.now) == []
        assert (joke.contact.mail, joke.contact.phone) == ("", "+31600000120")
        assert work.mail() == []
        lost = lost_addresses(work.session, [work.case])
        assert [(one.person_name, one.channel) for one in lost] == [("Joke", Channel.MAIL)]
    story.later(days=1)
    with story.work() as work:
        work.invite("Joke", Channel.PHONE)
        work.session.flush()  # as at the end of a request
        assert lost_addresses(work.session, [work.case]) == []


def test_not_me_on_a_letter_erases_the_address_and_keeps_the_mail(story: Story) -> None:
    with story.work() as work:
        joke = work.person("Joke")
        joke.contact = replace(joke.contact, address="Dam 1, Middelburg")
        work.invite("Joke", Channel.LETTER)
        _hand_back(work, "Joke")
        assert (joke.contact.address, joke.contact.mail) == ("", "oma.joke@example.nl")


def test_not_me_on_a_link_that_was_handed_over_erases_nothing(story: Story) -> None:
    with story.work() as work:
        work.invite("Joke", Channel.PHONE)
        known = work.person("Joke").contact
    story.later(hours=1)
    with story.work() as work:
        work.renew("Joke")
        _hand_back(work, "Joke")
        assert work.person("Joke").contact == known
        assert len(lost_addresses(work.session, [work.case])) == 1


def test_not_me_on_the_mail_about_a_plan_erases_the_mail_also_of_somebody_who_was_phoned(
    story: Story,
) -> None:
    with story.work() as work:
        work.invite("Joke", Channel.PHONE)
        work.answer("Joke", Reply.COMES, by_link=False)
        work.write(["Joke"], "Ik haal de kinderen op.")
        work.accept()
    story.later(days=1)
    with story.work() as work:
        _hand_back(work, "Joke")
        joke = work.person("Joke")
        assert (joke.contact.mail, joke.contact.phone) == ("", "+31600000120")
        assert [lost.person_name for lost in lost_addresses(work.session, [work.case])] == ["Joke"]
    story.later(hours=1)
    with story.work() as work:
        log_contact(
            work.session,
            work.wilma,
            case=work.case,
            person=work.person("Joke"),
            channel=Channel.PHONE,
            result=ContactResult.TALKED,
            now=work.now,
        )
        work.session.flush()  # as at the end of a request
        assert lost_addresses(work.session, [work.case]) == []
