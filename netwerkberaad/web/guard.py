"""The guard before every page: who asks, may they, and which case is this about. Deny by default."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import Flask, abort, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from netwerkberaad.cases import get_case
from netwerkberaad.foundation.access import Actor, ActorKind, Permission, Subject, require
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.errors import DeniedError, DomainError, NotFoundError
from netwerkberaad.foundation.links import SessionStage
from netwerkberaad.web.context import READING, actor, db, halfway, locked_out, now
from netwerkberaad.web.held import hold, let_go_when_sent
from netwerkberaad.web.sessions import current

View = TypeVar("View", bound=Callable[..., object])
PERMISSION = "_permission"
PUBLIC = "_public"
ENROLLING = "_enrolling"
AT_TABLE = "_at_table"

_READS = {
    Permission.READ_CASE: audit.declare("case.read", "case"),
    Permission.CHANGE_CASE: audit.declare("case.opened_to_change", "case"),
    Permission.OPEN_MELDCODE: audit.declare("meldcode.read", "case"),
    Permission.KEEP_PROMISE: audit.declare("promise.read", "case"),
    Permission.SEE_OWN_REQUEST: audit.declare("request.read", "case"),
    Permission.SEE_WAITING_LIST: audit.declare("waiting_list.read", "region"),
    Permission.LIST_CASES: audit.declare("caseload.read", "staff"),
    Permission.SEE_TODAY: audit.declare("today.read", "staff"),
    Permission.READ_OWN_PART: audit.declare("own_part.read", "person"),
    Permission.CONFIRM_COMMITMENT: audit.declare("own_commitments.read", "person"),
    Permission.CHOOSE_MENTOR: audit.declare("own_mentor.read", "person"),
    Permission.AGREE: audit.declare("agreement.read", "person"),
    Permission.GIVE_CONSENT: audit.declare("own_consents.read", "person"),
    Permission.READ_AUDIT: audit.declare("audit.read", "region"),
    Permission.SEE_EMERGENCY: audit.declare("emergency.read", "staff"),
    Permission.MANAGE_STAFF: audit.declare("staff.read", "region"),
    Permission.CONFIRM_RESET: audit.declare("staff.second_step_resets_read", "region"),
    Permission.SEE_RETENTION: audit.declare("retention.read", "region"),
    Permission.HANDLE_BREACHES: audit.declare("breach.read", "region"),
    Permission.HANDLE_REQUESTS: audit.declare("subject_request.read", "region"),
}
_ON_GROUND = frozenset(
    {Permission.READ_CASE, Permission.CHANGE_CASE, Permission.HANDLE_ANSWER, Permission.KEEP_PROMISE}
)
"""Permissions that somebody can also have by covering for a colleague or in an emergency: the log tells which."""
_WANTS_PROOF = frozenset(
    {
        Permission.READ_OWN_PART,
        Permission.CONFIRM_COMMITMENT,
        Permission.APPROVE_INVITES,
        Permission.DECIDE_SIGHT,
        Permission.STOP_OWN_CASE,
        Permission.CHOOSE_MENTOR,
        Permission.AGREE,
        Permission.GIVE_CONSENT,
    }
)
_OWN_SITES = frozenset({"same-origin", "none"})
"""What a browser says of a form that stands on our own page, or that somebody sends again by hand."""
DENIED = audit.declare("access.denied", "page")


def allow(permission: Permission) -> Callable[[View], View]:
    """Mark a view with the permission it needs."""

    def marked(view: View) -> View:
        setattr(view, PERMISSION, permission)
        return view

    return marked


def public(view: View) -> View:
    """Mark a view that anybody may use."""
    setattr(view, PUBLIC, True)
    return view


def while_enrolling(view: View) -> View:
    """Mark a view that is open already to somebody who must get a second step first."""
    setattr(view, ENROLLING, True)
    return view


def at_table(view: View) -> View:
    """Mark a view that the table screen uses: open while the session of the table of its case lasts."""
    setattr(view, AT_TABLE, True)
    return view


def install_guard(app: Flask) -> None:
    """Ask before every request; an endpoint that declares nothing is refused."""
    app.before_request(_guard)


def _guard() -> Response | None:
    if request.endpoint is None:
        return None
    if (
        request.method not in READING
        and request.headers.get("Sec-Fetch-Site", "same-origin") not in _OWN_SITES
    ):
        abort(400)
    view = _view(request.endpoint)
    if getattr(view, PUBLIC, False):
        return None
    permission: Permission | None = getattr(view, PERMISSION, None)
    if permission is None:
        abort(403)
    who = actor()
    if who.kind is ActorKind.VISITOR:
        return _send_to_door()
    if current().stage is SessionStage.ENROLMENT and not getattr(view, ENROLLING, False):
        return redirect(url_for("desk.second_step"), code=303)
    try:
        _check(who, permission)
    except (DeniedError, NotFoundError) as error:
        if _only_proof_is_missing(who, permission):
            return redirect(url_for("door.proof", naar=request.path))
        if who.kind is ActorKind.GUEST and not g.guest.case.open:
            return _to_the_end()
        _note_denial(actor(), error)
        raise
    let_go_when_sent()
    if request.method in READING and permission in _READS:
        case = g.get("case")
        subject = case.id if case else who.id
        entry = actor().entry(
            _READS[permission], now=now(), case_id=case.id if case else who.case_id, object_id=subject
        )
        audit.record(db(), entry)
    return None


def _check(who: Actor, permission: Permission) -> None:
    case_id = (request.view_args or {}).get("case_id")
    if case_id is not None and who.kind is ActorKind.STAFF:
        if permission in _ON_GROUND:
            g.actor = who.in_case(case_id)
        g.case = get_case(db(), who, case_id, permission)
        return
    if who.kind is ActorKind.GUEST:
        subject = Subject(
            who.region_id, who.case_id, person_id=who.id, open=g.guest.case.open, stopped=g.guest.case.stopped
        )
        require(who, permission, subject)
        return
    require(who, permission, None)


def _only_proof_is_missing(who: Actor, permission: Permission) -> bool:
    wants_proof = permission in _WANTS_PROOF
    return who.kind is ActorKind.GUEST and not who.proven and wants_proof and request.method in READING


def _to_the_end() -> Response:
    """Somebody comes, or sends a page that stood open, after the case was closed: the calm last page says so."""
    if request.method not in READING:
        flash(
            gettext(
                "Wat u net invulde, is niet bewaard: het was al afgesloten. Wilt u het toch vertellen? Bel ons gerust."
            ),
            "info",
        )
    return redirect(url_for("door.welcome"), code=303)


def _note_denial(who: Actor, _error: DomainError) -> None:
    case_id = (request.view_args or {}).get("case_id")
    entry = who.entry(DENIED, now=now(), case_id=case_id, outcome=audit.Outcome.DENIED)
    g.setdefault("denials", []).append(entry)


def _send_to_door() -> Response:
    held = request.method not in READING and hold()
    if request.blueprint == "door":
        return redirect(url_for("door.no_session"))
    step = "public.unlock" if locked_out() else "public.second_step" if halfway() else "public.sign_in"
    back = url_for("desk.held_form") if held else request.path if request.method in READING else None
    return redirect(url_for(step, next=back))


def table_open_until() -> datetime | None:
    """How long the table lasts to which this page belongs; None for a page that belongs to none, or to none that is open."""
    case_id = (request.view_args or {}).get("case_id")
    if case_id is None or not getattr(_view(request.endpoint or ""), AT_TABLE, False):
        return None
    return current().table_until(case_id)


def _view(endpoint: str) -> object:
    return current_app.view_functions[endpoint]
