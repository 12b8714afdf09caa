"""Who may say what of a JIM or vertrouwenspersoon: at the door everybody speaks for themselves alone."""

import uuid
from collections.abc import Iterable

from netwerkberaad.cases.mentors.errors import LeftOutError
from netwerkberaad.cases.mentors.model import OWN_ANSWERS, PARENT_WORDS, StepKind
from netwerkberaad.cases.mentors.queries import MentorView
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core.errors import NotFoundError


def require_own_word(actor: Actor, view: MentorView, kind: StepKind, parent: Person | None) -> None:
    """Staff record what anybody said. A guest says only what is theirs to say, and what can be said now.

    Raises NotFoundError.
    """
    if actor.kind is not ActorKind.GUEST:
        return
    mentor = view.mentor
    if kind in OWN_ANSWERS:
        fits = actor.id == mentor.person_id and view.answerable
    elif kind in PARENT_WORDS:
        fits = parent is not None and actor.id == parent.id and view.asked_parent(parent.id)
    elif kind is StepKind.STOPPED:
        fits = actor.id in {mentor.person_id, mentor.principal_id}
    else:
        fits = kind is StepKind.ASKED and actor.id == mentor.principal_id
    if not fits:
        raise NotFoundError


def require_principal(actor: Actor, principal_id: uuid.UUID) -> None:
    """A guest decides for themselves alone. Raises NotFoundError."""
    if actor.kind is ActorKind.GUEST and actor.id != principal_id:
        raise NotFoundError


def require_may_ask(parent: Person, *, left_out: Iterable[uuid.UUID | None]) -> None:
    """A holder of gezag who is marked 'niet gevraagd: gevaar' is left alone. Raises LeftOutError."""
    if parent.id in set(left_out):
        raise LeftOutError
