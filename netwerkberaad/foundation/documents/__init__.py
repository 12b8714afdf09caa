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
from netwerkberaad.foundation.documents.phones import left_to_right, spoken_phone
from netwerkberaad.foundation.documents.render import Rendered, render_message
from netwerkberaad.foundation.documents.texts import gettext_for, listed, team_name

__all__ = [
    "ZONE",
    "Rendered",
    "clock_time",
    "dated",
    "event",
    "facts",
    "from_local",
    "gettext_for",
    "left_to_right",
    "listed",
    "local",
    "render_message",
    "spoken_date",
    "spoken_day",
    "spoken_length",
    "spoken_moment",
    "spoken_phone",
    "spoken_time",
    "team_name",
]
