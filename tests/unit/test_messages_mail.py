"""A letter as an e-mail: complete, and nobody can add a header."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from netwerkberaad.foundation.messages import Letter, calendar_file
from netwerkberaad.foundation.messages.mail import AddressError, compose, message_id

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LETTER = Letter(
    subject="Een uitnodiging van Netwerkberaad Walcheren",
    text="Dag Fatma Yılmaz,\n",
    html="<p>Dag Fatma Yılmaz,</p>",
    sender="Netwerkberaad Walcheren",
)
FROM = "Netwerkberaad <noreply@example.org>"


def sent(letter: Letter = LETTER, *, recipient: str = "fatma@example.org") -> EmailMessage:
    """The e-mail as the other side reads it."""
    mail = compose(letter, recipient=recipient, key="invitation:1", mail_from=FROM, now=NOW)
    return message_from_bytes(mail.as_bytes(), policy=policy.default)


def test_an_e_mail_says_who_writes_in_text_and_in_html() -> None:
    mail = sent()
    assert str(mail["From"]) == "Netwerkberaad Walcheren <noreply@example.org>"
    assert str(mail["To"]) == "fatma@example.org"
    assert str(mail["Subject"]) == LETTER.subject
    assert mail["Date"].datetime == NOW
    assert str(mail["Auto-Submitted"]) == "auto-generated"
    plain, rich = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert plain.get_content().strip() == LETTER.text.strip()
    assert rich.get_content().strip() == LETTER.html.strip()
    assert mail["Reply-To"] is None


def test_an_answer_goes_where_the_letter_says() -> None:
    assert str(sent(replace(LETTER, reply_to="wilma@example.org"))["Reply-To"]) == "wilma@example.org"


def test_a_calendar_event_goes_along_with_its_method() -> None:
    event = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    mail = sent(replace(LETTER, attachments=(calendar_file(event, method="REQUEST"),)))
    (part,) = mail.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == "REQUEST"
    assert part.get_filename() == "afspraak.ics"
    assert part.get_content().splitlines() == event.splitlines()


def test_the_same_key_gives_the_same_message_id_which_tells_nothing() -> None:
    first = message_id("invitation:6f1c", "noreply@example.org")
    assert first == message_id("invitation:6f1c", "noreply@example.org")
    assert first != message_id("invitation:6f1d", "noreply@example.org")
    assert re.fullmatch(r"<[0-9a-f]{40}@example\.org>", first)


@pytest.mark.parametrize(
    "letter",
    [
        replace(LETTER, subject="Dag\r\nBcc: iemand@example.org"),
        replace(LETTER, sender="Dag\nBcc: iemand@example.org"),
        replace(LETTER, reply_to="a@example.org\nBcc: iemand@example.org"),
    ],
)
def test_nobody_can_add_a_header(letter: Letter) -> None:
    with pytest.raises(AddressError):
        sent(letter)


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "geen adres",
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org, b@example.org",
        "jör@example.org",
        "@",
    ],
)
def test_an_address_that_is_none_is_refused(recipient: str) -> None:
    with pytest.raises(AddressError):
        sent(recipient=recipient)


def test_a_long_subject_with_accents_arrives_whole() -> None:
    subject = "Een uitnodiging van Café ’t Gilde aan de Oude Vlissingseweg in Middelburg, " * 3
    mail = sent(replace(LETTER, subject=subject.strip()))
    assert str(mail["Subject"]) == subject.strip()
    assert str(mail["To"]) == "fatma@example.org"


def test_no_line_is_longer_than_mail_servers_take() -> None:
    letter = replace(LETTER, text="woord " * 2000, html=f"<p>{'woord ' * 2000}</p>", subject="woord " * 60)
    content = compose(letter, recipient="fatma@example.org", key="a", mail_from=FROM, now=NOW).as_bytes()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_a_name_with_accents_and_commas_arrives_whole() -> None:
    name = "Wijkteam Vlissingen, Café ’t Gilde"
    assert sent(replace(LETTER, sender=name))["From"].addresses[0].display_name == name
