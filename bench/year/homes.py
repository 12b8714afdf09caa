"""People at home: they read what reached them, and answer through its link, or another time, or never."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from bench.year.town import Town
from netwerkberaad.demo.stage import Door
from netwerkberaad.flows import confirm_commitment, not_me, send_proof
from netwerkberaad.foundation import links
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.messages import Channel, MessageKind, OutboxMessage, outside_quiet_hours
from netwerkberaad.foundation.messages.queue import mark_of
from netwerkberaad.invites import AnswerContent, Need, Reply, ask_call, record_answer, stop_messages
from netwerkberaad.plans import (
    CheckInResult,
    Commitment,
    ConfirmationAnswer,
    ConfirmationContent,
    FollowUpContent,
    FollowUpKind,
    answer_check_in,
    confirmations_of,
    follow_ups_of,
)

_AT_ANY_HOUR = frozenset({MessageKind.PROOF, MessageKind.URGENT_ALERT, MessageKind.PROMISE_DUE})
_BY_ITSELF = frozenset({MessageKind.CHECK_IN, MessageKind.REMINDER, MessageKind.INVITATION_AGAIN})
_LINK = re.compile(r"/p/([A-Za-z0-9_-]{20,})")
_CODE = re.compile(r"\b\d{6}\b")
_REPLIES = (*[Reply.COMES] * 6, Reply.COMES_REMOTE, Reply.DOES_NOT_COME, Reply.DOES_NOT_COME, Reply.UNSURE)
_RESULTS = (
    *[CheckInResult.DONE] * 6,
    *[CheckInResult.PARTLY] * 2,
    CheckInResult.NOT_DONE,
    CheckInResult.NO_LONGER_NEEDED,
)
_SAID = (*[ConfirmationAnswer.CONFIRM] * 17, ConfirmationAnswer.COUNTER, *[ConfirmationAnswer.HAND_BACK] * 2)


@dataclass(frozen=True, slots=True)
class Mail:
    """Something that arrived: by its mark in the outbox, with its words."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Taken:
    """Something that arrived, as often as it did: when, of which kind, and when it was written."""

    mark: str
    at: datetime
    kind: MessageKind
    made_at: datetime

    @property
    def in_quiet_hours(self) -> bool:
        """Whether it came between nine in the evening and eight in the morning."""
        return outside_quiet_hours(self.at) != self.at

    @property
    def may_be_at_night(self) -> bool:
        """A code, spoed, or what somebody sent by hand just then."""
        by_hand = self.kind not in _BY_ITSELF and self.at - self.made_at <= timedelta(hours=1)
        return by_hand or self.kind in _AT_ANY_HOUR


