"""From the outbox to a service that sends for an organisation: the official client against the stand-in."""

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.documents import Post, facts, render_letter
from netwerkberaad.foundation.messages import (
    Attachment,
    Channel,
    Letter,
    MessageKind,
    MessageService,
    MessageState,
    OutboxMessage,
    ServiceSettings,
    claim_due,
    delivery,
    letter_of,
    queue_message,
    service_for,
)
from netwerkberaad.foundation.vault import Store
from tests.notify import API_KEY, Notify
from tests.outbox import Outbox, make_outbox
from tests.smtp import SmtpServer
from tests.stores import MONDAY

CARRIED = (Channel.MAIL, Channel.SMS, Channel.LETTER)
SECRET_WORDS = "vertrouwelijk"


@pytest.fixture
def outbox(store: Store, clock: MovableClock, smtp: SmtpServer, tmp_path: Path) -> Outbox:
    """An outbox whose mail goes to the mail server of the tests, unless a service carries it."""
    return make_outbox(store=store, clock=clock, smtp=smtp, instance=tmp_path)


def serve(
    outbox: Outbox,
    settings: ServiceSettings,
    *,
    organisation_id: uuid.UUID | None = None,
    channels: Collection[Channel] = CARRIED,
    api_key: str = API_KEY,
) -> uuid.UUID:
    """Have a service carry these channels. Returns its id."""
    with outbox.store.writing() as session:
        service = MessageService(
            id=new_id(),
            region_id=outbox.case_id,
            organisation_id=organisation_id,
            made_at=outbox.clock.now(),
            channel_words=" ".join(channels),
        )
        service.settings, service.api_key = settings, api_key
        session.add(service)
        return service.id


def put(
    outbox: Outbox,
    channel: Channel,
    recipient: str,
    *,
    letter: Letter | None = None,
    organisation_id: uuid.UUID | None = None,
    key: str = "invitation:1",
) -> uuid.UUID:
    """Queue one message, due now."""
    with outbox.store.writing() as session:
        return queue_message(
            session,
            key=key,
            kind=MessageKind.INVITATION,
            channel=channel,
            recipient=recipient,
            letter=letter or Letter("Een bericht", f"Dag, {SECRET_WORDS}\n", "<p>Dag</p>"),
            region_id=outbox.case_id,
            scope_id=outbox.case_id,
            organisation_id=organisation_id,
            not_before=outbox.clock.now(),
            now=outbox.clock.now(),
        ).id


def sheet() -> Letter:
    """A letter on paper."""
    what = facts.Invite(
        region="Walcheren",
        phone="+31118000100",
        to="Joke",
        first_names=("Marloes",),
        facilitator="Wilma Poppe",
        url="https://beraad.example.nl/p/x",
    )
    post = Post(
        address=("Joke de Vries", "Dorpsstraat 1", "4351 AA Veere"),
        made=MONDAY,
        code="K7QPX2M4RT",
        code_url="https://beraad.example.nl/code",
        url=what.url,
    )
    return letter_of(render_letter(what, post, locale="nl"))


def test_a_mail_leaves_by_the_service_with_the_key_as_reference_and_is_erased_here(
    outbox: Outbox, notify: Notify, smtp: SmtpServer
) -> None:
    serve(outbox, notify.settings)
    message_id = put(outbox, Channel.MAIL, "joke@example.org")
    assert outbox.send() == 1
    (taken,) = notify.of(Channel.MAIL)
    assert (taken.to, taken.reference) == ("joke@example.org", "invitation:1")
    assert taken.words == {"onderwerp": "Een bericht", "bericht": f"Dag, {SECRET_WORDS}\n"}
    assert smtp.received() == []
    row = outbox.row(message_id)
    assert (row.state, row.letter_sealed, row.recipient_sealed) == (MessageState.SENT, None, None)


def test_a_text_and_a_letter_leave_by_the_service(outbox: Outbox, notify: Notify) -> None:
    serve(outbox, notify.settings)
    put(outbox, Channel.SMS, "+31600000102", key="a")
    put(outbox, Channel.LETTER, "Joke de Vries", letter=sheet(), key="b")
    assert outbox.send() == 2
    assert notify.of(Channel.SMS)[0].to == "+31600000102"
    (letter,) = notify.of(Channel.LETTER)
    assert letter.reference == "b"
    assert letter.pdf.startswith(b"%PDF-")


def test_an_organisation_has_its_own_service_and_the_others_that_of_the_region(
    outbox: Outbox, notify: Notify, smtp: SmtpServer
) -> None:
    own = uuid.uuid4()
    region = serve(outbox, notify.settings, channels=[Channel.SMS])
    theirs = serve(outbox, notify.settings, organisation_id=own, channels=[Channel.MAIL])
    with outbox.store.reading() as session:

        def carrier(organisation_id: uuid.UUID | None, channel: Channel) -> uuid.UUID | None:
            found = service_for(
                session, region_id=outbox.case_id, organisation_id=organisation_id, channel=channel
            )
            return found.id if found else None

        assert carrier(own, Channel.MAIL) == theirs
        assert carrier(own, Channel.SMS) == carrier(None, Channel.SMS) == region
        assert carrier(None, Channel.MAIL) is None
    put(outbox, Channel.MAIL, "a@example.org", organisation_id=own, key="a")
    put(outbox, Channel.MAIL, "b@example.org", key="b")
    assert outbox.send() == 2
    assert [one.to for one in notify.taken] == ["a@example.org"]
    assert [mail.recipients for mail in smtp.received()] == [("b@example.org",)]


