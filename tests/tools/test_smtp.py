"""The SMTP server of the tests takes, refuses and disappears like a real one."""

import smtplib
from email.message import EmailMessage

import pytest

from tests.smtp import Mode, SmtpServer


def letter(text: str = "Dag Zoë,\n\nKijk op https://localhost/p/abc en zeg het ons.\n") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Wijkteam <wijkteam@example.org>"
    message["To"] = "zoe@example.org"
    message["Subject"] = "Een bericht voor u – één"
    message.set_content(text)
    message.add_alternative("<p>Dag</p>", subtype="html")
    return message


def post(server: SmtpServer, message: EmailMessage) -> None:
    with smtplib.SMTP(server.host, server.port) as client:
        client.send_message(message)


def test_a_message_is_read_back_as_it_was_sent(smtp: SmtpServer) -> None:
    post(smtp, letter())
    (mail,) = smtp.received()
    assert mail.sender == "wijkteam@example.org"
    assert mail.recipients == ("zoe@example.org",)
    assert mail.message["Subject"] == "Een bericht voor u – één"
    assert mail.text.startswith("Dag Zoë,")
    assert mail.links == ["https://localhost/p/abc"]


def test_messages_are_kept_in_the_order_of_arrival_and_each_test_starts_empty(smtp: SmtpServer) -> None:
    assert smtp.received() == []
    for number in range(12):
        post(smtp, letter(f"{number}\n"))
    assert [mail.text.strip() for mail in smtp.received()] == [str(number) for number in range(12)]


@pytest.mark.parametrize(("mode", "code"), [(Mode.REFUSE_FOR_NOW, 451), (Mode.REFUSE, 550)])
def test_a_refused_message_is_not_kept(smtp: SmtpServer, mode: Mode, code: int) -> None:
    smtp.answer(mode)
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        post(smtp, letter())
    assert refusal.value.smtp_code == code
    assert smtp.received() == []


def test_a_server_that_is_down_comes_back_at_the_same_address(smtp: SmtpServer) -> None:
    port = smtp.port
    smtp.down()
    with pytest.raises(ConnectionRefusedError):
        post(smtp, letter())
    smtp.up()
    post(smtp, letter())
    assert smtp.port == port
    assert len(smtp.received()) == 1
