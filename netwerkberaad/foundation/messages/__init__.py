"""The outbox: queue a message with what it tells about, cancel it, send what is due."""

from netwerkberaad.foundation.messages.channels import Sender, SendError, SmtpSender, SpoolSender, sender_for
from netwerkberaad.foundation.messages.counting import OutboxCounts, outbox_counts
from netwerkberaad.foundation.messages.delivery import Claim, claim_due, deliver, send_due
from netwerkberaad.foundation.messages.model import (
    Attachment,
    Channel,
    Letter,
    MessageKind,
    MessageState,
    OutboxMessage,
)
from netwerkberaad.foundation.messages.queue import (
    calendar_file,
    cancel_waiting,
    letter_of,
    outdate_waiting,
    queue_message,
)

__all__ = [
    "Attachment",
    "Channel",
    "Claim",
    "Letter",
    "MessageKind",
    "MessageState",
    "OutboxCounts",
    "OutboxMessage",
    "SendError",
    "Sender",
    "SmtpSender",
    "SpoolSender",
    "calendar_file",
    "cancel_waiting",
    "claim_due",
    "deliver",
    "letter_of",
    "outbox_counts",
    "outdate_waiting",
    "queue_message",
    "send_due",
    "sender_for",
]
