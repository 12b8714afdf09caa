"""Showing again who one is, before changing how one signs in: who sat down at an open desk cannot."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from netwerkberaad.accounts import has_authenticator, has_second_step, note_proven, passkeys_of, prove_again
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import READING, db, now, staff
from netwerkberaad.web.guard import allow, while_enrolling
from netwerkberaad.web.kit.forms import MEDIUM, BaseForm
from netwerkberaad.web.kit.pages import own_path, page, see
from netwerkberaad.web.kit.passkeys import PasskeyForm, options_for, owner_of
from netwerkberaad.web.known_browsers import marks
from netwerkberaad.web.public.locking import UnlockForm
from netwerkberaad.web.sessions import current

FRESH = timedelta(minutes=10)
_TYPED = "typed"
_NOT_KEPT = frozenset({"csrf_token", "credential", "code"})


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/account/bewijs"
    blueprint.add_url_rule(path, "prove", prove, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{path}/passkey", "prove_passkey", prove_passkey, methods=["POST"])


def freshly_proven(view: Callable[..., Response]) -> Callable[..., Response]:
    """Open a view to somebody who showed who they are at most ten minutes ago; what they typed waits in their session."""

    @wraps(view)
    def checked(**values: object) -> Response:
        typed = request.method not in READING
        if current().proven_within(FRESH):
            if typed and _TYPED in current():
                del current()[_TYPED]
            return view(**values)
        if typed:
            kept = {
                name: text
                for name, text in request.form.items()
                if name not in _NOT_KEPT and len(text) <= MEDIUM
            }
            current()[_TYPED] = {"path": request.path, "values": kept}
        methods = (request.url_rule.methods if request.url_rule else None) or set()
        back = request.path if "GET" in methods else url_for("desk.second_step")
        return see(url_for("desk.prove", next=back))

    return checked


def typed_before() -> dict[str, str]:
    """What somebody sent from this page before they were asked who they are; passwords and codes are not kept."""
    kept = current().get(_TYPED)
    return kept["values"] if isinstance(kept, dict) and kept["path"] == request.path else {}


@while_enrolling
@allow(Permission.USE_OWN_ACCOUNT)
def prove() -> Response:
    """Show again who one is: by a code, or by the password of somebody without a second step."""
    form = UnlockForm()
    return _ask(form, form) if form.attempt(lambda: _proven(form.code.data or "")) is None else _go_on()


@while_enrolling
@allow(Permission.USE_OWN_ACCOUNT)
def prove_passkey() -> Response:
    """The same with a passkey."""
    form = PasskeyForm()
    if form.attempt(lambda: owner_of(form, staff())) is None:
        return _ask(UnlockForm(), form)
    return _go_on()


def _proven(typed: str) -> bool:
    prove_again(db(), staff=staff(), typed=typed, marks=marks(), now=now())
    return True


def _ask(form: UnlockForm, shown: BaseForm) -> Response:
    return page(
        "desk/account/prove.html",
        form=form.for_(staff()),
        shown=shown,
        coded=has_second_step(db(), staff()),
        app=has_authenticator(db(), staff()),
        passkey=options_for(staff()) if passkeys_of(db(), staff()) else "",
        next=_target(),
    )


def _go_on() -> Response:
    note_proven(db(), staff=staff(), now=now())
    current().prove()
    return see(_target() or url_for("desk.second_step"))


def _target() -> str | None:
    return own_path(request.args.get("next"))
