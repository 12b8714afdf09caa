"""Asking for a beraad without an account: a citizen, a school, a huisarts, the police. Shows nothing back."""

from datetime import datetime, timedelta

from flask import Blueprint, current_app, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from netwerkberaad.accounts import public_regions
from netwerkberaad.cases import Case
from netwerkberaad.flows.requesting import request_beraad
from netwerkberaad.foundation.core.errors import N_, InvalidError, TooManyTriesError
from netwerkberaad.foundation.core.limits import Limit, count_try, keep_tries
from netwerkberaad.foundation.vault import keys_of
from netwerkberaad.web.context import actor, as_uuid, base_url, db, now
from netwerkberaad.web.door.frame import calls
from netwerkberaad.web.guard import public
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.public.asking_form import RequestForm, asked_by

PER_ADDRESS = Limit("public-request/address", 6, timedelta(minutes=15))
IN_ALL = Limit("public-request/all", 120, timedelta(minutes=15))
LEAST_TIME = timedelta(seconds=3)


class TooFastError(InvalidError):
    """Filled in faster than a person reads."""

    message = N_("Dat ging wel erg snel. Kijk het nog eens na en druk dan opnieuw op ‘Verstuur’.")


class NotEmptyError(InvalidError):
    """Something filled in the field that people do not see."""

    message = N_(
        "Er stond iets in een veld dat leeg moet blijven. Dat is nu leeg. Druk nog eens op ‘Verstuur’."
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/aanvragen", "request_form", request_form, methods=["GET", "POST"])
    blueprint.add_url_rule("/aanvragen/ontvangen", "request_received", request_received)


@public
def request_form() -> Response:
    """The whole request on one page; with an error everything typed stays."""
    regions = public_regions(db())
    form = RequestForm()
    form.region.choices = [("", ""), *((str(region.id), region.name) for region in regions)]
    if len(regions) == 1 and not form.region.data:
        form.region.data = str(regions[0].id)
        form.region.raw_data = [form.region.data]
    case = form.attempt(lambda: _ask(form))
    if case is None:
        form.started.data = _signer().dumps(_started(form.started.data or "").isoformat())
        form.website.data = ""
        return page("public/request_form.html", form=form, regions=regions, calls=calls())
    return see(url_for("public.request_received", spoed=1 if case.urgent else None))


@public
def request_received() -> Response:
    """Thanks, and when somebody calls; nothing of the request itself."""
    return page("public/request_received.html", urgent=bool(request.args.get("spoed")), calls=calls())


def _ask(form: RequestForm) -> Case:
    _keep_robots_out(form)
    asked = asked_by(form)
    return request_beraad(
        db(),
        actor(),
        region_id=as_uuid(form.region.data),
        referral=asked.referral,
        principals=asked.principals,
        invitees=asked.invitees,
        urgent=asked.urgent,
        base_url=base_url(),
        now=now(),
    )


def _keep_robots_out(form: RequestForm) -> None:
    """Raises NotEmptyError, TooFastError or TooManyTriesError; a person only has to press the button again."""
    if form.website.data:
        raise NotEmptyError
    if now() - _started(form.started.data or "") < LEAST_TIME:
        raise TooFastError
    address = keys_of(db()).blind("address", request.remote_addr or "").hex()
    allowed = count_try(db(), PER_ADDRESS, address, now=now())
    allowed = count_try(db(), IN_ALL, "", now=now()) and allowed
    if not allowed:
        keep_tries(db())
        raise TooManyTriesError


def _started(text: str) -> datetime:
    """When the form was opened; a form that does not say was opened just now."""
    try:
        return datetime.fromisoformat(str(_signer().loads(text)))
    except (BadSignature, ValueError):
        return now()


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or b"", salt="public-request")
