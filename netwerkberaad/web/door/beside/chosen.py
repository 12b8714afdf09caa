"""The hoofdpersoon: who could stand beside me, did I ask, what may they see, and when it stops."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases import (
    About,
    ContactData,
    NewPerson,
    Person,
    PersonName,
    add_person,
    get_person,
    guess_from,
    present,
)
from netwerkberaad.cases.mentors import (
    BarredMentorError,
    MentorView,
    StepContent,
    StepKind,
    chosen_by,
    get_mentor,
    record_step,
    think_of,
)
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import N_, InvalidError, NotFoundError
from netwerkberaad.web.context import actor, as_uuid, db, guest, now
from netwerkberaad.web.door.beside.asked import EndForm, end
from netwerkberaad.web.door.frame import circle, guest_page
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.fields import PhoneField
from netwerkberaad.web.kit.forms import MEDIUM, SHORT, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.mentor_forms import deciding, sight_form
from netwerkberaad.web.kit.mentor_words import SIGHT_NAMES, STATE_NAMES, called, young
from netwerkberaad.web.kit.once import OnceForm, sent_before
from netwerkberaad.web.kit.pages import see


class TalkFirstError(InvalidError):
    """Somebody who must not be asked. Why, or that there is a list, is never said at the door."""

    message = N_("Over deze persoon praten wij liever eerst even met u. Bel ons.")


NOBODY, OTHER = "niemand", "ander"


class ChooseForm(OnceForm):
    """Somebody of the circle, somebody else, or nobody yet."""

    person = RadioField(_("Aan wie denkt u?"), [required(_("Kies iemand, of kies: nog niemand."))])
    name = StringField(_("Hoe heet die ander?"), [Optional(), at_most(SHORT)])
    relation = StringField(_("Wie is dat voor u?"), [Optional(), at_most(SHORT)])
    phone = PhoneField(_("Telefoon"), [Optional(), at_most(SHORT)])
    text = TextAreaField(_("Wilt u er iets bij zeggen?"), [Optional(), at_most(MEDIUM)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, both = "/p/mijn-jim", ["GET", "POST"]
    blueprint.add_url_rule(path, "own_mentors", own_mentors)
    blueprint.add_url_rule(f"{path}/kies", "choose_mentor", choose_mentor, methods=both)
    one = f"{path}/<uuid:mentor_id>"
    blueprint.add_url_rule(f"{one}/gevraagd", "asked_mentor", asked_mentor, methods=["POST"])
    blueprint.add_url_rule(f"{one}/zien", "open_to_mentor", open_to_mentor, methods=both)
    blueprint.add_url_rule(f"{one}/stoppen", "end_mentor", end_mentor, methods=both)


@allow(Permission.CHOOSE_MENTOR)
def own_mentors() -> AnyResponse:
    """Whom this hoofdpersoon chose and where that stands; or the question, first of all."""
    people = {person.id: person for person in circle()}
    views = chosen_by(db(), case=guest().case, principal=guest().person)
    return guest_page(
        "door/beside/own.html",
        role=called(guest().person),
        young=young(guest().person),
        cards=[_card(view, people) for view in reversed(views)],
        open=any(view.state is not StepKind.STOPPED for view in views),
    )


@allow(Permission.CHOOSE_MENTOR)
def choose_mentor() -> AnyResponse:
    """Name somebody. Nobody yet is an answer too."""
    form = ChooseForm()
    around = [person for person in present(circle()) if not person.is_principal and not person.nameless]
    form.person.choices = [
        *((str(person.id), person.name.full) for person in around),
        (OTHER, gettext("Iemand die hier niet bij staat")),
        (NOBODY, gettext("Nog niemand. Dat mag.")),
    ]
    if sent_before(form.once.data):
        return see(url_for("door.own_mentors"))
    if form.attempt(lambda: _choose(form)) is None:
        return guest_page(
            "door/beside/choose.html",
            form=form,
            role=called(guest().person),
            young=young(guest().person),
        )
    flash(gettext("We hebben het opgeschreven."), "ok")
    return see(url_for("door.own_mentors"))


@allow(Permission.CHOOSE_MENTOR)
def asked_mentor(mentor_id: uuid.UUID) -> AnyResponse:
    """They asked it themselves."""
    form = BaseForm()
    view = _own(mentor_id)
    said = StepContent(StepKind.ASKED, said_by=guest().person.name.short)
    if form.attempt(lambda: record_step(db(), actor(), view=view, said=said, now=now())) is not None:
        flash(gettext("Mooi. We maken een link waarmee die ander kan antwoorden."), "ok")
    return see(url_for("door.own_mentors"))


@allow(Permission.CHOOSE_MENTOR)
def open_to_mentor(mentor_id: uuid.UUID) -> AnyResponse:
    """What they may see and be told; it holds at once."""
    view = _own(mentor_id)
    form = sight_form(view)
    if form.attempt(deciding(form, db(), actor(), view=view, now=now())) is None:
        return guest_page("door/beside/sight.html", form=form, name=_name(view), young=young(guest().person))
    flash(gettext("Dit geldt vanaf nu."), "ok")
    return see(url_for("door.own_mentors"))


@allow(Permission.CHOOSE_MENTOR)
def end_mentor(mentor_id: uuid.UUID) -> AnyResponse:
    """Stop it; somebody else can be chosen."""
    view, form = _own(mentor_id), EndForm()
    if form.attempt(lambda: end(view, form)) is None:
        back = url_for("door.own_mentors")
        return guest_page("door/beside/end.html", form=form, principal=_name(view), own=True, back=back)
    flash(gettext("Het is gestopt. U kunt iemand anders kiezen."), "ok")
    return see(url_for("door.own_mentors"))


def _choose(form: ChooseForm) -> object:
    person = None
    if form.person.data == OTHER:
        person = _somebody_new(form)
    elif form.person.data != NOBODY:
        person = get_person(db(), case=guest().case, person_id=as_uuid(form.person.data))
    said = StepContent(said_by=guest().person.name.short, text=form.text.data or "")
    try:
        return think_of(
            db(), actor(), case=guest().case, principal=guest().person, person=person, said=said, now=now()
        )
    except BarredMentorError:
        raise TalkFirstError(field="person") from None


def _somebody_new(form: ChooseForm) -> Person:
    relation = form.relation.data or ""
    guess = guess_from(relation)
    about = About(
        relation=relation, ring=guess.ring, quadrant=guess.quadrant, proposed_by=guest().person.name.short
    )
    new = NewPerson(
        PersonName(first=form.name.data or ""), guess.kind, ContactData(phone=form.phone.data or ""), about
    )
    person = add_person(db(), actor(), case=guest().case, new=new, now=now())
    db().flush()  # who was thought of points to them
    return person


def _own(mentor_id: uuid.UUID) -> MentorView:
    view = get_mentor(db(), case=guest().case, mentor_id=mentor_id)
    if view.mentor.principal_id != guest().person.id or view.state is StepKind.STOPPED:
        raise NotFoundError
    return view


def _name(view: MentorView) -> str:
    people = {person.id: person for person in circle()}
    return people[view.mentor.person_id].name.short if view.mentor.person_id in people else ""


def _card(view: MentorView, people: dict[uuid.UUID, Person]) -> dict[str, object]:
    content = view.mentor.content
    return {
        "id": view.mentor.id,
        "name": people[view.mentor.person_id].name.full if view.mentor.person_id else "",
        "state": str(STATE_NAMES[view.state]),
        "to_ask": view.state is StepKind.THOUGHT_OF,
        "stopped": view.state is StepKind.STOPPED,
        "sight": [str(SIGHT_NAMES[one]) for one in content.sight] + ([content.also] if content.also else []),
    }
