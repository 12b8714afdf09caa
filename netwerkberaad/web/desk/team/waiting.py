"""Aanvragen: what waits for a gespreksleider, with no more facts than are needed to spread it."""

import uuid
from collections.abc import Callable

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import BooleanField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.accounts import Staff, staff_named
from netwerkberaad.cases import (
    Assignment,
    Case,
    WaitingView,
    get_case,
    waiting_case,
    waiting_cases,
)
from netwerkberaad.flows import begin_given, claim_request
from netwerkberaad.foundation.access import Permission, Role
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError
from netwerkberaad.foundation.documents import listed
from netwerkberaad.web.context import READING, actor, base_url, db, now, staff
from netwerkberaad.web.desk.team.assigning import load_lines, load_shown
from netwerkberaad.web.desk.team.waiting_words import facts_shown, wishes_told
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import ORIGIN_NAMES
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.when import how_long_ago, how_long_until, spoken_soon
from netwerkberaad.web.templating import language

Act = dict[str, object]
_WORDS = _("Hoe weet u dat u onafhankelijk bent?")


class ClaimForm(BaseForm):
    """Taking a case: the declaration of independence."""

    independent = BooleanField(_("Ik help niemand in deze casus en ik ken niemand van hen"))
    words = TextAreaField(_WORDS, [Optional(), at_most(LONG)])


class DeclareForm(BaseForm):
    """The declaration for a case that one was given."""

    words = TextAreaField(_WORDS, [required(_("Schrijf in één zin hoe u dat weet.")), at_most(LONG)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/aanvragen-bekijken", "waiting", waiting)
    blueprint.add_url_rule("/casussen/<uuid:request_id>/nemen", "claim", claim, methods=both)
    blueprint.add_url_rule(
        "/casussen/<uuid:request_id>/onafhankelijk", "declare_independence", declare, methods=both
    )


@allow(Permission.SEE_WAITING_LIST)
def waiting() -> Response:
    """The waiting list, spoed first, and for the coördinator who has how many cases."""
    views = waiting_cases(db(), actor())
    people = staff_named(db(), {view.assigned_to for view in views})
    assigns = actor().has(Role.COORDINATOR)
    load = load_lines() if assigns else []
    chosen = request.args.get("gespreksleider", "")
    whose = next((person for person, _count in load if str(person.id) == chosen), None)
    return page(
        "desk/waiting/list.html",
        lines=[_line(view, people) for view in views],
        assigns=assigns,
        load=load,
        whose=whose.profile.full_name if whose else "",
        held=load_shown(whose) if whose else [],
    )


@allow(Permission.SEE_WAITING_LIST)
def claim(request_id: uuid.UUID) -> Response:
    """Read the limited facts and take the case."""
    waits = _waiting(request_id)
    if waits is None:
        return _gone(request_id)
    form = ClaimForm()
    return _take(
        form,
        waits,
        lambda: claim_request(
            db(),
            actor(),
            case=waits,
            words=form.words.data or "",
            independent=bool(form.independent.data),
            base_url=base_url(),
            now=now(),
        ),
    )


@allow(Permission.SEE_WAITING_LIST)
def declare(request_id: uuid.UUID) -> Response:
    """Declare independence for a case the coördinator gave."""
    waits = _waiting(request_id)
    if waits is None:
        return _gone(request_id)
    form = DeclareForm()
    return _take(
        form,
        waits,
        lambda: begin_given(
            db(), actor(), case=waits, words=form.words.data or "", base_url=base_url(), now=now()
        ),
    )


def _take(form: BaseForm, waits: Case, act: Callable[[], Assignment]) -> Response:
    if form.attempt(act) is None:
        return page(
            "desk/waiting/take.html", form=form, **facts_shown(waiting_case(db(), actor(), case=waits))
        )
    flash(gettext("U bent nu de gespreksleider van deze casus."), "ok")
    return see(url_for("desk.overview", case_id=waits.id))


def _waiting(request_id: uuid.UUID) -> Case | None:
    """The case while this gespreksleider may take it.

    None when they lead it already, asked for it themselves, or a colleague was a moment sooner with a post: asked here
    and not by the guard, so that a second tap or a race ends on a page that says so. Raises NotFoundError.
    """
    try:
        return get_case(db(), actor(), request_id, Permission.CLAIM_CASE)
    except DeniedError:
        return None
    except NotFoundError:
        if request.method in READING:
            raise
        return None


def _gone(request_id: uuid.UUID) -> Response:
    try:
        own = get_case(db(), actor(), request_id, Permission.READ_CASE)
    except NotFoundError:
        flash(gettext("Deze aanvraag is niet meer vrij, of u kunt haar niet zelf nemen."), "info")
        return see(url_for("desk.waiting"))
    return see(url_for("desk.overview", case_id=own.id))


def _line(view: WaitingView, people: dict[uuid.UUID, Staff]) -> dict[str, object]:
    """One request as a line of the list, with its one act and, for a coördinator, the way to give it away."""
    given_to = people.get(view.assigned_to) if view.assigned_to else None
    assigns = actor().has(Role.COORDINATOR)
    assign_url = url_for("desk.assign", case_id=view.id)
    act: Act | None = None
    if view.may_claim and view.assigned_to == staff().id:
        act = _act(
            gettext("Verklaar u onafhankelijk"), url_for("desk.declare_independence", request_id=view.id)
        )
    elif view.may_claim:
        act = _act(gettext("Lees de aanvraag"), url_for("desk.claim", request_id=view.id))
    elif assigns:
        act = _act(gettext("Wijs toe"), assign_url)
    return {
        "names": listed(view.first_names, language()),
        "urgent": view.urgent,
        "when": how_long_ago(view.asked_at, now()),
        "asked": view.asked_at,
        "origin": ORIGIN_NAMES[view.origin],
        "place": view.municipality,
        "listed": view.listed,
        "wishes": wishes_told(view),
        "promised": spoken_soon(view.next_contact_at) if view.next_contact_at else "",
        "late": view.next_contact_at is not None and view.next_contact_at < now(),
        "left": how_long_until(view.next_contact_at, now()) if view.next_contact_at else "",
        "given_to": given_to.profile.full_name if given_to and given_to.id != staff().id else "",
        "act": act,
        "known": view.known,
        "join_url": url_for("desk.join_request", case_id=view.id) if view.known and assigns else "",
        "assign_url": assign_url if assigns and view.may_claim else "",
    }


def _act(label: str, url: str) -> Act:
    return {"label": label, "url": url}
