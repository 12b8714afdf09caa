"""Who decides along with a hoofdpersoon: the JIM or vertrouwenspersoon who began, marked where a plan is agreed to."""

import uuid

from flask_babel import gettext as _

from netwerkberaad.cases import Person
from netwerkberaad.cases.mentors import StepKind, mentors_of
from netwerkberaad.web.context import case, db
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.mentor_words import called


def co_deciding() -> dict[uuid.UUID, str]:
    """For each of them beside whom they stand: 'JIM van Lena, beslist mee'."""
    people = {person.id: person for person in case_people()}
    found: dict[uuid.UUID, str] = {}
    for view in mentors_of(db(), case()):
        if view.state is StepKind.INSTALLED and view.mentor.person_id is not None:
            principal = people[view.mentor.principal_id]
            found[view.mentor.person_id] = _(
                "%(role)s van %(name)s, beslist mee", role=called(principal), name=principal.name.short
            )
    return found


def in_order(people: list[Person], beside: dict[uuid.UUID, str]) -> list[Person]:
    """Hoofdpersonen first, then who decides along, then the others."""
    return sorted(people, key=lambda one: 0 if one.is_principal else 1 if one.id in beside else 2)
