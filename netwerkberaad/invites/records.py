"""What every action of inviting needs first: an open case, and who speaks for whom."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.invites.errors import CaseClosedError, NotForGuestError
from netwerkberaad.invites.model import Invitation, Stage


def require_open(case: Case) -> None:
    """Let an open case pass. Raises CaseClosedError."""
    if not case.open:
        raise CaseClosedError


def require_answerable(case: Case) -> None:
    """Let a case pass that is open or was stopped: kept links go on taking answers. Raises CaseClosedError."""
    if not (case.open or case.stopped):
        raise CaseClosedError


def lock_case(session: Session, case: Case) -> None:
    """Two who do something that the other must know of wait for each other, and see what the other did.

    So nothing is sent for a case that is being stopped at the same moment. SQLite has nothing to wait for: there the
    unit of work took the one lock at its beginning.
    """
    statement = select(Case).where(Case.id == case.id).with_for_update(key_share=True)
    session.scalars(statement.execution_options(populate_existing=True)).one()


def require_own_voice(actor: Actor, person: Person) -> None:
    """A guest answers for themselves alone. Raises NotForGuestError."""
    if actor.kind is ActorKind.GUEST and actor.id != person.id:
        raise NotForGuestError


def require_member(case: Case, person: Person) -> None:
    """The person must belong to this case. Raises NotFoundError."""
    if person.case_id != case.id:
        raise NotFoundError


def spoken_for(actor: Actor, person: Person) -> uuid.UUID | None:
    """On whose behalf this is done: nobody's when people speak for themselves."""
    return None if actor.kind is ActorKind.GUEST else person.id


def invitation_for(session: Session, case: Case, person: Person) -> Invitation:
    """The invitation of this person, made when it is first needed. Meant for units of work that write."""
    require_member(case, person)
    found = _invitation(session, case, person)
    if found is None:
        lock_person(session, person)
        found = _invitation(session, case, person)
    if found is not None:
        return found
    invitation = Invitation(id=new_id(), case_id=case.id, person_id=person.id, stage=Stage.NOT_APPROACHED)
    session.add(invitation)
    return invitation


def lock_person(session: Session, person: Person) -> None:
    """Two who put something on record for the same person at once wait for each other, as in ``lock_case``."""
    session.execute(select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))


def _invitation(session: Session, case: Case, person: Person) -> Invitation | None:
    statement = select(Invitation).where(Invitation.case_id == case.id, Invitation.person_id == person.id)
    return session.scalar(statement.execution_options(populate_existing=True))
