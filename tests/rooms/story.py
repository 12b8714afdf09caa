"""A case with its gespreksleider, in few words: what people do in it, one unit of work after another."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case, NewPerson, Person, get_case
from netwerkberaad.flows import (
    Accepted,
    Invited,
    accept_plan,
    confirm_commitment,
    invite_person,
    renew_link,
    send_due,
)
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.links import PersonalLink, find_link
from netwerkberaad.foundation.messages import Channel, MessageKind, MessageState, OutboxMessage
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import Answer, AnswerContent, Reply, record_answer
from netwerkberaad.plans import (
    Commitment,
    CommitmentText,
    Confirmation,
    ConfirmationAnswer,
    ConfirmationContent,
    EvaluationHow,
    Every,
    FollowUp,
    FollowUpKind,
    Goal,
    Leave,
    LineView,
    draft_of,
    follow_ups_of,
    plan_view,
    save_goal,
    save_line,
    set_evaluation,
    set_reason,
    version_fixed,
)
from tests.builders import World, build_case, member, person_called, principal

BASE = "https://beraad.example.nl"
SETTINGS = Settings(
    instance=Path("/nonexistent"),
    database_url="sqlite:///",
    base_url=BASE,
    mail_url="spool:",
    mail_from="Netwerkberaad <noreply@example.org>",
)
CIRCLE = (
    member("Joke"),
    member("Kees", mail="kees@example.nl", phone="+31600000121"),
    member("Piet", mail=""),
)


@dataclass(frozen=True)
class Work:
    """One unit of work of the gespreksleider; ``case`` is theirs."""

    session: Session
    case: Case
    wilma: Actor
    clock: MovableClock

    @property
    def now(self) -> datetime:
        """The moment it is."""
        return self.clock.now()

    def person(self, first: str) -> Person:
        """Somebody in the case."""
        return person_called(self.session, self.case, first)

    def id_of(self, first: str) -> uuid.UUID:
        """The id of somebody in the case."""
        return self.person(first).id

    def guest(self, first: str) -> Actor:
        """Somebody who came in by a personal link and gave the second proof."""
        return Actor(
            ActorKind.GUEST, self.id_of(first), self.case.region_id, case_id=self.case.id, proven=True
        )

    def invite(self, first: str, channel: Channel = Channel.MAIL) -> Invited:
        """The gespreksleider invites somebody."""
        person = self.person(first)
        return invite_person(
            self.session,
            self.wilma,
            case=self.case,
            person=person,
            channel=channel,
            base_url=BASE,
            now=self.now,
        )

    def renew(self, first: str) -> str:
        """The gespreksleider hands a new link over; the code that belongs to it."""
        renewed = renew_link(
            self.session, self.wilma, case=self.case, person=self.person(first), base_url=BASE, now=self.now
        )
        assert self.link(renewed) is not None
        return renewed.code

    def link(self, invited: Invited) -> PersonalLink | None:
        """The live link behind an address, if it still works."""
        return find_link(self.session, invited.url.rpartition("/")[2], now=self.now)

    def answer(self, first: str, content: AnswerContent | Reply, *, by_link: bool = True) -> Answer:
        """Somebody answers through the link, or by phone to the gespreksleider."""
        answer = record_answer(
            self.session,
            self.guest(first) if by_link else self.wilma,
            case=self.case,
            person=self.person(first),
            content=content if isinstance(content, AnswerContent) else AnswerContent(reply=content),
            via=Channel.LINK if by_link else Channel.PHONE,
            now=self.now,
        )
        self.session.flush()  # as at the end of a request
        return answer

    def goal(
        self,
        text: str,
        goal_id: uuid.UUID,
        *,
        words_of: uuid.UUID | None = None,
        revision: int = 0,
        position: int = 0,
    ) -> Goal:
        """Write a goal of the draft."""
        return save_goal(
            self.session,
            self.wilma,
            case=self.case,
            goal_id=goal_id,
            text=text,
            words_of=words_of,
            position=position,
            revision=revision,
            now=self.now,
        )

    def write(
        self,
        owners: Sequence[str],
        text: str,
        *,
        line_id: uuid.UUID | None = None,
        first_at: datetime | None = None,
        every: Every | None = None,
        until_at: datetime | None = None,
        checker: str = "",
        backup: str = "",
        fallback: str = "",
        goal_id: uuid.UUID | None = None,
        revision: int = 0,
        after: LineView | None = None,
        starts: str = "",
        leave: Leave = Leave.ASK,
    ) -> Commitment:
        """Write a line of the draft."""
        return save_line(
            self.session,
            self.wilma,
            case=self.case,
            line_id=line_id or uuid.uuid4(),
            goal_id=goal_id,
            owners=[self.id_of(first) for first in owners],
            words=CommitmentText(text=text, starts=starts, leave=leave),
            first_at=first_at,
            every=every,
            until_at=until_at,
            checker_id=self.id_of(checker) if checker else None,
            backup_id=self.id_of(backup) if backup else None,
            fallback_id=self.id_of(fallback) if fallback else None,
            position=0,
            revision=revision,
            after_id=after.lineage_id if after else None,
            now=self.now,
        )

    def line(self, text: str) -> LineView:
        """The line with these words in the draft, or else in the plan that holds."""
        self.session.flush()  # as at the end of a request
        version = draft_of(self.session, self.case) or version_fixed(self.session, self.case)
        return next(line for line in plan_view(self.session, version).lines if line.words.text == text)

    def accept(self, *, weeks: int = 13, reason: str = "", approved_by: Sequence[str] = ()) -> Accepted:
        """Fix the draft, to be looked at again after so many weeks."""
        at = self.now + timedelta(weeks=weeks)
        set_evaluation(
            self.session, self.wilma, case=self.case, at=at, how=EvaluationHow.MEETING, now=self.now
        )
        if reason:
            set_reason(self.session, self.wilma, case=self.case, reason=reason, now=self.now)
        accepted = accept_plan(
            self.session,
            self.wilma,
            case=self.case,
            base_url=BASE,
            now=self.now,
            approved_by=[self.id_of(first) for first in approved_by],
            checkers_known_missing=True,
        )
        self.session.flush()  # as at the end of a request
        return accepted

    def say(
        self,
        first: str,
        line: LineView | Commitment,
        answer: ConfirmationAnswer = ConfirmationAnswer.CONFIRM,
        text: str = "",
    ) -> Confirmation:
        """An owner says something of an own line, through the link."""
        return confirm_commitment(
            self.session,
            self.guest(first),
            case=self.case,
            commitment=self.session.get_one(Commitment, line.id),
            person=self.person(first),
            content=ConfirmationContent(answer, text),
            via=Channel.LINK,
            now=self.now,
        )

    def due(self, kind: FollowUpKind, first: str | None = None) -> list[FollowUp]:
        """What stands to come or came, of a kind and for somebody, oldest first."""
        self.session.flush()  # as at the end of a request
        who = self.id_of(first) if first else None
        rows = follow_ups_of(self.session, self.case)
        return [row for row in rows if row.kind is kind and row.person_id == who]

    def mail(self, *kinds: MessageKind, state: MessageState = MessageState.WAITING) -> list[OutboxMessage]:
        """Messages of these kinds, or of any, in the order in which they were made."""
        self.session.flush()  # as at the end of a request
        found = self.session.scalars(
            select(OutboxMessage).where(OutboxMessage.state == state, OutboxMessage.case_id == self.case.id)
        )
        wanted = [message for message in found if message.kind in (kinds or MessageKind)]
        return sorted(wanted, key=lambda message: (message.made_at, message.key))


@dataclass(frozen=True)
class Story:
    """A case over time."""

    store: Store
    clock: MovableClock
    world: World
    case_id: uuid.UUID

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A unit of work, committed at the end."""
        with self.store.writing() as session:
            wilma = actor_for(self.world.facilitator)
            yield Work(session, get_case(session, wilma, self.case_id), wilma, self.clock)

    def later(self, *, days: int = 0, hours: int = 0, minutes: int = 0) -> None:
        """Let time pass."""
        self.clock.advance(timedelta(days=days, hours=hours, minutes=minutes))

    def send(self) -> int:
        """Let the job of follow-ups run once."""
        return send_due(self.store, SETTINGS, self.clock.now())


def begin(
    store: Store,
    clock: MovableClock,
    world: World,
    *,
    principals: Sequence[NewPerson] = (principal(),),
    invitees: Sequence[NewPerson] = CIRCLE,
    approved: bool = True,
) -> Story:
    """A case of Marloes, with Joke and Kees, and Piet who has no mail; everybody approved."""
    with store.writing() as session:
        case = build_case(session, world, clock, principals=principals, invitees=invitees, approved=approved)
    return Story(store, clock, world, case.id)
