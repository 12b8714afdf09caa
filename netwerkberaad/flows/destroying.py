"""Destroying a case: approved by a second person, keys first, then every row, then the traces in the database itself."""

from datetime import datetime

from sqlalchemy import select, true, update
from sqlalchemy.orm import Session

from netwerkberaad import invites, privacy
from netwerkberaad.cases import Case
from netwerkberaad.cases.joined import joined_to
from netwerkberaad.cases.keyless import find_erased
from netwerkberaad.flows.forgetting import erase_returned
from netwerkberaad.foundation.access import Actor, system_actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import clear_leftovers
from netwerkberaad.foundation.vault import ScopeKey, Store, destroy_case_keys, empty_closed
from netwerkberaad.foundation.vault.hiding import show_all
from netwerkberaad.privacy import Destruction, Erasure, NotClosedError, Retention
from netwerkberaad.privacy.moving.model import ItemState, MoveItem
from netwerkberaad.privacy.moving.packing import on_its_way, scopes_on_their_way

CASE_DESTROYED = audit.declare("case.destroyed", "case")


def destroy_case(session: Session, actor: Actor, *, retention: Retention, now: datetime) -> Destruction:
    """Approve the proposal for this case and destroy it at once; what remains is the log and a record without content.

    Raises NotFoundError without a proposal, SecondPersonError, OnHoldError, or NotClosedError when it was opened again.
    """
    proposal = privacy.get_proposal(session, actor, retention.case_id)
    case = session.get_one(Case, retention.case_id)
    invites.lock_case(session, case)
    if case.open:
        raise NotClosedError
    privacy.check_second_person(session, actor, retention=retention, proposal=proposal)
    people = privacy.people_in(session, retention)
    record = privacy.keep_record(
        session, actor, case=case, retention=retention, proposal=proposal, people=people, now=now
    )
    goes = [*joined_to(session, case), case]
    for one in goes:
        destroy_case_keys(session, one.id)
    record.rows = sum(privacy.erase_rows(session, case=one) for one in goes)
    audit.record(
        session, actor.entry(CASE_DESTROYED, now=now, case_id=record.case_id, object_id=record.case_id)
    )
    return record


def propose_due(store: Store, now: datetime) -> int:
    """Propose every case whose term is over; how many."""
    done = 0
    while True:
        with store.writing() as session:
            found = privacy.propose_due(session, now=now)
        done += found
        if not found:
            return done


def erase_keyless(store: Store, now: datetime) -> int:
    """Erase the rows of cases without a key, back from a backup of before their destruction; how many cases.

    Somebody who was erased since goes again, and what was sealed for them is emptied: the rest of the case is read as before.

    Their record of destruction is not in such a backup; the log says that they went again.
    """
    with store.writing() as session:
        show_all(session)
        gone = select(Case).where(Case.id.not_in(select(ScopeKey.id)), ~on_its_way())
        keyless = session.scalars(gone.order_by(Case.joined_id.is_(None), Case.id)).all()
        for case in keyless:
            case_id, actor = case.id, system_actor(case.region_id)
            privacy.erase_rows(session, case=case)
            audit.record(session, actor.entry(CASE_DESTROYED, now=now, case_id=case_id, object_id=case_id))
        for person_id in find_erased(session):
            erase_returned(session, person_id=person_id, now=now)
        empty_closed(session, but=scopes_on_their_way(session))
    return len(keyless)


def clear_traces(store: Store, now: datetime) -> int:
    """Empty the write-ahead log and the free space of the keys after a destruction or an erasure; how many those were.

    Everything else that was deleted is sealed, and stays closed without its key.
    """
    with store.reading() as session:
        gone = [
            (kind, row_id)
            for kind, went in (
                (Destruction, true()),
                (Erasure, true()),
                (MoveItem, MoveItem.state == ItemState.REMOVED),
            )
            for row_id in session.scalars(select(kind.id).where(kind.traces_cleared_at.is_(None), went))
        ]
    if not gone or not clear_leftovers(store.engine, ScopeKey.__tablename__):
        return 0
    with store.writing() as session:
        for kind, row_id in gone:
            session.execute(update(kind).where(kind.id == row_id).values(traces_cleared_at=now))
    return len(gone)
