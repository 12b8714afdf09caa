"""The parts of a meeting by its kind, as a region wants them, and changing them for one meeting."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from netwerkberaad.beraden.errors import (
    BadLengthError,
    BeraadOverError,
    BeraadRunsError,
    PlanPartMissingError,
)
from netwerkberaad.beraden.model import AgendaPart, AgendaShare, Beraad, BeraadKind, Part
from netwerkberaad.foundation import messages
from netwerkberaad.foundation.access import Actor, Permission, require
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import DeniedError

AGENDA_SET = audit.declare("beraad.agenda_set", "beraad")
TEMPLATE_SET = audit.declare("region.agenda_set", "region")
SHORTEST, LONGEST, STEP = 30, 480, 5
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
"""How the time is divided as usual, in minutes; longer and shorter meetings in proportion. A bewoner-MDO has no besloten tijd."""


def shares_of(session: Session, region_id: uuid.UUID, kind: BeraadKind) -> Mapping[Part, int]:
    """How this region divides the time of a meeting of this kind, in the order of its parts."""
    statement = select(AgendaShare).where(AgendaShare.region_id == region_id, AgendaShare.kind == kind)
    own = {share.part: share.minutes for share in session.scalars(statement)}
    return {part: own[part] for part in SHARES[kind] if part in own} or SHARES[kind]


def usual_minutes(session: Session, region_id: uuid.UUID, kind: BeraadKind) -> int:
    """How long a meeting of this kind usually lasts in this region."""
    return sum(shares_of(session, region_id, kind).values())


def default_parts(minutes: int, shares: Mapping[Part, int]) -> dict[Part, int]:
    """The parts of a meeting with their lengths in steps of five minutes, together exactly ``minutes``.

    What does not fit in such steps goes to the making of the plan. Each part lasts one step at least.
    """
    steps, rest = divmod(minutes, STEP)
    whole = sum(shares.values())
    lengths = {part: max(1, steps * share // whole) for part, share in shares.items()}
    by_remainder = sorted(shares, key=lambda part: steps * shares[part] % whole, reverse=True)
    for part in by_remainder[: max(0, steps - sum(lengths.values()))]:
        lengths[part] += 1
    while sum(lengths.values()) > steps:
        lengths[max(lengths, key=lambda part: lengths[part])] -= 1
    return {part: length * STEP + (rest if part is Part.PLAN else 0) for part, length in lengths.items()}


def set_template(
    session: Session, actor: Actor, *, kind: BeraadKind, lengths: Mapping[Part, int], now: datetime
) -> None:
    """How the region of the actor divides a meeting of this kind from now on; a part of no minutes is left out.

    Meetings that were set keep their parts. Raises PlanPartMissingError, BadLengthError, or DeniedError for whoever does not
    manage the region.
    """
    require(actor, Permission.MANAGE_ORGANISATIONS)
    region_id = actor.region_id
    if region_id is None:
        raise DeniedError
    wanted = _wanted(kind, lengths)
    session.execute(delete(AgendaShare).where(AgendaShare.region_id == region_id, AgendaShare.kind == kind))
    if wanted != SHARES[kind]:
        for part, minutes in wanted.items():
            session.add(AgendaShare(id=new_id(), region_id=region_id, kind=kind, part=part, minutes=minutes))
    audit.record(session, actor.entry(TEMPLATE_SET, now=now, object_id=region_id))


def parts_of(kind: BeraadKind) -> list[Part]:
    """Every part that a meeting of this kind can have, in order."""
    return list(SHARES[kind])


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
    wanted = _wanted(beraad.kind, lengths)
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


def _wanted(kind: BeraadKind, lengths: Mapping[Part, int]) -> dict[Part, int]:
    """The parts that have minutes. Raises PlanPartMissingError or BadLengthError."""
    wanted = {part: lengths[part] for part in SHARES[kind] if lengths.get(part, 0) > 0}
    if Part.PLAN not in wanted:
        raise PlanPartMissingError
    if not length_is_right(sum(wanted.values())):
        raise BadLengthError
    return wanted
