"""Beloofd contact: whom to reach and before when; kept with one tap, or promised anew with a reason."""

import uuid
from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField

from netwerkberaad.accounts import staff_named
from netwerkberaad.cases import principals_of, subject_of, titles_of
from netwerkberaad.cases.promises import (
    ContactPromise,
    Promised,
    PromiseEnd,
    PromiseKind,
    get_promise,
    keep_promise,
    promises_of,
)
from netwerkberaad.flows import promise_again, promise_new
from netwerkberaad.foundation.access import Permission, may
from netwerkberaad.foundation.documents import spoken_moment
from netwerkberaad.web.context import actor, base_url, case, db, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.forms import LONG, SHORT, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.moments import ClockField, DayField, moment_of
from netwerkberaad.web.kit.once import OnceForm, sent_before
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.phones import Number, numbers_of, spoken_phone
from netwerkberaad.web.templating import language

KIND_NAMES = {
    PromiseKind.REFERRER: _("De aanmelder"),
    PromiseKind.TALK: _("De mensen om wie het gaat"),
}
_ENDED = {
    PromiseEnd.SPOKEN: _("gesproken"),
    PromiseEnd.MOVED: _("ander moment afgesproken"),
    PromiseEnd.DROPPED: _("vervallen"),
}


class MomentForm(OnceForm):
    """Before when."""

    day = DayField(_("Vóór welke dag en tijd? Dag"), [required(_("Kies een dag."))])
    at = ClockField(_("Tijd"), [required(_("Kies een tijd.")), at_most(SHORT)])


class AgainForm(MomentForm):
    """Another moment, and why."""

    reason = TextAreaField(
        _("Waarom een ander moment?"), [required(_("Schrijf in één zin op waarom.")), at_most(LONG)]
    )


