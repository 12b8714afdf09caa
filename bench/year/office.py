"""At the office: each working day every gespreksleider opens Vandaag and does most of what stands there."""

import uuid
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

from bench.year.beraden import Beraad
from bench.year.chores import ACTS, Chores
from bench.year.town import Town
from netwerkberaad.accounts import get_staff
from netwerkberaad.cases import (
    Case,
    get_person,
    replace_facilitator,
)
from netwerkberaad.cases.queries import led_by
from netwerkberaad.flows import (
    Line,
    What,
    begin_given,
    claim_request,
    destroy_case,
    today_for,
)
from netwerkberaad.flows.calling import told_aloud, waiting_calls
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.messages import Channel, letters_to_print, mark_posted
from netwerkberaad.invites import (
    AnswerContent,
    Reply,
    current_answer,
    record_answer,
)
from netwerkberaad.privacy import Proposal, retention_of

_PERMISSIONS = {
    What.PROMISED_CONTACT: Permission.KEEP_PROMISE,
    What.PROMISED_TALK: Permission.KEEP_PROMISE,
    What.ANSWER: Permission.HANDLE_ANSWER,
    What.LATE_ANSWER: Permission.HANDLE_ANSWER,
}


@dataclass
class Office:
    """The team, and what it knows of each case."""

    town: Town
    chores: Chores

    def open(self) -> None:
        """One working day. One gespreksleider at a time is away for weeks; the others leave a fifth of the lines for later."""
        week = local(self.town.now).isocalendar().week
        for place, staff_id in enumerate(self.town.team.facilitators):
            if week % 21 // 3 == place:
                continue
            self._work_through(staff_id)
        self._coordinate()
        self._decide_destructions()

    def _work_through(self, staff_id: uuid.UUID) -> None:
        with self.town.store.reading() as session:
            today = today_for(session, self.town.actor(session, staff_id), now=self.town.now)
        lines = (*today.urgent, *today.calls, *today.needs, *today.answers, *today.unconfirmed, *today.claims)
        for line in lines:
            if self.town.odds(0.8):
                self.town.do(f"vandaag {line.what}", partial(self._deal_with, staff_id, line))
        self._post_letters(staff_id)
        self._tell_aloud(staff_id)

    def _deal_with(self, staff_id: uuid.UUID, line: Line) -> None:
        if line.what in {What.URGENT_REQUEST, What.REQUEST}:
            self._take(staff_id, line.case_id)
            return
        if line.what is What.GIVEN_REQUEST:
            self._begin_given(staff_id, line.case_id)
            return
        permission = _PERMISSIONS.get(line.what, Permission.CHANGE_CASE)
        with self.town.desk(line.case_id, staff_id, permission) as desk:
            act = ACTS.get(line.what)
            if act is None:
                self.town.counts[f"left alone {line.what}"] += 1
            else:
                act(self.chores, desk, line)

    def _take(self, staff_id: uuid.UUID, case_id: uuid.UUID) -> None:
        if not self.town.odds(0.4):
            return  # somebody else may
        with self.town.desk(case_id, staff_id, Permission.CLAIM_CASE) as desk:
            claim_request(
                desk.session,
                desk.actor,
                case=desk.case,
                words="Ik ken niemand in deze casus.",
                independent=True,
                base_url=self.town.settings.base_url,
                now=desk.now,
            )
        self.chores.beraden[case_id].begin(staff_id)

    def _begin_given(self, staff_id: uuid.UUID, case_id: uuid.UUID) -> None:
        with self.town.desk(case_id, staff_id, Permission.CLAIM_CASE) as desk:
            base = self.town.settings.base_url
            begin_given(
                desk.session, desk.actor, case=desk.case, words="Ik ken niemand.", base_url=base, now=desk.now
            )
        self.chores.beraden[case_id].leader = staff_id

    def _post_letters(self, staff_id: uuid.UUID) -> None:
        """Letters are posted; days later somebody sends the card back, or does not."""
        with self.town.store.writing() as session:
            actor = self.town.actor(session, staff_id)
            for letter in letters_to_print(session, case_ids=led_by(actor).with_only_columns(Case.id)):
                case_id, person_id = letter.case_id, letter.person_id
                mark_posted(letter, now=self.town.now)
                self.town.counts["letters posted"] += 1
                if person_id is not None and case_id is not None and self.town.odds(0.5):
                    back = self.town.by_day(self.town.chance.randint(5, 12))
                    self.town.later(back, "card back", partial(self._card, case_id, person_id))

    def _card(self, case_id: uuid.UUID, person_id: uuid.UUID) -> None:
        with self.chores.beraden[case_id].desk() as desk:
            person = get_person(desk.session, case=desk.case, person_id=person_id)
            if current_answer(desk.session, case=desk.case, person=person) is None:
                record_answer(
                    desk.session,
                    desk.actor,
                    case=desk.case,
                    person=person,
                    content=AnswerContent(reply=Reply.COMES),
                    via=Channel.LETTER,
                    now=desk.now,
                )

    def _tell_aloud(self, staff_id: uuid.UUID) -> None:
        with self.town.store.writing() as session:
            actor = self.town.actor(session, staff_id)
            for line in waiting_calls(session, actor):
                told_aloud(session, actor, message_id=line.id, now=self.town.now)
                self.town.counts["told aloud"] += 1

    def _coordinate(self) -> None:
        """The coördinator gives what waits for long to somebody, and now and then a case to somebody else."""
        if not self.town.odds(0.03):
            return
        led = [beraad for beraad in self.chores.beraden.values() if beraad.leader is not None]
        if led:
            beraad = self.town.chance.choice(led)
            self.town.do("handed over", partial(self._hand_over, beraad))

    def _hand_over(self, beraad: Beraad) -> None:
        other = self.town.chance.choice([one for one in self.town.team.facilitators if one != beraad.leader])
        with self.town.desk(beraad.case_id, self.town.team.coordinator, Permission.ASSIGN_CASE) as desk:
            facilitator = get_staff(desk.session, other)
            assert facilitator is not None
            replace_facilitator(
                desk.session,
                desk.actor,
                case=desk.case,
                facilitator=facilitator,
                reason="Ziek.",
                now=desk.now,
            )

    def _decide_destructions(self) -> None:
        with self.town.store.reading() as session:
            proposed = list(session.scalars(select(Proposal.case_id)))
        for case_id in proposed:
            self.town.do("destroyed", partial(self._destroy, case_id))

    def _destroy(self, case_id: uuid.UUID) -> None:
        with self.town.store.writing() as session:
            retention = retention_of(session, case_id)
            assert retention is not None
            actor = self.town.actor(session, self.town.team.coordinator)
            destroy_case(session, actor, retention=retention, now=self.town.now)
