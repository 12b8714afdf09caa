"""From the outbox to the mail server: once, in the end, and nothing kept of what was said."""

import itertools
import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta
from email.message import Message
from pathlib import Path

import pytest
from sqlalchemy import select, text

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.foundation.messages import (
    MessageKind,
    MessageState,
    OutboxMessage,
    SmtpSender,
    cancel_waiting,
    claim_due,
    deliver,
    delivery,
    send_due,
)
from netwerkberaad.foundation.messages.ledger import TOGETHER
from netwerkberaad.foundation.vault import ScopeKey, ScopeKind, Store, keys_of
from tests.outbox import Outbox, make_outbox
from tests.smtp import Mode, SmtpServer


@pytest.fixture
def outbox(store: Store, clock: MovableClock, smtp: SmtpServer, tmp_path: Path) -> Outbox:
    """An outbox whose mail goes to the mail server of the tests."""
    return make_outbox(store=store, clock=clock, smtp=smtp, instance=tmp_path)


@pytest.fixture
def others(outbox: Outbox) -> Iterator[list[Store]]:
    """Three more ways into the same database, as other processes have them."""
    url = outbox.store.engine.url.render_as_string(hide_password=False)
    stores = [Store(build_engine(url), outbox.store.ring) for _ in range(3)]
    yield stores
    for store in stores:
        store.engine.dispose()


def test_a_message_is_sent_and_its_words_and_address_are_erased(outbox: Outbox, smtp: SmtpServer) -> None:
    (message_id,) = outbox.put()
    assert outbox.send() == 1
    (mail,) = smtp.received()
    assert mail.recipients == ("fatma0@example.org",)
    assert mail.sender == "noreply@example.org"
    assert mail.text.strip() == "Dag fatma0,"
    assert str(mail.message["From"]) == "Walcheren <noreply@example.org>"
    row = outbox.row(message_id)
    assert (row.state, row.sent_at, row.tries) == (MessageState.SENT, outbox.clock.now(), 1)
    assert (row.letter_sealed, row.recipient_sealed, row.claim) == (None, None, None)
    assert outbox.send() == 0


def test_one_claimed_message_can_be_delivered_by_itself(outbox: Outbox, smtp: SmtpServer) -> None:
    outbox.put()
    (claim,) = claim_due(outbox.store, now=outbox.clock.now())
    assert deliver(outbox.store, outbox.settings, claim, now=outbox.clock.now())
    assert not deliver(outbox.store, outbox.settings, claim, now=outbox.clock.now())
    assert len(smtp.received()) == 1


def test_a_message_waits_for_its_moment(outbox: Outbox, smtp: SmtpServer) -> None:
    outbox.clock.advance(timedelta(hours=2))
    outbox.put()
    outbox.clock.advance(-timedelta(hours=1))
    assert outbox.send() == 0
    outbox.clock.advance(timedelta(hours=1))
    assert outbox.send() == 1


def test_codes_and_spoed_go_first(outbox: Outbox, smtp: SmtpServer) -> None:
    outbox.put(3)
    outbox.clock.advance(timedelta(minutes=1))
    outbox.put(kind=MessageKind.PROOF, name="code")
    outbox.send()
    assert smtp.received()[0].recipients == ("code0@example.org",)


def test_a_mail_server_that_is_down_for_a_day_loses_nothing(outbox: Outbox, smtp: SmtpServer) -> None:
    outbox.put(5)
    smtp.down()
    for _ in range(24 * 4):
        assert outbox.send() == 0
        outbox.clock.advance(timedelta(minutes=15))
    smtp.up()
    for _ in range(24):
        outbox.send()
        outbox.clock.advance(timedelta(hours=1))
    assert sorted(mail.recipients[0] for mail in smtp.received()) == [
        f"fatma{n}@example.org" for n in range(5)
    ]


def test_a_message_is_tried_again_later_and_later_and_then_waits_for_a_person(
    outbox: Outbox, smtp: SmtpServer
) -> None:
    (message_id,) = outbox.put(kind=MessageKind.PROOF)  # at any hour
    smtp.answer(Mode.REFUSE_FOR_NOW)
    waits = []
    for _ in range(delivery.MOST_TRIES - 1):
        outbox.send()
        row = outbox.row(message_id)
        assert (row.state, row.failure) == (MessageState.WAITING, "not_now")
        waits.append(row.not_before - outbox.clock.now())
        outbox.clock.move_to(row.not_before)
    assert tuple(waits) == delivery.BACK_OFF
    outbox.send()
    assert outbox.row(message_id).state is MessageState.PARKED
    smtp.answer(Mode.ACCEPT)
    outbox.clock.advance(timedelta(days=30))
    assert outbox.send() == 0


def test_a_connection_that_the_server_closed_is_opened_again(outbox: Outbox, smtp: SmtpServer) -> None:
    outbox.put(2)
    smtp.answer(Mode.REFUSE_FOR_NOW)
    outbox.send()
    smtp.down()
    smtp.up()
    smtp.answer(Mode.ACCEPT)
    outbox.clock.advance(timedelta(minutes=1))
    assert outbox.send() == 2


def test_an_address_that_cannot_be_used_holds_up_nobody_else(outbox: Outbox, smtp: SmtpServer) -> None:
    (bad,) = outbox.put(name="geen adres ")
    outbox.put(2, name="joke")
    assert outbox.send() == 2
    row = outbox.row(bad)
    assert (row.state, row.failure) == (MessageState.PARKED, "address")


