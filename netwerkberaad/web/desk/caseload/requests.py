"""Aanmelden: a request in steps with a kept draft, and what became of one's own requests."""

import json
import uuid
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from netwerkberaad.cases import (
    Case,
    NewPerson,
    ReferralDraft,
    TooManyPeopleError,
    drafts_of,
    drop_draft,
    get_draft,
    save_draft,
    subject_of,
)
from netwerkberaad.cases import own_request as request_view
from netwerkberaad.cases import own_requests as request_views
from netwerkberaad.flows import request_beraad
from netwerkberaad.foundation.access import Permission, may
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.web.context import actor, base_url, case, db, now, staff
from netwerkberaad.web.desk.caseload.contacts_form import (
    ChoosingForm,
    choosing,
    contacts_sent,
    is_sent,
    taken,
)
from netwerkberaad.web.desk.caseload.request_forms import (
    MOST_ROWS,
    STEPS,
    URGENT_STEPS,
    InviteesForm,
    PrincipalsForm,
    invitees_from,
    kept,
    principals_from,
    referral_from,
    shown,
)
from netwerkberaad.web.desk.inviting.invitee_rows import row_of
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.once import sent_before
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.words import PHASE_NAMES

Content = dict[str, Any]
_LIST_STEP = [name for name, _form in STEPS].index("invitees") + 1


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/aanmeldingen", "own_requests", own_requests)
    blueprint.add_url_rule("/aanmeldingen/<uuid:case_id>", "own_request", own_request)
    blueprint.add_url_rule("/aanmelden", "new_request", new_request, methods=["POST"])
    blueprint.add_url_rule(
        "/aanmelden/<uuid:draft_id>/<int:step>", "request_step", request_step, methods=["GET", "POST"]
    )
    blueprint.add_url_rule(
        "/aanmelden/<uuid:draft_id>/lijst", "request_contacts", request_contacts, methods=["POST"]
    )
    blueprint.add_url_rule("/aanmelden/<uuid:draft_id>/weg", "drop_request", drop_request, methods=["POST"])


@allow(Permission.REQUEST_BERAAD)
def own_requests() -> Response:
    """My drafts and my requests, with who calls when."""
    drafts = [(draft, _title(_content(draft))) for draft in drafts_of(db(), actor())]
    requests = request_views(db(), actor())
    return page("desk/requests/list.html", drafts=drafts, requests=requests, phases=PHASE_NAMES, now=now())


@allow(Permission.SEE_OWN_REQUEST)
def own_request(case_id: uuid.UUID) -> Response:
    """The receipt of one request: how far it is, who calls when, the feedback at the end."""
    view = request_view(db(), actor(), case=case())
    meldcode = may(actor(), Permission.OPEN_MELDCODE, subject_of(db(), case()))
    return page("desk/requests/receipt.html", view=view, phases=PHASE_NAMES, now=now(), meldcode=meldcode)


@allow(Permission.REQUEST_BERAAD)
def new_request() -> Response:
    """Begin a draft, or go on with one that is still empty; with spoed it has fewer steps."""
    content: Content = {"kind": "urgent" if request.form.get("urgent") else "ordinary"}
    empty = next((draft for draft in drafts_of(db(), actor()) if _content(draft) == content), None)
    draft = empty or save_draft(db(), actor(), content=json.dumps(content), step=1, now=now())
    return see(url_for("desk.request_step", draft_id=draft.id, step=1))


@allow(Permission.REQUEST_BERAAD)
def request_step(draft_id: uuid.UUID, step: int) -> Response:
    """One step of a request. Everything typed is kept when one goes on, also to come back to later."""
    draft = get_draft(db(), actor(), draft_id)
    content = _content(draft)
    steps = _steps(content)
    if not 1 <= step <= len(steps):
        raise NotFoundError
    name, form_class = steps[step - 1]
    form = form_class(data=shown(content.get(name, {})))
    if isinstance(form, InviteesForm) and is_sent(form.pasted.data):
        return _read_list(draft, content, step, form)
    if _adds_row(form):
        more = _step_page(draft, content, step, form)
        more.status_code = 200  # nothing was refused: the same step with more rows
        return more
    if name == "send":
        return _send(draft, content, step, form)
    if not form.validate_on_submit():
        return _step_page(draft, content, step, form)
    content[name] = kept(form)
    save_draft(db(), actor(), draft_id=draft.id, content=json.dumps(content), step=step + 1, now=now())
    if "later" in request.form:
        flash(_("Uw aanmelding is bewaard. U kunt later verder gaan."), "ok")
        return see(url_for("desk.own_requests"))
    return see(url_for("desk.request_step", draft_id=draft.id, step=step + 1))


