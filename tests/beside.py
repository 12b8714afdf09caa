"""Who stands beside a hoofdpersoon, notes and conditions: what the scenario of whole-case tests leaves out."""

from datetime import timedelta

from netwerkberaad.beraden import ThreeQuestions, latest_beraad, set_three_questions
from netwerkberaad.cases import circle_of, people_of, principals_of
from netwerkberaad.cases.conditions import (
    ConditionContent,
    CustodyContent,
    OfferContent,
    judge_condition,
    record_custody,
    record_offer,
    set_condition,
    set_minimum,
)
from netwerkberaad.cases.consents import (
    ConsentContent,
    Said,
    WordContent,
    ask_consent,
    consents_of,
    record_word,
)
from netwerkberaad.cases.meldcode import Decision, Step, open_meldcode
from netwerkberaad.cases.meldcode import StepContent as MeldcodeContent
from netwerkberaad.cases.meldcode import record_step as record_signal
from netwerkberaad.cases.mentors import (
    Condition,
    Sight,
    StepContent,
    StepKind,
    decide_sight,
    get_mentor,
    install_mentor,
    mentors_of,
    record_step,
    think_of,
)
from netwerkberaad.cases.notes import write_note
from netwerkberaad.cases.people import HowGiven
from netwerkberaad.cases.safety import ArrivalContent, set_arrival
from netwerkberaad.cases.sight import hide_address
from netwerkberaad.demo.stage import Desk, Stage
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.documents import local
from netwerkberaad.plans import set_obstacle


def stand_beside(desk: Desk, *, words: str, never: str) -> None:
    """The first of the circle is asked as vertrouwenspersoon of the first hoofdpersoon, with limits, and wants time to think.

    Both hoofdpersonen think of the second of the circle too; the first is asked about that as if a parent.
    """
    session, actor, case, now = desk.session, desk.actor, desk.case, desk.now
    people = people_of(session, case)
    (first, second, *_), (near, other, *_) = principals_of(people), circle_of(people)
    said, later = StepContent(text=words), now + timedelta(seconds=1)
    for principal, person in ((first, near), (first, other), (second, other)):
        think_of(session, actor, case=case, principal=principal, person=person, said=said, now=now)
    session.flush()  # it must be found by the next query
    views = {(one.mentor.principal_id, one.mentor.person_id): one for one in mentors_of(session, case)}
    view, of_second = views[first.id, near.id], views[second.id, other.id]
    decide_sight(session, actor, view=view, sight=(Sight.WHOLE_PLAN,), also="", never=never, now=now)
    asked = StepContent(StepKind.ASKED, text=words)
    for one in (view, of_second):
        record_step(session, actor, view=one, said=asked, now=later)
    session.flush()  # who was asked can be asked about, and can answer
    of_second = get_mentor(session, case=case, mentor_id=of_second.mentor.id)
    about = StepContent(StepKind.PARENT_ASKED)
    record_step(session, actor, view=of_second, said=about, parent=first, now=later)
    view = get_mentor(session, case=case, mentor_id=view.mentor.id)
    guest = Actor(ActorKind.GUEST, near.id, case.region_id, case_id=case.id)
    thinks = StepContent(StepKind.THINKING, text=words)
    record_step(session, guest, view=view, said=thinks, now=later + timedelta(seconds=1))


def begin_beside(desk: Desk) -> None:
    """The first of them begins, with everything open."""
    session, actor, now = desk.session, desk.actor, desk.now
    view = next(one for one in mentors_of(session, desk.case) if one.state is StepKind.THINKING)
    decide_sight(session, actor, view=view, sight=tuple(Sight), also="", never="", now=now)
    said = StepContent(StepKind.INSTALLED)
    install_mentor(session, actor, view=view, met=tuple(Condition), said=said, now=now)


def set_conditions(desk: Desk, *, words: str, reason: str) -> None:
    """A bodemeis that is met, minimum terms, an offer, gezag of somebody outside, a note, an obstacle, and an own time of arrival."""
    session, actor, case, now = desk.session, desk.actor, desk.case, desk.now
    people = principals_of(people_of(session, case))
    content = ConditionContent(words, by=words)
    condition = set_condition(session, actor, case=case, content=content, now=now)
    judge_condition(session, actor, condition=condition, met=True, reason=reason, now=now)
    set_minimum(session, actor, case=case, text=words, now=now)
    record_offer(session, actor, case=case, person=people[0], content=OfferContent(text=words), now=now)
    danger = CustodyContent(holder=words, not_asked=True, not_asked_by=words, not_asked_reason=reason)
    record_custody(session, actor, case=case, child=people[0], holder=None, content=danger, now=now)
    write_note(session, actor, case=case, text=words, now=now)
    set_obstacle(session, actor, case=case, text=words, owners=[one.id for one in people[:2]], now=now)
    apart = ArrivalContent(15, way=words)
    set_arrival(session, actor, case=case, person=people[-1], content=apart, now=now)


def ask_three_questions(stage: Stage, *, words: str) -> None:
    """What somebody wants, can and needs is written down at the latest meeting."""
    with stage.desk() as desk:
        beraad = latest_beraad(desk.session, desk.case)
        assert beraad is not None
        three = ThreeQuestions(words, words, words)
        set_three_questions(desk.session, desk.actor, beraad=beraad, three=three, now=desk.now)


def ask_for_consent(desk: Desk, *, words: str) -> None:
    """Somebody outside may hear something about the first hoofdpersoon, who said yes at the door; where they stay is secret."""
    session, actor, case, now = desk.session, desk.actor, desk.case, desk.now
    subject = principals_of(people_of(session, case))[0]
    asked = ConsentContent(words, recipient=words, plan=True, text=words)
    ask_consent(session, actor, case=case, subject=subject, recipient=None, content=asked, now=now)
    session.flush()  # it must be found by the next query
    view = consents_of(session, case, on=local(now).date())[-1]
    guest = Actor(ActorKind.GUEST, subject.id, case.region_id, case_id=case.id)
    said = WordContent(Said.YES, HowGiven.LINK, text=words)
    record_word(session, guest, view=view, by=subject, content=said, now=now)
    hide_address(session, actor, case=case, person=subject, address=words, may_know=[], reason=words, now=now)


def note_signals(desk: Desk, *, words: str, weighed: str) -> None:
    """The gespreksleider opens the meldcode, and puts the first and the last step on record."""
    session, actor, case, now = desk.session, desk.actor, desk.case, desk.now
    open_meldcode(session, actor, case=case, reason=words, now=now)
    session.flush()  # it must be found by the next query
    for step, decision in ((Step.SIGNALS, Decision.NONE), (Step.DECIDING, Decision.HELP)):
        content = MeldcodeContent(step, by=words, text=weighed, decision=decision)
        record_signal(session, actor, case=case, content=content, now=now)
