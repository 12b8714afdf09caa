"""At night only codes, spoed and what somebody sends by hand just then leave the outbox."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.documents import from_local, local
from netwerkberaad.foundation.messages import MessageKind
from netwerkberaad.foundation.vault import Store
from tests.outbox import make_outbox
from tests.smtp import SmtpServer


@pytest.mark.parametrize(
    ("kind", "made", "leaves"),
    [
        (MessageKind.CHECK_IN, time(17), time(8)),
        (MessageKind.CHECK_IN, time(20, 59), time(8)),
        (MessageKind.DATE_SET, time(17), time(8)),
        (MessageKind.DATE_SET, time(20, 59), time(21, 5)),
        (MessageKind.PROOF, time(17), time(21, 5)),
    ],
)
def test_what_could_not_leave_in_the_daytime_disturbs_nobody_at_night(
    store: Store,
    clock: MovableClock,
    smtp: SmtpServer,
    tmp_path: Path,
    kind: MessageKind,
    made: time,
    leaves: time,
) -> None:
    outbox = make_outbox(store=store, clock=clock, smtp=smtp, instance=tmp_path)
    day = local(outbox.clock.now()).date()
    outbox.clock.move_to(from_local(day, made))
    (message_id,) = outbox.put(kind=kind)
    for at in (
        from_local(day, time(21, 5)),
        *(from_local(day + timedelta(days=1), time(at)) for at in (3, 8)),
    ):
        outbox.clock.move_to(at)
        outbox.send()
    sent = outbox.row(message_id).sent_at
    assert sent is not None
    assert local(sent).time() == leaves