@allow(Permission.REQUEST_BERAAD)
def request_contacts(draft_id: uuid.UUID) -> Response:
    """Take over who was chosen out of a list, and go on to reading it all once more."""
    draft = get_draft(db(), actor(), draft_id)
    content = _content(draft)
    form = ChoosingForm()
    last = url_for("desk.request_step", draft_id=draft.id, step=len(_steps(content)))
    if sent_before(form.once.data):
        return see(last)
    number = form.attempt(lambda: _take_over(draft, content, form))
    if number is None:
        return _contacts_page(draft, form)
    flash(ngettext("%(num)d persoon overgenomen.", "%(num)d mensen overgenomen.", number), "ok")
    return see(last)


@allow(Permission.REQUEST_BERAAD)
def drop_request(draft_id: uuid.UUID) -> Response:
    """Throw a draft away."""
    drop_draft(db(), actor(), draft_id=draft_id, now=now())
    flash(_("Het concept is weg."), "ok")
    return see(url_for("desk.own_requests"))


def _send(draft: ReferralDraft, content: Content, step: int, form: BaseForm) -> Response:
    missing = next(
        (number for number, (name, _kind) in enumerate(_steps(content)[:-1], 1) if name not in content), None
    )
    if missing is not None:
        return see(url_for("desk.request_step", draft_id=draft.id, step=missing))

    def send() -> Case:
        made = request_beraad(
            db(),
            actor(),
            region_id=staff().region_id,
            referral=referral_from(content),
            principals=principals_from(content),
            invitees=invitees_from(content),
            urgent=content["kind"] == "urgent",
            base_url=base_url(),
            now=now(),
        )
        drop_draft(db(), actor(), draft_id=draft.id, now=now())
        return made

    made = form.attempt(send)
    if made is None:
        return _step_page(draft, content, step, form)
    return see(url_for("desk.own_request", case_id=made.id))


def _adds_row(form: BaseForm) -> bool:
    """Whether the button was one for another, empty row."""
    if "add" not in request.form or not isinstance(form, (PrincipalsForm, InviteesForm)):
        return False
    form.people.append_entry()
    return True


def _read_list(draft: ReferralDraft, content: Content, step: int, form: InviteesForm) -> Response:
    """Show who stands in a pasted list or a file, whichever button was pressed; what was typed in rows is kept."""
    contacts = form.attempt(lambda: contacts_sent(form.pasted.data))
    if contacts is None:
        return _step_page(draft, content, step, form)
    content["invitees"] = kept(form)
    save_draft(db(), actor(), draft_id=draft.id, content=json.dumps(content), step=step, now=now())
    shown_page = _contacts_page(draft, choosing(contacts, _listed(content)))
    shown_page.status_code = 200  # nothing was refused: the next page of the same step
    return shown_page


def _take_over(draft: ReferralDraft, content: Content, form: ChoosingForm) -> int:
    """Put who was chosen among the people of the draft. How many. Raises TooManyPeopleError or DraftTooLongError."""
    result = taken(form, _listed(content))
    people = [result.changed.get(key, person) for key, person in _listed(content).items()] + result.fresh
    if len(people) > MOST_ROWS:
        raise TooManyPeopleError(field="people")
    content["invitees"] = {"people": [row_of(person) for person in people]}
    step = len(_steps(content))
    save_draft(db(), actor(), draft_id=draft.id, content=json.dumps(content), step=step, now=now())
    return len(result.fresh) + len(result.changed)


def _listed(content: Content) -> dict[str, NewPerson]:
    """Who stands in the draft already, by a key that says also where."""
    return {f"{place}:{one.name.full}": one for place, one in enumerate(invitees_from(content))}


def _contacts_page(draft: ReferralDraft, form: ChoosingForm) -> Response:
    back = url_for("desk.request_step", draft_id=draft.id, step=_LIST_STEP)
    action = url_for("desk.request_contacts", draft_id=draft.id)
    return page(
        "desk/requests/contacts.html", form=form, action=action, back=back, step=_LIST_STEP, total=len(STEPS)
    )


def _step_page(draft: ReferralDraft, content: Content, step: int, form: BaseForm) -> Response:
    steps = _steps(content)
    name = steps[step - 1][0]
    return page(
        f"desk/requests/step_{name}.html",
        form=form,
        draft=draft,
        step=step,
        total=len(steps),
        urgent=content["kind"] == "urgent",
        referral=referral_from(content) if name == "send" else None,
        principals=principals_from(content) if name == "send" else [],
        invitees=invitees_from(content) if name == "send" else [],
        back=url_for("desk.request_step", draft_id=draft.id, step=step - 1)
        if step > 1
        else url_for("desk.own_requests"),
    )


def _steps(content: Content) -> tuple[tuple[str, type[BaseForm]], ...]:
    return URGENT_STEPS if content["kind"] == "urgent" else STEPS


def _content(draft: ReferralDraft) -> Content:
    content: Content = json.loads(draft.content)
    return content


def _title(content: Content) -> str:
    names = [person.name.short for person in principals_from(content)]
    return ", ".join(names) or _("Nog zonder naam")
