"""What people need to be able to come, as things that somebody arranges."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.core.reading import read_once
from netwerkberaad.invites.errors import ReasonMissingError
from netwerkberaad.invites.model import AnswerContent, Need, NeedTask, Reply
from netwerkberaad.invites.records import require_member, require_open

NEED_TAKEN = audit.declare("need.taken", "need")
NEED_FINISHED = audit.declare("need.finished", "need")
NEED_ADDED = audit.declare("need.added", "need")
NEED_WAIVED = audit.declare("need.waived", "need")
NEED_REOPENED = audit.declare("need.reopened", "need")

_KINDS = {need.value: need for need in Need}
_WITHOUT_NEEDS = frozenset({Reply.DOES_NOT_COME, Reply.NO_REACTION})


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need as a page shows it: one of the known kinds, with ``text`` in own words when there are any.

    ``need`` is None when the own words alone say what it is. ``waived_why``: why it need not be arranged after all.
    """

    id: uuid.UUID
    person_id: uuid.UUID
    person_name: str
    need: Need | None
    text: str
    who: str
    made_at: datetime
    due_on: date | None
    done_at: datetime | None
    waived_at: datetime | None
    waived_why: str

    @property
    def open(self) -> bool:
        """Whether it still has to be arranged."""
        return self.done_at is None and self.waived_at is None


def arrange_needs(
    session: Session, *, case: Case, person: Person, content: AnswerContent, now: datetime
) -> None:
    """Bring the tasks in line with an answer: new needs become tasks, open ones that are gone disappear.

    An open task whose own words changed keeps who arranges it; what was done or waived is asked again only in other
    words. What staff wrote down themselves stays.
    """
    wanted = _wanted(content)
    statement = select(NeedTask).where(
        NeedTask.case_id == case.id, NeedTask.person_id == person.id, NeedTask.added_by.is_(None)
    )
    known: set[tuple[str, str]] = set()
    for task in session.scalars(statement):
        kind, words = _parts(task.what)
        same = next((one for one in wanted if one == (kind, words) or (kind and one[0] == kind)), None)
        if task.done_at is not None or task.waived_at is not None:
            known |= {(kind, words), (kind, "")}
        elif same is None:
            session.delete(task)
        else:
            task.what = _joined(*same)
            known.add(same)
    for kind, words in wanted:
        if (kind, words) not in known:
            task = NeedTask(id=new_id(), case_id=case.id, person_id=person.id, made_at=now)
            task.what = _joined(kind, words)
            session.add(task)


def _wanted(content: AnswerContent) -> list[tuple[str, str]]:
    """Kind and own words of each thing to arrange.

    Who ticks one kind and writes beside it, writes about that kind; beside several, or none, the words stand alone.
    """
    if content.reply in _WITHOUT_NEEDS:
        return []
    kinds, words = [need.value for need in content.needs], content.needs_text.strip()
    if len(kinds) == 1:
        return [(kinds[0], words)]
    return [*((kind, "") for kind in kinds), *([("", words)] if words else [])]


def _joined(kind: str, words: str) -> str:
    return "\n".join(part for part in (kind, words) if part)


def _parts(what: str) -> tuple[str, str]:
    kind, _, words = what.partition("\n")
    return (kind, words) if kind in _KINDS else ("", what)


def get_need(session: Session, *, case: Case, need_id: uuid.UUID) -> NeedTask:
    """A need of this case. Raises NotFoundError."""
    task = session.scalar(select(NeedTask).where(NeedTask.id == need_id, NeedTask.case_id == case.id))
    if task is None:
        raise NotFoundError
    return task


def add_need(
    session: Session, actor: Actor, *, case: Case, person: Person, text: str, now: datetime
) -> NeedTask:
    """Something that has to be arranged for somebody, in the words of staff. Raises CaseClosedError and NotFoundError."""
    require_open(case)
    require_member(case, person)
    need = NeedTask(id=new_id(), case_id=case.id, person_id=person.id, made_at=now, added_by=actor.staff_id)
    need.what = text.strip()
    session.add(need)
    audit.record(session, actor.entry(NEED_ADDED, now=now, case_id=case.id, object_id=need.id))
    return need


def take_need(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    need: NeedTask,
    who: str,
    due_on: date | None = None,
    now: datetime,
) -> NeedTask:
    """Note who arranges it, and before which day; an empty ``who`` lays it down again. Raises CaseClosedError."""
    require_open(case)
    need.who, need.due_on = who.strip(), due_on
    audit.record(session, actor.entry(NEED_TAKEN, now=now, case_id=case.id, object_id=need.id))
    return need


def finish_need(session: Session, actor: Actor, *, case: Case, need: NeedTask, now: datetime) -> NeedTask:
    """It is arranged; the first moment stays. Raises CaseClosedError."""
    require_open(case)
    need.done_at, need.waived_at, need.waived_why = need.done_at or now, None, ""
    audit.record(session, actor.entry(NEED_FINISHED, now=now, case_id=case.id, object_id=need.id))
    return need


def waive_need(
    session: Session, actor: Actor, *, case: Case, need: NeedTask, why: str, now: datetime
) -> NeedTask:
    """It need not be arranged after all, for this reason. Raises CaseClosedError and ReasonMissingError."""
    require_open(case)
    if not why.strip():
        raise ReasonMissingError
    need.done_at, need.waived_at, need.waived_why = None, need.waived_at or now, why.strip()
    audit.record(session, actor.entry(NEED_WAIVED, now=now, case_id=case.id, object_id=need.id))
    return need


def reopen_need(session: Session, actor: Actor, *, case: Case, need: NeedTask, now: datetime) -> NeedTask:
    """It has to be arranged after all: done or waived is taken back. Raises CaseClosedError."""
    require_open(case)
    need.done_at, need.waived_at, need.waived_why = None, None, ""
    audit.record(session, actor.entry(NEED_REOPENED, now=now, case_id=case.id, object_id=need.id))
    return need


def needs_of(session: Session, case: Case) -> list[NeedLine]:
    """The needs of a case: open ones first, then what is done or waived; oldest first."""
    statement = (
        select(NeedTask, Person)
        .join(Person, Person.id == NeedTask.person_id)
        .where(NeedTask.case_id == case.id)
        .order_by(
            or_(NeedTask.done_at.is_not(None), NeedTask.waived_at.is_not(None)), NeedTask.made_at, NeedTask.id
        )
    )
    found = read_once(session, ("needs", case.id), lambda: session.execute(statement).all())
    return [need_line(task, person) for task, person in found]


def need_line(task: NeedTask, person: Person) -> NeedLine:
    """The line a page shows for a task."""
    kind, words = _parts(task.what)
    return NeedLine(
        id=task.id,
        person_id=task.person_id,
        person_name=person.name.short,
        need=_KINDS.get(kind),
        text=words,
        who=task.who,
        made_at=task.made_at,
        due_on=task.due_on,
        done_at=task.done_at,
        waived_at=task.waived_at,
        waived_why=task.waived_why,
    )
