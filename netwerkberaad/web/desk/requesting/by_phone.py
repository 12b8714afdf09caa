"""Who calls needs no form: the coördinator takes the request down, in the words of the caller, with the same steps."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from netwerkberaad.accounts import staff_named, staff_with_role
from netwerkberaad.cases import Case, drop_draft, promised_contact
from netwerkberaad.cases.promises import PromiseKind, open_promises
from netwerkberaad.cases.referral import PromisedBy
from netwerkberaad.flows import request_beraad
from netwerkberaad.foundation.access import Permission, Role
from netwerkberaad.foundation.documents import spoken_moment
from netwerkberaad.web.context import READING, actor, as_uuid, base_url, db, now, staff
from netwerkberaad.web.desk.requesting.request_drafts import (
    invitees_from,
    is_urgent,
    principals_from,
    referral_from,
    talk_from,
)
from netwerkberaad.web.desk.requesting.request_forms import PromiseForm
from netwerkberaad.web.desk.requesting.steps import Content, Way, begin, name_of, take_contacts, take_step
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.moments import day_of, moment_of, time_of
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.templating import language


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/telefoon", "phone_requests", phone_requests)
    blueprint.add_url_rule("/telefoon", "new_phone_request", new_phone_request, methods=["POST"])
    blueprint.add_url_rule(
        "/telefoon/<uuid:draft_id>/<int:step>", "phone_step", phone_step, methods=["GET", "POST"]
    )
    blueprint.add_url_rule(
        "/telefoon/<uuid:draft_id>/lijst", "phone_contacts", phone_contacts, methods=["POST"]
    )
    blueprint.add_url_rule(
        "/telefoon/<uuid:draft_id>/weg", "drop_phone_request", drop_phone_request, methods=["POST"]
    )


@allow(Permission.TAKE_REQUEST)
def phone_requests() -> Response:
    """Begin to write down who calls, or go on with what is not sent yet."""
    return page("desk/requests/phone.html", drafts=[(draft, name_of(draft)) for draft in _WAY.drafts()])


@allow(Permission.TAKE_REQUEST)
def new_phone_request() -> Response:
    """Begin a draft, or go on with one that is still empty; with spoed it has fewer steps."""
    return begin(_WAY, "phone_urgent" if request.form.get("urgent") else "phone")


@allow(Permission.TAKE_REQUEST)
def phone_step(draft_id: uuid.UUID, step: int) -> Response:
    """One step of what the caller tells."""
    return take_step(_WAY, _WAY.draft(draft_id), step)


@allow(Permission.TAKE_REQUEST)
def phone_contacts(draft_id: uuid.UUID) -> Response:
    """Take over who was chosen out of a list."""
    return take_contacts(_WAY, _WAY.draft(draft_id))


@allow(Permission.TAKE_REQUEST)
def drop_phone_request(draft_id: uuid.UUID) -> Response:
    """Throw a draft away."""
    drop_draft(db(), actor(), draft_id=_WAY.draft(draft_id).id, now=now())
    flash(_("Het concept is weg."), "ok")
    return see(url_for("desk.phone_requests"))


def _prepare(content: Content, form: BaseForm) -> None:
    """Offer who can call back, and the usual moment."""
    if not isinstance(form, PromiseForm):
        return
    coordinators = staff_with_role(db(), staff().region_id, Role.COORDINATOR)
    form.by.choices = [(str(one.id), one.profile.full_name) for one in coordinators]
    if request.method in READING:
        due_at = promised_contact(now(), urgent=is_urgent(content))
        form.by.data, form.day.data, form.at.data = str(staff().id), day_of(due_at), time_of(due_at)


def _promised(content: Content, form: BaseForm) -> PromisedBy:
    if not isinstance(form, PromiseForm):
        return PromisedBy()
    by = as_uuid(form.by.data) if form.by.data else staff().id
    return PromisedBy(by, moment_of(form.day.data, form.at.at), talk_from(content))


def _send(content: Content, form: BaseForm) -> Case:
    return request_beraad(
        db(),
        actor(),
        region_id=staff().region_id,
        referral=referral_from(content),
        principals=principals_from(content),
        invitees=invitees_from(content),
        urgent=is_urgent(content),
        by_phone=True,
        promised=_promised(content, form),
        base_url=base_url(),
        now=now(),
    )


def _sent(made: Case) -> Response:
    """What to say to the caller before the line is broken."""
    referral = made.referral
    promised = next(one for one in open_promises(db(), [made.id]) if one.kind is PromiseKind.REFERRER)
    moment = spoken_moment(promised.due_at, language())
    by = staff_named(db(), [promised.staff_id])
    caller = next((one.profile.full_name for one in by.values()), "")
    if referral.referrer_mail:
        text = _("De aanvraag staat erin. %(name)s krijgt een mail: %(caller)s belt vóór %(moment)s.")
    else:
        text = _(
            "De aanvraag staat erin. Zeg tegen %(name)s: %(caller)s belt vóór %(moment)s. Er gaat geen mail."
        )
    flash(text % {"name": referral.referrer_name, "caller": caller, "moment": moment}, "ok")
    return see(url_for("desk.waiting"))


_WAY = Way(
    step="desk.phone_step",
    contacts="desk.phone_contacts",
    home="desk.phone_requests",
    crumb=lambda: _("Aanvraag per telefoon"),
    send=_send,
    sent=_sent,
    by_phone=True,
    prepare=_prepare,
)
