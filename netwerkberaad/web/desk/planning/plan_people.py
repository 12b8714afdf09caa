"""Instemming en delen: what everybody says of the plan, who sees how much of it, and fixing it."""

import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad import beraden
from netwerkberaad.cases import Person
from netwerkberaad.cases.sight import SharedPart, plan_parts, share_plan
from netwerkberaad.flows import Accepted, accept_plan
from netwerkberaad.foundation.access import Permission
from netwerkberaad.plans import (
    Agreement,
    AgreementContent,
    CheckerMissingError,
    PlanVersion,
    agreements_of,
    draft_of,
    plan_view,
    record_agreement,
    set_reason,
    version_fixed,
)
from netwerkberaad.web.context import actor, base_url, case, db, now
from netwerkberaad.web.desk.planning import plan_lines
from netwerkberaad.web.desk.planning.co_deciding import co_deciding, in_order
from netwerkberaad.web.desk.planning.judging import keep_verdicts, verdict_fields, verdict_rows
from netwerkberaad.web.desk.planning.plan_editor import locked_in_private_time
from netwerkberaad.web.desk.planning.plan_forms import EvaluationForm
from netwerkberaad.web.desk.planning.plan_questions import missing_checkers
from netwerkberaad.web.guard import allow, at_table
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.forms import LONG, MEDIUM, at_most
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.plan_words import goals_shown, shown
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.seen import SeenForm, digest_of
from netwerkberaad.web.kit.sight_forms import PART_NAMES
from netwerkberaad.web.kit.told_words import told_words

YES, NO, OPEN = "yes", "no", "open"


class PeopleForm(SeenForm):
    """What everybody says and sees. Three fields for each person are added by ``people_form``."""


class AcceptForm(PeopleForm, EvaluationForm):
    """The same, with what is needed to fix the plan."""

    version = HiddenField()
    reason = TextAreaField(_("Waarom verandert het plan?"), [Optional(), at_most(LONG)])
    known_missing = HiddenField()


Kind = TypeVar("Kind", bound=PeopleForm)


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    room, both = "/casussen/<uuid:case_id>/plan", ["GET", "POST"]
    blueprint.add_url_rule(f"{room}/vaststellen", "accept_plan", accept, methods=both)
    blueprint.add_url_rule(f"{room}/instemming", "plan_people", people, methods=both)


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def accept(case_id: uuid.UUID) -> Response:
    """Ask everybody, decide who sees what and when people look back, and fix the plan."""
    draft = draft_of(db(), case())
    if draft is None:
        return see(url_for("desk.plan", case_id=case_id))
    view = plan_view(db(), draft)
    form = people_form(AcceptForm, draft, *verdict_fields())
    if not form.is_submitted():
        form.show(view)
        form.version.data, form.reason.data = str(draft.id), draft.reason
    asked = _Asked()
    done = form.attempt(lambda: _accept(form, draft, asked))
    if done is None:
        form.known_missing.data = "1" if asked.checkers else ""
        return room_page(
            "desk/plan/accept.html",
            "plan",
            ahead=False,
            form=form,
            conditions=verdict_rows(form),
            minimum=case().referral.minimum,
            rows=rows_of(form),
            view=view,
            goals=goals_shown(view),
            unchecked=[shown(line) for line in missing_checkers(view.lines)] if asked.checkers else [],
            first=draft.number == 1,
        )
    flash(done, "ok")
    return see(url_for("desk.plan", case_id=case_id))


@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def people(case_id: uuid.UUID) -> Response:
    """What somebody says of the plan that holds, and how much of it they see; both may change later."""
    version = version_fixed(db(), case()) or draft_of(db(), case())
    if version is None:
        return see(url_for("desk.plan", case_id=case_id))
    form = people_form(PeopleForm, version)
    if form.attempt(lambda: _keep_people(form, version)) is None:
        return room_page(
            "desk/plan/people.html",
            "plan",
            ahead=False,
            form=form,
            rows=rows_of(form),
            number=version.number,
        )
    flash(gettext("Bewaard."), "ok")
    return see(url_for("desk.plan", case_id=case_id))


class _Asked:
    """Whether the question for missing checkers was asked just now."""

    checkers = False


