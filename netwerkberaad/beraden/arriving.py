"""When one person is expected: with the others, or at a time of their own that nobody else is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from netwerkberaad.beraden.model import Beraad
from netwerkberaad.cases import Case, Person
from netwerkberaad.cases.safety import Staggered, arrivals_of

_SHORTEST = 15


@dataclass(frozen=True, slots=True)
class Appointment:
    """A beraad as one person has it. It ends for everybody at the same moment, so who comes later stays shorter.

    ``way`` is how they get in. ``sequence`` grows with every change of the beraad and of the own time.
    """

    starts_at: datetime
    minutes: int
    way: str = ""
    sequence: int = 0


def appointment_of(session: Session, case: Case, beraad: Beraad, person: Person) -> Appointment:
    """When this person is expected at this beraad."""
    own = arrivals_of(session, case).get(person.id, Staggered())
    later = own.content.minutes
    return Appointment(
        starts_at=beraad.starts_at + timedelta(minutes=later),
        minutes=max(beraad.minutes - later, _SHORTEST),
        way=own.content.way,
        sequence=beraad.sequence + own.changes,
    )
