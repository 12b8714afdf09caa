"""Datalekken: the register, the clock of 72 hours, and who was concerned by what the log tells."""

import uuid
from datetime import date, datetime, time, timedelta

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response
from wtforms import Form, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.accounts import staff_ever
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.audit_log import LogFilter, concerned
from netwerkberaad.foundation.documents import from_local, local
from netwerkberaad.privacy import (
    WITHIN,
    Breach,
    BreachWords,
    breaches,
    get_breach,
    is_settled,
    people_per_case,
    write_breach,
)
from netwerkberaad.web.context import READING, actor, db, now, staff
from netwerkberaad.web.desk.privacy.words import dated, reference
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, MEDIUM, BaseForm, Trimming, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.moments import ClockField, DayField, day_of, moment_of, time_of
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.when import day_and_time

_NOON = time(12)


class BreachForm(BaseForm):
    """Everything on record of a breach."""

    happened = TextAreaField(
        _("Wat is er gebeurd?"), [required(_("Schrijf op wat er is gebeurd.")), at_most(LONG)]
    )
    noticed_day = DayField(_("Ontdekt op"), [required(_("Kies een dag."))])
    noticed_time = ClockField(_("Om"), [required(_("Vul een tijd in."))])
    measures = TextAreaField(_("Wat hebt u gedaan?"), [Optional(), at_most(LONG)])
    reported_day = DayField(_("Gemeld bij de Autoriteit Persoonsgegevens op"), [Optional()])
    not_reported = TextAreaField(_("Niet gemeld, omdat"), [Optional(), at_most(MEDIUM)])
    told_day = DayField(_("De mensen zelf verteld op"), [Optional()])
    not_told = TextAreaField(_("Niet verteld, omdat"), [Optional(), at_most(MEDIUM)])


class ConcernedForm(Form):
    """A period, and a member of staff or a case; in the query string."""

    wie = SelectField(_("Medewerker"), [Optional()], validate_choice=False)
    nummer = StringField(_("Nummer van de casus"), [Optional(), at_most(36)])
    van = DayField(_("Vanaf"), [Optional()])
    tot = DayField(_("Tot en met"), [Optional()])

    class Meta(Trimming):
        """Trimmed."""


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    room, both = "/privacy-taken/datalekken", ["GET", "POST"]
    blueprint.add_url_rule(room, "breaches", register)
    blueprint.add_url_rule(f"{room}/nieuw", "new_breach", new_breach, methods=both)
    blueprint.add_url_rule(f"{room}/<uuid:breach_id>", "breach", breach, methods=both)
    blueprint.add_url_rule(f"{room}/betrokken", "breach_concerned", who_is_concerned)


@allow(Permission.HANDLE_BREACHES)
def register() -> Response:
    """Every breach, the last noticed on top."""
    return page("desk/privacy/breaches.html", rows=[_row(one) for one in breaches(db(), actor())])


@allow(Permission.HANDLE_BREACHES)
def new_breach() -> Response:
    """Write down what happened; the clock runs from the moment somebody noticed."""
    form = BreachForm()
    if request.method in READING:
        form.noticed_day.data, form.noticed_time.data = day_of(now()), time_of(now())
    return _written(form, None)


@allow(Permission.HANDLE_BREACHES)
def breach(breach_id: uuid.UUID) -> Response:
    """One breach with its clock, and what became of it."""
    found = get_breach(db(), actor(), breach_id)
    form = BreachForm()
    if request.method in READING:
        _fill(form, found)
    return _written(form, found)


