"""Who stands beside a hoofdpersoon, notes and conditions: what the scenario of whole-case tests leaves out."""

from datetime import timedelta

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
    install_mentor,
    mentors_of,
    record_step,
    think_of,
)
from netwerkberaad.cases.notes import write_note
from netwerkberaad.cases.sight import hide_address
from netwerkberaad.demo.stage import Desk
from netwerkberaad.foundation.documents import local


def stand_beside(desk: Desk, *, words: str, never: str) -> None:
    """The first of the circle is thought of as vertrouwenspersoon of the first hoofdpersoon, with limits, and was asked; so was
    the second hoofdpersoon, as if a parent."""
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
    later = desk.now + timedelta(seconds=1)
    asked, of_parent = StepContent(StepKind.ASKED, text=words), StepContent(StepKind.PARENT_ASKED)
    record_step(desk.session, desk.actor, view=view, said=asked, now=later)
    parent = principals_of(people)[1]
    record_step(desk.session, desk.actor, view=view, said=of_parent, parent=parent, now=later)


def begin_beside(desk: Desk) -> None:
    """It begins, with everything open."""
    (view,) = mentors_of(desk.session, desk.case)
    session, actor, now = desk.session, desk.actor, desk.now
    decide_sight(session, actor, view=view, sight=tuple(Sight), also="", never="", now=now)
    said = StepContent(StepKind.INSTALLED)
    install_mentor(session, actor, view=view, met=tuple(Condition), said=said, now=now)


def set_conditions(desk: Desk, *, words: str, reason: str) -> None:
    """A bodemeis that is met, minimum terms, an offer, gezag of somebody outside, and a note."""
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


def ask_for_consent(desk: Desk, *, words: str) -> None:
    """Somebody outside may hear something about the first hoofdpersoon, who said yes; where they stay is secret."""
    session, actor, case, now = desk.session, desk.actor, desk.case, desk.now
    subject = principals_of(people_of(session, case))[0]
    asked = ConsentContent(words, recipient=words, plan=True, text=words)
    ask_consent(session, actor, case=case, subject=subject, recipient=None, content=asked, now=now)
    session.flush()  # it must be found by the next query
    view = consents_of(session, case, on=local(now).date())[-1]
    record_word(session, actor, view=view, by=subject, content=WordContent(Said.YES, text=words), now=now)
    hide_address(session, actor, case=case, person=subject, address=words, may_know=[], reason=words, now=now)


def note_signals(desk: Desk, *, words: str, weighed: str) -> None:
    """The gespreksleider opens the meldcode, and puts the first and the last step on record."""
    session, actor, case, now = desk.session, desk.actor, desk.case, desk.now
    open_meldcode(session, actor, case=case, reason=words, now=now)
    session.flush()  # it must be found by the next query
    for step, decision in ((Step.SIGNALS, Decision.NONE), (Step.DECIDING, Decision.HELP)):
        content = MeldcodeContent(step, by=words, text=weighed, decision=decision)
        record_signal(session, actor, case=case, content=content, now=now)
