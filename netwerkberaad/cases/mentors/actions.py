"""Putting on record who could stand beside somebody, what they said, and what was decided."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from netwerkberaad.cases.barred import exclusions_of, matches
from netwerkberaad.cases.errors import NotPrincipalError, ReasonMissingError
from netwerkberaad.cases.mentors.errors import (
    AlreadyThoughtOfError,
    BarredMentorError,
    DayToComeError,
    NotInstalledWayError,
    OwnMentorError,
    ParentMissingError,
    StoppedError,
)
from netwerkberaad.cases.mentors.model import (
    Condition,
    Mentor,
    MentorStep,
    Sight,
    StepContent,
    StepKind,
    Support,
)
from netwerkberaad.cases.mentors.queries import MentorView, mentors_of
from netwerkberaad.cases.mentors.speaking import require_own_word, require_principal
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import local

MENTOR_THOUGHT_OF = audit.declare("mentor.thought_of", "mentor")
MENTOR_STEP = audit.declare("mentor.step_recorded", "mentor")
MENTOR_INSTALLED = audit.declare("mentor.installed", "mentor")
MENTOR_SIGHT = audit.declare("mentor.sight_decided", "mentor")
MENTOR_SEEN = audit.declare("mentor.words_seen", "mentor")
MENTOR_SUPPORT = audit.declare("mentor.support_agreed", "mentor")


def think_of(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    principal: Person,
    person: Person | None,
    said: StepContent,
    now: datetime,
) -> Mentor:
    """Whom a hoofdpersoon thinks of; without ``person`` that it was asked and there is nobody yet, which is fine.

    Raises NotPrincipalError, OwnMentorError, BarredMentorError, AlreadyThoughtOfError, DayToComeError, or NotFoundError for
    another case and for a guest who chooses for somebody else.
    """
    require_principal(actor, principal.id)
    if principal.case_id != case.id or (person is not None and person.case_id != case.id):
        raise NotFoundError
    if not principal.is_principal:
        raise NotPrincipalError
    if person is not None and person.id == principal.id:
        raise OwnMentorError
    if person is not None and matches(exclusions_of(session, case), person):
        raise BarredMentorError
    person_id = person.id if person is not None else None
    for view in mentors_of(session, case):
        same = (view.mentor.principal_id, view.mentor.person_id) == (principal.id, person_id)
        if same and person is not None and view.state is not StepKind.STOPPED:
            raise AlreadyThoughtOfError
    mentor = Mentor(id=new_id(), case_id=case.id, principal_id=principal.id, person_id=person_id, made_at=now)
    session.add(mentor)
    session.flush()  # the step points to it
    kind = StepKind.NOBODY_YET if person is None else StepKind.THOUGHT_OF
    _add(session, actor, mentor, replace(said, kind=kind), now=now)
    _log(session, actor, MENTOR_THOUGHT_OF, mentor, now=now)
    return mentor


def record_step(
    session: Session,
    actor: Actor,
    *,
    view: MentorView,
    said: StepContent,
    parent: Person | None = None,
    now: datetime,
) -> MentorStep:
    """What somebody said or did. For the word of a parent, ``parent`` is who said it. A guest who says the same again,
    as with a second tap, adds nothing.

    Raises NotInstalledWayError, StoppedError, DayToComeError, ParentMissingError, or NotFoundError for a parent of another case
    and for a guest who speaks for somebody else.
    """
    if said.kind in {StepKind.INSTALLED, StepKind.SIGHT, StepKind.SUPPORT}:
        raise NotInstalledWayError
    if said.kind.of_parent and parent is None:
        raise ParentMissingError
    if parent is not None and parent.case_id != view.mentor.case_id:
        raise NotFoundError
    _check_runs(view)
    require_own_word(actor, view, said.kind, parent)
    speaks = parent if said.kind.of_parent else None
    if actor.kind is ActorKind.GUEST and (again := _said_before(view, said, speaks)) is not None:
        return again
    step = _add(session, actor, view.mentor, said, parent=speaks, now=now)
    _log(session, actor, MENTOR_STEP, view.mentor, now=now)
    return step


def install_mentor(
    session: Session,
    actor: Actor,
    *,
    view: MentorView,
    met: Iterable[Condition],
    said: StepContent,
    now: datetime,
) -> MentorStep:
    """From now on this is the JIM or vertrouwenspersoon. A condition that is not met needs a reason, and blocks nothing.

    Raises StoppedError, DayToComeError or ReasonMissingError(field="text").
    """
    _check_runs(view)
    held = set(met)
    unmet = tuple(one for one in Condition if one not in held)
    if unmet and not said.text.strip():
        raise ReasonMissingError(field="text")
    said = replace(said, kind=StepKind.INSTALLED, unmet=unmet)
    step = _add(session, actor, view.mentor, said, now=now)
    _log(session, actor, MENTOR_INSTALLED, view.mentor, now=now)
    return step


def decide_sight(
    session: Session,
    actor: Actor,
    *,
    view: MentorView,
    sight: Iterable[Sight],
    also: str,
    never: str,
    now: datetime,
) -> Mentor:
    """What the hoofdpersoon lets them see and be told; it holds at once.

    Raises StoppedError, and NotFoundError for a guest who decides for somebody else.
    """
    _check_runs(view)
    require_principal(actor, view.mentor.principal_id)
    mentor, chosen = view.mentor, set(sight)
    kept = tuple(one for one in Sight if one in chosen)
    mentor.content = replace(mentor.content, sight=kept, also=also.strip(), never=never.strip())
    _add(session, actor, mentor, StepContent(StepKind.SIGHT, local(now).date()), now=now)
    _log(session, actor, MENTOR_SIGHT, mentor, now=now)
    return mentor


def agree_support(
    session: Session, actor: Actor, *, view: MentorView, support: Support, now: datetime
) -> Mentor:
    """What they can count on themselves. Raises StoppedError."""
    _check_runs(view)
    mentor = view.mentor
    mentor.content = replace(mentor.content, support=support)
    _add(session, actor, mentor, StepContent(StepKind.SUPPORT, local(now).date()), now=now)
    _log(session, actor, MENTOR_SUPPORT, mentor, now=now)
    return mentor


def mark_seen(session: Session, actor: Actor, *, mentor: Mentor, now: datetime) -> None:
    """The gespreksleider read what was said at the door."""
    mentor.seen_at = now
    _log(session, actor, MENTOR_SEEN, mentor, now=now)


def _check_runs(view: MentorView) -> None:
    if view.state is StepKind.STOPPED:
        raise StoppedError


def _said_before(view: MentorView, said: StepContent, parent: Person | None) -> MentorStep | None:
    """The last step, when the same was said in it by the same."""
    last = view.steps[-1] if view.steps else None
    if last is None or last.staff_id is not None:
        return None
    same = (last.content.kind, last.content.text) == (said.kind, said.text.strip())
    return last if same and last.parent_id == (parent.id if parent else None) else None


def _add(
    session: Session,
    actor: Actor,
    mentor: Mentor,
    said: StepContent,
    *,
    parent: Person | None = None,
    now: datetime,
) -> MentorStep:
    today = local(now).date()
    if said.on is not None and said.on > today:
        raise DayToComeError
    if actor.staff_id is not None:
        mentor.seen_at = now
    step = MentorStep(
        id=new_id(),
        case_id=mentor.case_id,
        mentor_id=mentor.id,
        parent_id=parent.id if parent is not None else None,
        at=now,
        position=_count(session, mentor) + 1,
        staff_id=actor.staff_id,
        content=replace(said, on=said.on or today, text=said.text.strip(), said_by=said.said_by.strip()),
    )
    session.add(step)
    return step


def _count(session: Session, mentor: Mentor) -> int:
    statement = select(func.count()).where(MentorStep.mentor_id == mentor.id)
    return session.scalar(statement) or 0


def _log(session: Session, actor: Actor, event: audit.AuditEvent, mentor: Mentor, *, now: datetime) -> None:
    audit.record(session, actor.entry(event, now=now, case_id=mentor.case_id, object_id=mentor.id))
