"""From draft to plan: who is told what, and when the case goes on."""

import pytest

from netwerkberaad.cases import ExcludedPerson, Phase, exclude_person, transitions_of
from netwerkberaad.cases.sight import SharedPart, share_plan
from netwerkberaad.flows import Accepted, accept_plan
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DomainError
from netwerkberaad.foundation.links import LinkPurpose, links_of
from netwerkberaad.foundation.messages import MessageKind, MessageState
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import (
    ConfirmationAnswer,
    EmptyPlanError,
    FollowUpKind,
    PlanFixedError,
    open_draft,
    remove_line,
    versions_of,
)
from tests.builders import World
from tests.rooms.story import BASE, Story, Work, begin
from tests.rooms.together import at_once

COOKS, WASHES = "Ik kook op maandag.", "Ik was af."


@pytest.fixture
def story(shared_store: Store, clock: MovableClock, shared_world: World) -> Story:
    """A case without a plan."""
    return begin(shared_store, clock, shared_world)


def _told(accepted: Accepted) -> tuple[set[str], set[str]]:
    return (
        {person.name.short for person in accepted.told.mailed},
        {person.name.short for person in accepted.told.to_call},
    )


def _press(work: Work) -> Accepted:
    return accept_plan(
        work.session,
        work.wilma,
        case=work.case,
        base_url=BASE,
        now=work.now,
        checkers_known_missing=True,
    )


def _again(work: Work) -> None:
    open_draft(work.session, work.wilma, case=work.case, now=work.now)


