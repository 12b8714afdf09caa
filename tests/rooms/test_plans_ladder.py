"""The ladder under a promise: plan B is asked, who looks along hears, the professional hears only by an earlier yes."""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netwerkberaad.cases.people import PersonKind
from netwerkberaad.flows import What, today_for
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.documents import from_local
from netwerkberaad.foundation.messages import Channel, MessageKind
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import (
    CheckInResult,
    FollowUp,
    FollowUpContent,
    FollowUpKind,
    Leave,
    NotOwnerError,
    answer_check_in,
    answer_for_family,
    answer_step_in,
    follow_ups_of,
    open_draft,
    stop_ladder,
)
from tests.builders import World, member
from tests.rooms.story import Story, Work, begin

COOKS = "Ik kook op dinsdag."
STEP_IN, LOOK_ALONG = FollowUpKind.STEP_IN, FollowUpKind.LOOK_ALONG
ASK_FAMILY, STAND_BY = FollowUpKind.ASK_FAMILY, FollowUpKind.STAND_BY
STEPS = (STEP_IN, LOOK_ALONG, ASK_FAMILY, STAND_BY)
PEOPLE = (
    member("Joke"),
    member("Kees", mail="kees@example.nl"),
    member("Sjaak", mail="sjaak@example.nl"),
    member("Ria", mail="ria@example.nl", kind=PersonKind.PROFESSIONAL),
)


@pytest.fixture
def story(store: Store, clock: MovableClock, world: World) -> Story:
    """Joke cooks from Tuesday 10 March; Sjaak is plan B, Kees looks along, Ria stands behind it; Joke is asked on the 11th."""
    return _asked(begin(store, clock, world, invitees=PEOPLE))


def _asked(story: Story, *, leave: Leave = Leave.FAMILY) -> Story:
    with story.work() as work:
        first = from_local(date(2026, 3, 10), time(12))
        work.write(
            ["Joke"], COOKS, first_at=first, leave=leave, checker="Kees", backup="Sjaak", fallback="Ria"
        )
        work.accept()
    story.clock.move_to(from_local(date(2026, 3, 11), time(17)))
    story.send()
    story.later(hours=1)
    return story


def _check_in(work: Work) -> FollowUp:
    return work.due(FollowUpKind.CHECK_IN, "Joke")[0]


def _say(work: Work, result: CheckInResult) -> None:
    content = FollowUpContent(result=result)
    answer_check_in(
        work.session,
        work.guest("Joke"),
        case=work.case,
        follow_up=_check_in(work),
        content=content,
        via=Channel.LINK,
        now=work.now,
    )
    work.session.flush()  # as at the end of a request


def _step_in(work: Work, *, yes: bool, by: str = "Sjaak") -> FollowUp:
    (row,) = work.due(STEP_IN, "Sjaak")
    return answer_step_in(
        work.session,
        work.guest(by),
        case=work.case,
        follow_up=row,
        yes=yes,
        via=Channel.LINK,
        now=work.now,
    )


def _standing(work: Work) -> dict[FollowUpKind, datetime]:
    work.session.flush()  # as at the end of a request
    rows = [row for row in follow_ups_of(work.session, work.case) if row.kind in STEPS]
    assert len({row.kind for row in rows}) == len(rows)
    return {row.kind: row.due_at for row in rows}


def _in_days(work: Work, days: int) -> datetime:
    return from_local((work.now + timedelta(days=days)).date(), time(10))


def test_not_done_asks_plan_b_at_once_tells_who_looks_along_and_dates_the_rest(story: Story) -> None:
    with story.work() as work:
        _say(work, CheckInResult.NOT_DONE)
        assert _standing(work) == {STEP_IN: work.now, LOOK_ALONG: work.now, STAND_BY: _in_days(work, 2)}
    assert story.send() == 2
    with story.work() as work:
        told = [one for one in work.mail(MessageKind.CHECK_IN) if one.recipient != "oma.joke@example.nl"]
        assert {one.recipient for one in told} == {"sjaak@example.nl", "kees@example.nl"}
        words = "".join(one.letter.text + one.letter.html + one.letter.subject for one in told)
        for secret in (COOKS, "kook", "Joke", "Ria", "lukt niet"):
            assert secret not in words
        assert "ja of nee" in words
    story.later(days=2)
    assert story.send() == 1
    with story.work() as work:
        assert "ria@example.nl" in {one.recipient for one in work.mail(MessageKind.CHECK_IN)}
        assert What.STOOD_BY in {
            line.what for line in today_for(work.session, work.wilma, now=work.now).calls
        }


@pytest.mark.parametrize(
    "results", [["not_done"], ["not_done", "not_done"], ["not_done", "done", "not_done"]]
)
def test_saying_it_twice_climbs_once(story: Story, results: list[str]) -> None:
    for result in results:
        with story.work() as work:
            _say(work, CheckInResult(result))
    with story.work() as work:
        assert set(_standing(work)) == {STEP_IN, LOOK_ALONG, STAND_BY}


