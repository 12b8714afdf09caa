"""Answers to an invitation, by link or put on record for somebody who says it in another way.

Who declines and does not want to hear how it goes is let go of in the same moment: name and contact data are erased with
what was noted and answered before, links end, messages that were not sent yet are cancelled (Avg art. 5(1)(c) and (e); the domain
rule 'Declining'). A hoofdpersoon is not let go of: it is about them, also when they do not come.
"""

import uuid
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from netwerkberaad import cases
from netwerkberaad.beraden import BroughtMessage
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.cases.placing import forget_places
from netwerkberaad.cases.ties import forget_ties
from netwerkberaad.foundation import links, messages
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.messages.model import Channel
from netwerkberaad.invites.contacts import contacts_of, may_undo, note_contact
from netwerkberaad.invites.errors import AnsweredError, NotForGuestError, TooLateError
from netwerkberaad.invites.model import (
    Answer,
    AnswerContent,
    ContactResult,
    Invitation,
    NeedTask,
    Reply,
    Stage,
)
from netwerkberaad.invites.needs import arrange_needs
from netwerkberaad.invites.poll_model import PollBallot
from netwerkberaad.invites.records import (
    invitation_for,
    lock_person,
    require_answerable,
    require_open,
    require_own_voice,
    spoken_for,
)

ANSWER_RECORDED = audit.declare("answer.recorded", "person")
ANSWER_UNDONE = audit.declare("answer.undone", "person")
ANSWER_HANDLED = audit.declare("answer.handled", "person")
NO_REACTION_CONCLUDED = audit.declare("answer.no_reaction_concluded", "person")
NO_REACTION_UNDONE = audit.declare("answer.no_reaction_undone", "person")

_SPOKEN = frozenset({Channel.PHONE, Channel.IN_PERSON})


def record_answer(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    person: Person,
    content: AnswerContent,
    via: Channel,
    now: datetime,
) -> Answer:
    """Take an answer: it becomes the current one, its needs become tasks.

    Who declines without ``stay_informed`` is let go of at once. What staff record counts as handled, as they heard it
    themselves. In a stopped case an answer still counts, and tells the gespreksleider that somebody came round after all.
    Raises CaseClosedError and NotForGuestError.
    """
    require_answerable(case)
    require_own_voice(actor, person)
    lock_person(session, person)
    if content.reply is Reply.NO_REACTION and actor.kind is ActorKind.GUEST:
        raise NotForGuestError
    _settle_asked_call(session, actor, case=case, person=person, via=via, now=now)
    answer = _keep(session, actor, case=case, person=person, content=content, via=via, now=now)
    arrange_needs(session, case=case, person=person, content=content, now=now)
    audit.record(
        session,
        actor.entry(
            ANSWER_RECORDED,
            now=now,
            case_id=case.id,
            object_id=person.id,
            on_behalf_of=spoken_for(actor, person),
        ),
    )
    if _lets_go(content, person):
        _let_go(session, actor, case=case, person=person, now=now)
    return answer


def conclude_no_reaction(
    session: Session, actor: Actor, *, case: Case, person: Person, now: datetime
) -> Answer:
    """The gespreksleider concludes that no answer will come; a later answer simply replaces it.

    Raises CaseClosedError, NotForGuestError for anybody but staff, and AnsweredError when an answer came in meanwhile.
    """
    require_open(case)
    if actor.kind is not ActorKind.STAFF:
        raise NotForGuestError
    lock_person(session, person)
    known = current_answer(session, case=case, person=person)
    if known is not None:
        if known.content.reply is not Reply.NO_REACTION:
            raise AnsweredError
        return known  # a second tap concludes nothing more
    via = invitation_for(session, case, person).channel or Channel.PHONE
    answer = _keep(
        session,
        actor,
        case=case,
        person=person,
        content=AnswerContent(reply=Reply.NO_REACTION),
        via=via,
        now=now,
    )
    audit.record(session, actor.entry(NO_REACTION_CONCLUDED, now=now, case_id=case.id, object_id=person.id))
    return answer


def wait_on(session: Session, actor: Actor, *, case: Case, person: Person, now: datetime) -> None:
    """Take back the conclusion that no answer will come: the invitation is open again.

    Raises CaseClosedError, and AnsweredError when there is an answer.
    """
    require_open(case)
    lock_person(session, person)
    known = current_answer(session, case=case, person=person)
    if known is None:
        return
    if known.content.reply is not Reply.NO_REACTION:
        raise AnsweredError
    invitation = invitation_for(session, case, person)
    invitation.stage = Stage.INVITED if invitation.invited_at else Stage.APPROACHED
    invitation.answered_at = None
    session.delete(known)
    audit.record(session, actor.entry(NO_REACTION_UNDONE, now=now, case_id=case.id, object_id=person.id))


def mark_answer_handled(
    session: Session, actor: Actor, *, case: Case, person: Person, now: datetime
) -> Invitation:
    """The gespreksleider has seen the latest answer. Raises CaseClosedError."""
    require_answerable(case)
    invitation = invitation_for(session, case, person)
    invitation.handled_at = now
    audit.record(session, actor.entry(ANSWER_HANDLED, now=now, case_id=case.id, object_id=person.id))
    return invitation


