"""Aanmelden: a request in steps with a kept draft, and what became of one's own requests."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from netwerkberaad.cases import Case, drop_draft, subject_of
from netwerkberaad.cases import own_request as request_view
from netwerkberaad.cases import own_requests as request_views
from netwerkberaad.cases.referral import PromisedBy
from netwerkberaad.flows import request_beraad
from netwerkberaad.foundation.access import Permission, may
from netwerkberaad.plans import current_terms
from netwerkberaad.web.context import actor, base_url, case, db, now, staff
from netwerkberaad.web.desk.requesting.request_drafts import (
    invitees_from,
    is_urgent,
    principals_from,
    referral_from,
    talk_from,
)
from netwerkberaad.web.desk.requesting.steps import (
    Content,
    Way,
    begin,
    name_of,
    take_contacts,
    take_step,
)
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.term_words import terms_shown
from netwerkberaad.web.kit.words import PHASE_NAMES


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/aanmeldingen", "own_requests", own_requests)
    blueprint.add_url_rule("/aanmeldingen/<uuid:case_id>", "own_request", own_request)
    blueprint.add_url_rule("/aanmelden", "new_request", new_request, methods=["POST"])
    blueprint.add_url_rule(
        "/aanmelden/<uuid:draft_id>/<int:step>", "request_step", request_step, methods=["GET", "POST"]
    )
    blueprint.add_url_rule(
        "/aanmelden/<uuid:draft_id>/lijst", "request_contacts", request_contacts, methods=["POST"]
    )
    blueprint.add_url_rule("/aanmelden/<uuid:draft_id>/weg", "drop_request", drop_request, methods=["POST"])


@allow(Permission.REQUEST_BERAAD)
def own_requests() -> Response:
    """My drafts and my requests, with who calls when."""
    drafts = [(draft, name_of(draft)) for draft in _WAY.drafts()]
    requests = request_views(db(), actor())
    return page("desk/requests/list.html", drafts=drafts, requests=requests, phases=PHASE_NAMES, now=now())


@allow(Permission.SEE_OWN_REQUEST)
def own_request(case_id: uuid.UUID) -> Response:
    """The receipt of one request: how far it is, who calls when, the feedback at the end."""
    view = request_view(db(), actor(), case=case())
    meldcode = may(actor(), Permission.OPEN_MELDCODE, subject_of(db(), case()))
    asked = current_terms(db(), case())
    return page(
        "desk/requests/receipt.html",
        view=view,
        phases=PHASE_NAMES,
        now=now(),
        meldcode=meldcode,
        **terms_shown(asked, now()),
        terms_due=asked is not None and asked.answered_at is None,
    )


@allow(Permission.REQUEST_BERAAD)
def new_request() -> Response:
    """Begin a draft, or go on with one that is still empty; with spoed it has fewer steps."""
    return begin(_WAY, "urgent" if request.form.get("urgent") else "ordinary")


@allow(Permission.REQUEST_BERAAD)
def request_step(draft_id: uuid.UUID, step: int) -> Response:
    """One step of a request."""
    return take_step(_WAY, _WAY.draft(draft_id), step)


@allow(Permission.REQUEST_BERAAD)
def request_contacts(draft_id: uuid.UUID) -> Response:
    """Take over who was chosen out of a list."""
    return take_contacts(_WAY, _WAY.draft(draft_id))


@allow(Permission.REQUEST_BERAAD)
def drop_request(draft_id: uuid.UUID) -> Response:
    """Throw a draft away."""
    drop_draft(db(), actor(), draft_id=_WAY.draft(draft_id).id, now=now())
    flash(_("Het concept is weg."), "ok")
    return see(url_for("desk.own_requests"))


def _send(content: Content, _form: BaseForm) -> Case:
    return request_beraad(
        db(),
        actor(),
        region_id=staff().region_id,
        referral=referral_from(content),
        principals=principals_from(content),
        invitees=invitees_from(content),
        urgent=is_urgent(content),
        promised=PromisedBy(talk_at=talk_from(content)),
        base_url=base_url(),
        now=now(),
    )


def _sent(made: Case) -> Response:
    return see(url_for("desk.own_request", case_id=made.id))


_WAY = Way(
    step="desk.request_step",
    contacts="desk.request_contacts",
    home="desk.own_requests",
    crumb=lambda: _("Mijn aanmeldingen"),
    send=_send,
    sent=_sent,
)