def test_a_yes_of_plan_b_takes_the_later_steps_back(story: Story) -> None:
    with story.work() as work:
        _say(work, CheckInResult.NOT_DONE)
    story.send()
    with story.work() as work:
        _step_in(work, yes=True)
        assert STAND_BY not in _standing(work)
    story.later(days=3)
    assert story.send() == 0


def test_a_no_of_plan_b_tells_the_professional_now(story: Story) -> None:
    with story.work() as work:
        _say(work, CheckInResult.NOT_DONE)
    story.send()
    with story.work() as work:
        _step_in(work, yes=True)
        _step_in(work, yes=False)
        assert _standing(work)[STAND_BY] == work.now
    assert story.send() == 1


def test_it_works_out_after_all(story: Story) -> None:
    with story.work() as work:
        _say(work, CheckInResult.NOT_DONE)
    story.send()
    with story.work() as work:
        _say(work, CheckInResult.DONE)
        assert set(_standing(work)) == {LOOK_ALONG}
    story.later(days=3)
    assert story.send() == 0


def test_without_an_earlier_yes_the_family_is_asked_first(
    store: Store, clock: MovableClock, world: World
) -> None:
    story = _asked(begin(store, clock, world, invitees=PEOPLE), leave=Leave.ASK)
    with story.work() as work:
        _say(work, CheckInResult.NOT_DONE)
        assert _standing(work)[ASK_FAMILY] == _in_days(work, 2)
    story.later(days=2)
    assert story.send() == 2
    with story.work() as work:
        (row,) = work.due(ASK_FAMILY, "Ria")
        assert What.ASK_FAMILY in {
            line.what for line in today_for(work.session, work.wilma, now=work.now).calls
        }
        assert "ria@example.nl" not in {one.recipient for one in work.mail()}
        answer_for_family(
            work.session, work.wilma, case=work.case, follow_up=row, agrees=True, note="", now=work.now
        )
        assert _standing(work)[STAND_BY] == work.now
    assert story.send() == 1


def test_nobody_takes_over_for_another_and_only_the_desk_stops_it(story: Story) -> None:
    with story.work() as work:
        _say(work, CheckInResult.NOT_DONE)
        with pytest.raises(NotOwnerError):
            _step_in(work, yes=True, by="Kees")
        (row,) = work.due(STAND_BY, "Ria")
        stop_ladder(work.session, work.wilma, case=work.case, follow_up=row, now=work.now)
        assert _standing(work) == {}
    assert story.send() == 0


def test_a_plan_that_changes_changes_the_steps_that_are_still_to_come(story: Story) -> None:
    with story.work() as work:
        _say(work, CheckInResult.NOT_DONE)
    with story.work() as work:
        open_draft(work.session, work.wilma, case=work.case, now=work.now)
        line = work.line(COOKS)
        work.write(
            ["Joke"],
            COOKS,
            line_id=line.id,
            revision=line.revision,
            first_at=line.first_at,
            checker="Kees",
            backup="Sjaak",
            fallback="Ria",
        )
        work.accept(reason="De familie wil het eerst horen.")
        assert set(_standing(work)) == {STEP_IN, LOOK_ALONG, ASK_FAMILY}


_MOVES = st.lists(st.sampled_from(["niet", "gelukt", "ja", "nee", "dag", "stuur"]), min_size=1, max_size=9)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=_MOVES)
def test_whatever_is_said_in_whatever_order_nobody_is_asked_or_told_twice(
    shared_store: Store, shared_world: World, moves: list[str]
) -> None:
    clock = MovableClock(datetime.fromisoformat("2026-03-02T09:00:00+00:00"))
    story = _asked(begin(shared_store, clock, shared_world, invitees=PEOPLE))
    for move in moves:
        _play(story, move)
    with story.work() as work:
        rows = [row for row in follow_ups_of(work.session, work.case) if row.kind in STEPS]
        assert max(Counter(row.kind for row in rows).values(), default=0) <= 1
        top = [row for row in rows if row.kind is STAND_BY and row.sent_at is None]
        settled = _check_in(work).content.result is not CheckInResult.NOT_DONE
        agreed = any(row.kind is STEP_IN and row.content.result is CheckInResult.DONE for row in rows)
        assert not top or not (settled or agreed)


def _play(story: Story, move: str) -> None:
    if move == "stuur":
        story.send()
    elif move == "dag":
        story.later(days=1)
    else:
        with story.work() as work:
            if move in {"niet", "gelukt"}:
                _say(work, CheckInResult.NOT_DONE if move == "niet" else CheckInResult.DONE)
            elif work.due(STEP_IN, "Sjaak"):
                _step_in(work, yes=move == "ja")