class NewForm(MomentForm):
    """A new promise."""

    kind = RadioField(
        _("Met wie?"),
        [required(_("Kies met wie."))],
        choices=[(kind.value, name) for kind, name in KIND_NAMES.items()],
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, both = "/casussen/<uuid:case_id>/beloofd", ["GET", "POST"]
    one = f"{path}/<uuid:promise_id>"
    blueprint.add_url_rule(path, "promises", promises)
    blueprint.add_url_rule(f"{path}/nieuw", "promise", promise_one, methods=both)
    blueprint.add_url_rule(f"{one}/gesproken", "promise_kept", kept, methods=["POST"])
    blueprint.add_url_rule(f"{one}/ander-moment", "promise_again", again, methods=both)


@allow(Permission.KEEP_PROMISE)
def promises(case_id: uuid.UUID) -> Response:
    """What stands open, with one act each, and what became of the rest."""
    found = promises_of(db(), case())
    names = staff_named(db(), [one.staff_id for one in found])
    by = {one: person.profile.full_name for one, person in names.items()}
    return page(
        "desk/requests/promises.html",
        standing=[_standing(one, by) for one in found if one.ended_at is None],
        ended=[_past(one, by) for one in reversed(found) if one.ended_at is not None],
        **_frame(),
    )


@allow(Permission.KEEP_PROMISE)
def kept(case_id: uuid.UUID, promise_id: uuid.UUID) -> Response:
    """The contact was made."""
    promise = get_promise(db(), case=case(), promise_id=promise_id)
    keep_promise(db(), actor(), case=case(), promise=promise, now=now())
    flash(gettext("Vastgelegd: u hebt gebeld."), "ok")
    return see(_back())


@allow(Permission.KEEP_PROMISE)
def again(case_id: uuid.UUID, promise_id: uuid.UUID) -> Response:
    """Another moment, with the reason."""
    promise = get_promise(db(), case=case(), promise_id=promise_id)
    form = AgainForm()
    if promise.ended_at is not None or sent_before(form.once.data):
        return see(url_for("desk.promises", case_id=case_id))
    done = form.attempt(
        lambda: promise_again(
            db(),
            actor(),
            case=case(),
            promise=promise,
            due_at=moment_of(form.day.data, form.at.at) or now(),
            reason=form.reason.data or "",
            base_url=base_url(),
            now=now(),
        )
    )
    if done is None:
        return page("desk/requests/promise.html", form=form, name=_name(promise), **_frame())
    flash(_told(done), "ok")
    return see(url_for("desk.promises", case_id=case_id))


@allow(Permission.KEEP_PROMISE)
def promise_one(case_id: uuid.UUID) -> Response:
    """Promise contact again, after an earlier one or beside it."""
    form = NewForm()
    if sent_before(form.once.data):
        return see(url_for("desk.promises", case_id=case_id))
    done = form.attempt(
        lambda: promise_new(
            db(),
            actor(),
            case=case(),
            kind=PromiseKind(form.kind.data),
            content=_whom(PromiseKind(form.kind.data)),
            due_at=moment_of(form.day.data, form.at.at) or now(),
            base_url=base_url(),
            now=now(),
        )
    )
    if done is None:
        return page("desk/requests/promise.html", form=form, name="", **_frame())
    flash(_told(done), "ok")
    return see(url_for("desk.promises", case_id=case_id))


def _frame() -> dict[str, Any]:
    reads = may(actor(), Permission.READ_CASE, subject_of(db(), case()))
    return {
        "title": titles_of(db(), [case().id], locale=actor().language)[case().id],
        "reads": reads,
        "case_id": case().id,
        "home_id": case().home_id,
    }


def _back() -> str:
    if may(actor(), Permission.READ_CASE, subject_of(db(), case())):
        return url_for("desk.overview", case_id=case().home_id)
    return url_for("desk.waiting")


def _whom(kind: PromiseKind) -> Promised:
    if kind is PromiseKind.REFERRER:
        referral = case().referral
        return Promised(referral.referrer_name, referral.referrer_phone, referral.referrer_mail)
    return Promised(titles_of(db(), [case().id])[case().id])


def _name(promise: ContactPromise) -> str:
    return promise.content.who or gettext("de aanmelder")


def _told(promise: ContactPromise) -> str:
    moment = spoken_moment(promise.due_at, language())
    if promise.kind is PromiseKind.REFERRER and promise.content.mail:
        return gettext(
            "Beloofd vóór %(moment)s. %(name)s krijgt daar een mail over.", moment=moment, name=_name(promise)
        )
    return gettext("Beloofd vóór %(moment)s. Zeg het ook tegen %(name)s.", moment=moment, name=_name(promise))


def _standing(promise: ContactPromise, by: dict[uuid.UUID, str]) -> dict[str, object]:
    return {
        "id": promise.id,
        "name": _name(promise),
        "kind": KIND_NAMES[promise.kind],
        "moment": spoken_moment(promise.due_at, language()),
        "late": promise.due_at < now(),
        "by": by.get(promise.staff_id, "") if promise.staff_id else "",
        "numbers": _numbers(promise),
        "mail": promise.content.mail,
        "reason": promise.content.reason,
    }


def _past(promise: ContactPromise, by: dict[uuid.UUID, str]) -> dict[str, object]:
    return {
        "name": _name(promise),
        "moment": spoken_moment(promise.due_at, language()),
        "by": by.get(promise.staff_id, "") if promise.staff_id else "",
        "how": _ENDED[promise.ended_how or PromiseEnd.DROPPED],
        "ended": promise.ended_at,
    }


def _numbers(promise: ContactPromise) -> list[Number]:
    """Whom to call. The people themselves are reached by who leads the case, as their own data say."""
    if promise.kind is PromiseKind.TALK:
        if case().joined_id or not may(actor(), Permission.READ_CASE, subject_of(db(), case())):
            return []
        return numbers_of([one.id for one in principals_of(case_people())])
    phone = promise.content.phone
    return [Number(_name(promise), spoken_phone(phone) if phone else "", phone)]
