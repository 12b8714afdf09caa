"""One's own beraden in one's own calendar: a secret link that is shown once, replaced, or ended."""

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from netwerkberaad.accounts import calendar_link_of, end_calendar_link, make_calendar_link
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import actor, base_url, db, now, staff
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.once import fresh_token, sent_before
from netwerkberaad.web.kit.pages import page, see


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/account/agenda", "calendar_link", calendar_link, methods=["GET", "POST"])
    blueprint.add_url_rule("/account/agenda/einde", "end_calendar_link", end_link, methods=["POST"])


@allow(Permission.LIST_CASES)
def calendar_link() -> Response:
    """Whether there is a link; making one shows it this once."""
    url, once = "", request.form.get("once")
    if request.method == "POST" and once and not sent_before(once):
        token = make_calendar_link(db(), actor(), staff=staff(), now=now())
        url = f"{base_url()}{url_for('public.own_calendar', token=token)}"
    elif request.method == "POST":
        return see(url_for("desk.calendar_link"))
    response = page(
        "desk/account/calendar.html",
        url=url,
        known=None if url else calendar_link_of(db(), staff()),
        once=fresh_token(),
    )
    response.status_code = 200
    return response


@allow(Permission.LIST_CASES)
def end_link() -> Response:
    """The link stops working; the calendar shows no new beraden."""
    end_calendar_link(db(), actor(), staff=staff(), now=now())
    flash(gettext("De link werkt niet meer. Haal de agenda ook weg uit uw agendaprogramma."), "ok")
    return see(url_for("desk.calendar_link"))
