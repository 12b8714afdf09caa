"""Somebody who stands beside a hoofdpersoon: what the scenarios of whole-case tests leave out."""

from netwerkberaad.cases import circle_of, people_of, principals_of
from netwerkberaad.cases.mentors import Sight, StepContent, decide_sight, mentors_of, think_of
from netwerkberaad.demo.stage import Desk


def stand_beside(desk: Desk, *, words: str, never: str) -> None:
    """The first of the circle is thought of as vertrouwenspersoon of the first hoofdpersoon, with limits."""
    people = people_of(desk.session, desk.case)
    think_of(
        desk.session,
        desk.actor,
        case=desk.case,
        principal=principals_of(people)[0],
        person=circle_of(people)[0],
        said=StepContent(text=words),
        now=desk.now,
    )
    desk.session.flush()  # it must be found by the next query
    (view,) = mentors_of(desk.session, desk.case)
    seen = (Sight.WHOLE_PLAN,)
    decide_sight(desk.session, desk.actor, view=view, sight=seen, also="", never=never, now=desk.now)