@allow(Permission.HANDLE_BREACHES)
def who_is_concerned() -> Response:
    """In which cases a member of staff was, or who may be concerned in a case, in a period."""
    form = ConcernedForm(request.args)
    people = staff_ever(db(), actor())
    form.wie.choices = [("", gettext("Kies")), *((str(one.id), one.profile.full_name) for one in people)]
    valid, wanted = form.validate(), _filter(form)
    asked = valid and (wanted.actor_id is not None or wanted.case_begins != "")
    found = concerned(db(), region_id=staff().region_id, wanted=wanted) if asked else []
    counts = people_per_case(db(), [one.case_id for one in found])
    return page(
        "desk/privacy/concerned.html",
        form=form,
        asked=asked,
        rows=[
            [
                reference(one.case_id),
                ngettext("%(num)d mens", "%(num)d mensen", counts.get(one.case_id, 0)),
                ngettext("%(num)d keer", "%(num)d keer", one.times),
                day_and_time(one.first_at),
                day_and_time(one.last_at),
            ]
            for one in found
        ],
    )


def _written(form: BreachForm, found: Breach | None) -> Response:
    saved = form.attempt(lambda: _save(form, found))
    if saved is None:
        clock = _clock(found) if found is not None else ""
        late = found is not None and not is_settled(found) and found.noticed_at + WITHIN <= now()
        return page("desk/privacy/breach.html", form=form, clock=clock, late=late, known=found is not None)
    flash(gettext("Bewaard. %(clock)s", clock=_clock(saved)), "ok")
    return see(url_for("desk.breach", breach_id=saved.id))


def _save(form: BreachForm, found: Breach | None) -> Breach:
    return write_breach(
        db(),
        actor(),
        breach=found,
        words=BreachWords(
            happened=form.happened.data or "",
            measures=form.measures.data or "",
            not_reported=form.not_reported.data or "",
            not_told=form.not_told.data or "",
        ),
        noticed_at=moment_of(form.noticed_day.data, form.noticed_time.at) or now(),
        reported_at=_by_noon(form.reported_day.data),
        told_at=_by_noon(form.told_day.data),
        now=now(),
    )


def _by_noon(day: date | None) -> datetime | None:
    """A day as a moment: noon, and on the morning itself now."""
    if day is None:
        return None
    noon = from_local(day, _NOON)
    return min(noon, now()) if day == local(now()).date() else noon


def _fill(form: BreachForm, found: Breach) -> None:
    words = found.words
    form.happened.data, form.measures.data = words.happened, words.measures
    form.not_reported.data, form.not_told.data = words.not_reported, words.not_told
    form.noticed_day.data, form.noticed_time.data = day_of(found.noticed_at), time_of(found.noticed_at)
    form.reported_day.data, form.told_day.data = day_of(found.reported_at), day_of(found.told_at)


def _clock(found: Breach) -> str:
    """How much of the 72 hours is left, or what became of it."""
    if found.reported_at is not None:
        return gettext("Gemeld op %(day)s.", day=dated(found.reported_at))
    if found.words.not_reported:
        return gettext("Niet gemeld, met reden.")
    left = found.noticed_at + WITHIN - now()
    if left <= timedelta():
        return gettext("De 72 uur zijn om. Meld het nu, of schrijf op waarom niet.")
    hours = max(1, int(left.total_seconds() // 3600))
    until = day_and_time(found.noticed_at + WITHIN)
    return ngettext(
        "Nog %(num)d uur om te melden: tot %(until)s.",
        "Nog %(num)d uur om te melden: tot %(until)s.",
        hours,
        until=until,
    )


def _row(one: Breach) -> dict[str, object]:
    return {
        "when": dated(one.noticed_at),
        "text": one.words.happened,
        "clock": _clock(one),
        "late": not is_settled(one) and one.noticed_at + WITHIN <= now(),
        "act": {
            "label": gettext("Bekijk"),
            "url": url_for("desk.breach", breach_id=one.id),
            "note": dated(one.noticed_at),
        },
    }


def _filter(form: ConcernedForm) -> LogFilter:
    try:
        who = uuid.UUID(form.wie.data or "")
    except ValueError:
        who = None
    return LogFilter(
        actor_id=who,
        since=from_local(form.van.data, time()) if form.van.data else None,
        until=from_local(form.tot.data + timedelta(days=1), time()) if form.tot.data else None,
        case_begins=(form.nummer.data or "").lower(),
    )
