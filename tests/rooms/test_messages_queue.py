"""Putting messages in the outbox and taking them out again."""

import uuid
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import (
    Letter,
    MessageKind,
    MessageState,
    OutboxMessage,
    cancel_waiting,
    queue_message,
)
from netwerkberaad.foundation.vault import ScopeKind, Store, keys_of


@dataclass(frozen=True)
class Post:
    """A case with two people, and a way to write to them."""

    store: Store
    clock: MovableClock
    case_id: uuid.UUID
    joke: uuid.UUID
    kees: uuid.UUID

    def write(
        self, person: uuid.UUID, *, key: str, kind: MessageKind = MessageKind.INVITATION, text: str = "Dag"
    ) -> uuid.UUID:
        """Queue a message and commit."""
        with self.store.writing() as session:
            message = queue_message(
                session,
                key=key,
                kind=kind,
                recipient="joke@example.org",
                letter=Letter("Bericht", text, f"<p>{text}</p>"),
                region_id=self.case_id,
                scope_id=person,
                case_id=self.case_id,
                person_id=person,
                not_before=self.clock.now(),
                now=self.clock.now(),
            )
            return message.id

    def row(self, message_id: uuid.UUID) -> OutboxMessage:
        """A message as it is kept, detached."""
        with self.store.reading() as session:
            message = session.get(OutboxMessage, message_id)
            assert message is not None
            return message


@pytest.fixture
def post(store: Store, clock: MovableClock) -> Post:
    """A case with two people."""
    case_id, joke, kees = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    with store.writing() as session:
        keys = keys_of(session)
        keys.make_scope(case_id, ScopeKind.CASE, now=clock.now())
        for person in (joke, kees):
            keys.make_scope(person, ScopeKind.PERSON, inside=case_id, now=clock.now())
    return Post(store, clock, case_id, joke, kees)


def test_the_same_key_twice_is_one_message(post: Post) -> None:
    first = post.write(post.joke, key="invitation:1", text="eerste")
    second = post.write(post.joke, key="invitation:1", text="tweede")
    assert first == second
    with post.store.reading() as session:
        messages = list(session.scalars(select(OutboxMessage)))
        assert [message.letter.text for message in messages] == ["eerste"]


def test_the_same_key_twice_in_one_unit_of_work_is_one_message(post: Post) -> None:
    with post.store.writing() as session:
        made = [
            queue_message(
                session,
                key="receipt:1",
                kind=MessageKind.RECEIPT,
                recipient="a@example.org",
                letter=Letter("Bericht"),
                region_id=post.case_id,
                scope_id=post.case_id,
                not_before=post.clock.now(),
                now=post.clock.now(),
            )
            for _ in range(2)
        ]
    assert made[0] is made[1]


@pytest.mark.parametrize("key", ["", "x" * 121])
def test_a_message_without_a_usable_key_is_refused(post: Post, key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        post.write(post.joke, key=key)


def test_a_message_is_kept_sealed(post: Post) -> None:
    row = post.row(post.write(post.joke, key="invitation:1", text="merkteken"))
    for sealed in (row.letter_sealed, row.recipient_sealed):
        assert sealed is not None
        assert b"merkteken" not in sealed
        assert b"joke" not in sealed


def test_stopping_a_case_cancels_and_erases_what_waits(post: Post) -> None:
    joke, kees = post.write(post.joke, key="a"), post.write(post.kees, key="b")
    with post.store.writing() as session:
        assert cancel_waiting(session, case_id=post.case_id, now=post.clock.now()) == 2
    for message_id in (joke, kees):
        row = post.row(message_id)
        assert row.state is MessageState.CANCELLED
        assert row.cancelled_at == post.clock.now()
        assert row.letter_sealed is None
        assert row.recipient_sealed is None


def test_cancelling_keeps_to_the_person_and_the_kinds(post: Post) -> None:
    invitation = post.write(post.joke, key="a")
    date = post.write(post.joke, key="b", kind=MessageKind.DATE_SET)
    other = post.write(post.kees, key="c", kind=MessageKind.DATE_SET)
    with post.store.writing() as session:
        count = cancel_waiting(
            session, person_id=post.joke, kinds=[MessageKind.DATE_SET], now=post.clock.now()
        )
    assert count == 1
    states = [post.row(message_id).state for message_id in (invitation, date, other)]
    assert states == [MessageState.WAITING, MessageState.CANCELLED, MessageState.WAITING]


def test_a_message_queued_a_moment_ago_is_cancelled_in_the_same_unit_of_work(post: Post) -> None:
    with post.store.writing() as session:
        message = queue_message(
            session,
            key="a",
            kind=MessageKind.INVITATION,
            recipient="joke@example.org",
            letter=Letter("Bericht", "Dag", "<p>Dag</p>"),
            region_id=post.case_id,
            scope_id=post.joke,
            person_id=post.joke,
            not_before=post.clock.now(),
            now=post.clock.now(),
        )
        assert cancel_waiting(session, person_id=post.joke, now=post.clock.now()) == 1
    row = post.row(message.id)
    assert (row.state, row.letter_sealed) == (MessageState.CANCELLED, None)


def test_cancelling_for_nobody_is_refused(post: Post) -> None:
    with post.store.writing() as session, pytest.raises(ValueError, match="case or the person"):
        cancel_waiting(session, now=post.clock.now())
