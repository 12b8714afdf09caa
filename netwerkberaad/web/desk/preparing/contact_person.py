"""With whom one speaks at an organisation, as the form of a person says it: somebody of the circle, or somebody new."""

from flask_babel import gettext

from netwerkberaad.cases import ContactData, Person, PersonKind, get_person
from netwerkberaad.cases.contact_person import (
    BadContactPersonError,
    add_contact_person,
    choose_contact_person,
)
from netwerkberaad.web.context import actor, as_uuid, case, db, now
from netwerkberaad.web.desk.preparing.person_form import PersonForm


def keep_contact_person(form: PersonForm, person: Person) -> Person:
    """Keep what the form says, and give the organisation back. Raises BadContactPersonError for somebody new beside a person."""
    name = (form.contact_new.data or "").strip()
    is_organisation = person.kind is PersonKind.ORGANISATION
    if name and not is_organisation:
        raise BadContactPersonError(field="contact_new")
    if name:
        bring_contact_person(person, name=name, contact=ContactData())
        return person
    chosen = form.contact_person.data if is_organisation else ""
    contact = get_person(db(), case=case(), person_id=as_uuid(chosen)) if chosen else None
    choose_contact_person(db(), actor(), case=case(), organisation=person, contact=contact, now=now())
    return person


def bring_contact_person(organisation: Person, *, name: str, contact: ContactData) -> Person:
    """Put whom one speaks with in the circle, and tell so."""
    db().flush()
    return add_contact_person(
        db(),
        actor(),
        case=case(),
        organisation=organisation,
        name=name,
        relation=gettext("contactpersoon van %(name)s", name=organisation.name.short),
        contact=contact,
        now=now(),
    )