def test_a_message_whose_key_was_destroyed_is_not_sent_and_holds_up_nobody_else(
    outbox: Outbox, smtp: SmtpServer
) -> None:
    gone = Outbox(outbox.store, outbox.settings, outbox.clock, uuid.uuid4())
    with outbox.store.writing() as session:
        keys_of(session).make_scope(gone.case_id, ScopeKind.CASE, now=outbox.clock.now())
    (lost,) = gone.put(name="weg")
    outbox.put(name="joke")
    with outbox.store.writing() as session:
        session.delete(session.get(ScopeKey, gone.case_id))
    assert outbox.send() == 1
    row = outbox.row(lost)
    assert (row.state, row.failure) == (MessageState.PARKED, "sealed")


def test_what_was_cancelled_after_it_was_claimed_is_not_sent(outbox: Outbox, smtp: SmtpServer) -> None:
    (message_id,) = outbox.put()
    (claim,) = claim_due(outbox.store, now=outbox.clock.now())
    with outbox.store.writing() as session:
        cancel_waiting(session, case_id=outbox.case_id, now=outbox.clock.now())
    assert not deliver(outbox.store, outbox.settings, claim, now=outbox.clock.now())
    assert smtp.received() == []
    assert outbox.row(message_id).state is MessageState.CANCELLED


def test_a_claim_that_ran_out_goes_to_somebody_else_and_is_worth_nothing_any_more(
    outbox: Outbox, smtp: SmtpServer
) -> None:
    outbox.put()
    (old,) = claim_due(outbox.store, now=outbox.clock.now())
    assert claim_due(outbox.store, now=outbox.clock.now()) == []
    outbox.clock.advance(delivery.CLAIM_TIME)
    (new,) = claim_due(outbox.store, now=outbox.clock.now())
    assert not deliver(outbox.store, outbox.settings, old, now=outbox.clock.now())
    assert deliver(outbox.store, outbox.settings, new, now=outbox.clock.now())
    assert len(smtp.received()) == 1


def test_a_message_is_not_begun_when_its_claim_could_run_out_on_the_way(
    outbox: Outbox, smtp: SmtpServer
) -> None:
    outbox.put()
    (claim,) = claim_due(outbox.store, now=outbox.clock.now())
    outbox.clock.advance(delivery.CLAIM_TIME - timedelta(minutes=1))
    assert not deliver(outbox.store, outbox.settings, claim, now=outbox.clock.now())
    assert smtp.received() == []


def test_a_process_that_dies_before_its_commit_repeats_at_most_four_with_the_same_message_ids(
    outbox: Outbox, smtp: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox.put(10)

    class Killed(BaseException):
        """The process ends here."""

    def die(*_arguments: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_record_sent", die)
        with pytest.raises(Killed):
            outbox.send()
    before = len(smtp.received())
    assert before == TOGETHER == 4
    assert outbox.send() == 0
    outbox.clock.advance(delivery.CLAIM_TIME)
    assert outbox.send() == 10
    ids = [str(mail.message["Message-ID"]) for mail in smtp.received()]
    assert len(ids) == 10 + before
    assert len(set(ids)) == 10


def test_what_was_sent_before_an_interruption_is_on_record(
    outbox: Outbox, smtp: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox.put(3)
    send, count = SmtpSender.send, itertools.count(1)

    def interrupted(sender: SmtpSender, mail: Message, recipient: str) -> None:
        if next(count) == 3:
            raise KeyboardInterrupt
        send(sender, mail, recipient)

    with monkeypatch.context() as patch:
        patch.setattr(SmtpSender, "send", interrupted)
        with pytest.raises(KeyboardInterrupt):
            outbox.send()
    outbox.clock.advance(delivery.CLAIM_TIME)
    assert outbox.send() == 1
    assert len(smtp.received()) == 3


def test_several_at_once_never_claim_the_same_message(outbox: Outbox, others: list[Store]) -> None:
    wanted = set(outbox.put(60))
    claimed: list[uuid.UUID] = []
    start = threading.Barrier(len(others))

    def work(store: Store) -> None:
        start.wait()
        while claims := claim_due(store, now=outbox.clock.now(), limit=4):
            claimed.extend(claim.message_id for claim in claims)

    workers = [threading.Thread(target=work, args=(store,)) for store in others]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(claimed) == 60
    assert set(claimed) == wanted


def test_several_at_once_send_everything_and_nothing_twice(
    outbox: Outbox, others: list[Store], smtp: SmtpServer
) -> None:
    outbox.put(40)
    workers = [
        threading.Thread(target=send_due, args=(store, outbox.settings), kwargs={"now": outbox.clock.now()})
        for store in others
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(mail.recipients[0] for mail in smtp.received()) == sorted(
        f"fatma{n}@example.org" for n in range(40)
    )


def test_nothing_of_a_message_is_left_in_the_table(outbox: Outbox) -> None:
    outbox.put()
    outbox.send()
    with outbox.store.engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM outbox_message")).all()
    assert "fatma" not in repr(
        [value for row in rows for value in row if not str(value).startswith("invitation:")]
    )


def test_for_practice_a_message_becomes_a_file_that_only_the_owner_reads(
    outbox: Outbox, tmp_path: Path
) -> None:
    settings = Settings(instance=tmp_path, database_url="sqlite:///", base_url="http://localhost")
    outbox.put(2)
    assert send_due(outbox.store, settings, now=outbox.clock.now()) == 2
    files = sorted(settings.spool.iterdir())
    assert len(files) == 2
    assert {path.suffix for path in files} == {".eml"}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert settings.spool.stat().st_mode & 0o777 == 0o700
    with outbox.store.reading() as session:
        states = set(session.scalars(select(OutboxMessage.state)))
    assert states == {MessageState.SENT}
