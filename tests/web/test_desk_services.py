"""The pages of the beheerder for services that send."""

import pytest

from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.messages import Channel, MessageService, running_services
from tests.notify import API_KEY, MAIL_TEMPLATE, SMS_TEMPLATE, Notify
from tests.pages import Page, Visitor
from tests.web.desk_setting import Desk, path_of

PLACE = "/beheer/berichtdiensten"


@pytest.fixture
def beheer(desk: Desk) -> Visitor:
    """The beheerder, signed in."""
    return desk.sign_in(desk.world.admin)


def _values(notify: Notify, **more: str | list[str]) -> dict[str, str | list[str]]:
    return {
        "channels": ["mail", "sms", "letter"],
        "base_url": notify.address,
        "api_key": API_KEY,
        "mail_template": MAIL_TEMPLATE,
        "sms_template": SMS_TEMPLATE,
        **more,
    }


def _added(beheer: Visitor, notify: Notify, **more: str | list[str]) -> Page:
    return beheer.submit(beheer.get(f"{PLACE}/nieuw"), "Bewaar", _values(notify, **more))


def test_a_service_is_added_and_tried_with_a_message_to_oneself(
    desk: Desk, beheer: Visitor, notify: Notify
) -> None:
    page = _added(beheer, notify)
    page = beheer.submit(page, "Stuur een proefbericht naar mijzelf: Mail")
    (taken,) = notify.of(Channel.MAIL)
    assert taken.to == desk.world.admin.profile.mail
    assert "is onderweg naar" in page.text
    assert "Berichtdiensten" in beheer.get(PLACE).text
    assert notify.address in beheer.get(PLACE).text
    with desk.store.reading() as session:
        actions = {entry.action for entry in session.query(AuditEntry)}
    assert {"message_service.added", "message_service.tried"} <= actions


def test_the_trial_tells_what_is_wrong(beheer: Visitor, notify: Notify) -> None:
    page = _added(beheer, notify, api_key=f"{API_KEY[:-4]}0000")
    assert "kent deze sleutel niet" in beheer.submit(page, "Stuur een proefbericht naar mijzelf: Mail").text
    notify.answers = 400
    page = beheer.submit(page, "Bewaar", {"api_key": API_KEY})
    assert "sjabloon klopt" in beheer.submit(page, "Stuur een proefbericht naar mijzelf: Mail").text


def test_the_key_is_never_shown_stays_when_left_empty_and_goes_with_another_address(
    desk: Desk, beheer: Visitor, notify: Notify
) -> None:
    page = _added(beheer, notify)
    assert API_KEY[-36:] not in page.text
    page = beheer.submit(page, "Bewaar", {"api_key": ""})
    with desk.store.reading() as session:
        (service,) = running_services(session, region_id=desk.world.region.id)
        assert service.api_key == API_KEY
    other = {"api_key": "", "base_url": "https://elders.example.org"}
    page = beheer.submit(page, "Bewaar", other, status=422)
    assert any("API-sleutel" in error for error in page.errors)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("base_url", "http://notify.example.org", "begint met https://"),
        ("base_url", "https://x/?a=b", "begint met https://"),
        ("api_key", "geen sleutel", "zoals de dienst hem geeft"),
        ("sms_template", "", "nummer van het sjabloon"),
        ("channels", [], "minstens één kanaal"),
    ],
)
def test_what_cannot_work_is_refused_beside_its_field(
    beheer: Visitor, notify: Notify, field: str, value: str | list[str], said: str
) -> None:
    values = _values(notify, **{field: value})
    page = beheer.submit(beheer.get(f"{PLACE}/nieuw"), "Bewaar", values, status=422)
    assert any(said in error for error in page.errors)


def test_one_organisation_sends_one_channel_one_way(desk: Desk, beheer: Visitor, notify: Notify) -> None:
    _added(beheer, notify)
    page = beheer.submit(beheer.get(f"{PLACE}/nieuw"), "Bewaar", _values(notify), status=422)
    assert any("andere dienst" in error for error in page.errors)
    _added(beheer, notify, organisation=str(desk.world.organisation.id))


def test_the_token_is_shown_once_and_the_end_erases_key_and_token(
    desk: Desk, beheer: Visitor, notify: Notify
) -> None:
    page = _added(beheer, notify)
    shown = beheer.submit(page, "Maak een bewijs")
    assert "maar één keer" in shown.text
    assert "/verzonden" in shown.text
    page = beheer.submit(shown, "Bewaar")
    assert "maar één keer" not in page.text
    page = beheer.submit(page, "Stop met deze dienst")
    assert "Er is nog geen dienst" in page.text
    with desk.store.reading() as session:
        assert running_services(session, region_id=desk.world.region.id) == []
        (ended,) = session.query(MessageService)
        assert (ended.api_key, ended.callback_hash) == ("", None)


def test_the_board_offers_a_text_that_leaves_by_itself(desk: Desk, beheer: Visitor, notify: Notify) -> None:
    case = desk.case(approved=True)
    wilma = desk.sign_in()
    path = path_of(case, f"uitnodigen/{desk.person(case, 'Piet').id}")
    assert "Ik stuur zelf een sms" in wilma.get(path).text
    _added(beheer, notify)
    assert "Wij sturen een sms" in wilma.get(path).text
