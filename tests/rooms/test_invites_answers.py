"""Answers: the latest counts, needs become tasks, and who declines is let go of."""

from datetime import date

import pytest
from sqlalchemy import func, select

from netwerkberaad.cases import NAMELESS
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.links import links_of
from netwerkberaad.foundation.messages import Channel, MessageState
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import (
    Answer,
    AnswerContent,
    AnsweredError,
    BoardGroup,
    ContactResult,
    Need,
    NotForGuestError,
    Reply,
    ask_call,
    asked_calls,
    board_of,
    conclude_no_reaction,
    current_answer,
    finish_need,
    get_need,
    log_contact,
    mark_answer_handled,
    needs_of,
    new_answers,
    record_answer,
    unanswered,
)
from tests.builders import World
from tests.rooms.story import Story, Work, begin
from tests.rooms.together import at_once


@pytest.fixture
def story(shared_store: Store, clock: MovableClock, shared_world: World) -> Story:
    """A case in which everybody was approved, and Joke and Kees were invited."""
    story = begin(shared_store, clock, shared_world)
    with story.work() as work:
        work.invite("Joke")
        work.invite("Kees")
    return story


def _conclude(work: Work, first: str) -> Answer:
    person = work.person(first)
    return conclude_no_reaction(work.session, work.wilma, case=work.case, person=person, now=work.now)


def _told_and_arranged(work: Work) -> None:
    """Joke told something by phone, answered, and her need was looked after."""
    log_contact(
        work.session,
        work.wilma,
        case=work.case,
        person=work.person("Joke"),
        channel=Channel.PHONE,
        result=ContactResult.TALKED,
        note="Ligt in het ziekenhuis.",
        now=work.now,
    )
    work.answer("Joke", AnswerContent(reply=Reply.COMES, needs=(Need.WHEELCHAIR,), contributes="Koken."))
    line = needs_of(work.session, work.case)[0]
    need = get_need(work.session, case=work.case, need_id=line.id)
    finish_need(work.session, work.wilma, case=work.case, need=need, now=work.now)


def test_declining_erases_every_way_to_reach_somebody_in_the_same_moment(story: Story) -> None:
    with story.work() as work:
        _told_and_arranged(work)
    story.later(hours=1)
    with story.work() as work:
        work.answer("Joke", Reply.DOES_NOT_COME)
    with story.work() as work:
        joke = work.person(NAMELESS)
        contact = joke.contact
        assert (joke.name.full, joke.about.relation) == (NAMELESS, "oma")
        assert (contact.mail, contact.phone, contact.address, contact.remark) == ("", "", "", "")
        assert joke.contact_erased_at == work.now
        assert links_of(work.session, person_id=joke.id, now=work.now) == []
        assert [message.person_id for message in work.mail()] == [work.id_of("Kees")]
        (cancelled,) = work.mail(state=MessageState.CANCELLED)
        assert (cancelled.recipient, cancelled.letter.text) == ("", "")
        row = next(row for row in board_of(work.session, work.case).rows if row.person_id == joke.id)
        assert row.group is BoardGroup.DOES_NOT_COME
        assert [line.note for line in row.contacts] == [""]
        assert row.needs == ()
        kept = work.session.scalars(select(Answer).where(Answer.person_id == joke.id)).all()
        assert {answer.content for answer in kept} == {
            AnswerContent(reply=Reply.COMES),
            AnswerContent(reply=Reply.DOES_NOT_COME),
        }


def test_who_declines_and_wants_to_hear_how_it_goes_keeps_the_link_and_may_change_their_mind(
    story: Story,
) -> None:
    with story.work() as work:
        work.answer("Joke", AnswerContent(reply=Reply.DOES_NOT_COME, stay_informed=True))
        joke = work.person("Joke")
        assert joke.contact.mail == "oma.joke@example.nl"
        assert len(links_of(work.session, person_id=joke.id, now=work.now)) == 1
        assert len(work.mail()) == 2
    story.later(days=1)
    with story.work() as work:
        work.answer("Joke", Reply.CONTRIBUTES)
        board = board_of(work.session, work.case)
        assert board.counts[BoardGroup.CONTRIBUTES] == 1
        assert board.counts[BoardGroup.DOES_NOT_COME] == 0


def test_a_hoofdpersoon_who_does_not_come_is_not_let_go_of(story: Story) -> None:
    with story.work() as work:
        work.invite("Marloes")
        work.answer("Marloes", Reply.DOES_NOT_COME)
        marloes = work.person("Marloes")
        assert marloes.contact.mail == "marloes@example.nl"
        assert len(links_of(work.session, person_id=marloes.id, now=work.now)) == 1


def test_the_latest_answer_counts_and_earlier_ones_stay_as_they_were(story: Story) -> None:
    with story.work() as work:
        work.answer("Joke", AnswerContent(reply=Reply.UNSURE, question="Mag mijn zus mee?"))
    story.later(days=1)
    with story.work() as work:
        limits = AnswerContent(
            reply=Reply.COMES, limits="Niet op vrijdag", limits_until=date(2026, 6, 1), suggests="De juf"
        )
        work.answer("Joke", limits)
        found = current_answer(work.session, case=work.case, person=work.person("Joke"))
        assert found is not None
        assert found.content == limits
        earlier = work.session.scalars(
            select(Answer).where(Answer.case_id == work.case.id, Answer.current.is_(False))
        ).one()
        assert earlier.content.question == "Mag mijn zus mee?"


