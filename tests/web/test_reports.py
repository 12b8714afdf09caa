"""Where a service reports: with its token, over the loopback, and without a trace of what was said."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from netwerkberaad.accounts import actor_for
from netwerkberaad.accounts.message_services import ServiceChoice, add_service, end_service, renew_token
from netwerkberaad.cases import get_case
from netwerkberaad.flows import invite_person
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.messages import Arrival, Channel, MessageService, OutboxMessage, send_due
from netwerkberaad.invites import Reply, current_answer
from tests.builders import person_called
from tests.notify import API_KEY, Notify, receipt, text_from
from tests.web.desk_setting import Desk

ALL = frozenset({Channel.MAIL, Channel.SMS, Channel.LETTER})
WORDS = "vertel het aan niemand"


@pytest.fixture
def service(desk: Desk, notify: Notify) -> MessageService:
    """A service of the region with a token, which the stand-in has."""
    admin = actor_for(desk.world.admin)
    with desk.store.writing() as session:
        choice = ServiceChoice(notify.settings, ALL, api_key=API_KEY)
        made = add_service(
            session,
            admin,
            region_id=desk.world.region.id,
            choice=choice,
            loopback=True,
            now=desk.clock.now(),
        )
        notify.token = renew_token(session, admin, service=made, now=desk.clock.now())
        return made


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The application on a port of the loopback address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def sent_text(desk: Desk) -> tuple[uuid.UUID, uuid.UUID]:
    """Piet is invited by text, and it left. Returns his case and him."""
    case = desk.case(approved=True)
    with desk.store.writing() as session:
        actor = actor_for(desk.world.facilitator)
        found = get_case(session, actor, case.id, Permission.CHANGE_CASE)
        piet = person_called(session, found, "Piet")
        invite_person(
            session,
            actor,
            case=found,
            person=piet,
            channel=Channel.SMS,
            base_url="http://localhost:8000",
            now=desk.clock.now(),
        )
        person_id = piet.id
    settings = Settings(
        desk.app.extensions["netwerkberaad"].settings.instance, "sqlite:///", "http://localhost"
    )
    assert send_due(desk.store, settings, now=desk.clock.now()) == 1
    return case.id, person_id


def post(desk: Desk, path: str, said: object, token: str) -> int:
    """Bring a report without a server between."""
    client = desk.app.test_client()
    return client.post(path, json=said, headers={"Authorization": f"Bearer {token}"}).status_code


def test_a_delivery_and_an_answer_by_text_come_back_over_the_wire(
    desk: Desk, service: MessageService, notify: Notify, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    case_id, person_id = sent_text(desk)
    (taken,) = notify.of(Channel.SMS)
    code = " ".join(taken.words["bericht"].partition("typ code ")[2].split()[:2]).strip(".")
    with serving(desk.app) as address:
        notify.receipts_to = f"{address}/meldingen/{service.id}/verzonden"
        notify.texts_to = f"{address}/meldingen/{service.id}/sms"
        assert notify.report(taken, "delivered") == 204
        assert notify.text("+31600000127", WORDS) == 204
        assert notify.text("+31600000127", f"JA {code}", id_="1") == 204
        assert notify.text("+31600000127", f"JA {code}", id_="1") == 204
    with desk.store.reading() as session:
        row = session.scalars(select(OutboxMessage).where(OutboxMessage.person_id == person_id)).one()
        assert row.arrival is Arrival.DELIVERED
        case = get_case(session, actor_for(desk.world.facilitator), case_id, Permission.READ_CASE)
        answer = current_answer(session, case=case, person=person_called(session, case, "Piet"))
        assert answer is not None
        assert (answer.content.reply, answer.via) == (Reply.COMES, Channel.SMS)
    for told in (WORDS, code, "+31600000127", notify.token):
        assert told not in caplog.text


def test_a_letter_that_came_back_is_returned(desk: Desk, service: MessageService, notify: Notify) -> None:
    sent_text(desk)
    (taken,) = notify.taken
    path = f"/meldingen/{service.id}/verzonden"
    assert post(desk, path, {"notification_id": taken.id, "reference": taken.reference}, notify.token) == 204
    with desk.store.reading() as session:
        assert session.scalars(select(OutboxMessage.arrival)).one() is Arrival.RETURNED


def test_a_wrong_token_an_ended_service_and_another_service_are_refused_alike(
    desk: Desk, service: MessageService, notify: Notify
) -> None:
    path = f"/meldingen/{service.id}/verzonden"
    known = {"reference": "x", "status": "delivered"}
    assert post(desk, path, known, "") == 401
    assert post(desk, path, known, f"{notify.token}x") == 401
    assert post(desk, f"/meldingen/{uuid.uuid4()}/verzonden", known, notify.token) == 401
    assert desk.app.test_client().post(path, json=known).status_code == 401
    with desk.store.writing() as session:
        found = session.get_one(MessageService, service.id)
        end_service(session, actor_for(desk.world.admin), service=found, now=desk.clock.now())
    assert post(desk, path, known, notify.token) == 401


def test_whoever_guesses_is_not_looked_at_any_more(
    desk: Desk, service: MessageService, notify: Notify
) -> None:
    path = f"/meldingen/{service.id}/verzonden"
    for number in range(20):
        assert post(desk, path, {}, f"raden-{number}") == 401
    assert post(desk, path, {"reference": "x", "status": "delivered"}, notify.token) == 429


@pytest.mark.parametrize("said", [[], "tekst", None, 7])
def test_what_is_no_report_is_refused(
    desk: Desk, service: MessageService, notify: Notify, said: object
) -> None:
    assert post(desk, f"/meldingen/{service.id}/verzonden", said, notify.token) == 400
    assert post(desk, f"/meldingen/{service.id}/sms", said, notify.token) == 400


def test_a_report_about_nothing_we_know_is_taken_and_says_nothing(
    desk: Desk, service: MessageService, notify: Notify
) -> None:
    path = f"/meldingen/{service.id}"
    for said in ({}, {"reference": "onbekend", "status": "delivered"}, {"reference": 7, "status": ["x"]}):
        assert post(desk, f"{path}/verzonden", said, notify.token) == 204
    assert post(desk, f"{path}/sms", {**text_from("1", "JA"), "message": 7}, notify.token) == 204
    long = {**text_from("1", "JA"), "message": "x" * 30_000}
    assert post(desk, f"{path}/sms", long, notify.token) == 400


def test_a_status_that_is_not_the_end_changes_nothing(
    desk: Desk, service: MessageService, notify: Notify
) -> None:
    sent_text(desk)
    (taken,) = notify.taken
    assert post(desk, f"/meldingen/{service.id}/verzonden", receipt(taken, "sending"), notify.token) == 204
    with desk.store.reading() as session:
        assert session.scalars(select(OutboxMessage.arrival)).one() is None
