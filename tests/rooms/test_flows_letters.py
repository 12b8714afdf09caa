"""Letters that people print: together as one PDF, in the post, with a clock of their own, and what comes back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from netwerkberaad.accounts import actor_for
from netwerkberaad.flows import Act, What, today_for
from netwerkberaad.flows.letters import letter_came_back, post_letters, print_letters, waiting_letters
from netwerkberaad.flows.rewriting import rewrite_outdated
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.documents import code_on, letter_pdf
from netwerkberaad.foundation.links import find_by_code
from netwerkberaad.foundation.messages import (
    Channel,
    MessageState,
    OutboxMessage,
    outdate_waiting,
    send_due,
)
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import unanswered
from tests.builders import World
from tests.pdf_text import opened
from tests.rooms.story import SETTINGS, Story, Work, begin


@pytest.fixture
def story(sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Story:
    """A case in which Joke and Piet were invited by letter, and no service posts them."""
    made = begin(sqlite_store, clock, sqlite_world)
    with made.work() as work:
        for first, large in (("Joke", True), ("Piet", False)):
            person = work.person(first)
            contact = replace(person.contact, address="Dorpsstraat 1\n4351 AA Veere", large_print=large)
            person.contact = contact
            assert len(work.invite(first, Channel.LETTER).code) == 10
    return made


def _post(work: Work) -> int:
    ids = {line.id for line in waiting_letters(work.session, work.wilma)}
    return post_letters(work.session, work.wilma, ids=ids, now=work.now)


def _rows(work: Work) -> list[OutboxMessage]:
    statement = select(OutboxMessage).where(OutboxMessage.case_id == work.case.id)
    return list(work.session.scalars(statement.order_by(OutboxMessage.made_at, OutboxMessage.id)))


def test_a_letter_waits_for_the_printer_and_no_job_sends_it(story: Story) -> None:
    story.clock.advance(timedelta(days=1))
    assert send_due(story.store, SETTINGS, now=story.clock.now()) == 0
    with story.work() as work:
        lines = waiting_letters(work.session, work.wilma)
        assert {line.name.split()[0] for line in lines} == {"Joke", "Piet"}
        assert {row.state for row in _rows(work)} == {MessageState.TO_PRINT}
        assert waiting_letters(work.session, actor_for(story.world.other_facilitator)) == []


def test_all_letters_are_one_pdf_in_large_letters_for_who_wants_them(story: Story) -> None:
    with story.work() as work:
        assert print_letters(work.session, work.wilma, now=work.now).startswith(b"%PDF-")
        sheets = {row.person_id: row.letter.html for row in _rows(work)}
        joke, piet = (sheets[work.id_of(first)] for first in ("Joke", "Piet"))
        assert "letter--large" in joke
        assert "letter--large" not in piet
        link = find_by_code(work.session, code_on(joke), now=work.now)
        assert link is not None
        assert link.person_id == work.id_of("Joke")


def test_a_posted_letter_keeps_no_words_and_its_clock_begins_then(story: Story) -> None:
    story.clock.advance(timedelta(days=3))
    with story.work() as work:
        assert _post(work) == 2
        work.session.flush()
        assert {(row.state, row.letter_sealed) for row in _rows(work)} == {(MessageState.SENT, None)}
        assert waiting_letters(work.session, work.wilma) == []
    posted = story.clock.now()  # a Thursday
    story.clock.advance(timedelta(days=3))
    with story.work() as work:
        silent = unanswered(work.session, [work.case], tried_before=posted + timedelta(days=1))
        assert silent == []
        silent = unanswered(work.session, [work.case], tried_before=posted + timedelta(days=4, minutes=1))
        assert {line.invited_at for line in silent} == {posted + timedelta(days=4)}


def test_a_letter_that_came_back_becomes_a_call(story: Story) -> None:
    with story.work() as work:
        joke = work.person("Joke")
        assert not letter_came_back(work.session, work.wilma, case=work.case, person=joke, now=work.now)
        _post(work)
        work.session.flush()
        assert letter_came_back(work.session, work.wilma, case=work.case, person=joke, now=work.now)
    story.later(minutes=1)
    with story.work() as work:
        found = today_for(work.session, work.wilma, now=work.now).calls
        assert [(line.what, line.act) for line in found if line.who == "Joke"] == [
            (What.NOT_ARRIVED, Act.CALL if work.person("Joke").contact.phone else Act.INVITE)
        ]


def test_a_letter_that_waits_is_written_again_with_the_same_code(story: Story) -> None:
    with story.work() as work:
        before = code_on(_rows(work)[0].letter.html)
        outdate_waiting(work.session, case_id=work.case.id, now=work.now)
        work.session.flush()
        assert waiting_letters(work.session, work.wilma) == []
    assert rewrite_outdated(story.store, SETTINGS, now=story.clock.now()) == 2
    with story.work() as work:
        row = _rows(work)[0]
        assert (row.state, row.outdated_at) == (MessageState.TO_PRINT, None)
        assert code_on(row.letter.html) == before
        assert "letter-address" in row.letter.html


def test_the_file_of_letters_in_one_language_is_in_that_language(story: Story) -> None:
    with story.work() as work:
        letters = [row.letter.html for row in _rows(work)]
        sheets = [html.replace('lang="nl" dir="ltr"', 'lang="ar" dir="rtl"') for html in letters]
        assert b"/Lang (ar)" in opened(letter_pdf(sheets))
        assert b"/Lang (nl)" in opened(letter_pdf([letters[0], sheets[1]]))
