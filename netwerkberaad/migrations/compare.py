"""How the models look in a migration: plain column types, so that a migration never changes with the code."""

from typing import Literal

from alembic.autogenerate.api import AutogenContext
from sqlalchemy import DateTime, Enum

from netwerkberaad.foundation.core.database import UTCDateTime


def render_item(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Our own moment as the type under it, a word out of a list as text; everything else as Alembic does it."""
    if kind != "type":
        return False
    if isinstance(item, UTCDateTime):
        return _moment(item.impl)
    if isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def _moment(kind: object) -> str:
    timezone = isinstance(kind, DateTime) and kind.timezone
    return f"sa.DateTime(timezone={timezone})"
