"""A device handed to the family in its besloten tijd: it takes proposals for the plan, and ends with that time.

Of besloten tijd nothing is kept but its begin and end: a proposal has no writer, no moment and no line in the log.
"""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from netwerkberaad.beraden.errors import NoPrivateTimeError
from netwerkberaad.beraden.model import AgendaPart, Beraad, FamilyDevice, FamilyProposal, Part, ProposalKind
from netwerkberaad.beraden.queries import agenda_of, private_now
from netwerkberaad.cases import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import N_, InvalidError, NotFoundError
from netwerkberaad.foundation.links import hash_token, new_token

DEVICE_GIVEN = audit.declare("beraad.device_given", "beraad")
DEVICE_ENDED = audit.declare("beraad.device_ended", "beraad")
PROPOSAL_DEALT = audit.declare("beraad.proposal_dealt", "beraad")
LASTS = timedelta(hours=4)
MOST = 60


class ProposalMissingError(InvalidError):
    """Nothing was written."""

    message = N_("Schrijf eerst iets op.")


class ProposalsFullError(InvalidError):
    """More than anybody could talk about afterwards."""

    message = N_("Er kan niets meer bij. Zeg het aan tafel.")


def give_device(session: Session, actor: Actor, *, beraad: Beraad, now: datetime) -> str:
    """The token of a new link; the one before stops working. Raises NoPrivateTimeError."""
    if private_ahead(session, beraad) is None or beraad.opened_at is None or beraad.ended_at is not None:
        raise NoPrivateTimeError
    end_devices(session, beraad.id, now=now)
    token = new_token()
    session.add(
        FamilyDevice(
            id=new_id(),
            case_id=beraad.case_id,
            beraad_id=beraad.id,
            token_hash=hash_token(token),
            made_at=now,
            expires_at=now + LASTS,
        )
    )
    audit.record(session, actor.entry(DEVICE_GIVEN, now=now, case_id=beraad.case_id, object_id=beraad.id))
    return token


def take_device_back(session: Session, actor: Actor, *, beraad: Beraad, now: datetime) -> None:
    """The link stops working, also in the middle of besloten tijd."""
    end_devices(session, beraad.id, now=now)
    audit.record(session, actor.entry(DEVICE_ENDED, now=now, case_id=beraad.case_id, object_id=beraad.id))


def end_devices(session: Session, beraad_id: uuid.UUID, *, now: datetime) -> None:
    """No link of this meeting works any more, as when its besloten tijd is over."""
    living = update(FamilyDevice).where(FamilyDevice.beraad_id == beraad_id, FamilyDevice.ended_at.is_(None))
    session.execute(living.values(ended_at=now))


def private_ahead(session: Session, beraad: Beraad) -> AgendaPart | None:
    """The besloten tijd of this meeting that is on or still to come."""
    parts = agenda_of(session, beraad)
    return next((one for one in parts if one.part is Part.PRIVATE_TIME and one.ended_at is None), None)


def device_given(session: Session, beraad: Beraad, *, now: datetime) -> bool:
    """Whether a link of this meeting works."""
    return session.scalar(_living(now).where(FamilyDevice.beraad_id == beraad.id).limit(1)) is not None


def device_of(session: Session, token: str, *, now: datetime) -> FamilyDevice | None:
    """The device of this token; None for an unknown one, and once its time or its meeting is over."""
    return session.scalar(_living(now).where(FamilyDevice.token_hash == hash_token(token)))


def takes_proposals(session: Session, device: FamilyDevice) -> bool:
    """Whether besloten tijd is on."""
    return private_now(session, session.get_one(Beraad, device.beraad_id))


def propose(
    session: Session, device: FamilyDevice, *, proposal_id: uuid.UUID, kind: ProposalKind, text: str
) -> FamilyProposal:
    """Keep what the family wrote. The page makes the id, so that sending it twice keeps it once.

    Raises NoPrivateTimeError, ProposalMissingError(field="text"), ProposalsFullError, and NotFoundError for an id of another
    case.
    """
    if not takes_proposals(session, device):
        raise NoPrivateTimeError
    known = session.get(FamilyProposal, proposal_id)
    if known is not None:
        if known.beraad_id != device.beraad_id:
            raise NotFoundError
        return known
    if not text.strip():
        raise ProposalMissingError(field="text")
    there = select(func.max(FamilyProposal.position)).where(FamilyProposal.case_id == device.case_id)
    position = (session.scalar(there) or 0) + 1
    if position > MOST:
        raise ProposalsFullError
    proposal = FamilyProposal(
        id=proposal_id, case_id=device.case_id, beraad_id=device.beraad_id, position=position, kind=kind
    )
    proposal.text = text.strip()
    session.add(proposal)
    return proposal


def proposals_of(session: Session, case: Case) -> list[FamilyProposal]:
    """What the family wrote and nobody took or left yet, in the order in which it was written."""
    statement = select(FamilyProposal).where(FamilyProposal.case_id == case.id)
    return list(session.scalars(statement.order_by(FamilyProposal.position, FamilyProposal.id)))


def get_proposal(session: Session, *, case: Case, proposal_id: uuid.UUID) -> FamilyProposal:
    """One of them. Raises NotFoundError for one of another case."""
    found = session.get(FamilyProposal, proposal_id)
    if found is None or found.case_id != case.id:
        raise NotFoundError
    return found


def drop_proposal(session: Session, actor: Actor, *, proposal: FamilyProposal, now: datetime) -> None:
    """It is in the plan now, or the family leaves it: its words are kept here no longer."""
    session.delete(proposal)
    entry = actor.entry(PROPOSAL_DEALT, now=now, case_id=proposal.case_id, object_id=proposal.beraad_id)
    audit.record(session, entry)


def _living(now: datetime) -> Select[FamilyDevice]:
    return (
        select(FamilyDevice)
        .join(Beraad, Beraad.id == FamilyDevice.beraad_id)
        .where(FamilyDevice.ended_at.is_(None), FamilyDevice.expires_at > now)
        .where(Beraad.opened_at.is_not(None), Beraad.ended_at.is_(None), Beraad.cancelled_at.is_(None))
    )
