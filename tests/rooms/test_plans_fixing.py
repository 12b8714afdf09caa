"""Fixing a version: what must be there first, what a next version keeps, and who agrees and may see it."""

import pytest

from netwerkberaad.cases.sight import SharedPart, plan_parts, share_plan
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import (
    AgreementContent,
    CheckerMissingError,
    EmptyPlanError,
    EvaluationMissingError,
    EvaluationPastError,
    OwnerMissingError,
    PlanFixedError,
    ReasonMissingError,
    WordsMissingError,
    agreements_of,
    draft_of,
    fix_version,
    open_draft,
    plan_view,
    record_agreement,
    version_fixed,
    versions_of,
)
from tests.builders import World
from tests.rooms.story import Story, Work, begin

COOKS, WASHES = "Ik kook op maandag.", "Ik was af."


@pytest.fixture
def story(shared_store: Store, clock: MovableClock, shared_world: World) -> Story:
    """A case without a plan."""
    return begin(shared_store, clock, shared_world)


def _fix(work: Work, *, checkers_known_missing: bool = False) -> None:
    draft = draft_of(work.session, work.case)
    assert draft is not None
    fix_version(
        work.session,
        work.wilma,
        case=work.case,
        version=draft,
        checkers_known_missing=checkers_known_missing,
        now=work.now,
    )
    work.session.flush()  # as at the end of a request


def test_a_plan_is_fixed_with_an_evaluation_words_an_owner_and_a_checker_asked_once(story: Story) -> None:
    with story.work() as work:
        draft = open_draft(work.session, work.wilma, case=work.case, now=work.now)
        with pytest.raises(EvaluationMissingError) as missing:
            _fix(work)
        assert missing.value.field == "evaluation_date"
        draft.evaluation_at = work.now
        with pytest.raises(EvaluationPastError):
            _fix(work)
        draft.evaluation_at = work.now.replace(month=6)
        with pytest.raises(EmptyPlanError):
            _fix(work)
        wordless = work.write(["Joke"], "  ")
        with pytest.raises(WordsMissingError) as without_words:
            _fix(work)
        assert without_words.value.data == {"lines": (wordless.id,)}
        work.write([], COOKS, line_id=wordless.id)
        with pytest.raises(OwnerMissingError) as ownerless:
            _fix(work)
        assert ownerless.value.data == {"lines": (wordless.id,)}
        work.write(["Joke"], COOKS, line_id=wordless.id, revision=1)
        empty = work.write([], "")
        with pytest.raises(CheckerMissingError) as unchecked:
            _fix(work)
        assert unchecked.value.data == {"lines": (wordless.id,)}
        _fix(work, checkers_known_missing=True)
        view = plan_view(work.session, version_fixed(work.session, work.case))
        assert [line.id for line in view.lines] == [wordless.id]
        assert empty.id not in {line.id for line in view.lines}
        with pytest.raises(PlanFixedError):
            fix_version(work.session, work.wilma, case=work.case, version=draft, now=work.now)


def test_a_plan_in_which_everything_is_looked_after_is_fixed_without_a_question(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke"], COOKS, checker="Kees")
        draft = open_draft(work.session, work.wilma, case=work.case, now=work.now)
        draft.evaluation_at = work.now.replace(month=6)
        _fix(work)
        assert draft.fixed_at == work.now


def test_a_second_version_keeps_the_lineage_needs_a_reason_and_leaves_the_first_as_it_was(
    story: Story,
) -> None:
    with story.work() as work:
        first = work.write(["Joke", "Kees"], COOKS, checker="Piet", backup="Marloes")
        work.accept()
    story.later(days=1)
    with story.work() as work:
        draft = open_draft(work.session, work.wilma, case=work.case, now=work.now)
        assert open_draft(work.session, work.wilma, case=work.case, now=work.now) is draft
        copy = work.line(COOKS)
        assert (draft.number, copy.lineage_id) == (2, first.lineage_id)
        assert copy.id != first.id
        assert copy.checker is not None
        assert (copy.checker.name, [owner.name for owner in copy.owners]) == ("Piet", ["Joke", "Kees"])
        with pytest.raises(ReasonMissingError) as caught:
            work.accept()
        assert caught.value.field == "reason"
        work.write(["Joke"], WASHES, line_id=copy.id)
        work.accept(reason="Kees verhuist.")
        newest, oldest = versions_of(work.session, work.case)
        assert [line.words.text for line in plan_view(work.session, oldest).lines] == [COOKS]
        assert [line.words.text for line in plan_view(work.session, newest).lines] == [WASHES]


def test_agreement_may_differ_and_change_and_sharing_stands_over_versions(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke"], COOKS)
        work.accept()
        version = version_fixed(work.session, work.case)
        assert version is not None
        for agrees, remark in ((False, "Niet op vrijdag."), (True, "Goed zo.")):
            record_agreement(
                work.session,
                work.wilma,
                case=work.case,
                version=version,
                person=work.person("Joke"),
                content=AgreementContent(agrees, remark),
                now=work.now,
            )
        work.session.flush()  # as at the end of a request
        assert [row.content for row in agreements_of(work.session, version)] == [
            AgreementContent(True, "Goed zo.")
        ]
        for part in (SharedPart.WHOLE, SharedPart.OWN):
            person = work.person("Joke")
            share_plan(work.session, work.wilma, case=work.case, person=person, part=part, now=work.now)
        work.session.flush()  # as at the end of a request
        parts = plan_parts(work.session, work.case, now=work.now)
        assert parts[work.id_of("Joke")] is SharedPart.OWN
        assert set(parts) == {work.id_of("Joke")}
