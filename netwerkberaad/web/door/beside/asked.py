"""The one who is asked to stand beside somebody: yes, no or time to think; what they may see; stopping. By link alone."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases import Person, get_person
from netwerkberaad.cases.mentors import MentorView, Sight, StepContent, StepKind, asked_of, record_step, sees
from netwerkberaad.flows import what_is_open
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import spoken_phone
from netwerkberaad.plans import FollowUp
from netwerkberaad.web.context import actor, db, guest, now
from netwerkberaad.web.door.checking_in import RESULTS
from netwerkberaad.web.door.frame import guest_page
from netwerkberaad.web.door.own import my_sight
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import MEDIUM, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.mentor_words import called, young
from netwerkberaad.web.kit.need_words import needs_said
from netwerkberaad.web.kit.pages import see

ANSWERS = (
    (StepKind.SAID_YES.value, _("Ja, dat wil ik")),
    (StepKind.THINKING.value, _("Ik wil er even over nadenken")),
    (StepKind.SAID_NO.value, _("Nee, liever niet")),
)


class MentorForm(BaseForm):
    """What somebody says who is asked."""

    answer = RadioField(_("Wat zegt u?"), [required(_("Kies wat voor u klopt."))], choices=ANSWERS)
    text = TextAreaField(_("Wilt u er iets bij zeggen?"), [Optional(), at_most(MEDIUM)])


class EndForm(BaseForm):
    """Stopping, with words if somebody wants."""

    text = TextAreaField(_("Wilt u er iets bij zeggen?"), [Optional(), at_most(MEDIUM)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, both = "/p/ernaast/<uuid:mentor_id>", ["GET", "POST"]
    blueprint.add_url_rule(path, "mentor", mentor, methods=both)
    blueprint.add_url_rule(f"{path}/zien", "mentor_sees", mentor_sees)
    blueprint.add_url_rule(f"{path}/stoppen", "mentor_ends", mentor_ends, methods=both)


@allow(Permission.ANSWER_AS_MENTOR)
def mentor(mentor_id: uuid.UUID) -> AnyResponse:
    """What it means and who is there for them; an answer as long as one can be given. Earlier words need the second proof."""
    view = own_view(mentor_id)
    if not view.answerable and not guest().proven:
        return redirect(url_for("door.proof", naar=url_for("door.mentor", mentor_id=mentor_id)))
    principal = principal_of(view)
    form = MentorForm()
    before = view.answered
    if view.answerable:
        if not form.is_submitted() and before is not None and guest().proven:
            form.answer.data, form.text.data = before.content.kind.value, before.content.text
        done = form.attempt(lambda: _answer(view, form))
        if done is not None:
            flash(_thanks(done, principal), "ok")
            return see(url_for("door.welcome"))
    return guest_page(
        "door/beside/asked.html",
        form=form,
        mentor=view.mentor,
        principal=principal.name.short,
        role=called(principal),
        young=young(principal),
        begun=not view.answerable,
        hidden=before is not None and not guest().proven,
        support=_support(view),
    )


@allow(Permission.READ_OWN_PART)
def mentor_sees(mentor_id: uuid.UUID) -> AnyResponse:
    """Exactly what the hoofdpersoon opened; what was closed a moment ago is gone."""
    view = own_view(mentor_id)
    principal = principal_of(view)
    seen = what_is_open(db(), case=guest().case, person=guest().person, view=view)
    opened = sees(db(), case=guest().case, person=guest().person) & set(view.mentor.content.sight)
    return guest_page(
        "door/beside/sees.html",
        principal=principal.name.short,
        mentor=view.mentor,
        begun=view.state is StepKind.INSTALLED,
        seen=seen,
        told=[_told(row) for row in seen.told or ()],
        needs=[
            {"at": row.answered_at, "text": my_sight().clean(row.content.need)} for row in seen.asked or ()
        ],
        needs_to_come=my_sight().clean(needs_said(seen.answer)) if seen.answer else "",
        whole_plan=Sight.WHOLE_PLAN in opened,
        also=my_sight().clean(view.mentor.content.also) if view.state is StepKind.INSTALLED else "",
    )


@allow(Permission.ANSWER_AS_MENTOR)
def mentor_ends(mentor_id: uuid.UUID) -> AnyResponse:
    """Stop standing beside somebody. What was open closes at once."""
    view, form = own_view(mentor_id), EndForm()
    principal = principal_of(view)
    if form.attempt(lambda: end(view, form)) is None:
        back = url_for("door.mentor", mentor_id=mentor_id)
        return guest_page(
            "door/beside/end.html", form=form, principal=principal.name.short, own=False, back=back
        )
    flash(gettext("U bent gestopt. %(name)s hoort het van ons.", name=principal.name.short), "ok")
    return see(url_for("door.welcome"))


def own_view(mentor_id: uuid.UUID) -> MentorView:
    """The one this guest was asked for. Raises NotFoundError for any other."""
    for view in asked_of(db(), case=guest().case, person=guest().person):
        if view.mentor.id == mentor_id:
            return view
    raise NotFoundError


def principal_of(view: MentorView) -> Person:
    """Beside whom."""
    return get_person(db(), case=guest().case, person_id=view.mentor.principal_id)


def end(view: MentorView, form: EndForm) -> object:
    """Put on record that this guest stops it."""
    said = StepContent(StepKind.STOPPED, said_by=guest().person.name.short, text=form.text.data or "")
    return record_step(db(), actor(), view=view, said=said, now=now())


def _answer(view: MentorView, form: MentorForm) -> StepKind:
    kind = StepKind(form.answer.data)
    said = StepContent(kind, said_by=guest().person.name.short, text=form.text.data or "")
    record_step(db(), actor(), view=view, said=said, now=now())
    return kind


def _thanks(kind: StepKind, principal: Person) -> str:
    if kind is StepKind.SAID_YES:
        return gettext("Dank u wel. We bellen u om af te spreken wat u nodig hebt.")
    if kind is StepKind.THINKING:
        return gettext("Neem de tijd. Deze link blijft werken, u kunt er later mee antwoorden.")
    return gettext(
        "Dank u wel voor uw eerlijke antwoord. %(name)s hoort het van ons.", name=principal.name.short
    )


def _support(view: MentorView) -> dict[str, str]:
    """Whom to talk to, and what was agreed where the second proof was given."""
    support = view.mentor.content.support
    return {
        "contact": support.contact,
        "phone": support.phone,
        "spoken": spoken_phone(support.phone),
        "evening": support.evening,
        "agreed": support.agreed if guest().proven else "",
    }


def _told(row: FollowUp) -> dict[str, object]:
    names = {value: str(label) for value, label in RESULTS}
    result = row.content.result
    return {
        "at": row.answered_at,
        "result": names[result.value] if result else "",
        "grade": row.content.grade,
    }
