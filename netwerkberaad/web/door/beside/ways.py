"""What of standing beside somebody is open for the guest who asks."""

from flask import url_for
from flask_babel import gettext as _

from netwerkberaad.cases import Person, get_person
from netwerkberaad.cases.mentors import MentorView, StepKind, asked_as_parent, asked_of
from netwerkberaad.cases.sight import SharedPart
from netwerkberaad.plans import version_fixed
from netwerkberaad.web.context import db, guest
from netwerkberaad.web.door.frame import Link
from netwerkberaad.web.door.own import my_sight
from netwerkberaad.web.kit.mentor_words import called


def beside_things() -> list[Link]:
    """Links to what this guest is asked, may see or decides; the first is what a link with the question is about."""
    case, person = guest().case, guest().person
    things: list[Link] = []
    for view in asked_of(db(), case=case, person=person):
        things += _asked(view, get_person(db(), case=case, person_id=view.mentor.principal_id))
    for view in asked_as_parent(db(), case=case, person=person):
        principal = get_person(db(), case=case, person_id=view.mentor.principal_id)
        label = _(
            "De %(role)s van %(name)s: vindt u het goed?", role=called(principal), name=principal.name.short
        )
        url = url_for("door.mentor_parent", mentor_id=view.mentor.id)
        things.append({"label": label, "url": url, "icon": "user"})
    if person.is_principal:
        label = _("Uw %(role)s", role=called(person))
        things.append({"label": label, "url": url_for("door.own_mentors"), "icon": "user"})
    return things


def co_decides() -> bool:
    """Whether this guest stands beside a hoofdpersoon, sees the whole plan, and there is one to agree with."""
    views = asked_of(db(), case=guest().case, person=guest().person)
    begun = any(view.state is StepKind.INSTALLED for view in views)
    return (
        begun and my_sight().opened.plan is SharedPart.WHOLE and version_fixed(db(), guest().case) is not None
    )


def _asked(view: MentorView, principal: Person) -> list[Link]:
    name, role, mentor_id = principal.name.short, called(principal), view.mentor.id
    url = url_for("door.mentor", mentor_id=mentor_id)
    if view.answerable:
        label = _("%(name)s vraagt: wilt u mijn %(role)s zijn?", name=name, role=role)
        return [{"label": label, "url": url, "icon": "user"}]
    sees_url = url_for("door.mentor_sees", mentor_id=mentor_id)
    return [
        {"label": _("U bent %(role)s van %(name)s", role=role, name=name), "url": url, "icon": "user"},
        {"label": _("Wat u mag zien van %(name)s", name=name), "url": sees_url, "icon": "eye"},
    ]
