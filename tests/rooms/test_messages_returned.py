"""Mail that comes back, read from a real IMAP server: what it says of our messages, and what is left alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.messages import (
    Arrival,
    Mailbox,
    MailboxError,
    MailboxSettings,
    OutboxMessage,
    Security,
    mailbox_of,
    read_mailboxes,
    try_mailbox,
)
from netwerkberaad.foundation.messages.returned import Returned, read_returned
from netwerkberaad.foundation.vault import Store
from tests.imap import PASSWORD, ImapServer
from tests.outbox import Outbox, make_outbox
from tests.smtp import SmtpServer

MARK = "0123456789abcdef0123456789abcdef01234567"
WORDS = "ik lig in het ziekenhuis"


@pytest.fixture
def outbox(sqlite_store: Store, clock: MovableClock, smtp: SmtpServer, tmp_path: Path) -> Outbox:
    """An outbox whose mail goes to the mail server of the tests."""
    return make_outbox(store=sqlite_store, clock=clock, smtp=smtp, instance=tmp_path)


@pytest.fixture
def trusted(imap: ImapServer, monkeypatch: pytest.MonkeyPatch) -> ImapServer:
    """The IMAP server, whose certificate this machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(imap.certificate))
    return imap


def report(mark: str, action: str = "failed", domain: str = "example.org") -> bytes:
    """A report of a mail server (RFC 3464)."""
    return f"""From: MAILER-DAEMON@mx.example.net
To: terug@example.org
Subject: Undelivered Mail
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="deel"

--deel
Content-Type: text/plain; charset=utf-8

Geen zo'n mailbox.

--deel
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; joke@example.net
Action: {action}
Status: {"5.1.1" if action == "failed" else "4.4.1"}

--deel
Content-Type: text/rfc822-headers

From: Walcheren <noreply@example.org>
Message-ID: <{mark}@{domain}>
Subject: Een uitnodiging

--deel--
""".replace("\n", "\r\n").encode()


def mail(
    mark: str, *headers: str, subject: str = "Re: een uitnodiging", sender: str = "joke@example.net"
) -> bytes:
    """A mail in answer to one of ours."""
    lines = [
        f"From: {sender}",
        "To: noreply@example.org",
        f"Subject: {subject}",
        f"In-Reply-To: <{mark}@example.org>",
        *headers,
        "",
        WORDS,
        "",
    ]
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (report(MARK), Arrival.BOUNCED),
        (report(MARK, "delayed"), None),
        (report(MARK, "delivered"), Arrival.DELIVERED),
        (mail(MARK, "X-Failed-Recipients: joke@example.net"), Arrival.BOUNCED),
        (
            mail(MARK, sender="Mail Delivery System <MAILER-DAEMON@mx>", subject="failure notice"),
            Arrival.BOUNCED,
        ),
        (mail(MARK, "Auto-Submitted: auto-replied (vacation)"), Arrival.MACHINE),
        (mail(MARK, "X-Autoreply: yes"), Arrival.MACHINE),
        (mail(MARK, subject="Automatisch antwoord: afwezig"), Arrival.MACHINE),
        (mail(MARK, subject="Out of office: Re: uitnodiging"), Arrival.MACHINE),
    ],
)
def test_what_came_back_is_recognised(content: bytes, found: Arrival | None) -> None:
    assert read_returned(content) == Returned(found, (MARK,))


@pytest.mark.parametrize(
    "content",
    [
        mail(MARK),
        mail(MARK, "Auto-Submitted: no"),
        mail("geen-van-ons", "Auto-Submitted: auto-replied"),
        b"",
        b"\x00\xff" * 100,
        report(MARK).replace(MARK.encode(), b"kort"),
    ],
)
def test_what_a_person_wrote_and_what_is_not_ours_is_left_alone(content: bytes) -> None:
    assert read_returned(content) is None


def test_a_mail_that_came_back_to_an_address_with_a_mark_is_recognised() -> None:
    bounced = report("weg").replace(b"To: terug@", f"To: terug+{MARK}@".encode())
    assert read_returned(bounced) == Returned(Arrival.BOUNCED, (MARK,))