def test_an_answer_by_phone_is_on_record_for_who_gave_it_and_needs_no_second_look(story: Story) -> None:
    with story.work() as work:
        answer = work.answer("Joke", Reply.COMES, by_link=False)
        assert (answer.via, answer.recorded_by) == (Channel.PHONE, work.wilma.staff_id)
        assert new_answers(work.session, [work.case]) == []
        joke = work.id_of("Joke")
    with story.work() as work:
        entry = work.session.scalars(
            select(AuditEntry).where(
                AuditEntry.action == "answer.recorded", AuditEntry.case_id == work.case.id
            )
        ).one()
        assert (entry.on_behalf_of, entry.object_id) == (joke, joke)


def test_an_answer_by_link_waits_for_the_gespreksleider_until_it_was_seen_and_a_new_one_waits_again(
    story: Story,
) -> None:
    with story.work() as work:
        work.answer("Joke", Reply.COMES)
        assert [answer.person_name for answer in new_answers(work.session, [work.case])] == ["Joke"]
    story.later(hours=1)
    with story.work() as work:
        mark_answer_handled(
            work.session, work.wilma, case=work.case, person=work.person("Joke"), now=work.now
        )
        work.session.flush()  # as at the end of a request
        assert new_answers(work.session, [work.case]) == []
        assert not any(row.unseen for row in board_of(work.session, work.case).rows)
    story.later(hours=1)
    with story.work() as work:
        work.answer("Joke", Reply.UNSURE)
        assert len(new_answers(work.session, [work.case])) == 1


def test_a_guest_answers_for_nobody_else_and_never_that_there_is_no_reaction(story: Story) -> None:
    with story.work() as work:
        for who, reply in (("Kees", Reply.COMES), ("Joke", Reply.NO_REACTION)):
            with pytest.raises(NotForGuestError):
                record_answer(
                    work.session,
                    work.guest("Joke"),
                    case=work.case,
                    person=work.person(who),
                    content=AnswerContent(reply=reply),
                    via=Channel.LINK,
                    now=work.now,
                )


def test_no_reaction_is_concluded_by_a_person_and_a_later_answer_still_counts(story: Story) -> None:
    with story.work() as work:
        guest = work.guest("Joke")
        with pytest.raises(NotForGuestError):
            conclude_no_reaction(
                work.session, guest, case=work.case, person=work.person("Joke"), now=work.now
            )
        _conclude(work, "Joke")
        _conclude(work, "Joke")
        assert board_of(work.session, work.case).counts[BoardGroup.NO_REACTION] == 1
    story.later(days=1)
    with story.work() as work:
        work.answer("Joke", Reply.COMES)
        assert board_of(work.session, work.case).counts[BoardGroup.COMES] == 1


def test_no_reaction_cannot_replace_an_answer_that_came_in_meanwhile(story: Story) -> None:
    with story.work() as work:
        work.answer("Joke", Reply.COMES)
        with pytest.raises(AnsweredError):
            _conclude(work, "Joke")
        assert board_of(work.session, work.case).counts[BoardGroup.COMES] == 1


def test_who_declines_asks_for_no_call_any_more(story: Story) -> None:
    with story.work() as work:
        joke = work.person("Joke")
        ask_call(work.session, work.guest("Joke"), case=work.case, person=joke, note="", now=work.now)
        work.answer("Joke", Reply.DOES_NOT_COME)
        assert asked_calls(work.session, [work.case]) == []


def test_an_answer_that_was_told_by_phone_settles_the_wish_to_be_called_until_the_next(story: Story) -> None:
    with story.work() as work:
        joke = work.person("Joke")
        ask_call(work.session, work.guest("Joke"), case=work.case, person=joke, note="", now=work.now)
    story.later(hours=1)
    with story.work() as work:
        work.answer("Joke", Reply.COMES, by_link=False)
        assert asked_calls(work.session, [work.case]) == []
    story.later(hours=1)
    with story.work() as work:
        joke = work.person("Joke")
        ask_call(work.session, work.guest("Joke"), case=work.case, person=joke, note="weer", now=work.now)
        work.session.flush()  # as at the end of a request
        assert [call.note for call in asked_calls(work.session, [work.case])] == ["weer"]


def test_a_wish_to_be_called_that_the_gespreksleider_noted_stands_on_the_list(story: Story) -> None:
    with story.work() as work:
        log_contact(
            work.session,
            work.wilma,
            case=work.case,
            person=work.person("Joke"),
            channel=Channel.PHONE,
            result=ContactResult.ASKS_CALL,
            note="Na zes uur.",
            now=work.now,
        )
        work.session.flush()  # as at the end of a request
        assert [call.note for call in asked_calls(work.session, [work.case])] == ["Na zes uur."]


def test_an_invitation_that_stays_silent_is_named_after_the_last_attempt(story: Story) -> None:
    invited_at = story.clock.now()
    story.later(days=2)
    with story.work() as work:
        log_contact(
            work.session,
            work.wilma,
            case=work.case,
            person=work.person("Kees"),
            channel=Channel.PHONE,
            result=ContactResult.VOICEMAIL,
            now=work.now,
        )
    story.later(days=2)
    with story.work() as work:
        before = invited_at + (work.now - invited_at) / 4
        silent = unanswered(work.session, [work.case], tried_before=before)
        assert [(line.person_name, line.last_tried_at) for line in silent] == [("Joke", invited_at)]


def test_two_answers_at_the_same_moment_leave_one_that_counts(story: Story) -> None:
    replies = (Reply.COMES, Reply.UNSURE)
    at_once(story, lambda work, number: work.answer("Joke", replies[number]))
    with story.work() as work:
        counted = select(func.count()).where(Answer.case_id == work.case.id)
        assert work.session.scalar(counted) == 2
        assert work.session.scalar(counted.where(Answer.current.is_(True))) == 1
