"""Confirming: only who promised it says so, and what did not change stays confirmed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import (
    ConfirmationAnswer,
    ConfirmationContent,
    CounterMissingError,
    NotAnswerableError,
    NotOwnerError,
    confirmations_of,
    mark_handled,
    open_confirmations,
    open_draft,
    record_confirmation,
    remove_line,
)
from netwerkberaad.plans.confirming import confirmations_in
from tests.builders import World
from tests.queries import counted_queries
from tests.rooms.story import Story, Work, begin

COOKS, WASHES = "Ik kook op maandag.", "Ik was af."


@pytest.fixture
def story(shared_store: Store, clock: MovableClock, shared_world: World) -> Story:
    """A case without a plan."""
    return begin(shared_store, clock, shared_world)


def _said(work: Work) -> dict[tuple[str, str], ConfirmationAnswer | None]:
    work.session.flush()  # as at the end of a request
    lines = confirmations_of(work.session, work.case)
    return {(line.owner.name, line.line.words.text): line.answer for line in lines}


def test_only_an_owner_confirms_and_for_nobody_else(story: Story) -> None:
    with story.work() as work:
        line = work.write(["Joke", "Kees"], COOKS)
        with pytest.raises(NotAnswerableError):
            work.say("Joke", line)
        work.accept()
        with pytest.raises(NotOwnerError):
            work.say("Piet", line)
        with pytest.raises(NotOwnerError):
            record_confirmation(
                work.session,
                work.guest("Joke"),
                case=work.case,
                commitment=line,
                person=work.person("Kees"),
                content=ConfirmationContent(ConfirmationAnswer.CONFIRM),
                via=Channel.LINK,
                now=work.now,
            )
        work.say("Joke", line)
        assert _said(work) == {("Joke", COOKS): ConfirmationAnswer.CONFIRM, ("Kees", COOKS): None}


def test_what_is_said_by_phone_is_on_record_for_who_said_it(story: Story) -> None:
    with story.work() as work:
        line = work.write(["Joke"], COOKS)
        work.accept()
        said = record_confirmation(
            work.session,
            work.wilma,
            case=work.case,
            commitment=line,
            person=work.person("Joke"),
            content=ConfirmationContent(ConfirmationAnswer.CONFIRM),
            via=Channel.PHONE,
            now=work.now,
        )
        assert (said.via, said.recorded_by) == (Channel.PHONE, work.wilma.staff_id)
        joke = work.id_of("Joke")
    with story.work() as work:
        by = select(AuditEntry.on_behalf_of).where(
            AuditEntry.action == "commitment.answered", AuditEntry.case_id == work.case.id
        )
        assert work.session.scalar(by) == joke


def test_a_counter_proposal_needs_words_and_both_it_and_handing_back_wait_for_us(story: Story) -> None:
    with story.work() as work:
        line = work.write(["Joke", "Kees"], COOKS)
        work.accept()
        with pytest.raises(CounterMissingError) as caught:
            work.say("Joke", line, ConfirmationAnswer.COUNTER, "  ")
        assert caught.value.field == "text"
        counter = work.say("Joke", line, ConfirmationAnswer.COUNTER, " Op dinsdag. ")
        work.say("Kees", line, ConfirmationAnswer.HAND_BACK)
        work.session.flush()  # as at the end of a request
        waiting = {row.owner.name: row for row in open_confirmations(work.session, work.case)}
        assert all(row.waits_for_us for row in waiting.values())
        assert waiting["Joke"].said is counter
        assert counter.content.text == "Op dinsdag."
        mark_handled(work.session, work.wilma, case=work.case, confirmation=counter, now=work.now)
        waiting = {row.owner.name: row for row in open_confirmations(work.session, work.case)}
        assert (waiting["Joke"].waits_for_us, waiting["Kees"].waits_for_us) == (False, True)


def test_the_latest_word_counts(story: Story) -> None:
    with story.work() as work:
        line = work.write(["Joke"], COOKS)
        work.accept()
        work.say("Joke", line)
    story.later(hours=1)
    with story.work() as work:
        work.say("Joke", line, ConfirmationAnswer.HAND_BACK)
        assert _said(work) == {("Joke", COOKS): ConfirmationAnswer.HAND_BACK}
    story.later(hours=1)
    with story.work() as work:
        work.say("Joke", line)
        assert open_confirmations(work.session, work.case) == []


def test_a_line_that_did_not_change_stays_confirmed_and_a_changed_one_is_asked_again(story: Story) -> None:
    with story.work() as work:
        cooks, washes = work.write(["Joke"], COOKS), work.write(["Kees"], WASHES)
        work.accept()
        work.say("Joke", cooks)
        work.say("Kees", washes)
    story.later(days=1)
    with story.work() as work:
        open_draft(work.session, work.wilma, case=work.case, now=work.now)
        line = work.line(WASHES)
        work.write(["Kees"], "Ik was af en droog.", line_id=line.id, checker="Joke")
        work.write(["Joke"], COOKS, line_id=work.line(COOKS).id, checker="Kees")
        work.accept(reason="Het kan beter.")
        assert _said(work) == {
            ("Joke", COOKS): ConfirmationAnswer.CONFIRM,
            ("Kees", "Ik was af en droog."): None,
        }
        work.say("Joke", cooks, ConfirmationAnswer.HAND_BACK)  # from a page that stayed open
        assert _said(work)["Joke", COOKS] is ConfirmationAnswer.HAND_BACK
        with pytest.raises(NotAnswerableError):
            work.say("Kees", washes)


def test_a_promise_that_changed_and_changed_back_is_asked_again(story: Story) -> None:
    with story.work() as work:
        line = work.write(["Joke"], COOKS)
        work.accept()
        work.say("Joke", line)
    for before, after in ((COOKS, WASHES), (WASHES, COOKS)):
        story.later(days=1)
        with story.work() as work:
            open_draft(work.session, work.wilma, case=work.case, now=work.now)
            work.write(["Joke"], after, line_id=work.line(before).id)
            work.accept(reason="Toch anders.")
    with story.work() as work:
        assert _said(work) == {("Joke", COOKS): None}


def test_a_line_that_is_out_of_the_plan_asks_nothing_any_more(story: Story) -> None:
    with story.work() as work:
        cooks = work.write(["Joke"], COOKS)
        work.write(["Kees"], WASHES)
        work.accept()
        open_draft(work.session, work.wilma, case=work.case, now=work.now)
        gone = work.line(COOKS).id
        remove_line(work.session, work.wilma, case=work.case, line_id=gone, now=work.now)
        work.accept(reason="Joke is op reis.")
        assert _said(work) == {("Kees", WASHES): None}
        with pytest.raises(NotAnswerableError):
            work.say("Joke", cooks)


def test_many_lines_and_versions_cost_as_many_queries_as_one(story: Story) -> None:
    def queries() -> int:
        with story.store.reading() as session, counted_queries(story.store) as seen:
            confirmations_in(session, [story.case_id])
        return len(seen)

    with story.work() as work:
        work.write(["Joke"], COOKS)
        work.accept()
    for_one = queries()
    with story.work() as work:
        for number in range(8):
            work.write(["Joke", "Kees"], f"Regel {number}.", checker="Piet")
        work.accept(reason="Er kan meer.")
    assert queries() == for_one


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("say"), st.sampled_from(["Joke", "Kees"]), st.sampled_from(ConfirmationAnswer)),
            st.tuples(st.just("change"), st.sampled_from([COOKS, WASHES]), st.just("")),
        ),
        max_size=5,
    )
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_counts_is_the_last_word_since_the_promise_last_changed(
    sqlite_store: Store, clock: MovableClock, sqlite_world: World, steps: list[tuple[str, str, str]]
) -> None:
    story = begin(sqlite_store, clock, sqlite_world)
    expected: dict[str, str | None] = {"Joke": None, "Kees": None}
    text = COOKS
    with story.work() as work:
        work.write(["Joke", "Kees"], COOKS)
        work.accept()
    for what, which, answer in steps:
        story.later(hours=1)
        with story.work() as work:
            if what == "say":
                work.say(which, work.line(text), ConfirmationAnswer(answer), "Anders.")
                expected[which] = answer
                continue
            open_draft(work.session, work.wilma, case=work.case, now=work.now)
            work.write(["Joke", "Kees"], which, line_id=work.line(text).id)
            work.accept(reason="Nieuw.")
            if which != text:
                text, expected = which, {"Joke": None, "Kees": None}
    with story.work() as work:
        assert _said(work) == {(name, text): said for name, said in expected.items()}
        unconfirmed = sum(said != ConfirmationAnswer.CONFIRM for said in expected.values())
        assert len(open_confirmations(work.session, work.case)) == unconfirmed
