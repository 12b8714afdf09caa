"""Who writes, to whom, and in which language: what every message of a case has in common."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from gettext import GNUTranslations

from sqlalchemy.orm import Session

from netwerkberaad import accounts
from netwerkberaad.cases import Case, Person, current_assignment, people_of, principals_of
from netwerkberaad.foundation.documents import gettext_for

DUTCH = "nl"


@dataclass(frozen=True, slots=True)
class Voice:
    """The team and the gespreksleider who write, how to reach them, and for whom: the hoofdpersonen by first name.

    ``organisation_id`` is theirs: by it the way out of a message is chosen.
    """

    region: str
    phone: str
    facilitator: str
    mail: str
    first_names: tuple[str, ...]
    organisation_id: uuid.UUID | None = None


def voice_of(session: Session, case: Case, people: Iterable[Person] | None = None) -> Voice:
    """Who writes in this case. The number is the gespreksleider's own, or else that of the team."""
    region = accounts.region_of(session, case.region_id)
    assignment = current_assignment(session, case)
    staff = accounts.get_staff(session, assignment.facilitator_id) if assignment else None
    profile = staff.profile if staff else accounts.Profile()
    everybody = people_of(session, case) if people is None else people
    return Voice(
        region=region.name,
        phone=profile.phone or region.phone,
        facilitator=profile.full_name or region.name,
        mail=profile.mail,
        first_names=tuple(person.name.short for person in principals_of(everybody)),
        organisation_id=staff.organisation_id if staff else None,
    )


def reading_language(person: Person) -> str:
    """The language to write to somebody in: their own as far as we have it, so that no message mixes two."""
    wanted = person.about.language
    known = isinstance(gettext_for(wanted), GNUTranslations) if wanted else False
    return wanted if known else DUTCH


def message_key(kind: str, *ids: uuid.UUID | int | str) -> str:
    """The key under which something is told once: what, and about whom or which, in ids."""
    return ":".join([kind, *map(str, ids)])
