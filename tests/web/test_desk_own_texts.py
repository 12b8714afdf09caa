"""What an organisation says of itself: written by the beheerder, checked, and seen among the rest before it leaves."""

import pytest
from sqlalchemy import select

from netwerkberaad.accounts.own_texts import OwnText
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.messages import Channel
from tests.builders import person_called
from tests.notify import API_KEY, MAIL_TEMPLATE, SMS_TEMPLATE, Notify
from tests.pages import Visitor
from tests.pdf_text import pdf_text
from tests.web.desk_setting import Desk, path_of
from tests.web.test_desk_invites import mail_to

PLACE = "/beheer/eigen-teksten"
WORDS = "Wij zijn {organisatie}, <b>elke</b> dag & avond op {telefoon}."
SHOWN = "Wij zijn Netwerkberaad Walcheren, <b>elke</b> dag & avond op 0118 000 100."


@pytest.fixture
def beheer(desk: Desk) -> Visitor:
    """The beheerder, signed in."""
    return desk.sign_in(desk.world.admin)


def _write(beheer: Visitor, spot: str, text: str, language: str = "nl", organisation: str = "") -> None:
    path = f"{PLACE}/{spot}/{organisation}".rstrip("/")
    assert "Bewaard" in beheer.submit(beheer.get(path), "Bewaar", {language: text}).text


def test_a_mail_is_seen_in_its_real_form_with_the_words_as_text(desk: Desk, beheer: Visitor) -> None:
    _write(beheer, "mail", WORDS)
    shown = beheer.get(f"{PLACE}/voorbeeld/mail/nl")
    assert SHOWN in shown.text
    assert "Een uitnodiging van" in shown.h1
    other = beheer.get(f"{PLACE}/voorbeeld/mail/ar").root
    (line,) = [one for one in other.iter("p") if one.get("lang") == "nl"]
    assert line.get("dir") == "ltr"
    with desk.store.reading() as session:
        assert "own_text.set" in {entry.action for entry in session.scalars(select(AuditEntry))}
