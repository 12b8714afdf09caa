"""Asking for a beraad without an account: a citizen, a school, a huisarts, the police. Shows nothing back."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from netwerkberaad.accounts import public_regions
from netwerkberaad.cases import Case
from netwerkberaad.flows.requesting import request_beraad
from netwerkberaad.web.context import actor, as_uuid, base_url, db, now
from netwerkberaad.web.door.frame import calls
from netwerkberaad.web.guard import public
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.public.asking_form import RequestForm, asked_by
from netwerkberaad.web.public.asking_gate import begin, keep_robots_out, sum_of


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
        begin(form)
        return page("public/request_form.html", form=form, regions=regions, calls=calls(), sum=sum_of(form))
    return see(url_for("public.request_received", spoed=1 if case.urgent else None))


@public
def request_received() -> Response:
    """Thanks, and when somebody calls; nothing of the request itself."""
    return page("public/request_received.html", urgent=bool(request.args.get("spoed")), calls=calls())


def _ask(form: RequestForm) -> Case:
    keep_robots_out(form)
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
