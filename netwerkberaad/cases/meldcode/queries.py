"""Reads of the meldcode. Only the one who opened a compartment ever gets it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.meldcode.model import Meldcode, MeldcodeStep
from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.audit import Basis


def own_meldcode(session: Session, actor: Actor, *, case: Case) -> Meldcode | None:
    """The compartment of this actor; None before they opened one, and for who came in by cover or emergency."""
    if actor.staff_id is None or actor.basis is not Basis.TASK:
        return None
    statement = select(Meldcode).where(Meldcode.case_id == case.id, Meldcode.staff_id == actor.staff_id)
    return session.scalar(statement)


def steps_of(session: Session, meldcode: Meldcode) -> list[MeldcodeStep]:
    """What is on record, in the order of the days it is about."""
    statement = select(MeldcodeStep).where(MeldcodeStep.meldcode_id == meldcode.id)
    found = session.scalars(statement.order_by(MeldcodeStep.at, MeldcodeStep.id))
    return sorted(found, key=lambda step: (step.content.on or step.at.date(), step.at))
