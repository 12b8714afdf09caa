"""The page of the beheerder for mail that comes back."""

import pytest

from netwerkberaad.foundation.messages import mailbox_of
from tests.imap import PASSWORD, USER, ImapServer
from tests.pages import Visitor
from tests.web.desk_setting import Desk

PLACE = "/beheer/berichtdiensten/mailbox"


@pytest.fixture
def beheer(desk: Desk) -> Visitor:
    """The beheerder, signed in."""
    return desk.sign_in(desk.world.admin)


def _values(imap: ImapServer, **more: str) -> dict[str, str]:
    return {
        "host": "127.0.0.1",
        "port": str(imap.port),
        "security": "starttls",
        "user": USER,
        "password": PASSWORD,
        "folder": "INBOX",
        **more,
    }


def test_a_mailbox_is_set_tried_and_taken_away(
    desk: Desk, beheer: Visitor, imap: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = beheer.submit(beheer.get(PLACE), "Bewaar", _values(imap))
    assert PASSWORD not in page.text
    assert "certificaat" in beheer.submit(page, "Kijk of wij erin komen").text
    monkeypatch.setenv("SSL_CERT_FILE", str(imap.certificate))
    page = beheer.submit(beheer.get(PLACE), "Kijk of wij erin komen")
    assert "De proef is goed" in page.text
    page = beheer.submit(page, "Bewaar", {"password": ""})
    assert "De proef is goed" in beheer.submit(page, "Kijk of wij erin komen").text
    beheer.submit(page, "Lees de mailbox niet meer")
    with desk.store.reading() as session:
        assert mailbox_of(session, desk.world.region.id) is None


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"host": ""}, "naam van de mailserver"),
        ({"port": "0"}, "1 tot 65535"),
        ({"password": ""}, "hoe wij erin komen"),
        ({"security": "none", "host": "imap.example.org"}, "Zonder TLS"),
    ],
)
def test_what_cannot_work_is_refused_beside_its_field(
    beheer: Visitor, imap: ImapServer, more: dict[str, str], said: str
) -> None:
    page = beheer.submit(beheer.get(PLACE), "Bewaar", _values(imap, **more), status=422)
    assert any(said in error for error in page.errors)


def test_a_password_is_not_shown_to_another_server(beheer: Visitor, imap: ImapServer) -> None:
    page = beheer.submit(beheer.get(PLACE), "Bewaar", _values(imap))
    other = _values(imap, host="imap.example.org", password="")
    page = beheer.submit(page, "Bewaar", other, status=422)
    assert any("hoe wij erin komen" in error for error in page.errors)
