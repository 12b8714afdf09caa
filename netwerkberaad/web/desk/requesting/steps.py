"""The steps of a request at the desk: one draft, kept step by step, whoever writes it and for whom."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, request, url_for
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
)
from netwerkberaad.cases.doors import promised_talk
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.web.context import READING, actor, db, now
from netwerkberaad.web.desk.inviting.invitee_rows import row_of
from netwerkberaad.web.desk.requesting.contacts_form import (
    ChoosingForm,
    choosing,
    contacts_sent,
    is_sent,
    taken,
)
from netwerkberaad.web.desk.requesting.request_drafts import (
    BY_PHONE,
    invitees_from,
    is_urgent,
    kept,
    principals_from,
    referral_from,
    shown,
    steps_of,
    talk_from,
)
from netwerkberaad.web.desk.requesting.request_forms import (
    MOST_ROWS,
    InviteesForm,
    NobodyForm,
    PrincipalsForm,
)
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.moments import day_of
from netwerkberaad.web.kit.once import sent_before
from netwerkberaad.web.kit.pages import page, see

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Way:
    """Where these steps stand: their endpoints, the page they are begun on and its name, and what sending does."""

    step: str
    contacts: str
    home: str
    crumb: Callable[[], str]
    send: Callable[[Content, BaseForm], Case]
    sent: Callable[[Case], Response]
    by_phone: bool = False
    prepare: Callable[[Content, BaseForm], None] = lambda _content, _form: None

    def drafts(self) -> list[ReferralDraft]:
        """The drafts of this writer that are written this way, last changed first."""
        return [draft for draft in drafts_of(db(), actor()) if self._holds(draft)]

    def draft(self, draft_id: object) -> ReferralDraft:
        """One of them. Raises NotFoundError."""
        found = next((draft for draft in self.drafts() if draft.id == draft_id), None)
        if found is None:
            raise NotFoundError
        return get_draft(db(), actor(), found.id)

    def url(self, draft: ReferralDraft, step: int) -> str:
        """The address of one step."""
        return url_for(self.step, draft_id=draft.id, step=step)

    def _holds(self, draft: ReferralDraft) -> bool:
        return (content_of(draft)["kind"] in BY_PHONE) is self.by_phone


def begin(way: Way, kind: str) -> Response:
    """Begin a draft, or go on with one that is still empty."""
    content: Content = {"kind": kind}
    empty = next((draft for draft in way.drafts() if content_of(draft) == content), None)
    draft = empty or save_draft(db(), actor(), content=json.dumps(content), step=1, now=now())
    return see(way.url(draft, 1))


def take_step(way: Way, draft: ReferralDraft, step: int) -> Response:
    """One step of a request. Everything typed is kept when one goes on, also to come back to later."""
    content = content_of(draft)
    steps = steps_of(content)
    if not 1 <= step <= len(steps):
        raise NotFoundError
    name, form_class = steps[step - 1]
    form = form_class(data=shown(content.get(name, {})))
    if isinstance(form, InviteesForm) and is_sent(form.pasted.data):
        return _read_list(way, draft, content, step, form)
    if _adds_row(form):
        more = _step_page(way, draft, content, step, form)
        more.status_code = 200  # nothing was refused: the same step with more rows
        return more
    if isinstance(form, NobodyForm) and form.day.data is None and request.method in READING:
        form.day.data = day_of(promised_talk(now()))
    if name == "send":
        way.prepare(content, form)
        return _send(way, draft, content, step, form)
    if not form.validate_on_submit():
        return _step_page(way, draft, content, step, form)
    content[name] = kept(form)
    save_draft(db(), actor(), draft_id=draft.id, content=json.dumps(content), step=step + 1, now=now())
    if "later" in request.form:
        flash(_("Uw aanmelding is bewaard. U kunt later verder gaan."), "ok")
        return see(url_for(way.home))
    return see(way.url(draft, step + 1))


def take_contacts(way: Way, draft: ReferralDraft) -> Response:
    """Take over who was chosen out of a list, and go on to the next step."""
    content = content_of(draft)
    form = ChoosingForm()
    after = _list_step(content) + 1
    if sent_before(form.once.data):
        return see(way.url(draft, after))
    number = form.attempt(lambda: _take_over(draft, content, form))
    if number is None:
        return _contacts_page(way, draft, content, form)
    flash(ngettext("%(num)d persoon overgenomen.", "%(num)d mensen overgenomen.", number), "ok")
    return see(way.url(draft, after))


def content_of(draft: ReferralDraft) -> Content:
    """What stands in a draft, by step."""
    content: Content = json.loads(draft.content)
    return content


def name_of(draft: ReferralDraft) -> str:
    """What a draft is called in a list."""
    names = [person.name.short for person in principals_from(content_of(draft))]
    return ", ".join(names) or _("Nog zonder naam")


def _send(way: Way, draft: ReferralDraft, content: Content, step: int, form: BaseForm) -> Response:
    missing = next(
        (number for number, (name, _kind) in enumerate(steps_of(content)[:-1], 1) if name not in content),
        None,
    )
    if missing is not None:
        return see(way.url(draft, missing))

    def send() -> Case:
        made = way.send(content, form)
        drop_draft(db(), actor(), draft_id=draft.id, now=now())
        return made

    made = form.attempt(send)
    return _step_page(way, draft, content, step, form) if made is None else way.sent(made)


def _adds_row(form: BaseForm) -> bool:
    """Whether the button was one for another, empty row."""
    if "add" not in request.form or not isinstance(form, (PrincipalsForm, InviteesForm)):
        return False
    form.people.append_entry()
    return True


def _read_list(way: Way, draft: ReferralDraft, content: Content, step: int, form: InviteesForm) -> Response:
    """Show who stands in a pasted list or a file, whichever button was pressed; what was typed in rows is kept."""
    contacts = form.attempt(lambda: contacts_sent(form.pasted.data))
    if contacts is None:
        return _step_page(way, draft, content, step, form)
    content["invitees"] = kept(form)
    save_draft(db(), actor(), draft_id=draft.id, content=json.dumps(content), step=step, now=now())
    shown_page = _contacts_page(way, draft, content, choosing(contacts, _listed(content)))
    shown_page.status_code = 200  # nothing was refused: the next page of the same step
    return shown_page


def _take_over(draft: ReferralDraft, content: Content, form: ChoosingForm) -> int:
    """Put who was chosen among the people of the draft. How many. Raises TooManyPeopleError or DraftTooLongError."""
    result = taken(form, _listed(content))
    people = [result.changed.get(key, person) for key, person in _listed(content).items()] + result.fresh
    if len(people) > MOST_ROWS:
        raise TooManyPeopleError(field="people")
    content["invitees"] = {"people": [row_of(person) for person in people]}
    after = _list_step(content) + 1
    save_draft(db(), actor(), draft_id=draft.id, content=json.dumps(content), step=after, now=now())
    return len(result.fresh) + len(result.changed)


def _listed(content: Content) -> dict[str, NewPerson]:
    """Who stands in the draft already, by a key that says also where."""
    return {f"{place}:{one.name.full}": one for place, one in enumerate(invitees_from(content))}


def _list_step(content: Content) -> int:
    """The step with the list. Raises NotFoundError with spoed, which asks for none."""
    names = [name for name, _form in steps_of(content)]
    if "invitees" not in names:
        raise NotFoundError
    return names.index("invitees") + 1


def _contacts_page(way: Way, draft: ReferralDraft, content: Content, form: ChoosingForm) -> Response:
    step = _list_step(content)
    return page(
        "desk/requests/contacts.html",
        form=form,
        action=url_for(way.contacts, draft_id=draft.id),
        back=way.url(draft, step),
        step=step,
        # Nobody is on the list only until people are taken over from this page.
        total=len(steps_of({name: told for name, told in content.items() if name != "invitees"})),
        home=url_for(way.home),
        crumb=way.crumb(),
    )


def _step_page(way: Way, draft: ReferralDraft, content: Content, step: int, form: BaseForm) -> Response:
    steps = steps_of(content)
    name = steps[step - 1][0]
    return page(
        f"desk/requests/step_{name}.html",
        form=form,
        draft=draft,
        step=step,
        total=len(steps),
        urgent=is_urgent(content),
        by_phone=way.by_phone,
        referral=referral_from(content) if name == "send" else None,
        talk_at=talk_from(content),
        principals=principals_from(content) if name == "send" else [],
        invitees=invitees_from(content) if name == "send" else [],
        back=way.url(draft, step - 1) if step > 1 else url_for(way.home),
        home=url_for(way.home),
        crumb=way.crumb(),
    )