def people_form(
    kind: type[Kind],
    version: PlanVersion,
    more: Mapping[str, object] = MappingProxyType({}),
    more_data: Mapping[str, str] = MappingProxyType({}),
) -> Kind:
    """A form with, for each person, what they say, their remark, and how much they see, beside ``more`` fields."""
    said = _said(version)
    shared = plan_parts(db(), case(), now=now())
    choices = [(YES, gettext("Ja")), (NO, gettext("Nee")), (OPEN, gettext("Nog niet"))]
    parts = [(part.value, str(name)) for part, name in PART_NAMES.items()]
    fields: dict[str, object] = {**more}
    data: dict[str, str] = {"seen": _seen(version), **more_data}
    for person in _asked_people():
        name = person.name.short
        fields[f"says-{person.id}"] = RadioField(
            gettext("Wat zegt %(name)s van het plan?", name=name), [Optional()], choices=choices
        )
        fields[f"remark-{person.id}"] = StringField(
            gettext("Opmerking van %(name)s", name=name), [Optional(), at_most(MEDIUM)]
        )
        fields[f"part-{person.id}"] = SelectField(
            gettext("Wat krijgt %(name)s te zien?", name=name), choices=parts
        )
        content = said[person.id].content if person.id in said else None
        data[f"says-{person.id}"] = (YES if content.agrees else NO) if content else OPEN
        data[f"remark-{person.id}"] = content.remark if content else ""
        data[f"part-{person.id}"] = _part(person, shared).value
    made: Kind = type(f"{kind.__name__}OfCase", (kind,), fields)(data=data)
    return made


def rows_of(form: PeopleForm) -> list[dict[str, object]]:
    """The fields of each person, for a row of the table; who decides along stands right behind the hoofdpersonen."""
    beside = co_deciding()
    return [
        {
            "name": person.name.short,
            "relation": beside.get(person.id) or person.about.relation,
            "unasked": person.id in beside and form[f"says-{person.id}"].data == OPEN,
            "says": form[f"says-{person.id}"],
            "remark": form[f"remark-{person.id}"],
            "part": form[f"part-{person.id}"],
        }
        for person in in_order(_asked_people(), beside)
    ]


def _asked_people() -> list[Person]:
    return [person for person in case_people() if person.left_at is None and not person.nameless]


def _part(person: Person, shared: Mapping[uuid.UUID, SharedPart]) -> SharedPart:
    """What was decided; until then the hoofdpersonen, whose plan it is, see all, and others their own part."""
    return shared.get(person.id, SharedPart.WHOLE if person.is_principal else SharedPart.OWN)


def _said(version: PlanVersion) -> dict[uuid.UUID, Agreement]:
    return {row.person_id: row for row in agreements_of(db(), version)}


def _seen(version: PlanVersion) -> str:
    said = sorted((str(row.person_id), row.at.isoformat()) for row in agreements_of(db(), version))
    shared = sorted(
        (str(person_id), part.value) for person_id, part in plan_parts(db(), case(), now=now()).items()
    )
    return digest_of(version.id, said, shared)


def _keep_people(form: PeopleForm, version: PlanVersion) -> frozenset[uuid.UUID]:
    """Put on record what is new or different; returns who says yes. Raises StaleError."""
    form.require_current(_seen(version))
    said, shared = _said(version), plan_parts(db(), case(), now=now())
    agreeing: set[uuid.UUID] = set()
    for person in _asked_people():
        answer = form[f"says-{person.id}"].data or OPEN
        content = AgreementContent(answer == YES, form[f"remark-{person.id}"].data or "")
        if answer == YES:
            agreeing.add(person.id)
        if answer != OPEN and (person.id not in said or said[person.id].content != content):
            record_agreement(
                db(), actor(), case=case(), version=version, person=person, content=content, now=now()
            )
        part = SharedPart(form[f"part-{person.id}"].data)
        if shared.get(person.id) is not part:
            share_plan(db(), actor(), case=case(), person=person, part=part, now=now())
    return frozenset(agreeing)


def _accept(form: AcceptForm, draft: PlanVersion, asked: _Asked) -> str:
    agreeing = _keep_people(form, draft)
    keep_verdicts(form)
    plan_lines.keep_evaluation(form)
    if draft.number > 1:
        set_reason(db(), actor(), case=case(), reason=form.reason.data or "", now=now())
    if "later" in request.form:
        return gettext("Bewaard. Het plan is nog een concept.")
    try:
        accepted = accept_plan(
            db(),
            actor(),
            case=case(),
            base_url=base_url(),
            now=now(),
            approved_by=agreeing,
            checkers_known_missing=bool(form.known_missing.data),
        )
    except CheckerMissingError:
        asked.checkers = True
        raise
    _end_meeting()
    return _told(accepted)


def _end_meeting() -> None:
    """Fixing the plan is the last thing people do at the table."""
    beraad = beraden.current_beraad(db(), case())
    if beraad is not None and beraad.opened_at is not None:
        beraden.end_beraad(db(), actor(), beraad=beraad, now=now())


def _told(accepted: Accepted) -> str:
    return gettext("Het plan staat vast.") + " " + told_words(accepted.told)
