"""Words for people without Flask: dates, messages, calendar events and paper."""

from netwerkberaad.foundation.documents import facts
from netwerkberaad.foundation.documents.calendar import event
from netwerkberaad.foundation.documents.dates import (
    ZONE,
    dated,
    from_local,
    local,
    spoken_date,
    spoken_day,
    spoken_length,
    spoken_moment,
    spoken_time,
)
from netwerkberaad.foundation.documents.phones import spoken_phone
from netwerkberaad.foundation.documents.render import Rendered, render_message
from netwerkberaad.foundation.documents.texts import gettext_for, listed, team_name

__all__ = [
    "ZONE",
    "Rendered",
    "dated",
    "event",
    "facts",
    "from_local",
    "gettext_for",
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
