"""When the plan is not written in: private time, once it is fixed, in a closed case, and by way of another case."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypedDict

import pytest
from sqlalchemy.orm import Session

from netwerkberaad.beraden import (
    Beraad,
    BeraadKind,
    Part,
    Place,
    PrivateTimeError,
    agenda_of,
    end_part,
    open_table,
    plan_beraad,
    start_part,
)
from netwerkberaad.cases import Case, Phase
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DomainError, NotFoundError
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import CaseClosedError
from netwerkberaad.plans import (
    AgreementContent,
    Commitment,
    EvaluationHow,
    EvaluationPastError,
    PlanFixedError,
    PlanVersion,
    draft_of,
    move_goals,
    move_line,
    open_draft,
    record_agreement,
    remove_goal,
    remove_line,
    set_evaluation,
    set_reason,
)
from tests.builders import World
from tests.rooms.story import Story, Work, begin
from tests.rooms.together import at_once


class Known(TypedDict):
    """What every action is told first."""

    session: Session
    actor: Actor
    case: Case
    now: datetime


@pytest.fixture
def story(shared_store: Store, clock: MovableClock, shared_world: World) -> Story:
    """A case without a plan."""
    return begin(shared_store, clock, shared_world)


def test_people_goals_and_lines_of_another_case_do_not_exist(story: Story) -> None:
    other = begin(story.store, story.clock, story.world)
    goal_id, line_id = uuid.uuid4(), uuid.uuid4()
    with other.work() as work:
        work.goal("Rust.", goal_id)
        work.write(["Joke"], "Ik kook.", line_id=line_id)
        stranger = work.id_of("Joke")
    with story.work() as work:
        for act in (
            lambda: work.goal("Onrust.", goal_id),
            lambda: work.write(["Joke"], "Ik kook.", line_id=line_id),
            lambda: work.write(["Joke"], "Ik kook.", goal_id=goal_id),
            lambda: remove_line(work.session, work.wilma, case=work.case, line_id=line_id, now=work.now),
            lambda: remove_goal(work.session, work.wilma, case=work.case, goal_id=goal_id, now=work.now),
        ):
            with pytest.raises(NotFoundError):
                act()
        with pytest.raises(NotFoundError):
            work.goal("Rust.", uuid.uuid4(), words_of=stranger)


def _draft(work: Work) -> PlanVersion:
    draft = draft_of(work.session, work.case)
    assert draft is not None
    return draft


def _writings(work: Work, line_id: uuid.UUID, goal_id: uuid.UUID) -> list[Callable[[], object]]:
    """Every way to write in the plan."""
    known: Known = {"session": work.session, "actor": work.wilma, "case": work.case, "now": work.now}
    draft, joke = _draft(work), work.person("Joke")
    return [
        lambda: work.write(["Joke"], "Ik kook niet.", line_id=line_id),
        lambda: work.write(["Joke"], "Nieuw."),
        lambda: work.goal("Onrust.", goal_id),
        lambda: remove_line(**known, line_id=line_id),
        lambda: remove_goal(**known, goal_id=goal_id),
        lambda: move_goals(**known, goal_ids=[goal_id]),
        lambda: move_line(**known, line_id=line_id, goal_id=None, line_ids=[line_id]),
        lambda: set_reason(**known, reason="x"),
        lambda: work.accept(),
        lambda: record_agreement(**known, version=draft, person=joke, content=AgreementContent()),
    ]


def _table_tomorrow(work: Work) -> Beraad:
    return plan_beraad(
        work.session,
        work.wilma,
        case=work.case,
        kind=BeraadKind.NETWERKBERAAD,
        starts_at=work.now + timedelta(days=1),
        minutes=165,
        place=Place(name="Kantine"),
        now=work.now,
    )


def test_private_time_refuses_every_word(story: Story) -> None:
    line_id, goal_id = uuid.uuid4(), uuid.uuid4()
    with story.work() as work:
        beraad = _table_tomorrow(work)
        work.goal("Rust.", goal_id)
        work.write(["Joke"], "Ik kook.", line_id=line_id)
    story.later(days=1)
    with story.work() as work:
        beraad = work.session.merge(beraad)
        open_table(work.session, work.wilma, case=work.case, beraad=beraad, now=work.now)
        private = next(part for part in agenda_of(work.session, beraad) if part.part is Part.PRIVATE_TIME)
        start_part(work.session, work.wilma, beraad=beraad, part_id=private.id, now=work.now)
        work.session.flush()  # as at the end of a request
        for write in _writings(work, line_id, goal_id):
            with pytest.raises(PrivateTimeError):
                write()
        end_part(work.session, work.wilma, beraad=beraad, part_id=private.id, now=work.now)
        work.session.flush()  # as at the end of a request
        work.write(["Joke"], "Ik kook niet.", line_id=line_id)


def test_a_fixed_plan_is_not_written_in_any_more(story: Story) -> None:
    goal_id = uuid.uuid4()
    with story.work() as work:
        work.goal("Rust.", goal_id)
        line = work.write(["Joke"], "Ik kook.", goal_id=goal_id)
        work.accept()
        for act in (
            lambda: work.write(["Joke"], "Ik kook niet.", line_id=line.id),
            lambda: work.goal("Onrust.", goal_id),
            lambda: remove_line(work.session, work.wilma, case=work.case, line_id=line.id, now=work.now),
            lambda: remove_goal(work.session, work.wilma, case=work.case, goal_id=goal_id, now=work.now),
        ):
            with pytest.raises(PlanFixedError):
                act()


def test_who_saves_while_another_fixes_is_in_the_plan_or_is_refused(story: Story) -> None:
    line_id, refused = uuid.uuid4(), list[DomainError]()
    with story.work() as work:
        work.write(["Joke"], "Ik kook.", line_id=line_id)

    def act(work: Work, number: int) -> None:
        if number:
            work.accept()
        else:
            work.write(["Joke"], "Ik kook op maandag.", line_id=line_id)

    at_once(story, act, refused=refused)
    with story.work() as work:
        assert draft_of(work.session, work.case) is None
        line = work.session.get_one(Commitment, line_id)
        if refused:
            assert [type(error) for error in refused] == [PlanFixedError]
        assert line.words.text == ("Ik kook." if refused else "Ik kook op maandag.")


def test_the_evaluation_lies_ahead_and_a_closed_case_has_no_pen(story: Story) -> None:
    with story.work() as work:
        with pytest.raises(EvaluationPastError) as caught:
            set_evaluation(
                work.session, work.wilma, case=work.case, at=work.now, how=EvaluationHow.LINK, now=work.now
            )
        assert caught.value.field == "evaluation_date"
        work.case.phase, work.case.closed_at = Phase.CLOSED, work.now
        with pytest.raises(CaseClosedError):
            work.write(["Joke"], "Ik kook.")
        with pytest.raises(CaseClosedError):
            open_draft(work.session, work.wilma, case=work.case, now=work.now)
