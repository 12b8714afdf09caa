"""Who stands beside whom, where that stands, and who was never asked about it."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from netwerkberaad.cases.approval import years_old
from netwerkberaad.cases.circle import principals_of
from netwerkberaad.cases.mentors.model import OWN_ANSWERS, PARENT_WORDS, Mentor, MentorStep, Sight, StepKind
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.core.errors import NotFoundError

_YOUNG = range(12, 23)
"""Ages in years at which 'who could be your JIM?' comes first (Stichting JIM)."""


@dataclass(frozen=True, slots=True)
class MentorView:
    """One of them with everything that happened, oldest first."""

    mentor: Mentor
    steps: tuple[MentorStep, ...]

    @property
    def state(self) -> StepKind:
        """Where it stands."""
        standing = [step.content.kind for step in self.steps if step.content.kind.stands]
        return standing[-1] if standing else StepKind.THOUGHT_OF

    @property
    def answerable(self) -> bool:
        """Whether the one who was asked can still answer."""
        return self.state is StepKind.ASKED or self.state in OWN_ANSWERS

    @property
    def answered(self) -> MentorStep | None:
        """The last answer of the one who was asked."""
        return next((step for step in reversed(self.steps) if step.content.kind in OWN_ANSWERS), None)

    def asked_parent(self, person_id: uuid.UUID) -> bool:
        """Whether somebody was asked as a parent, and it still matters."""
        open_ = self.answerable or self.state is StepKind.INSTALLED
        return open_ and self.state is not StepKind.SAID_NO and person_id in self.parents

    def word_of(self, person_id: uuid.UUID) -> StepKind | None:
        """What this parent said; None before they answered."""
        step = self.parents.get(person_id)
        return step.content.kind if step and step.content.kind in PARENT_WORDS else None

    @property
    def parents(self) -> dict[uuid.UUID, MentorStep]:
        """The last word of each parent who was asked or said something."""
        return {step.parent_id: step for step in self.steps if step.parent_id and step.content.kind.of_parent}


def mentors_of(session: Session, case: Case) -> list[MentorView]:
    """Everybody who was thought of in this case, the first one first."""
    statement = (
        select(Mentor, MentorStep)
        .outerjoin(MentorStep, MentorStep.mentor_id == Mentor.id)
        .where(Mentor.case_id == case.id)
        .order_by(Mentor.made_at, Mentor.id, MentorStep.at, MentorStep.position, MentorStep.id)
    )
    found: dict[Mentor, list[MentorStep]] = {}
    for mentor, step in session.execute(statement):
        found.setdefault(mentor, []).extend(filter(None, [step]))
    return [MentorView(mentor, tuple(steps)) for mentor, steps in found.items()]


def get_mentor(session: Session, *, case: Case, mentor_id: uuid.UUID) -> MentorView:
    """One of this case that has a person. Raises NotFoundError for any other."""
    for view in mentors_of(session, case):
        if view.mentor.id == mentor_id and view.mentor.person_id is not None:
            return view
    raise NotFoundError


def is_young(person: Person, *, on: date) -> bool:
    """Whether the question of a JIM comes first for this hoofdpersoon."""
    born = person.about.born
    return person.is_principal and born is not None and years_old(born, on=on) in _YOUNG


def without_mentor(session: Session, case: Case, people: Sequence[Person], *, on: date) -> list[Person]:
    """Young hoofdpersonen about whom nothing is on record. The database is asked only when there are any."""
    young = [person for person in principals_of(people) if is_young(person, on=on)]
    if not young:
        return []
    known = set(session.scalars(select(Mentor.principal_id).where(Mentor.case_id == case.id)))
    return [person for person in young if person.id not in known]


def asked_of(session: Session, *, case: Case, person: Person) -> list[MentorView]:
    """Where somebody is or was asked to stand beside a hoofdpersoon, as long as it did not stop."""
    return [
        view
        for view in mentors_of(session, case)
        if view.mentor.person_id == person.id and (view.answerable or view.state is StepKind.INSTALLED)
    ]


def asked_as_parent(session: Session, *, case: Case, person: Person) -> list[MentorView]:
    """About whom somebody is asked as a parent."""
    return [view for view in mentors_of(session, case) if view.asked_parent(person.id)]


def chosen_by(session: Session, *, case: Case, principal: Person) -> list[MentorView]:
    """Whom this hoofdpersoon thought of, the first one first, without what is only on record as asked."""
    return [
        view
        for view in mentors_of(session, case)
        if view.mentor.principal_id == principal.id and view.mentor.person_id is not None
    ]


def told_at_the_door(session: Session, case_ids: Collection[uuid.UUID]) -> list[tuple[Mentor, MentorStep]]:
    """The last thing said at the door of each JIM or vertrouwenspersoon that no gespreksleider saw yet, with one query."""
    if not case_ids:
        return []
    statement = (
        select(Mentor, MentorStep)
        .join(MentorStep, MentorStep.mentor_id == Mentor.id)
        .where(Mentor.case_id.in_(case_ids), MentorStep.staff_id.is_(None))
        .where(or_(Mentor.seen_at.is_(None), MentorStep.at > Mentor.seen_at))
        .order_by(MentorStep.at, MentorStep.position, MentorStep.id)
    )
    return list({mentor.id: (mentor, step) for mentor, step in session.execute(statement)}.values())


def sees(session: Session, *, case: Case, person: Person) -> frozenset[Sight]:
    """What somebody may see as an installed JIM or vertrouwenspersoon; nothing before it began or after it stopped."""
    return frozenset(
        sight
        for view in mentors_of(session, case)
        if view.mentor.person_id == person.id and view.state is StepKind.INSTALLED
        for sight in view.mentor.content.sight
    )
