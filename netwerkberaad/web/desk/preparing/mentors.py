"""Kring: the JIM of a young person, the vertrouwenspersoon of an adult. First who, then what."""

import uuid
from collections.abc import Callable

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from netwerkberaad.cases import Person, get_person, present, principals_of
from netwerkberaad.cases.mentors import (
    Condition,
    MentorView,
    StepContent,
    StepKind,
    Support,
    agree_support,
    get_mentor,
    install_mentor,
    mark_seen,
    mentors_of,
    record_step,
    think_of,
    without_mentor,
)
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import local
from netwerkberaad.web.context import actor, as_uuid, case, db, may_change, now
from netwerkberaad.web.desk.preparing.mentor_forms import (
    PARENT_KINDS,
    InstallForm,
    StepForm,
    SupportForm,
    ThinkForm,
)
from netwerkberaad.web.desk.preparing.mentor_view import mentor_card
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.fields import one_of
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.mentor_forms import deciding, sight_form
from netwerkberaad.web.kit.mentor_words import called, question
from netwerkberaad.web.kit.once import OnceForm, sent_before
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.seen import digest_of

_NOBODY = ""


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, both = "/casussen/<uuid:case_id>/kring/vertrouwenspersoon", ["GET", "POST"]
    one = f"{path}/<uuid:mentor_id>"
    blueprint.add_url_rule(path, "mentors", mentors)
    blueprint.add_url_rule(f"{path}/nieuw", "mentor_new", mentor_new, methods=both)
    blueprint.add_url_rule(f"{one}/gebeurd", "mentor_step", mentor_step, methods=both)
    blueprint.add_url_rule(f"{one}/begin", "mentor_install", mentor_install, methods=both)
    blueprint.add_url_rule(f"{one}/zien", "mentor_sight", mentor_sight, methods=both)
    blueprint.add_url_rule(f"{one}/gezien", "mentor_seen", mentor_seen, methods=["POST"])
    blueprint.add_url_rule(f"{one}/steun", "mentor_support", mentor_support, methods=both)


@allow(Permission.READ_CASE)
def mentors(case_id: uuid.UUID) -> Response:
    """Who stands beside whom, and who was not asked yet."""
    people = {person.id: person for person in case_people()}
    views = mentors_of(db(), case())
    return room_page(
        "desk/mentors/list.html",
        "circle",
        open=may_change(),
        cards=[mentor_card(view, people) for view in views],
        ask=[
            question(person) for person in without_mentor(db(), case(), case_people(), on=local(now()).date())
        ],
    )


@allow(Permission.CHANGE_CASE)
def mentor_new(case_id: uuid.UUID) -> Response:
    """Whom somebody thinks of; nobody yet is an answer too."""
    form = ThinkForm()
    principals = principals_of(case_people())
    others = [(str(person.id), person.name.full) for person in present(case_people())]
    form.principal.choices = [
        (str(person.id), f"{person.name.short} ({called(person)})") for person in principals
    ]
    form.person.choices = [(_NOBODY, _("Nog niemand. Dat mag.")), *others]
    return _form_page(form, "think", lambda: _think(form), _("Vastgelegd."))


@allow(Permission.CHANGE_CASE)
def mentor_step(case_id: uuid.UUID, mentor_id: uuid.UUID) -> Response:
    """What was asked, answered or decided."""
    view = get_mentor(db(), case=case(), mentor_id=mentor_id)
    form = StepForm()
    others = [person for person in present(case_people()) if not _is_of(view, person)]
    form.parent.choices = one_of((str(person.id), person.name.full) for person in others)

    def act() -> object:
        parent = None
        if form.parent.data and form.kind.data in PARENT_KINDS:
            parent = get_person(db(), case=case(), person_id=as_uuid(form.parent.data))
        said = StepContent(StepKind(form.kind.data), form.on.data, text=form.text.data or "")
        return record_step(db(), actor(), view=view, said=said, parent=parent, now=now())

    return _form_page(form, "step", act, _("Vastgelegd."), view)


@allow(Permission.CHANGE_CASE)
def mentor_install(case_id: uuid.UUID, mentor_id: uuid.UUID) -> Response:
    """Begin, with the conditions as guidance."""
    view = get_mentor(db(), case=case(), mentor_id=mentor_id)
    form = InstallForm()

    def act() -> object:
        said = StepContent(StepKind.INSTALLED, form.on.data, text=form.text.data or "")
        met = [Condition(one) for one in form.met.data or ()]
        return install_mentor(db(), actor(), view=view, met=met, said=said, now=now())

    return _form_page(form, "install", act, _("Vanaf nu staat deze persoon ernaast."), view)


@allow(Permission.CHANGE_CASE)
def mentor_sight(case_id: uuid.UUID, mentor_id: uuid.UUID) -> Response:
    """What may be seen and told, as the hoofdpersoon decides."""
    view = get_mentor(db(), case=case(), mentor_id=mentor_id)
    form = sight_form(view)
    act = deciding(form, db(), actor(), view=view, now=now())
    return _form_page(form, "sight", act, _("Dit geldt vanaf nu."), view)


@allow(Permission.CHANGE_CASE)
def mentor_support(case_id: uuid.UUID, mentor_id: uuid.UUID) -> Response:
    """What they can count on."""
    view = get_mentor(db(), case=case(), mentor_id=mentor_id)
    known = view.mentor.content.support
    digest = digest_of(view.mentor.content)
    form = SupportForm(
        data={
            "seen": digest,
            "agreed": known.agreed,
            "contact": known.contact,
            "phone": known.phone,
            "evening": known.evening,
        }
    )

    def act() -> object:
        form.require_current(digest)
        support = Support(
            agreed=form.agreed.data or "",
            contact=form.contact.data or "",
            phone=form.phone.data or "",
            evening=form.evening.data or "",
        )
        return agree_support(db(), actor(), view=view, support=support, now=now())

    return _form_page(form, "support", act, _("De steun staat op papier."), view)


@allow(Permission.CHANGE_CASE)
def mentor_seen(case_id: uuid.UUID, mentor_id: uuid.UUID) -> Response:
    """The gespreksleider read what was said at the door."""
    mark_seen(db(), actor(), mentor=get_mentor(db(), case=case(), mentor_id=mentor_id).mentor, now=now())
    flash(_("Gezien."), "ok")
    return see(url_for("desk.mentors", case_id=case_id))


def _form_page(
    form: BaseForm, which: str, act: Callable[[], object], done: str, view: MentorView | None = None
) -> Response:
    """Show a form, or act and go back to the list."""
    home = url_for("desk.mentors", case_id=case().id)
    if isinstance(form, OnceForm) and sent_before(form.once.data):
        return see(home)
    if form.attempt(act) is None:
        card = mentor_card(view, {person.id: person for person in case_people()}) if view else None
        return room_page(f"desk/mentors/{which}.html", "circle", ahead=False, form=form, card=card, home=home)
    flash(done, "ok")
    return see(home)


def _think(form: ThinkForm) -> object:
    principal = get_person(db(), case=case(), person_id=as_uuid(form.principal.data))
    person = None
    if form.person.data:
        person = get_person(db(), case=case(), person_id=as_uuid(form.person.data))
    said = StepContent(on=form.on.data, said_by=form.said_by.data or "", text=form.text.data or "")
    return think_of(db(), actor(), case=case(), principal=principal, person=person, said=said, now=now())


def _is_of(view: MentorView, person: Person) -> bool:
    return person.id in {view.mentor.principal_id, view.mentor.person_id}
