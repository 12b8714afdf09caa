"""One thing that somebody does in a scenario, at its moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Event:
    """What happens at a moment. Of things at the same moment, those with the lowest ``order`` come first."""

    at: datetime
    what: str
    do: Callable[[], object]
    order: int = 0
