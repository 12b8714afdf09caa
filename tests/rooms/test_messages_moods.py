"""A clock that was wrong, and a mail server that refuses some, falls silent, or hangs up before or after it took a message."""

from datetime import timedelta
from pathlib import Path

import pytest

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import MessageState, channels, claim_due, delivery
from netwerkberaad.foundation.vault import Store
from tests.outbox import Outbox, make_outbox
from tests.smtp import NOBODY, Mode, SmtpServer


@pytest.fixture
def outbox(sqlite_store: Store, clock: MovableClock, smtp: SmtpServer, tmp_path: Path) -> Outbox:
    """An outbox whose mail goes to the mail server of the tests."""
    return make_outbox(store=sqlite_store, clock=clock, smtp=smtp, instance=tmp_path)


@pytest.mark.parametrize(("mode", "taken"), [(Mode.HANG, 0), (Mode.DROP, 0), (Mode.TAKE_AND_DROP, 1)])
def test_a_server_that_falls_silent_halfway_is_tried_with_one_message_and_not_with_all(
    outbox: Outbox, smtp: SmtpServer, monkeypatch: pytest.MonkeyPatch, mode: Mode, taken: int
) -> None:
    monkeypatch.setattr(channels, "PATIENCE", 0.3)
    ids = outbox.put(10)
    smtp.answer(mode)
    assert outbox.send() == 0
    assert sum(outbox.row(message_id).tries for message_id in ids) == 1
    assert smtp.count() == taken
    smtp.answer(Mode.ACCEPT)
    outbox.clock.advance(delivery.BACK_OFF[0])
    assert outbox.send() == 10
    names = [name for name, _at in smtp.arrivals()]
    assert (len(names), len(set(names))) == (10 + taken, 10)


def test_who_is_refused_for_good_waits_for_a_person_and_the_others_are_reached(
    outbox: Outbox, smtp: SmtpServer
) -> None:
    smtp.answer(Mode.REFUSE_SOME)
    (refused,) = outbox.put(1, name=NOBODY)
    outbox.put(5)
    assert outbox.send() == 5
    assert (outbox.row(refused).state, outbox.row(refused).failure) == (MessageState.PARKED, "refused")


def test_the_claim_of_a_process_whose_clock_was_a_year_ahead_is_not_waited_for(
    outbox: Outbox, smtp: SmtpServer
) -> None:
    outbox.put()
    claim_due(outbox.store, now=outbox.clock.now() + timedelta(days=365))
    assert outbox.send() == 1
    assert len(smtp.received()) == 1
