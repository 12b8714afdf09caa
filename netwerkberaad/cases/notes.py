"""Working notes of a gespreksleider: sealed, seen by who wrote them alone, and destroyed when the case closes."""

import uuid
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from netwerkberaad.cases.errors import FieldError
from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.audit import Basis
from netwerkberaad.foundation.core.database import Base, new_id, reference
from netwerkberaad.foundation.core.errors import N_, NotFoundError
from netwerkberaad.foundation.vault import sealed_column, sealed_text

NOTE_WRITTEN = audit.declare("note.written", "note")
NOTE_DROPPED = audit.declare("note.dropped", "note")
NOTES_DESTROYED = audit.declare("note.all_destroyed", "case")


class NothingWrittenError(FieldError):
    """A note without words."""

    message = N_("Schrijf eerst iets op.")
    of = "text"


class WorkingNote(Base):
    """One note. Nobody reads it but ``staff_id``: no successor, no cover, no emergency access."""

    __tablename__ = "working_note"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[uuid.UUID] = mapped_column(reference("staff.id"), index=True)
    made_at: Mapped[datetime]
    text_sealed: Mapped[bytes | None] = sealed_column()
    text = sealed_text("text_sealed", scope="case_id")


def write_note(session: Session, actor: Actor, *, case: Case, text: str, now: datetime) -> WorkingNote:
    """Keep a note. Raises NothingWrittenError, and NotFoundError for anybody but staff at their task."""
    if actor.staff_id is None or actor.basis is Basis.EMERGENCY:
        raise NotFoundError
    if not text.strip():
        raise NothingWrittenError
    note = WorkingNote(id=new_id(), case_id=case.id, staff_id=actor.staff_id, made_at=now)
    note.text = text.strip()
    session.add(note)
    audit.record(session, actor.entry(NOTE_WRITTEN, now=now, case_id=case.id, object_id=note.id))
    return note


def drop_note(session: Session, actor: Actor, *, case: Case, note_id: uuid.UUID, now: datetime) -> None:
    """Destroy one of one's own. Raises NotFoundError for any other."""
    found = [note for note in own_notes(session, actor, case=case) if note.id == note_id]
    if not found:
        raise NotFoundError
    session.delete(found[0])
    audit.record(session, actor.entry(NOTE_DROPPED, now=now, case_id=case.id, object_id=note_id))


def own_notes(session: Session, actor: Actor, *, case: Case) -> list[WorkingNote]:
    """What this actor wrote in the case, newest first; never what anybody else wrote."""
    if actor.staff_id is None or actor.basis is Basis.EMERGENCY:
        return []
    statement = select(WorkingNote).where(
        WorkingNote.case_id == case.id, WorkingNote.staff_id == actor.staff_id
    )
    return list(session.scalars(statement.order_by(WorkingNote.made_at.desc(), WorkingNote.id)))


def destroy_notes(session: Session, actor: Actor, *, case: Case, now: datetime) -> int:
    """Destroy the notes of everybody in a case that closes; how many."""
    session.flush()
    ids = list(session.scalars(select(WorkingNote.id).where(WorkingNote.case_id == case.id)))
    if ids:
        session.execute(delete(WorkingNote).where(WorkingNote.id.in_(ids)))
        audit.record(session, actor.entry(NOTES_DESTROYED, now=now, case_id=case.id, object_id=case.id))
    return len(ids)
