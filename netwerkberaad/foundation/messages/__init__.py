"""The outbox: queue a message with what it tells about, cancel it, send what is due."""

from netwerkberaad.foundation.messages.arrivals import is_lost, message_with, note_arrival
from netwerkberaad.foundation.messages.channels import Sender, SendError, SmtpSender, SpoolSender, sender_for
from netwerkberaad.foundation.messages.counting import OutboxCounts, outbox_counts
from netwerkberaad.foundation.messages.delivery import Claim, claim_due, deliver, send_due
from netwerkberaad.foundation.messages.mailboxes import Mailbox, MailboxSettings, Security, mailbox_of
from netwerkberaad.foundation.messages.model import (
    INVITES,
    Arrival,
    Attachment,
    Channel,
    Letter,
    MessageKind,
    MessageState,
    OutboxMessage,
)
from netwerkberaad.foundation.messages.notify import Account, send_trial
from netwerkberaad.foundation.messages.outbox import (
    arrives_by_post,
    drop_to_tell,
    last_link_by,
    latest_letter,
    letters_to_print,
    mark_posted,
    mark_told,
    messages_about,
    messages_in,
    sweep_useless,
    to_tell,
    try_again,
    way_at,
)
from netwerkberaad.foundation.messages.polling import MailboxError, read_mailboxes, try_mailbox
from netwerkberaad.foundation.messages.queue import (
    calendar_file,
    cancel_waiting,
    letter_of,
    outdate_waiting,
    queue_message,
    waits_together,
)
from netwerkberaad.foundation.messages.quiet import outside_quiet_hours
from netwerkberaad.foundation.messages.services import (
    MessageService,
    ServiceSettings,
    reporting_service,
    running_services,
    service_for,
)

__all__ = [
    "INVITES",
    "Account",
    "Arrival",
    "Attachment",
    "Channel",
    "Claim",
    "Letter",
    "Mailbox",
    "MailboxError",
    "MailboxSettings",
    "MessageKind",
    "MessageService",
    "MessageState",
    "OutboxCounts",
    "OutboxMessage",
    "Security",
    "SendError",
    "Sender",
    "ServiceSettings",
    "SmtpSender",
    "SpoolSender",
    "arrives_by_post",
    "calendar_file",
    "cancel_waiting",
    "claim_due",
    "deliver",
    "drop_to_tell",
    "is_lost",
    "last_link_by",
    "latest_letter",
    "letter_of",
    "letters_to_print",
    "mailbox_of",
    "mark_posted",
    "mark_told",
    "message_with",
    "messages_about",
    "messages_in",
    "note_arrival",
    "outbox_counts",
    "outdate_waiting",
    "outside_quiet_hours",
    "queue_message",
    "read_mailboxes",
    "reporting_service",
    "running_services",
    "send_due",
    "send_trial",
    "sender_for",
    "service_for",
    "sweep_useless",
    "to_tell",
    "try_again",
    "try_mailbox",
    "waits_together",
    "way_at",
]
