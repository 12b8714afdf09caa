"""Who stands beside a hoofdpersoon: asking them and a parent by link, and what they may see, read where it stands."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.beraden import attendance_of, beraden_of
from netwerkberaad.cases import Case, Person, get_person
from netwerkberaad.cases.conditions import custody_of
from netwerkberaad.cases.mentors import (
    MentorView,
    Sight,
    StepContent,
    StepKind,
    record_step,
    require_may_ask,
    sees,
)
from netwerkberaad.flows.asking import hand_question, require_askable
from netwerkberaad.flows.inviting import Invited
from netwerkberaad.flows.voice import Voice
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.documents import facts
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.invites import AnswerContent, current_answer
from netwerkberaad.plans import FollowUp, FollowUpKind, follow_ups_of

MENTOR_ASKED = audit.declare("mentor.asked_by_link", "mentor")


@dataclass(frozen=True, slots=True)
class Seen:
    """What the hoofdpersoon opened: None stands for what stayed closed.

    ``present``: whether they were at each beraad that was held. ``told``: their check-ins that were answered. ``asked``:
    what they said they need, with ``answer`` what they need to come.
    """

    present: tuple[tuple[datetime, bool], ...] | None = None
    told: tuple[FollowUp, ...] | None = None
    asked: tuple[FollowUp, ...] | None = None
    answer: AnswerContent | None = None


def ask_about_mentor(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    view: MentorView,
    who: Person,
    hand_over: bool,
    text: str,
    base_url: str,
    now: datetime,
) -> Invited:
    """Give the one who was thought of, a parent, or the hoofdpersoon a link to answer or decide; on record as asked.

    The hoofdpersoon chose them, so the list of who may be invited does not hold it up; who is excluded is not asked.
    Raises CaseClosedError, ExcludedError, NoAddressError, LeftOutError(field="who") and StoppedError.
    """
    require_askable(session, case=case, who=who, hand_over=hand_over, now=now)
    _put_on_record(session, actor, case=case, view=view, who=who, text=text, now=now)
    principal = get_person(session, case=case, person_id=view.mentor.principal_id)

    def what(voice: Voice, url: str) -> facts.CaseFacts:
        return facts.Mentor(
            region=voice.region,
            phone=voice.phone,
            to=who.name.short,
            first_names=voice.first_names if principal.id == who.id else (principal.name.short,),
            facilitator=voice.facilitator,
            url=url,
        )

    asked = hand_question(
        session,
        case=case,
        who=who,
        purpose=LinkPurpose.MENTOR,
        about=view.mentor.id,
        what=what,
        hand_over=hand_over,
        base_url=base_url,
        now=now,
    )
    audit.record(session, actor.entry(MENTOR_ASKED, now=now, case_id=case.id, object_id=view.mentor.id))
    return asked


def what_is_open(session: Session, *, case: Case, person: Person, view: MentorView) -> Seen:
    """Exactly what the hoofdpersoon lets this person see now, apart from the plan."""
    if view.mentor.person_id != person.id:
        return Seen()
    principal = get_person(session, case=case, person_id=view.mentor.principal_id)
    sight = set(view.mentor.content.sight) & sees(session, case=case, person=person)
    told = _answered(session, case, principal) if sight & {Sight.HOW_IT_GOES, Sight.NEEDS} else ()
    answer = current_answer(session, case=case, person=principal) if Sight.NEEDS in sight else None
    return Seen(
        present=_present(session, case, principal) if Sight.PRESENCE in sight else None,
        told=told if Sight.HOW_IT_GOES in sight else None,
        asked=tuple(row for row in told if row.content.need) if Sight.NEEDS in sight else None,
        answer=answer.content if answer else None,
    )


def _put_on_record(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    view: MentorView,
    who: Person,
    text: str,
    now: datetime,
) -> None:
    if who.id == view.mentor.principal_id:
        return
    if who.id == view.mentor.person_id:
        if view.state is not StepKind.THOUGHT_OF:
            return
        record_step(session, actor, view=view, said=StepContent(StepKind.ASKED, text=text), now=now)
        return
    left_out = [row.holder_id for row in custody_of(session, case) if row.content.not_asked]
    require_may_ask(who, left_out=left_out)
    said = StepContent(StepKind.PARENT_ASKED, text=text)
    record_step(session, actor, view=view, said=said, parent=who, now=now)


def _present(session: Session, case: Case, principal: Person) -> tuple[tuple[datetime, bool], ...]:
    held = [beraad for beraad in beraden_of(session, case) if beraad.opened_at and not beraad.cancelled_at]
    return tuple(
        (
            beraad.starts_at,
            any(row.person_id == principal.id and row.arrived_at for row in attendance_of(session, beraad)),
        )
        for beraad in held
    )


def _answered(session: Session, case: Case, principal: Person) -> tuple[FollowUp, ...]:
    return tuple(
        row
        for row in reversed(follow_ups_of(session, case))
        if row.kind is FollowUpKind.CHECK_IN and row.person_id == principal.id and row.answered_at
    )