def test_a_mail_with_an_appointment_goes_by_our_own_server(
    outbox: Outbox, notify: Notify, smtp: SmtpServer
) -> None:
    serve(outbox, notify.settings)
    appointment = Attachment(
        "afspraak.ics", "text/calendar; charset=utf-8; method=REQUEST", "BEGIN:VCALENDAR"
    )
    put(outbox, Channel.MAIL, "joke@example.org", letter=Letter("a", "b", "c", (appointment,)))
    outbox.send()
    assert (len(smtp.received()), notify.taken) == (1, [])


def test_an_answer_that_is_lost_on_the_way_does_not_make_it_leave_twice(
    outbox: Outbox, notify: Notify
) -> None:
    serve(outbox, notify.settings)
    message_id = put(outbox, Channel.SMS, "+31600000102")
    notify.lose_answers = True
    assert outbox.send() == 0
    assert outbox.row(message_id).failure == "connection"
    notify.lose_answers = False
    outbox.clock.advance(delivery.BACK_OFF[0])
    assert outbox.send() == 1
    assert len(notify.taken) == 1


def test_who_takes_over_from_a_process_that_died_asks_first_what_was_taken(
    outbox: Outbox, notify: Notify
) -> None:
    serve(outbox, notify.settings)
    message_id = put(outbox, Channel.SMS, "+31600000102")
    outbox.send()
    with outbox.store.writing() as session:
        session.execute(update(OutboxMessage).values(state=MessageState.WAITING, tries=0, sent_at=None))
        row = session.get_one(OutboxMessage, message_id)
        row.recipient, row.letter = "+31600000102", Letter(text="Dag")
    claim_due(outbox.store, now=outbox.clock.now())
    outbox.clock.advance(delivery.CLAIM_TIME)
    assert outbox.send() == 1
    assert len(notify.taken) == 1


@pytest.mark.parametrize(
    ("status", "state", "failure"),
    [
        (400, MessageState.PARKED, "refused"),
        (403, MessageState.WAITING, "sign_in"),
        (429, MessageState.WAITING, "busy"),
        (500, MessageState.WAITING, "connection"),
    ],
)
def test_what_the_service_refuses_for_good_waits_for_a_person_and_the_rest_is_tried_again(
    outbox: Outbox, notify: Notify, status: int, state: MessageState, failure: str
) -> None:
    serve(outbox, notify.settings)
    message_id = put(outbox, Channel.SMS, "+31600000102")
    notify.answers = status
    assert outbox.send() == 0
    row = outbox.row(message_id)
    assert (row.state, row.failure) == (state, failure)


def test_a_wrong_key_and_a_wrong_template_are_refused_by_the_other_side(
    outbox: Outbox, notify: Notify
) -> None:
    wrong = replace(notify.settings, sms_template=notify.settings.mail_template)
    serve(outbox, wrong, api_key=f"{API_KEY[:-4]}0000", channels=[Channel.MAIL])
    serve(outbox, wrong, channels=[Channel.SMS])
    mail, text = put(outbox, Channel.MAIL, "a@example.org", key="a"), put(outbox, Channel.SMS, "+31600000102")
    outbox.send()
    assert (outbox.row(mail).failure, outbox.row(text).failure) == ("sign_in", "refused")


def test_one_way_that_is_down_holds_up_no_other(outbox: Outbox, notify: Notify, smtp: SmtpServer) -> None:
    serve(outbox, notify.settings, channels=[Channel.SMS])
    smtp.down()
    for number in range(120):
        put(outbox, Channel.MAIL, f"a{number}@example.org", key=f"mail:{number}")
    put(outbox, Channel.SMS, "+31600000102")
    for _ in range(6):
        outbox.send()
        outbox.clock.advance(timedelta(seconds=10))
    assert len(notify.taken) == 1


def test_a_text_without_a_service_waits_for_a_person(outbox: Outbox) -> None:
    message_id = put(outbox, Channel.SMS, "+31600000102")
    outbox.send()
    row = outbox.row(message_id)
    assert (row.state, row.failure) == (MessageState.PARKED, "no_way")


def test_nothing_of_a_message_comes_in_the_log(
    outbox: Outbox, notify: Notify, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    serve(outbox, notify.settings)
    put(outbox, Channel.MAIL, "geen adres", key="a")
    put(outbox, Channel.SMS, "+31600000102", key="b")
    outbox.send()
    assert "geen adres" not in caplog.text
    assert SECRET_WORDS not in caplog.text
    assert "+31600000102" not in caplog.text


def test_the_stand_in_refuses_a_token_of_another_secret(notify: Notify, outbox: Outbox) -> None:
    serve(outbox, notify.settings, api_key=f"{API_KEY[:-1]}1")
    put(outbox, Channel.SMS, "+31600000102")
    assert outbox.send() == 0
    assert notify.taken == []
