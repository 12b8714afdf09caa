"""A parent who is asked whether the chosen JIM is all right. A grumpy yes is a yes."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases import get_person
from netwerkberaad.cases.mentors import (
    MentorStep,
    MentorView,
    StepContent,
    StepKind,
    asked_as_parent,
    record_step,
)
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.web.context import actor, db, guest, now
from netwerkberaad.web.door.beside.asked import principal_of
from netwerkberaad.web.door.frame import guest_page
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import MEDIUM, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.mentor_words import called
from netwerkberaad.web.kit.pages import see

ANSWERS = (
    (StepKind.PARENT_AGREES.value, _("Ja, dat is goed")),
    (StepKind.PARENT_GRUDGES.value, _("Nou, vooruit dan")),
    (StepKind.PARENT_REFUSES.value, _("Nee, dat wil ik niet")),
)


class ParentForm(BaseForm):
    """What a parent says."""

    answer = RadioField(_("Wat vindt u?"), [required(_("Kies wat voor u klopt."))], choices=ANSWERS)
    text = TextAreaField(_("Wilt u er iets bij zeggen?"), [Optional(), at_most(MEDIUM)])


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    path = "/p/ernaast/<uuid:mentor_id>/ouder"
    blueprint.add_url_rule(path, "mentor_parent", mentor_parent, methods=["GET", "POST"])


@allow(Permission.AGREE)
def mentor_parent(mentor_id: uuid.UUID) -> AnyResponse:
    """Say whether it is all right; it may be said again. The one who was chosen never reads it."""
    view = _asked_about(mentor_id)
    principal, person = principal_of(view), _person(view)
    form = ParentForm()
    before = view.parents[guest().person.id].content
    if not form.is_submitted() and view.word_of(guest().person.id):
        form.answer.data, form.text.data = before.kind.value, before.text
    if form.attempt(lambda: _record(view, form)) is None:
        role = called(principal)
        return guest_page(
            "door/beside/parent.html", form=form, principal=principal.name.short, name=person, role=role
        )
    flash(gettext("Dank u wel. We nemen het mee."), "ok")
    return see(url_for("door.welcome"))


def _asked_about(mentor_id: uuid.UUID) -> MentorView:
    for view in asked_as_parent(db(), case=guest().case, person=guest().person):
        if view.mentor.id == mentor_id:
            return view
    raise NotFoundError


def _person(view: MentorView) -> str:
    if view.mentor.person_id is None:
        raise NotFoundError
    return get_person(db(), case=guest().case, person_id=view.mentor.person_id).name.full


def _record(view: MentorView, form: ParentForm) -> MentorStep:
    said = StepContent(StepKind(form.answer.data), text=form.text.data or "")
    return record_step(db(), actor(), view=view, said=said, parent=guest().person, now=now())
