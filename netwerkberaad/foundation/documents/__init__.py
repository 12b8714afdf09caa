"""Words for people without Flask: dates, messages, calendar events and paper."""

from netwerkberaad.foundation.documents import facts
from netwerkberaad.foundation.documents.calendar import event
from netwerkberaad.foundation.documents.dates import (
    ZONE,
    clock_time,
    dated,
    from_local,
    local,
    spoken_date,
    spoken_day,
    spoken_length,
    spoken_moment,
    spoken_time,
)
from netwerkberaad.foundation.documents.letters import (
    Post,
    address_lines,
    code_on,
    grouped,
    letter_pdf,
    render_letter,
)
from netwerkberaad.foundation.documents.own import OwnText, OwnWords
from netwerkberaad.foundation.documents.phones import left_to_right, spoken_phone, text_direction
from netwerkberaad.foundation.documents.render import (
    RIGHT_TO_LEFT,
    Rendered,
    mail_style,
    render_call,
    render_message,
    render_text,
    shown_with,
    sms_parts,
)
from netwerkberaad.foundation.documents.texts import gettext_for, listed, team_name

__all__ = [
    "RIGHT_TO_LEFT",
    "ZONE",
    "OwnText",
    "OwnWords",
    "Post",
    "Rendered",
    "address_lines",
    "clock_time",
    "code_on",
    "dated",
    "event",
    "facts",
    "from_local",
    "gettext_for",
    "grouped",
    "left_to_right",
    "letter_pdf",
    "listed",
    "local",
    "mail_style",
    "render_call",
    "render_letter",
    "render_message",
    "render_text",
    "shown_with",
    "sms_parts",
    "spoken_date",
    "spoken_day",
    "spoken_length",
    "spoken_moment",
    "spoken_phone",
    "spoken_time",
    "team_name",
    "text_direction",
]
