"""The parts of a meeting by its kind, and changing them for one meeting."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from netwerkberaad.beraden.errors import (
    BadLengthError,
    BeraadOverError,
    BeraadRunsError,
    PlanPartMissingError,
)
from netwerkberaad.beraden.model import AgendaPart, Beraad, BeraadKind, Part
from netwerkberaad.foundation import messages
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id

AGENDA_SET = audit.declare("beraad.agenda_set", "beraad")
SHORTEST, LONGEST = 30, 480
SHARES: Mapping[BeraadKind, Mapping[Part, int]] = {
    BeraadKind.NETWERKBERAAD: {
        Part.WELCOME: 15,
        Part.INFORMATION: 35,
        Part.PRIVATE_TIME: 55,
        Part.PLAN: 40,
        Part.ACCEPTANCE: 20,
    },
    BeraadKind.SPOEDBERAAD: {
        Part.WELCOME: 10,
        Part.INFORMATION: 25,
        Part.PRIVATE_TIME: 35,
        Part.PLAN: 35,
        Part.ACCEPTANCE: 15,
    },
    BeraadKind.VERVOLGBERAAD: {
        Part.WELCOME: 10,
        Part.INFORMATION: 20,
        Part.PRIVATE_TIME: 25,
        Part.PLAN: 35,
        Part.ACCEPTANCE: 15,
    },
    BeraadKind.RESIDENT_MDO: {
        Part.WELCOME: 15,
        Part.THREE_QUESTIONS: 40,
        Part.PLAN: 45,
        Part.ACCEPTANCE: 20,
    },
}
"""How the time is divided, in minutes of a meeting of the usual length; others in proportion. A bewoner-MDO has no besloten tijd."""


def usual_minutes(kind: BeraadKind) -> int:
    """How long a meeting of this kind usually lasts."""
    return sum(SHARES[kind].values())


def default_parts(minutes: int, kind: BeraadKind = BeraadKind.NETWERKBERAAD) -> dict[Part, int]:
    """The parts of a meeting with their lengths in whole minutes, together exactly ``minutes``."""
    shares = SHARES[kind]
    whole = sum(shares.values())
    lengths = {part: minutes * share // whole for part, share in shares.items()}
    left = minutes - sum(lengths.values())
    by_remainder = sorted(shares, key=lambda part: minutes * shares[part] % whole, reverse=True)
    for part in by_remainder[:left]:
        lengths[part] += 1
    return lengths


def length_is_right(minutes: int) -> bool:
    """Whether a meeting can last so long: from half an hour to eight hours."""
    return SHORTEST <= minutes <= LONGEST


def set_agenda(
    session: Session, actor: Actor, *, beraad: Beraad, lengths: Mapping[Part, int], now: datetime
) -> Beraad:
    """Give the parts of one meeting these lengths; a part of no minutes is left out. The meeting lasts as long as they do.

    Raises PlanPartMissingError, BadLengthError, BeraadRunsError or BeraadOverError.
    """
    if beraad.ended_at is not None or beraad.cancelled_at is not None:
        raise BeraadOverError
    if beraad.opened_at is not None:
        raise BeraadRunsError
    wanted = {part: lengths[part] for part in SHARES[beraad.kind] if lengths.get(part, 0) > 0}
    if Part.PLAN not in wanted:
        raise PlanPartMissingError
    if not length_is_right(sum(wanted.values())):
        raise BadLengthError
    place_parts(session, beraad, wanted)
    if beraad.announced_at is not None and beraad.minutes != sum(wanted.values()):
        beraad.sequence += 1
    beraad.minutes = sum(wanted.values())
    audit.record(session, actor.entry(AGENDA_SET, now=now, case_id=beraad.case_id, object_id=beraad.id))
    messages.outdate_waiting(session, case_id=beraad.case_id, now=now)
    return beraad


def place_parts(session: Session, beraad: Beraad, lengths: Mapping[Part, int]) -> None:
    """The parts of a meeting that did not begin, in this order; what was there before goes."""
    session.execute(delete(AgendaPart).where(AgendaPart.beraad_id == beraad.id))
    for position, (part, length) in enumerate(lengths.items(), start=1):
        session.add(
            AgendaPart(
                id=new_id(),
                case_id=beraad.case_id,
                beraad_id=beraad.id,
                position=position,
                part=part,
                minutes=length,
            )
        )
