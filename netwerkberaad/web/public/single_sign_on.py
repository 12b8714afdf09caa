"""Signing in through one's own organisation (OpenID Connect): off to the provider, and back.

Leaving is a link, because a form may not lead to another site. Coming back is a page with a button, pressed by script
where there is script: a GET changes nothing, so the answer is only used by the POST.
"""

import logging
import uuid
from datetime import datetime

from flask import Blueprint, current_app, redirect, request, url_for
from flask_babel import gettext
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response
from wtforms import HiddenField

from netwerkberaad.accounts import LinkSpentError
from netwerkberaad.accounts.single_sign_on import (
    LASTS,
    Answer,
    Client,
    IdentityProvider,
    Newcomer,
    Proven,
    SingleSignOnError,
    StartForgottenError,
    Ticket,
    admit,
    client_of,
    count_answer,
    match,
    newcomer,
    prove,
    refuse,
    return_path,
    running_provider,
    secrets_for,
    way_there,
)
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.errors import DomainError, TooManyTriesError
from netwerkberaad.foundation.links import new_token
from netwerkberaad.web.context import base_url, db, now, services
from netwerkberaad.web.entering import enter_through_provider
from netwerkberaad.web.guard import public
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.pages import own_path, page
from netwerkberaad.web.public.provider_session import keep_provider
from netwerkberaad.web.sessions import host_only

_LONGEST = 4_000
_log = logging.getLogger(__name__)


class ReturnForm(BaseForm):
    """What the provider sent along, to be sent on by the person's own browser."""

    code = HiddenField()
    state = HiddenField()
    iss = HiddenField()
    error = HiddenField()


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/inloggen/via/<uuid:provider_id>", "leave_for_provider", leave_for_provider)
    blueprint.add_url_rule(
        return_path("<uuid:provider_id>"), "back_from_provider", back_from_provider, methods=["GET", "POST"]
    )
    blueprint.add_url_rule("/uitgelogd", "signed_out", signed_out)


@public
def leave_for_provider(provider_id: uuid.UUID) -> Response:
    """Off to the provider; the cookie remembers what was begun here."""
    provider = running_provider(db(), provider_id)
    ticket = Ticket(
        provider_id,
        new_token(),
        now(),
        own_path(request.args.get("next")) or "",
        request.args.get("uitnodiging", "")[:120],
    )
    try:
        url = way_there(
            _client(provider),
            secrets_for(db(), ticket),
            strong_words=provider.settings.strong_words,
            now=now(),
        )
    except SingleSignOnError as error:
        return _failed(provider_id, error)
    response = redirect(url)
    values = [
        str(ticket.provider_id),
        ticket.number,
        ticket.began.isoformat(),
        ticket.path,
        ticket.invitation,
    ]
    response.set_cookie(
        _cookie(),
        _signer().dumps(values),
        max_age=int(LASTS.total_seconds()),
        secure=services().settings.secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


@public
def back_from_provider(provider_id: uuid.UUID) -> Response:
    """The provider sent somebody back: a button first, then the sign-in itself."""
    form = ReturnForm(formdata=None if request.method == "GET" else request.form, data=_sent())
    if not form.validate_on_submit():
        return _button(provider_id, form)
    answer = Answer(*(str(field.data or "") for field in (form.code, form.state, form.iss, form.error)))
    try:
        inside = _come_in(provider_id, answer)
    except (SingleSignOnError, LinkSpentError, TooManyTriesError) as error:
        return _forget_ticket(_failed(provider_id, error))
    return _forget_ticket(inside)


@public
def signed_out() -> Response:
    """Where a provider sends people back to after they signed out there."""
    return page("public/signed_out.html")


def _button(provider_id: uuid.UUID, form: ReturnForm) -> Response:
    provider = running_provider(db(), provider_id)
    try:
        match(db(), _ticket(provider_id), Answer(state=str(form.state.data or "")), now=now())
    except StartForgottenError as error:
        return _failed(provider_id, error)
    return page(
        "public/back_from_provider.html",
        form=form,
        label=provider.settings.label,
        url=url_for("public.back_from_provider", provider_id=provider_id),
    )


def _come_in(provider_id: uuid.UUID, answer: Answer) -> Response:
    """Sign in with an answer. The provider is asked while no transaction is open: others need not wait for it."""
    store = services().store
    db().rollback()
    ticket = _ticket(provider_id)
    with store.reading() as session:
        client = _client(running_provider(session, provider_id))
        secrets = match(session, ticket, answer, now=now())
    if ticket is None:
        raise StartForgottenError("no-ticket")
    with store.writing() as session:
        count_answer(session, ticket, address=request.remote_addr or "", now=now())
    person: Newcomer | None = None
    try:
        proven = prove(client, secrets, answer, now=now())
        provider = running_provider(db(), provider_id)
        person = newcomer(provider, proven.claims)
        return _begin(provider, person, proven, ticket)
    except (SingleSignOnError, LinkSpentError) as error:
        db().rollback()
        audit.take_pending(db())
        with store.writing() as session:
            refuse(
                session,
                provider=running_provider(session, provider_id),
                person=person,
                error=error,
                now=now(),
            )
        raise


def _begin(provider: IdentityProvider, person: Newcomer, proven: Proven, ticket: Ticket) -> Response:
    staff = admit(db(), provider=provider, person=person, invitation=ticket.invitation, now=now())
    inside = enter_through_provider(staff, ticket.path, two_factors=person.two_factors)
    keep_provider(provider, proven.id_token)
    return inside


def _failed(provider_id: uuid.UUID, error: DomainError) -> Response:
    reason = error.reason if isinstance(error, SingleSignOnError) else type(error).__name__
    _log.warning("single sign-on failed: provider=%s reason=%s", provider_id, reason)
    message = gettext(error.message) % error.data if error.data else gettext(error.message)
    return page("public/single_sign_on_failed.html", message=message, provider_id=provider_id)


def _client(provider: IdentityProvider) -> Client:
    return client_of(provider, base_url=base_url(), loopback=not services().settings.secure)


def _sent() -> dict[str, str]:
    return {name: request.args.get(name, "")[:_LONGEST] for name in ("code", "state", "iss", "error")}


def _ticket(provider_id: uuid.UUID) -> Ticket | None:
    """What this browser began, when it was at this provider."""
    try:
        begun_at, number, began, path, invitation = _signer().loads(request.cookies.get(_cookie(), ""))
    except (BadSignature, ValueError):
        return None
    if begun_at != str(provider_id):
        return None
    return Ticket(provider_id, number, datetime.fromisoformat(began), path, invitation)


def _forget_ticket(response: Response) -> Response:
    response.delete_cookie(
        _cookie(), secure=services().settings.secure, httponly=True, samesite="Lax", path="/"
    )
    return response


def _cookie() -> str:
    return host_only("nb-aanmelding")


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or b"", salt="single-sign-on")
