"""The room of the plan: what holds now, who confirmed it, what is open, and the versions before."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, TextAreaField

from netwerkberaad.cases import get_person
from netwerkberaad.cases.sight import plan_parts
from netwerkberaad.flows import confirm_commitment
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.plans import (
    Confirmation,
    ConfirmationAnswer,
    ConfirmationContent,
    ConfirmationLine,
    PlanVersion,
    PlanView,
    agreements_of,
    begin_commitment,
    changes_between,
    confirmations_of,
    current_terms,
    get_commitment,
    get_confirmation,
    mark_handled,
    versions_of,
    views_of,
)
from netwerkberaad.web.context import actor, case, db, may_change, now
from netwerkberaad.web.desk.planning.co_deciding import co_deciding, in_order
from netwerkberaad.web.desk.planning.plan_editor import locked_in_private_time
from netwerkberaad.web.desk.preparing.condition_view import condition_lines
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.forms import LONG, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import CHANNEL_NAMES
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.phones import numbers_of
from netwerkberaad.web.kit.plan_changes import told_change
from netwerkberaad.web.kit.plan_words import EVALUATION_NAMES, goals_shown, owners_of_line, shown
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.term_words import terms_shown
from netwerkberaad.web.kit.when import how_long_ago

ANSWER_NAMES = {
    ConfirmationAnswer.CONFIRM: _("Bevestigt: dit doe ik"),
    ConfirmationAnswer.COUNTER: _("Stelt iets anders voor"),
    ConfirmationAnswer.HAND_BACK: _("Geeft het terug"),
}
SAID_NAMES = {
    ConfirmationAnswer.CONFIRM: _("bevestigd"),
    ConfirmationAnswer.COUNTER: _("stelt iets anders voor"),
    ConfirmationAnswer.HAND_BACK: _("teruggegeven"),
}
ON_BEHALF = (Channel.PHONE, Channel.IN_PERSON, Channel.PAPER, Channel.LETTER, Channel.SMS)


class ConfirmForForm(BaseForm):
    """What an owner said by phone, at the door or on paper."""

    answer = RadioField(
        _("Wat zegt deze persoon?"),
        [required(_("Kies wat deze persoon zei."))],
        choices=[(answer.value, name) for answer, name in ANSWER_NAMES.items()],
    )
    text = TextAreaField(_("In eigen woorden"), [at_most(LONG)])
    via = SelectField(
        _("Hoe zei deze persoon het?"), choices=[(one.value, CHANNEL_NAMES[one]) for one in ON_BEHALF]
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    room = "/casussen/<uuid:case_id>/plan"
    blueprint.add_url_rule(room, "plan", plan_room)
    blueprint.add_url_rule(
        f"{room}/bevestigen/<uuid:commitment_id>/<uuid:person_id>",
        "confirm_for",
        confirm_for,
        methods=["GET", "POST"],
    )
    blueprint.add_url_rule(
        f"{room}/antwoord/<uuid:confirmation_id>", "handle_confirmation", handle, methods=["POST"]
    )
    blueprint.add_url_rule(f"{room}/begonnen/<uuid:lineage_id>", "begin_commitment", begin, methods=["POST"])


@allow(Permission.READ_CASE)
@locked_in_private_time
def plan_room(case_id: uuid.UUID) -> Response:
    """The plan that holds, what waits for somebody, and every version with what changed."""
    versions = versions_of(db(), case())
    views = views_of(db(), versions)
    fixed = next((version for version in versions if version.fixed_at is not None), None)
    draft = next((version for version in versions if version.fixed_at is None), None)
    said = confirmations_of(db(), case())
    view = views[fixed.id] if fixed else None
    terms = terms_shown(current_terms(db(), case()), now())
    return room_page(
        "desk/plan/room.html",
        "plan",
        conditions=condition_lines(),
        terms=terms["terms"],
        terms_state=terms["terms_state"],
        view=view,
        draft=views[draft.id] if draft else None,
        goals=_goals(view, said) if view else [],
        waiting=[_waiting(line) for line in said if line.waits_for_us],
        on_hold=_on_hold(view) if view else [],
        unsaid=[_unsaid(line, view) for line in said if not (line.confirmed or line.waits_for_us)]
        if view
        else [],
        people=_people(fixed, {line.owner.id for line in said}),
        evaluation=EVALUATION_NAMES[view.evaluation_how] if view and view.evaluation_how else "",
        history=_history(versions, views),
        open=may_change(),
    )


@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def confirm_for(case_id: uuid.UUID, commitment_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Put on record what an owner said of an own line."""
    line = next(
        (
            one
            for one in confirmations_of(db(), case())
            if one.line.id == commitment_id and one.owner.id == person_id
        ),
        None,
    )
    if line is None:
        raise NotFoundError
    form = ConfirmForForm()
    if line.said is not None and not form.is_submitted():
        form.answer.data, form.text.data = line.said.content.answer.value, line.said.content.text
    if form.attempt(lambda: _confirm(commitment_id, person_id, form)) is None:
        return room_page(
            "desk/plan/confirm_for.html",
            "plan",
            ahead=False,
            form=form,
            line=shown(line.line),
            name=line.owner.name,
            numbers=numbers_of([person_id]),
        )
    flash(gettext("Vastgelegd namens %(name)s.", name=line.owner.name), "ok")
    return see(url_for("desk.plan", case_id=case_id))


