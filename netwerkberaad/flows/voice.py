"""Who writes, to whom, and in which language: what every message of a case has in common."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from gettext import GNUTranslations
from typing import TypedDict

from sqlalchemy.orm import Session

from netwerkberaad import accounts
from netwerkberaad.cases import Case, Person, current_assignment, people_of, principals_of
from netwerkberaad.cases.sight import unnamed_to
from netwerkberaad.foundation.core.errors import N_
from netwerkberaad.foundation.documents import gettext_for

DUTCH = "nl"


class Addressed(TypedDict):
    """Who writes, and to whom: what every ``facts.CaseFacts`` begins with."""

    region: str
    phone: str
    to: str
    first_names: tuple[str, ...]
    facilitator: str


@dataclass(frozen=True, slots=True)
class Voice:
    """The team and the gespreksleider who write, how to reach them, and for whom: the hoofdpersonen by first name.

    ``organisation_id`` is theirs: by it the way out of a message is chosen. ``named`` holds other names for whom a hoofdpersoon
    does not want to be named to.
    """

    region: str
    phone: str
    facilitator: str
    mail: str
    first_names: tuple[str, ...]
    organisation_id: uuid.UUID | None = None
    named: Mapping[uuid.UUID, tuple[str, ...]] = field(default_factory=dict)

    def to(self, person: Person) -> Addressed:
        """The beginning of a message to this person."""
        return Addressed(
            region=self.region,
            phone=self.phone,
            to=person.greeted,
            first_names=self.names_to(person),
            facilitator=self.facilitator,
        )

    def names_to(self, person: Person) -> tuple[str, ...]:
        """The first names of the hoofdpersonen who want to be named to this person, or else that it is somebody they know."""
        return self.named.get(person.id, self.first_names) or (somebody(reading_language(person)),)


def voice_of(session: Session, case: Case, people: Iterable[Person] | None = None) -> Voice:
    """Who writes in this case. The number is the gespreksleider's own, or else that of the team."""
    region = accounts.region_of(session, case.region_id)
    assignment = current_assignment(session, case)
    staff = accounts.get_staff(session, assignment.facilitator_id) if assignment else None
    profile = staff.profile if staff else accounts.Profile()
    everybody = people_of(session, case) if people is None else list(people)
    return Voice(
        region=region.name,
        phone=profile.phone or region.phone,
        facilitator=profile.full_name or region.name,
        mail=profile.mail,
        first_names=tuple(person.name.short for person in principals_of(everybody)),
        organisation_id=staff.organisation_id if staff else None,
        named=_names_kept(session, case, everybody),
    )


def named_to(session: Session, case: Case, person: Person, people: Sequence[Person]) -> tuple[str, ...]:
    """The first names that this person reads, as ``Voice.names_to`` gives them."""
    names = tuple(one.name.short for one in principals_of(people))
    kept = _names_kept(session, case, people)
    return kept.get(person.id, names) or (somebody(reading_language(person)),)


def _names_kept(session: Session, case: Case, people: Sequence[Person]) -> dict[uuid.UUID, tuple[str, ...]]:
    return {
        person_id: tuple(one.name.short for one in principals_of(people) if one.id not in unnamed)
        for person_id, unnamed in unnamed_to(session, case, people).items()
    }


def somebody(locale: str) -> str:
    """Who asks, when no hoofdpersoon wants to be named."""
    return gettext_for(locale).gettext(N_("iemand die u kent"))


def reading_language(person: Person) -> str:
    """The language to write to somebody in: their own as far as we have it, so that no message mixes two."""
    wanted = person.about.language
    known = isinstance(gettext_for(wanted), GNUTranslations) if wanted else False
    return wanted if known else DUTCH


def message_key(kind: str, *ids: uuid.UUID | int | str) -> str:
    """The key under which something is told once: what, and about whom or which, in ids."""
    return ":".join([kind, *map(str, ids)])
