"""The plan while it is written: what the table and the writing page show, and a stamp that tells when it changed."""

import hashlib
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec

from flask import Response, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from netwerkberaad import beraden
from netwerkberaad.foundation.core import audit
from netwerkberaad.plans import (
    CommitmentText,
    GoalView,
    LineView,
    PlanView,
    draft_of,
    plan_view,
    save_line,
)
from netwerkberaad.web.context import READING, actor, case, db, now
from netwerkberaad.web.desk.planning.plan_forms import Choices, EvaluationForm, GoalForm, LineForm, with_ids
from netwerkberaad.web.desk.planning.plan_offers import (
    line_hint,
    offers_for,
    speaker_before,
)
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.plan_words import shown

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Item:
    """A line or goal as it stands, with the form in which it is changed. ``new`` ones are not kept yet."""

    id: uuid.UUID
    revision: int
    form: LineForm | GoalForm
    read: dict[str, object]
    new: bool = False
    open: bool = False
    hint: str = ""
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A goal with its lines, and room for one line more. ``goal`` is None for lines without a goal."""

    goal: Item | None
    lines: tuple[Item, ...]
    more: Item | None


@dataclass(frozen=True, slots=True)
class Failed:
    """A form that came in and was not kept: shown again, with what was typed and what is wrong with it."""

    id: uuid.UUID
    form: LineForm | GoalForm


@dataclass(frozen=True, slots=True)
class Editor:
    """Everything a page needs to write the plan."""

    view: PlanView
    groups: tuple[Group, ...]
    new_goal: Item
    evaluation: EvaluationForm
    back: str
    failed: Failed | None = None


def draft_view() -> PlanView:
    """The version that is being written; an empty plan when there is none."""
    return plan_view(db(), draft_of(db(), case()))


def put_under_plan(
    view: PlanView, text: str, *, line_id: uuid.UUID, owners: Collection[uuid.UUID] = ()
) -> None:
    """Keep words that somebody gave as a line of the draft under no goal, after what stands there; the rest is asked later."""
    save_line(
        db(),
        actor(),
        case=case(),
        line_id=line_id,
        goal_id=None,
        owners=owners,
        words=CommitmentText(text=text),
        first_at=None,
        every=None,
        until_at=None,
        checker_id=None,
        backup_id=None,
        fallback_id=None,
        position=1 + max((line.position for line in view.loose), default=-1),
        revision=0,
        now=now(),
    )


def editor_of(
    view: PlanView, *, back: str, failed: Failed | None = None, evaluation: EvaluationForm | None = None
) -> Editor:
    """The forms of all goals and lines. ``back`` is 'tafel' or 'schrijven': where a form without script returns to."""
    known = frozenset({goal.id for goal in view.goals} | {line.id for line in view.lines})
    maker = _Maker(view, Choices.of(case_people(), view), back, failed, request.args.get("doel", ""), known)
    groups = [maker.group(goal) for goal in view.goals]
    lost = maker.lost(view)
    if view.loose or lost:
        groups.append(Group(None, tuple(maker.line(line) for line in view.loose), lost))
    shown_evaluation = evaluation or EvaluationForm(formdata=None).show(view)
    shown_evaluation.back.data = back
    return Editor(
        view=view,
        groups=tuple(groups),
        new_goal=maker.new_goal(len(view.goals), open_it=not view.goals),
        evaluation=shown_evaluation,
        back=back,
        failed=failed,
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    view: PlanView
    choices: Choices
    back: str
    failed: Failed | None
    open_goal: str
    known: frozenset[uuid.UUID]

    def group(self, goal: GoalView) -> Group:
        form = self._of(goal.id, lambda: GoalForm(formdata=None).offer(self.choices).show(goal))
        item = Item(goal.id, goal.revision, form, _goal_read(goal), open=self._failed(goal.id))
        lines = tuple(self.line(line) for line in goal.lines)
        return Group(item, lines, self._more(goal))

    def line(self, line: LineView) -> Item:
        choices = self.choices.of_line(line)
        form = self._of(line.id, lambda: LineForm(formdata=None).offer(choices).show(line))
        failed = self._failed(line.id)
        speaker = speaker_before(self.view, line.id, line.goal_id)
        offers = offers_for(form, speaker) if isinstance(form, LineForm) else []
        return Item(
            line.id,
            line.revision,
            form,
            shown(line),
            open=failed,
            hint=line_hint(form) if isinstance(form, LineForm) else "",
            offers=tuple(one.label for one in offers),
        )

    def new_goal(self, position: int, *, open_it: bool) -> Item:
        identity = self._new_id(GoalForm)
        form = self._of(identity, lambda: GoalForm(formdata=None, position=str(position)).offer(self.choices))
        return Item(identity, 0, form, {}, new=True, open=open_it or self._failed(identity))

    def _more(self, goal: GoalView) -> Item:
        identity = self._new_id(LineForm, str(goal.id))
        position = 1 + max((line.position for line in goal.lines), default=-1)
        blank = {"goal": str(goal.id), "position": str(position)}
        form = self._of(identity, lambda: LineForm(formdata=None, data=blank).offer(self.choices))
        wanted = self.open_goal == str(goal.id) or not goal.lines
        return Item(identity, 0, form, {}, new=True, open=wanted or self._failed(identity))

    def lost(self, view: PlanView) -> Item | None:
        """A line that was not kept and whose goal was taken away meanwhile: it stands with those without a goal."""
        failed = self.failed
        if failed is None or not isinstance(failed.form, LineForm) or failed.id in self.known:
            return None
        if failed.form.goal.data in {str(goal.id) for goal in view.goals}:
            return None
        form = self._of(failed.id, lambda: failed.form)
        return Item(failed.id, 0, form, {}, new=True, open=True)

    def _new_id(self, kind: type[LineForm] | type[GoalForm], goal: str = "") -> uuid.UUID:
        """A fresh id, or the one of a new form that failed, so that sending it again is the same saving."""
        failed = self.failed
        if failed is None or not isinstance(failed.form, kind) or failed.id in self.known:
            return uuid.uuid4()
        if isinstance(failed.form, LineForm) and failed.form.goal.data != goal:
            return uuid.uuid4()
        return failed.id

    def _of(self, identity: uuid.UUID, make: Callable[[], LineForm | GoalForm]) -> LineForm | GoalForm:
        form = self.failed.form if self.failed and self.failed.id == identity else make()
        form.back.data = self.back
        with_ids(form, f"i{identity.hex}")
        return form

    def _failed(self, identity: uuid.UUID) -> bool:
        return self.failed is not None and self.failed.id == identity


def _goal_read(goal: GoalView) -> dict[str, object]:
    return {"text": goal.text, "words_of": goal.words_of.name if goal.words_of else ""}


def stamp_of(*parts: object) -> str:
    """A short mark of what a page shows; it says nothing of the content and changes with it."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def plan_stamp(view: PlanView) -> str:
    """The mark of a version: which goals and lines there are and how often each was changed."""
    goals = [(goal.id, goal.position, goal.revision) for goal in view.goals]
    lines = [(line.id, line.goal_id, line.position, line.revision) for line in view.lines]
    return stamp_of(view.version_id, view.revision, view.fixed, goals, lines)


def unchanged(stamp: str) -> Response | None:
    """For a page that asks by itself whether anything changed: an empty answer when nothing did.

    Such an answer shows nothing of the case, so it is no look at it; what does show something is put on record.
    """
    if request.args.get("stil") and request.args.get("stand") == stamp:
        audit.take_pending(db())
        return make_response("", 204)
    return None


def locked_in_private_time(view: Callable[P, AnyResponse]) -> Callable[P, AnyResponse]:
    """While private time runs nobody reads or writes the plan or the notes, also at the desk.

    A page leads to the screen with the clock; whatever would be written is refused with a page that says so.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> AnyResponse:
        ahead = beraden.current_beraad(db(), case())
        if ahead is None or not beraden.private_now(db(), ahead):
            return view(*args, **kwargs)
        if request.method in READING:
            return redirect(url_for("desk.private_time", case_id=case().id))
        if request.is_json:
            words = _("Het is besloten tijd. Er wordt nu niets bewaard. Wat u typte, blijft hier staan.")
            return make_response(jsonify(state="private", text=words), 409)
        return make_response(render_template("desk/beraad/locked.html", case_id=case().id), 409)

    return guarded