def test_the_first_version_is_told_to_owners_and_to_whom_it_is_shared_with(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke", "Piet"], COOKS, checker="Kees")
        person = work.person("Marloes")
        share_plan(
            work.session, work.wilma, case=work.case, person=person, part=SharedPart.WHOLE, now=work.now
        )
        assert _told(work.accept()) == ({"Joke", "Marloes"}, {"Piet"})
        by_person = {message.person_id: message for message in work.mail(MessageKind.CONFIRM)}
        own, other = by_person[work.id_of("Joke")], by_person[work.id_of("Marloes")]
        assert "U hebt iets toegezegd" in own.letter.text
        assert "U hebt iets toegezegd" not in other.letter.text
        for message in by_person.values():
            assert f"{BASE}/p/" in message.letter.text
            assert COOKS not in message.letter.text + message.letter.html + message.letter.subject
        (link,) = links_of(work.session, person_id=work.id_of("Joke"), now=work.now)
        assert link.purpose is LinkPurpose.PLAN
        assert work.case.phase is Phase.PLAN


def test_whom_the_plan_is_not_shared_with_is_told_of_an_own_line_only(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke"], COOKS)
        for first in ("Joke", "Kees"):
            person = work.person(first)
            part = SharedPart.NOTHING
            share_plan(work.session, work.wilma, case=work.case, person=person, part=part, now=work.now)
        assert _told(work.accept()) == ({"Joke"}, set())


def test_who_is_excluded_or_left_hears_nothing_of_the_plan(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke", "Kees"], COOKS)
        exclude_person(
            work.session,
            work.wilma,
            case=work.case,
            person=ExcludedPerson(mail="oma.joke@example.nl"),
            now=work.now,
        )
        work.person("Kees").left_at = work.now
        work.session.flush()  # as at the end of a request
        assert _told(work.accept()) == (set(), set())
        assert work.mail() == []


def test_a_later_version_is_told_only_to_those_it_concerns_and_who_did_not_approve_it(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke"], COOKS, checker="Marloes")
        work.write(["Kees"], WASHES, backup="Piet")
        work.accept()
    story.later(days=1)
    with story.work() as work:
        _again(work)
        work.write(["Kees"], WASHES, line_id=work.line(WASHES).id, fallback="Marloes")
        accepted = work.accept(reason="Piet kan niet meer.", approved_by=["Kees"])
        assert _told(accepted) == ({"Marloes"}, {"Piet"})
        (message,) = work.mail(MessageKind.PLAN_CHANGED)
        assert message.person_id == work.id_of("Marloes")
        assert "Dat gaat ook over u" in message.letter.text
        assert "uw toezegging" not in message.letter.text


def test_only_what_is_still_to_be_confirmed_is_asked_for(story: Story) -> None:
    with story.work() as work:
        line = work.write(["Joke", "Kees"], COOKS)
        work.accept()
        work.say("Joke", line)
    story.later(days=1)
    with story.work() as work:
        _again(work)
        work.write(["Joke", "Kees"], COOKS, line_id=work.line(COOKS).id, checker="Marloes")
        work.accept(reason="Marloes kijkt mee.")
        asked = {
            message.person_id: "bevestigen" in message.letter.text
            for message in work.mail(MessageKind.PLAN_CHANGED)
        }
        assert asked == {
            work.id_of("Joke"): False,
            work.id_of("Kees"): True,
            work.id_of("Marloes"): False,
        }


def test_a_new_version_takes_the_place_of_a_message_that_did_not_leave(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke"], COOKS)
        work.accept()
    story.later(minutes=5)
    with story.work() as work:
        _again(work)
        work.write(["Joke"], WASHES, line_id=work.line(COOKS).id)
        work.accept(reason="Een vergissing.")
        assert [message.kind for message in work.mail()] == [MessageKind.PLAN_CHANGED]
        assert [message.kind for message in work.mail(state=MessageState.CANCELLED)] == [MessageKind.CONFIRM]
        assert len(links_of(work.session, person_id=work.id_of("Joke"), now=work.now)) == 1


def test_the_case_goes_on_to_follow_up_after_the_last_confirmation(story: Story) -> None:
    with story.work() as work:
        line = work.write(["Joke", "Kees"], COOKS)
        work.accept()
        work.say("Joke", line)
        assert work.case.phase is Phase.PLAN
        work.say("Kees", line, ConfirmationAnswer.HAND_BACK)
        assert work.case.phase is Phase.PLAN
    story.later(minutes=5)
    with story.work() as work:
        work.say("Kees", line)
        assert work.case.phase is Phase.FOLLOW_UP


def test_a_new_version_without_the_line_that_was_handed_back_goes_on_by_itself(story: Story) -> None:
    with story.work() as work:
        cooks, washes = work.write(["Joke"], COOKS), work.write(["Kees"], WASHES)
        work.accept()
        work.say("Joke", cooks)
        work.say("Kees", washes, ConfirmationAnswer.HAND_BACK)
    story.later(days=1)
    with story.work() as work:
        _again(work)
        gone = work.line(WASHES).id
        remove_line(work.session, work.wilma, case=work.case, line_id=gone, now=work.now)
        work.accept(reason="Kees gaf het terug.")
        assert work.case.phase is Phase.FOLLOW_UP


def test_a_changed_plan_in_follow_up_stays_there_while_it_is_confirmed_anew(story: Story) -> None:
    with story.work() as work:
        line = work.write(["Joke"], COOKS)
        work.accept()
        work.say("Joke", line)
    story.later(days=1)
    with story.work() as work:
        _again(work)
        work.write(["Joke"], WASHES, line_id=work.line(COOKS).id)
        work.accept(reason="Anders.")
        assert work.case.phase is Phase.FOLLOW_UP


def test_without_a_draft_there_is_nothing_to_fix_and_pressing_twice_fixes_once(story: Story) -> None:
    with story.work() as work:
        draft = open_draft(work.session, work.wilma, case=work.case, now=work.now)
        with pytest.raises(EmptyPlanError):
            work.accept()
        work.write(["Joke"], COOKS)
        draft.evaluation_at = work.now.replace(month=6)
    refused: list[DomainError] = []
    at_once(story, lambda work, _number: _press(work), refused=refused)
    assert [type(error) for error in refused] == [PlanFixedError]
    with story.work() as work:
        assert len(versions_of(work.session, work.case)) == 1
        assert len(work.mail(MessageKind.CONFIRM)) == 1
        assert len(work.due(FollowUpKind.CALL)) == 1


def test_the_last_two_confirmations_at_the_same_moment_move_the_case_on_once(story: Story) -> None:
    with story.work() as work:
        line = work.write(["Joke", "Kees"], COOKS)
        work.accept()
    owners = ("Joke", "Kees")
    at_once(story, lambda work, number: work.say(owners[number], line))
    with story.work() as work:
        assert work.case.phase is Phase.FOLLOW_UP
        steps = [step.phase for step in transitions_of(work.session, work.case)]
        assert steps.count(Phase.FOLLOW_UP) == 1