def _confirm(commitment_id: uuid.UUID, person_id: uuid.UUID, form: ConfirmForForm) -> Confirmation:
    return confirm_commitment(
        db(),
        actor(),
        case=case(),
        commitment=get_commitment(db(), case=case(), commitment_id=commitment_id),
        person=get_person(db(), case=case(), person_id=person_id),
        content=ConfirmationContent(ConfirmationAnswer(form.answer.data), form.text.data or ""),
        via=Channel(form.via.data),
        now=now(),
    )


@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def handle(case_id: uuid.UUID, confirmation_id: uuid.UUID) -> Response:
    """A counter-proposal or something handed back was dealt with."""
    confirmation = get_confirmation(db(), case=case(), confirmation_id=confirmation_id)
    mark_handled(db(), actor(), case=case(), confirmation=confirmation, now=now())
    flash(gettext("Afgehandeld."), "ok")
    return see(url_for("desk.plan", case_id=case_id))


@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def begin(case_id: uuid.UUID, lineage_id: uuid.UUID) -> Response:
    """What a promise waited for has happened."""
    begin_commitment(db(), actor(), case=case(), lineage_id=lineage_id, now=now())
    flash(gettext("Deze afspraak loopt nu. Wij vragen later hoe het ging."), "ok")
    return see(url_for("desk.plan", case_id=case_id))


def _goals(view: PlanView, said: list[ConfirmationLine]) -> list[dict[str, object]]:
    """The goals with, at each line, what its owners say."""
    states = {line.id: _state([one for one in said if one.line.id == line.id]) for line in view.lines}
    goals = goals_shown(view)
    sources = [list(goal.lines) for goal in view.goals] + ([list(view.loose)] if view.loose else [])
    for goal, lines in zip(goals, sources, strict=True):
        goal["lines"] = [{**shown(line), **states[line.id]} for line in lines]
    return goals


def _state(said: list[ConfirmationLine]) -> dict[str, object]:
    if said and all(one.confirmed for one in said):
        return {"state": gettext("bevestigd"), "attention": False}
    if len(said) == 1:
        answer = said[0].answer
        return {
            "state": str(SAID_NAMES[answer]) if answer else gettext("nog niet bevestigd"),
            "attention": True,
        }
    open_names = [one.owner.name for one in said if not one.confirmed]
    return {"state": gettext("nog niet bevestigd: %(names)s", names=", ".join(open_names)), "attention": True}


def _waiting(line: ConfirmationLine) -> dict[str, object]:
    if line.said is None:
        raise NotFoundError
    counter = line.answer is ConfirmationAnswer.COUNTER
    return {
        "name": line.owner.name,
        "what": line.line.words.text,
        "counter": counter,
        "text": line.said.content.text,
        "when": how_long_ago(line.said.at, now()),
        "url": url_for("desk.handle_confirmation", case_id=line.case_id, confirmation_id=line.said.id),
        "first": line.line.backup.name if line.line.backup else "",
        "replace_url": url_for("desk.replace", case_id=line.case_id, confirmation_id=line.said.id),
    }


def _on_hold(view: PlanView) -> list[dict[str, object]]:
    """The lines that wait for something else to happen."""
    return [{**shown(line), "lineage": line.lineage_id} for line in view.lines if line.waits]


def _unsaid(line: ConfirmationLine, view: PlanView) -> dict[str, object]:
    return {
        "waits": how_long_ago(view.fixed_at, now()) if view.fixed_at else "",
        "name": line.owner.name,
        "what": line.line.words.text,
        "url": url_for(
            "desk.confirm_for", case_id=line.case_id, commitment_id=line.line.id, person_id=line.owner.id
        ),
    }


def _people(fixed: PlanVersion | None, owners: set[uuid.UUID]) -> list[dict[str, object]]:
    """What everybody said of the version that holds, and how much of it they see."""
    said = {row.person_id: row.content for row in agreements_of(db(), fixed)} if fixed else {}
    shared = plan_parts(db(), case(), now=now())
    beside = co_deciding()
    return [
        {
            "id": person.id,
            "name": person.name.short,
            "beside": beside.get(person.id, ""),
            "agreement": said.get(person.id),
            "part": shared.get(person.id),
            "principal": person.is_principal,
            "owner": person.id in owners,
        }
        for person in in_order(case_people(), beside)
        if (person.left_at is None and not person.nameless) or person.id in said
    ]


def _history(versions: list[PlanVersion], views: dict[uuid.UUID, PlanView]) -> list[dict[str, object]]:
    fixed = [version for version in versions if version.fixed_at is not None]
    entries: list[dict[str, object]] = []
    for index, version in enumerate(fixed):
        before = views[fixed[index + 1].id] if index + 1 < len(fixed) else None
        changes = changes_between(before, views[version.id]) if before else []
        entries.append(
            {
                "number": version.number,
                "fixed_at": version.fixed_at,
                "reason": version.reason,
                "changes": [told_change(change) for change in changes],
                "owners": sorted({owners_of_line(line) for line in views[version.id].lines}),
            }
        )
    return entries
