"""Phone numbers on a page, as people read them: the same as in a message. On a phone, a tap on one calls."""

import uuid
from collections.abc import Collection
from typing import NamedTuple

from flask_babel import gettext as _

from netwerkberaad.cases import ContactData
from netwerkberaad.foundation import documents
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.language import direction
from netwerkberaad.web.templating import language


def spoken_phone(number: str) -> str:
    """A number as people read it, in order also on a page that reads from the right."""
    spoken = documents.spoken_phone(number)
    return documents.left_to_right(spoken) if direction(language()) == "rtl" else spoken


def quiet_words(contact: ContactData) -> str:
    """The hours in which somebody does not want to be called; empty when there are none."""
    if not contact.quiet_until:
        return ""
    hours = f"{contact.quiet_from}–{contact.quiet_until}"
    return _("%(hours)s uur", hours=hours.replace(":", ".") if language() == "nl" else hours)


class Number(NamedTuple):
    """Whose number it is, how people read it, and how a phone dials it. Both are empty when there is none."""

    name: str
    spoken: str
    dialled: str


def numbers_of(person_ids: Collection[uuid.UUID]) -> list[Number]:
    """The number on which each of these people of the case in the address is called."""
    found = []
    for person in case_people():
        if person.id in person_ids:
            number = person.contact.phone or person.contact.landline
            found.append(Number(person.name.short, spoken_phone(number) if number else "", number))
    return found
