"""What is decided about one closed case: its regime, a hold, a proposal, and its destruction by a second person."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad import privacy
from netwerkberaad.accounts import staff_named
from netwerkberaad.flows import destroy_case
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import from_local, local
from netwerkberaad.privacy import ON_A_PAGE, Regime, Retention, Why
from netwerkberaad.web.context import actor, db, now
from netwerkberaad.web.desk.privacy.words import REGIME_NAMES, WHY_NAMES, dated, name_of, reference
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import MEDIUM, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.seen import EditForm

_LATER = timedelta(weeks=13)
_MORNING = time(6)


class RegimeForm(EditForm):
    """Another regime."""

    regime = SelectField(
        _("Bewaren volgens"), [required()], choices=[(one.value, name) for one, name in REGIME_NAMES.items()]
    )


class HoldForm(BaseForm):
    """Keeping a case whatever its term."""

    reason = TextAreaField(
        _("Waarom moet deze casus blijven?"), [required(_("Schrijf in één zin op waarom.")), at_most(MEDIUM)]
    )


class ProposeForm(BaseForm):
    """A proposal to destroy a case."""

    why = SelectField(
        _("Waarom mag deze casus weg?"),
        [required()],
        choices=[(one.value, name) for one, name in WHY_NAMES.items()],
    )
    note = TextAreaField(_("Toelichting"), [Optional(), at_most(MEDIUM)])


class LaterForm(BaseForm):
    """Not now."""

    until = DateField(_("Wanneer kijkt u er opnieuw naar?"), [required(_("Kies een dag."))])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, both = "/privacy-taken/bewaren/<uuid:file_id>", ["GET", "POST"]
    blueprint.add_url_rule(f"{path}/termijn", "retention_regime", regime, methods=both)
    blueprint.add_url_rule(f"{path}/vastzetten", "retention_hold", hold, methods=both)
    blueprint.add_url_rule(f"{path}/losmaken", "retention_release", release, methods=["POST"])
    blueprint.add_url_rule(f"{path}/voorstel", "destruction_propose", propose, methods=both)
    blueprint.add_url_rule(f"{path}/later", "destruction_later", later, methods=both)
    blueprint.add_url_rule(f"{path}/vernietigen", "destruction_approve", approve, methods=both)
    blueprint.add_url_rule("/privacy-taken/vernietigd", "destructions", destroyed)


@allow(Permission.KEEP_CASES)
def regime(file_id: uuid.UUID) -> Response:
    """Put a case under another regime."""
    retention = privacy.get_retention(db(), actor(), file_id)
    form = RegimeForm(data={"regime": retention.regime.value})
    return _asked(
        retention,
        form,
        lambda: privacy.choose_regime(
            db(), actor(), retention=retention, regime=Regime(form.regime.data), now=now()
        ),
        title=gettext("Andere bewaartermijn"),
        lede=gettext("Overleg met wie de casus leidde. Wie de termijn kiest, besluit later niet mee."),
        label=gettext("Bewaar"),
        done=gettext("De bewaartermijn is bewaard."),
    )


@allow(Permission.KEEP_CASES)
def hold(file_id: uuid.UUID) -> Response:
    """Keep a case for a reason, as for a complaint or a court."""
    retention = privacy.get_retention(db(), actor(), file_id)
    form = HoldForm()
    return _asked(
        retention,
        form,
        lambda: privacy.hold(db(), actor(), retention=retention, reason=form.reason.data or "", now=now()),
        title=gettext("Zet de casus vast"),
        lede=gettext("Bijvoorbeeld om een klacht of een rechtszaak. Niemand kan de casus dan vernietigen."),
        label=gettext("Zet vast"),
        done=gettext("De casus blijft, tot iemand hem losmaakt."),
    )


@allow(Permission.KEEP_CASES)
def release(file_id: uuid.UUID) -> Response:
    """End a hold."""
    retention = privacy.get_retention(db(), actor(), file_id)
    privacy.release(db(), actor(), retention=retention, now=now())
    flash(gettext("De casus staat niet meer vast. De termijn telt weer."), "ok")
    return see(url_for("desk.retention_case", file_id=file_id))


@allow(Permission.PROPOSE_DESTRUCTION)
def propose(file_id: uuid.UUID) -> Response:
    """Propose to destroy a case; somebody else decides."""
    retention = privacy.get_retention(db(), actor(), file_id)
    over = retention.due_at is not None and retention.due_at <= now()
    form = ProposeForm(data={"why": (Why.TERM if over else Why.REQUEST).value})
    return _asked(
        retention,
        form,
        lambda: privacy.propose(
            db(),
            actor(),
            retention=retention,
            why=Why(form.why.data),
            note=form.note.data or "",
            now=now(),
        ),
        title=gettext("Stel voor om te vernietigen"),
        lede=gettext("Een ander besluit: een privacy officer of een coördinator. Schrijf geen namen op."),
        label=gettext("Stel voor"),
        done=gettext("Het voorstel ligt klaar. Een ander besluit."),
    )


@allow(Permission.APPROVE_DESTRUCTION)
def later(file_id: uuid.UUID) -> Response:
    """Drop the proposal; it comes back on another day."""
    retention = privacy.get_retention(db(), actor(), file_id)
    form = LaterForm(data={"until": local(now() + _LATER).date()})
    return _asked(
        retention,
        form,
        lambda: privacy.refuse(
            db(), actor(), retention=retention, until=_morning_of(form.until.data), now=now()
        ),
        title=gettext("Nu niet vernietigen"),
        lede=gettext("Het voorstel gaat van tafel en komt terug op de dag die u kiest."),
        label=gettext("Bewaar"),
        done=gettext("De casus blijft voorlopig."),
    )


@allow(Permission.APPROVE_DESTRUCTION)
def approve(file_id: uuid.UUID) -> Response:
    """Ask once, and destroy the case."""
    retention = privacy.get_retention(db(), actor(), file_id)
    proposal = privacy.get_proposal(db(), actor(), file_id)
    form = BaseForm()
    if form.attempt(lambda: destroy_case(db(), actor(), retention=retention, now=now())) is None:
        names = staff_named(db(), {proposal.proposed_by})
        return page(
            "desk/privacy/approve.html",
            form=form,
            file_id=file_id,
            reference=reference(file_id),
            by=name_of(proposal.proposed_by, names),
            why=WHY_NAMES[proposal.why],
            people=privacy.people_in(db(), retention),
            regime=REGIME_NAMES[retention.regime],
            closed=dated(retention.starts_at),
        )
    flash(gettext("Casus %(reference)s is vernietigd.", reference=reference(file_id)), "ok")
    return see(url_for("desk.destructions"))


@allow(Permission.SEE_RETENTION)
def destroyed() -> Response:
    """What was destroyed, newest first: without content."""
    number = max(1, request.args.get("blad", 1, type=int))
    found, total = privacy.destructions(db(), actor(), page=number)
    names = staff_named(db(), {staff_id for one in found for staff_id in (one.proposed_by, one.approved_by)})
    pages = max(1, -(-total // ON_A_PAGE))
    return page(
        "desk/privacy/destroyed.html",
        rows=[
            {
                "reference": reference(one.case_id),
                "regime": REGIME_NAMES[one.regime],
                "why": WHY_NAMES[one.why],
                "asked": dated(one.asked_at),
                "closed": dated(one.closed_at),
                "destroyed": dated(one.destroyed_at),
                "proposed_by": name_of(one.proposed_by, names),
                "approved_by": name_of(one.approved_by, names),
                "people": one.people,
                "rows": one.rows,
                "cleared": one.traces_cleared_at is not None,
            }
            for one in found
        ],
        total=total,
        number=number,
        pages=pages,
        previous_url=url_for("desk.destructions", blad=number - 1) if number > 1 else None,
        next_url=url_for("desk.destructions", blad=number + 1) if number < pages else None,
    )


def _asked(
    retention: Retention,
    form: BaseForm,
    act: Callable[[], object],
    *,
    title: str,
    lede: str,
    label: str,
    done: str,
) -> Response:
    """One question about one case on a page of its own."""
    if form.attempt(act) is None:
        return page(
            "desk/privacy/ask.html",
            form=form,
            heading=title,
            lede=lede,
            label=label,
            file_id=retention.case_id,
            reference=reference(retention.case_id),
        )
    flash(done, "ok")
    return see(url_for("desk.retention_case", file_id=retention.case_id))


def _morning_of(day: date | None) -> datetime:
    return from_local(day, _MORNING) if day else now()
