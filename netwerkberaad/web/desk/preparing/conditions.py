"""Voorwaarden: bodemeisen, minimum terms, what the law offers, and gezag."""

import uuid
from collections.abc import Callable
from datetime import date

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from netwerkberaad.cases import get_person, present, principals_of
from netwerkberaad.cases.conditions import (
    ConditionContent,
    CustodyContent,
    Offer,
    OfferAnswer,
    OfferContent,
    Verified,
    get_condition,
    judge_condition,
    record_custody,
    record_offer,
    set_condition,
    set_minimum,
)
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import actor, as_uuid, case, db, may_change, now
from netwerkberaad.web.desk.preparing.condition_forms import (
    NO,
    YES,
    ConditionForm,
    CustodyForm,
    MinimumForm,
    OfferForm,
    VerdictForm,
)
from netwerkberaad.web.desk.preparing.condition_view import condition_lines, custody_lines, offer_lines
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.fields import one_of
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.once import OnceForm, sent_before
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.seen import digest_of


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, both = "/casussen/<uuid:case_id>/voorwaarden", ["GET", "POST"]
    blueprint.add_url_rule(path, "conditions", conditions)
    blueprint.add_url_rule(f"{path}/bodemeis", "condition_new", condition_new, methods=both)
    one = f"{path}/bodemeis/<uuid:condition_id>"
    blueprint.add_url_rule(one, "condition_edit", condition_edit, methods=both)
    blueprint.add_url_rule(f"{one}/voldoet", "condition_judge", condition_judge, methods=both)
    blueprint.add_url_rule(f"{path}/minimaal", "minimum", minimum, methods=both)
    blueprint.add_url_rule(f"{path}/aanbod", "offer_new", offer_new, methods=both)
    blueprint.add_url_rule(f"{path}/gezag", "custody_new", custody_new, methods=both)


@allow(Permission.READ_CASE)
def conditions(case_id: uuid.UUID) -> Response:
    """Everything that must hold beside the plan."""
    return room_page(
        "desk/conditions/list.html",
        "overview",
        open=may_change(),
        conditions=condition_lines(),
        minimum=case().referral.minimum,
        offers=offer_lines(),
        custody=custody_lines(),
    )


@allow(Permission.CHANGE_CASE)
def condition_new(case_id: uuid.UUID) -> Response:
    """A bodemeis, with the professional who sets it."""
    form = ConditionForm()
    return _form_page(
        form,
        lambda: set_condition(db(), actor(), case=case(), content=_content(form), now=now()),
        _("Een bodemeis"),
    )


@allow(Permission.CHANGE_CASE)
def condition_edit(case_id: uuid.UUID, condition_id: uuid.UUID) -> Response:
    """Say a bodemeis otherwise, or when the family heard it."""
    condition = get_condition(db(), case=case(), condition_id=condition_id)
    known = condition.content
    form = ConditionForm(data={"text": known.text, "by": known.by, "shared_on": known.shared_on})

    def act() -> object:
        content = _content(form)
        return set_condition(db(), actor(), case=case(), content=content, now=now(), condition=condition)

    return _form_page(form, act, _("Een bodemeis"))


@allow(Permission.CHANGE_CASE)
def condition_judge(case_id: uuid.UUID, condition_id: uuid.UUID) -> Response:
    """Whether the plan meets a bodemeis."""
    condition = get_condition(db(), case=case(), condition_id=condition_id)
    digest = digest_of(condition.content, condition.verdict, condition.judged_at is None)
    met = (YES if condition.verdict.met else NO) if condition.judged_at else None
    form = VerdictForm(data={"seen": digest, "met": met, "reason": condition.verdict.reason})

    def act() -> object:
        form.require_current(digest)
        judge_condition(
            db(),
            actor(),
            condition=condition,
            met=form.met.data == YES,
            reason=form.reason.data or "",
            now=now(),
        )
        return condition

    return _form_page(form, act, _("Voldoet het plan?"), condition.content.text)


@allow(Permission.CHANGE_CASE)
def minimum(case_id: uuid.UUID) -> Response:
    """The minimum terms of the aanmelder."""
    digest = digest_of(case().referral.minimum)
    form = MinimumForm(data={"seen": digest, "text": case().referral.minimum})

    def act() -> object:
        form.require_current(digest)
        set_minimum(db(), actor(), case=case(), text=form.text.data or "", now=now())
        return True

    return _form_page(
        form, act, _("Wat de aanmelder minimaal nodig vindt"), _("In gewone woorden, die iedereen mag horen.")
    )


@allow(Permission.CHANGE_CASE)
def offer_new(case_id: uuid.UUID) -> Response:
    """What was offered by law, and the answer."""
    form = OfferForm()
    form.person.choices = [(str(one.id), one.name.full) for one in present(case_people())]

    def act() -> object:
        person = get_person(db(), case=case(), person_id=as_uuid(form.person.data))
        content = OfferContent(
            Offer(form.offer.data), form.on.data, OfferAnswer(form.answer.data), form.text.data or ""
        )
        return record_offer(db(), actor(), case=case(), person=person, content=content, now=now())

    return _form_page(form, act, _("Wat de wet laat kiezen"))


@allow(Permission.CHANGE_CASE)
def custody_new(case_id: uuid.UUID) -> Response:
    """Who has gezag over whom."""
    form = CustodyForm()
    youngest = sorted(principals_of(case_people()), key=lambda one: one.about.born or date.min, reverse=True)
    form.child.choices = [(str(one.id), one.name.full) for one in youngest]
    form.holder.choices = one_of((str(one.id), one.name.full) for one in present(case_people()))
    note = _("‘Niet gevraagd: gevaar’ beslist altijd een professional, met naam en reden.")
    return _form_page(form, lambda: _custody(form), _("Wie heeft het gezag?"), note)


def _content(form: ConditionForm) -> ConditionContent:
    return ConditionContent(form.text.data or "", form.by.data or "", form.shared_on.data)


def _custody(form: CustodyForm) -> object:
    child = get_person(db(), case=case(), person_id=as_uuid(form.child.data))
    holder = None
    if form.holder.data:
        holder = get_person(db(), case=case(), person_id=as_uuid(form.holder.data))
    content = CustodyContent(
        holder=form.other.data or "",
        text=form.text.data or "",
        verified=Verified(form.verified.data),
        verified_by=form.verified_by.data or "",
        on=form.on.data,
        not_asked=bool(form.not_asked.data),
        not_asked_by=form.not_asked_by.data or "",
        not_asked_reason=form.not_asked_reason.data or "",
    )
    return record_custody(db(), actor(), case=case(), child=child, holder=holder, content=content, now=now())


def _form_page(form: BaseForm, act: Callable[[], object], title: str, note: str = "") -> Response:
    """Show a form, or act and go back to the list."""
    home = url_for("desk.conditions", case_id=case().id)
    if isinstance(form, OnceForm) and sent_before(form.once.data):
        return see(home)
    if form.attempt(act) is None:
        return room_page(
            "desk/conditions/form.html", "overview", ahead=False, form=form, title=title, note=note, home=home
        )
    flash(_("Vastgelegd."), "ok")
    return see(home)