def have_mailbox(outbox: Outbox, settings: MailboxSettings, password: str = PASSWORD) -> None:
    """The region of the outbox has this mailbox."""
    with outbox.store.writing() as session:
        mailbox = Mailbox(id=new_id(), region_id=outbox.case_id, made_at=outbox.clock.now())
        mailbox.settings, mailbox.password = settings, password
        session.add(mailbox)


def sent(outbox: Outbox, count: int = 1) -> list[OutboxMessage]:
    """Messages that left."""
    ids = outbox.put(count)
    outbox.send()
    return [outbox.row(message_id) for message_id in ids]


def read(outbox: Outbox) -> int:
    """Read every mailbox now."""
    return read_mailboxes(outbox.store, now=outbox.clock.now())


def test_a_report_marks_the_message_and_is_erased_and_a_person_s_mail_stays_unread(
    outbox: Outbox, trusted: ImapServer
) -> None:
    lost, away, kept = sent(outbox, 3)
    have_mailbox(outbox, trusted.settings())
    trusted.put(mail(kept.mark, subject="Ik kom graag"))
    trusted.put(report(lost.mark))
    trusted.put(mail(away.mark, "Auto-Submitted: auto-replied", subject="Afwezig"))
    trusted.put(mail("van-een-ander", subject="Reclame"))
    assert read(outbox) == 2
    assert outbox.row(lost.id).arrival is Arrival.BOUNCED
    assert outbox.row(lost.id).arrival_at == outbox.clock.now()
    assert outbox.row(away.id).arrival is Arrival.MACHINE
    assert outbox.row(kept.id).arrival is None
    assert trusted.subjects() == ["Ik kom graag", "Reclame"]
    assert read(outbox) == 0


def test_nothing_of_what_came_back_is_kept_or_logged(
    outbox: Outbox, trusted: ImapServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    (away,) = sent(outbox)
    have_mailbox(outbox, trusted.settings())
    trusted.put(mail(away.mark, "Auto-Submitted: auto-replied"))
    assert read(outbox) == 1
    database = Path(str(outbox.store.engine.url.database)).read_bytes()
    assert WORDS.encode() not in database
    assert WORDS not in caplog.text
    assert PASSWORD not in caplog.text
    assert PASSWORD.encode() not in database


def test_a_message_of_another_region_is_not_touched(outbox: Outbox, trusted: ImapServer) -> None:
    (message,) = sent(outbox)
    with outbox.store.writing() as session:
        session.get_one(OutboxMessage, message.id).region_id = new_id()
    have_mailbox(outbox, trusted.settings())
    trusted.put(report(message.mark))
    assert read(outbox) == 0
    assert outbox.row(message.id).arrival is None
    assert trusted.subjects() == ["Undelivered Mail"]


def test_a_certificate_that_nobody_vouches_for_is_refused(outbox: Outbox, imap: ImapServer) -> None:
    have_mailbox(outbox, imap.settings())
    assert read(outbox) == 0
    with outbox.store.reading() as session:
        known = mailbox_of(session, outbox.case_id)
        assert known is not None
        assert (known.failure, known.read_at) == ("certificate", None)


def test_why_a_mailbox_cannot_be_read_is_one_word(trusted: ImapServer) -> None:
    good = trusted.settings()
    wrong = {
        "sign_in": (good, "een ander wachtwoord"),
        "folder": (replace(good, folder="Bestaat niet"), PASSWORD),
        "connection": (replace(good, port=1, security=Security.NONE), PASSWORD),
    }
    for reason, (settings, password) in wrong.items():
        with pytest.raises(MailboxError) as refused:
            try_mailbox(settings, password)
        assert refused.value.reason == reason
    assert try_mailbox(good, PASSWORD) == 0


def test_with_a_return_address_a_mail_comes_back_to_one_that_names_it(
    outbox: Outbox, smtp: SmtpServer
) -> None:
    (message_id,) = outbox.put()
    named = replace(outbox.settings, mail_return="terug@example.org")
    Outbox(outbox.store, named, outbox.clock, outbox.case_id).send()
    (received,) = smtp.received()
    assert received.sender == f"terug+{outbox.row(message_id).mark}@example.org"
