"""Sending by NotifyNL or GOV.UK Notify, through its official client. The reference is the key of the message, so that what was
handed over already is found again and not sent twice.
"""

import logging
import ssl
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from netwerkberaad.foundation.documents import letter_pdf
from netwerkberaad.foundation.messages.channels import SendError, ServerDownError
from netwerkberaad.foundation.messages.model import Channel, Letter
from netwerkberaad.foundation.messages.services import MessageService, ServiceSettings

if TYPE_CHECKING:
    from notifications_python_client.errors import APIError
    from notifications_python_client.notifications import NotificationsAPIClient

_TIMEOUT = 30
_DOWN = {401: "sign_in", 403: "sign_in", 429: "busy"}
_FAILED = frozenset({"technical-failure", "virus-scan-failed", "validation-failed", "cancelled"})
# Its warnings repeat what the other side said about a message.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True, repr=False)
class Account:
    """How we are known at a service."""

    settings: ServiceSettings
    api_key: str

    @staticmethod
    def of(service: MessageService) -> "Account":
        """Of a service whose seals can be opened now."""
        return Account(service.settings, service.api_key)


class NotifySender:
    """Hands messages to one service, over one connection."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._client: NotificationsAPIClient | None = None

    def close(self) -> None:
        """Let go of the connection."""
        if self._client is not None:
            self._client.request_session.close()

    def send(
        self, channel: Channel, recipient: str, letter: Letter, *, key: str, again: bool = False
    ) -> None:
        """Hand over one message. ``again``: it may have been taken before, so ask first.

        Raises SendError when it was not taken, and ServerDownError when nothing is taken now.
        """
        from notifications_python_client.errors import APIError

        client = self._client = self._client or _client(self._account)
        try:
            if not (again and _taken(client, key)):
                self._hand_over(client, channel, recipient, letter, key)
        except APIError as error:
            raise _refusal(error) from None

    def _hand_over(
        self, client: "NotificationsAPIClient", channel: Channel, recipient: str, letter: Letter, key: str
    ) -> None:
        settings = self._account.settings
        if channel is Channel.MAIL:
            client.send_email_notification(
                recipient,
                settings.mail_template,
                personalisation={"onderwerp": letter.subject, "bericht": letter.text},
                reference=key,
                email_reply_to_id=settings.reply_to or None,
            )
        elif channel is Channel.SMS:
            client.send_sms_notification(
                recipient,
                settings.sms_template,
                personalisation={"bericht": letter.text},
                reference=key,
                sms_sender_id=settings.sms_sender or None,
            )
        elif channel is Channel.LETTER:
            client.send_precompiled_letter_notification(key, BytesIO(letter_pdf([letter.html])))
        else:
            raise SendError("no_way", permanent=True)


def send_trial(account: Account, channel: Channel, recipient: str, letter: Letter, *, key: str) -> None:
    """Hand over one message now, outside the outbox. Raises SendError."""
    sender = NotifySender(account)
    try:
        sender.send(channel, recipient, letter, key=key)
    finally:
        sender.close()


def _client(account: Account) -> "NotificationsAPIClient":
    from notifications_python_client.notifications import NotificationsAPIClient

    client = NotificationsAPIClient(account.api_key, base_url=account.settings.base_url, timeout=_TIMEOUT)
    http = client.request_session
    http.trust_env = False  # no .netrc, no proxy that an environment variable names
    http.verify = ssl.get_default_verify_paths().cafile or True
    http.max_redirects = 0
    return client


def _taken(client: "NotificationsAPIClient", key: str) -> bool:
    known = client.get_all_notifications(reference=key)
    return any(one.get("status") not in _FAILED for one in known.get("notifications", []))


def _refusal(error: "APIError") -> SendError:
    status = error.status_code
    if status in _DOWN:
        return ServerDownError(_DOWN[status])
    if 400 <= status < 500:
        return SendError("refused", permanent=True)
    return ServerDownError("connection")