def _settle_asked_call(
    session: Session, actor: Actor, *, case: Case, person: Person, via: Channel, now: datetime
) -> None:
    """Whoever asked to be called, and then told the gespreksleider their answer, was spoken to."""
    if actor.kind is not ActorKind.STAFF or via not in _SPOKEN:
        return
    latest = next(iter(contacts_of(session, case, person)), None)
    if latest is not None and latest.result == ContactResult.ASKS_CALL:
        note_contact(
            session,
            actor,
            case=case,
            person=person,
            channel=via,
            result=ContactResult.TALKED,
            note="",
            now=now,
        )


def _keep(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    person: Person,
    content: AnswerContent,
    via: Channel,
    now: datetime,
) -> Answer:
    invitation = invitation_for(session, case, person)
    session.execute(
        update(Answer)
        .where(Answer.invitation_id == invitation.id, Answer.current.is_(True))
        .values(current=False)
    )
    invitation.stage = Stage.ANSWERED
    invitation.answered_at = now
    if actor.kind is ActorKind.STAFF:
        invitation.handled_at = now
    answer = Answer(
        id=new_id(),
        case_id=case.id,
        invitation_id=invitation.id,
        person_id=person.id,
        at=now,
        via=via,
        recorded_by=actor.staff_id,
        current=True,
    )
    answer.content = content
    session.add(answer)
    return answer


def can_undo_answer(actor: Actor, answer: Answer, person: Person, *, now: datetime) -> bool:
    """Whether somebody can take back an answer they put on record: their own, just now, of who was not let go of by it."""
    own = may_undo(actor, staff_id=answer.recorded_by, at=answer.at, now=now)
    return own and not _lets_go(answer.content, person)


def undo_answer(
    session: Session, actor: Actor, *, case: Case, person: Person, answer_id: uuid.UUID, now: datetime
) -> None:
    """Take back an answer that was put on record by mistake: the one before counts again, or there is none.

    A second time does nothing more. Raises CaseClosedError, and TooLateError for what cannot be taken back.
    """
    require_open(case)
    lock_person(session, person)
    answer = current_answer(session, case=case, person=person)
    if answer is None or answer.id != answer_id:
        return
    if not can_undo_answer(actor, answer, person, now=now):
        raise TooLateError
    session.delete(answer)
    session.flush()  # one answer at a time counts
    earlier = select(Answer).where(Answer.invitation_id == answer.invitation_id)
    before = session.scalars(earlier.order_by(Answer.at.desc(), Answer.id.desc())).first()
    invitation = invitation_for(session, case, person)
    if before is None:
        invitation.stage = _stage_without_answer(invitation)
        invitation.answered_at = invitation.handled_at = None
    else:
        before.current, invitation.answered_at = True, before.at
    content = before.content if before else AnswerContent(reply=Reply.NO_REACTION)
    arrange_needs(session, case=case, person=person, content=content, now=now)
    audit.record(session, actor.entry(ANSWER_UNDONE, now=now, case_id=case.id, object_id=person.id))


def _stage_without_answer(invitation: Invitation) -> Stage:
    if invitation.invited_at is not None:
        return Stage.INVITED
    return Stage.APPROACHED if invitation.approached_at is not None else Stage.NOT_APPROACHED


def _lets_go(content: AnswerContent, person: Person) -> bool:
    return content.reply is Reply.DOES_NOT_COME and not (content.stay_informed or person.is_principal)


def current_answer(session: Session, *, case: Case, person: Person) -> Answer | None:
    """The answer of this person that counts now."""
    return session.scalar(
        select(Answer).where(
            Answer.case_id == case.id, Answer.person_id == person.id, Answer.current.is_(True)
        )
    )


def _let_go(session: Session, actor: Actor, *, case: Case, person: Person, now: datetime) -> None:
    for contact in contacts_of(session, case, person):
        contact.note = ""
    session.execute(delete(NeedTask).where(NeedTask.case_id == case.id, NeedTask.person_id == person.id))
    session.execute(delete(BroughtMessage).where(BroughtMessage.person_id == person.id))
    session.execute(delete(PollBallot).where(PollBallot.person_id == person.id))
    earlier = select(Answer).where(Answer.case_id == case.id, Answer.person_id == person.id)
    for answer in list(session.scalars(earlier.where(Answer.current.is_(False)))):
        answer.content = AnswerContent(reply=answer.content.reply)
    messages.cancel_waiting(session, case_id=case.id, person_id=person.id, now=now)
    links.revoke_links(session, person_id=person.id, now=now)
    links.revoke_devices(session, person_id=person.id, now=now)
    session.execute(delete(links.DoorPin).where(links.DoorPin.person_id == person.id))
    cases.erase_contact(session, actor, person=person, now=now)
    if cases.PHASES.index(case.phase) < cases.PHASES.index(cases.Phase.PLAN):
        forget_ties(session, person)
        forget_places(session, person)
        cases.forget_name(person)  # once there is a plan, others may have promised something to them by name