@dataclass
class Homes:
    """Everybody who gets messages."""

    town: Town
    taken: list[Taken] = field(default_factory=list)
    _texts: int = 0
    _tokens: dict[uuid.UUID, str] = field(default_factory=dict)

    def read_post(self) -> None:
        """What came in since the last time; each reader does something with it, later."""
        arrived = [
            Mail(mail.message["Message-ID"].strip("<>").partition("@")[0], mail.text)
            for mail in self.town.smtp.received()
        ]
        self.town.smtp.clear()
        texts = self.town.notify.taken[self._texts :]
        self._texts += len(texts)
        arrived += [Mail(mark_of(one.reference), one.words["bericht"]) for one in texts]
        if not arrived:
            return
        marks = [mail.mark for mail in arrived]
        with self.town.store.reading() as session:
            found = session.scalars(select(OutboxMessage).where(OutboxMessage.mark.in_(marks)))
            rows = {row.mark: row for row in found}
        for mail in arrived:
            row = rows[mail.mark]
            self.taken.append(Taken(mail.mark, self.town.now, row.kind, row.made_at))
            if row.person_id is not None:
                self._received(row.person_id, row.kind, mail.text)

    def _received(self, person_id: uuid.UUID, kind: MessageKind, text: str) -> None:
        found = _LINK.search(text)
        token = found[1] if found else self._tokens.get(person_id, "")
        self._tokens[person_id] = token
        do = self._does(kind, token, text)
        patience = self._patience(kind)
        if do is not None and patience is not None:
            self.town.later(self.town.now + patience, f"read {kind}", do)

    def _does(self, kind: MessageKind, token: str, text: str) -> Callable[[], None] | None:
        if kind in {MessageKind.INVITATION, MessageKind.INVITATION_AGAIN}:
            return lambda: self._answer(token)
        if kind in {MessageKind.CONFIRM, MessageKind.PLAN_CHANGED}:
            return lambda: self._ask_code(token)
        if kind is MessageKind.PROOF:
            code = _CODE.search(text)
            return lambda: self._confirm(token, code[0] if code else "")
        if kind is MessageKind.CHECK_IN:
            return lambda: self._tell(token)
        return None

    def _patience(self, kind: MessageKind) -> timedelta | None:
        """How long somebody leaves it; None when they leave it altogether. At any hour of day or night."""
        if kind is MessageKind.PROOF:
            return timedelta(minutes=self.town.chance.randint(1, 8))
        if self.town.odds(0.3):
            return None
        return timedelta(minutes=self.town.chance.choice((5, 40, 200, 700, 1500, 4000, 9000)))

    def _answer(self, token: str) -> None:
        town = self.town
        if town.odds(0.02):
            with town.door(token, Permission.ANSWER_INVITATION) as door:
                not_me(door.session, door.actor, link=door.link, now=door.now)
            return
        if town.odds(0.04):
            with town.door(token, Permission.ANSWER_INVITATION) as door:
                act = stop_messages if town.odds(0.4) else ask_call
                act(door.session, door.actor, case=door.case, person=door.person, note="", now=door.now)
            return
        needs = (Need.TRANSPORT,) if town.odds(0.2) else ()
        content = AnswerContent(reply=town.chance.choice(_REPLIES), needs=needs, stay_informed=town.odds(0.5))
        with town.door(token, Permission.GIVE_ANSWER) as door:
            record_answer(
                door.session,
                door.actor,
                case=door.case,
                person=door.person,
                content=content,
                via=Channel.LINK,
                now=door.now,
            )

    def _ask_code(self, token: str) -> None:
        with self.town.door(token, Permission.ASK_PROOF) as door:
            send_proof(door.session, door.actor, case=door.case, person=door.person, now=door.now)

    def _confirm(self, token: str, code: str) -> None:
        with self.town.door(token, Permission.ASK_PROOF) as door:
            if not links.check_proof(door.session, person_id=door.person.id, code=code, now=door.now):
                self.town.counts["code too late"] += 1
                return
        with self.town.door(token, Permission.CONFIRM_COMMITMENT) as door:
            self._say_of_each(door)

    def _say_of_each(self, door: Door) -> None:
        for line in confirmations_of(door.session, door.case):
            if line.owner.id != door.person.id or line.said is not None:
                continue
            confirm_commitment(
                door.session,
                door.actor,
                case=door.case,
                commitment=door.session.get_one(Commitment, line.line.id),
                person=door.person,
                content=ConfirmationContent(self.town.chance.choice(_SAID), "op een andere dag"),
                via=Channel.LINK,
                now=door.now,
            )

    def _tell(self, token: str) -> None:
        with self.town.door(token, Permission.ANSWER_CHECK_IN) as door:
            for row in follow_ups_of(door.session, door.case):
                mine = row.person_id == door.person.id and row.kind is FollowUpKind.CHECK_IN
                if mine and row.sent_at is not None and row.answered_at is None and row.handled_at is None:
                    need = "Iemand die meegaat." if self.town.odds(0.1) else ""
                    answer_check_in(
                        door.session,
                        door.actor,
                        case=door.case,
                        follow_up=row,
                        content=FollowUpContent(self.town.chance.choice(_RESULTS), need=need),
                        via=Channel.LINK,
                        now=door.now,
                    )
