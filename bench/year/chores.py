"""What a gespreksleider does about each kind of line on Vandaag."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

from bench.year.beraden import Beraad
from bench.year.town import Town
from netwerkberaad.cases import (
    Closing,
    Outcome,
    Person,
    get_person,
    people_of,
    present,
    set_contact,
)
from netwerkberaad.cases.promises import keep_promise, open_promises
from netwerkberaad.demo.stage import Desk
from netwerkberaad.flows import (
    Line,
    What,
    accept_plan,
    close_case,
    confirm_commitment,
    invite_person,
    promise_again,
    reopen_case,
)
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import (
    AnswerContent,
    ContactResult,
    Reply,
    conclude_no_reaction,
    contacts_of,
    current_answer,
    finish_need,
    get_need,
    log_contact,
    mark_answer_handled,
    record_answer,
)
from netwerkberaad.plans import (
    CheckInResult,
    Commitment,
    ConfirmationAnswer,
    ConfirmationContent,
    FollowUp,
    FollowUpContent,
    answer_check_in,
    confirmations_of,
    draft_of,
    finish_call,
    handle_gap,
    mark_handled,
    offer_to,
    set_evaluation,
    set_reason,
    version_fixed,
)

_ENOUGH_TRIES = 4


@dataclass
class Chores:
    """What the team does, knowing of each case how it goes on."""

    town: Town
    beraden: dict[uuid.UUID, Beraad] = field(default_factory=dict)

    def contact(self, desk: Desk, _line: Line) -> None:
        for promise in open_promises(desk.session, [desk.case.id])[:1]:
            if self.town.odds(0.85):
                keep_promise(desk.session, desk.actor, case=desk.case, promise=promise, now=desk.now)
            else:
                promise_again(
                    desk.session,
                    desk.actor,
                    case=desk.case,
                    promise=promise,
                    due_at=desk.now + timedelta(days=2),
                    reason="Niemand nam op.",
                    base_url=self.town.settings.base_url,
                    now=desk.now,
                )

    def call(self, desk: Desk, line: Line) -> None:
        """Somebody who is silent, lost, or asked for it: reached or not, and in the end nobody goes on."""
        person = _person(desk, line)
        reached = self.town.odds(0.6)
        result = ContactResult.TALKED if reached else ContactResult.NO_ANSWER
        channel = Channel.PHONE
        log_contact(
            desk.session,
            desk.actor,
            case=desk.case,
            person=person,
            channel=channel,
            result=result,
            note="",
            now=desk.now,
        )
        desk.session.flush()
        answered = current_answer(desk.session, case=desk.case, person=person)
        if answered is not None:
            return
        if reached:
            reply = Reply.COMES if self.town.odds(0.7) else Reply.DOES_NOT_COME
            content = AnswerContent(reply=reply, stay_informed=self.town.odds(0.5))
            record_answer(
                desk.session,
                desk.actor,
                case=desk.case,
                person=person,
                content=content,
                via=channel,
                now=desk.now,
            )
        elif len(contacts_of(desk.session, desk.case, person)) >= _ENOUGH_TRIES:
            conclude_no_reaction(desk.session, desk.actor, case=desk.case, person=person, now=desk.now)

    def invite_anew(self, desk: Desk, line: Line) -> None:
        """The address was somebody else's: another one, and the invitation again."""
        person = _person(desk, line)
        contact = replace(person.contact, mail=f"anders-{person.id.hex[:8]}@example.nl")
        set_contact(desk.session, person=person, contact=contact)
        invite_person(
            desk.session,
            desk.actor,
            case=desk.case,
            person=person,
            channel=Channel.MAIL,
            base_url=self.town.settings.base_url,
            now=desk.now,
        )

    def arrange(self, desk: Desk, line: Line) -> None:
        need = get_need(desk.session, case=desk.case, need_id=_object(line))
        finish_need(desk.session, desk.actor, case=desk.case, need=need, now=desk.now)

    def read(self, desk: Desk, line: Line) -> None:
        person = _person(desk, line)
        mark_answer_handled(desk.session, desk.actor, case=desk.case, person=person, now=desk.now)
        late = line.what is What.LATE_ANSWER
        if late and self.town.odds(0.3):
            self.town.later(self.town.by_day(1), "reopened", partial(self._reopen, desk.case.id))

    def fill_gap(self, desk: Desk, line: Line) -> None:
        row = desk.session.get_one(FollowUp, _object(line))
        if row.answered_at is None and self.town.odds(0.6):
            result = self.town.chance.choice(list(CheckInResult))
            answer_check_in(
                desk.session,
                desk.actor,
                case=desk.case,
                follow_up=row,
                content=FollowUpContent(result),
                via=Channel.PHONE,
                now=desk.now,
            )
        else:
            handle_gap(desk.session, desk.actor, case=desk.case, follow_up=row, note="Gebeld.", now=desk.now)

    def finish(self, desk: Desk, line: Line) -> None:
        row = desk.session.get_one(FollowUp, _object(line))
        finish_call(desk.session, desk.actor, case=desk.case, follow_up=row, note="Het gaat.", now=desk.now)
        if line.what is What.EVALUATION_DUE:
            again, beraad = self.town.odds(0.5), self.beraden[desk.case.id]
            what = "looked at again" if again else "closed"
            act = beraad.look_again if again else partial(self._close, beraad)
            self.town.later(self.town.by_day(1), what, act)

    def confirm_for(self, desk: Desk, line: Line) -> None:
        person = _person(desk, line)
        for one in confirmations_of(desk.session, desk.case):
            if one.owner.id == person.id and one.said is None:
                confirm_commitment(
                    desk.session,
                    desk.actor,
                    case=desk.case,
                    commitment=desk.session.get_one(Commitment, one.line.id),
                    person=person,
                    content=ConfirmationContent(ConfirmationAnswer.CONFIRM),
                    via=Channel.PHONE,
                    now=desk.now,
                )

    def settle(self, desk: Desk, _line: Line) -> None:
        """What was handed back is offered to somebody else; a counter-proposal is dealt with."""
        if draft_of(desk.session, desk.case) is not None:
            return
        for one in confirmations_of(desk.session, desk.case):
            if not one.waits_for_us or one.said is None:
                continue
            mark_handled(desk.session, desk.actor, case=desk.case, confirmation=one.said, now=desk.now)
            others = [
                person
                for person in present(people_of(desk.session, desk.case))
                if person.id not in one.line.owner_ids
            ]
            if one.answer is ConfirmationAnswer.HAND_BACK and others and self.town.odds(0.7):
                takes = self.town.chance.choice(others).id
                offer_to(
                    desk.session,
                    desk.actor,
                    case=desk.case,
                    lineage_id=one.line.lineage_id,
                    leaves=one.owner.id,
                    takes=takes,
                    now=desk.now,
                )
                self._fix_again(desk)
                return

    def _fix_again(self, desk: Desk) -> None:
        version = version_fixed(desk.session, desk.case)
        assert version is not None
        assert version.evaluation_how is not None
        at = max(version.evaluation_at or desk.now, desk.now + timedelta(days=7))
        how = version.evaluation_how
        set_evaluation(desk.session, desk.actor, case=desk.case, at=at, how=how, now=desk.now)
        set_reason(desk.session, desk.actor, case=desk.case, reason="Iemand anders doet het.", now=desk.now)
        desk.session.flush()
        accept_plan(
            desk.session,
            desk.actor,
            case=desk.case,
            base_url=self.town.settings.base_url,
            checkers_known_missing=True,
            now=desk.now,
        )

    def _close(self, beraad: Beraad) -> None:
        with beraad.desk() as desk:
            close_case(
                desk.session,
                desk.actor,
                case=desk.case,
                closing=Closing(outcome=Outcome.PLAN_WITH_MEETING, text="Het loopt."),
                base_url=self.town.settings.base_url,
                now=desk.now,
            )
        if self.town.odds(0.1):
            days = self.town.chance.randint(3, 30)
            self.town.later(self.town.by_day(days), "reopened", partial(self._reopen, beraad.case_id))

    def _reopen(self, case_id: uuid.UUID) -> None:
        with self.beraden[case_id].desk(Permission.REOPEN_CASE) as desk:
            reopen_case(desk.session, desk.actor, case=desk.case, reason="Het gaat toch door.", now=desk.now)


def _person(desk: Desk, line: Line) -> Person:
    assert line.person_id is not None
    return get_person(desk.session, case=desk.case, person_id=line.person_id)


def _object(line: Line) -> uuid.UUID:
    assert line.object_id is not None
    return line.object_id


ACTS: dict[What, Callable[[Chores, Desk, Line], None]] = {
    What.PROMISED_CONTACT: Chores.contact,
    What.PROMISED_TALK: Chores.contact,
    What.ASKED_CALL: Chores.call,
    What.LOST_ADDRESS: Chores.invite_anew,
    What.NOT_ARRIVED: Chores.call,
    What.SILENT: Chores.call,
    What.UNREACHED: Chores.call,
    What.TALK: Chores.call,
    What.NEED: Chores.arrange,
    What.ANSWER: Chores.read,
    What.LATE_ANSWER: Chores.read,
    What.TOLD: Chores.fill_gap,
    What.GAP: Chores.fill_gap,
    What.CALL_DUE: Chores.finish,
    What.EVALUATION_DUE: Chores.finish,
    What.NOT_CONFIRMED: Chores.confirm_for,
    What.UNCONFIRMED: Chores.settle,
}
