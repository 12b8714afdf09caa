"""The date poll and the meetings of a scenario, in types. The ids are those of the file."""

from dataclasses import dataclass
from datetime import time

from netwerkberaad.beraden import BeraadKind, Part, Place, Presence, ThreeQuestions
from netwerkberaad.demo.moments import Moment
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import Vote


@dataclass(frozen=True, slots=True)
class Proposed:
    """A day of the date poll."""

    id: str
    at: Moment
    minutes: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody says of the days, by the id of each."""

    by: str
    at: Moment
    via: Channel
    votes: tuple[tuple[str, Vote], ...]


@dataclass(frozen=True, slots=True)
class Poll:
    """The date poll: ids of who must be there, and of the day that was taken, if any, for the first meeting."""

    opens: Moment
    closes: Moment
    must: tuple[str, ...]
    days: tuple[Proposed, ...]
    chosen: tuple[Chosen, ...]
    taken: str
    decided_at: Moment


@dataclass(frozen=True, slots=True)
class Slot:
    """One part of a meeting, from and until on the wall."""

    part: Part
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody at the table: from the first of ``parts`` until the last, unless other times are given."""

    person: str
    how: Presence
    parts: tuple[Part, ...]
    arrives: time | None
    leaves: time | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A beraad that was held. ``decided_at`` is when the day was set, if the scenario says so."""

    id: str
    kind: BeraadKind
    at: Moment
    place: Place
    slots: tuple[Slot, ...]
    seats: tuple[Seat, ...]
    agreements: tuple[str, ...]
    decided_at: Moment | None
    three: ThreeQuestions


@dataclass(frozen=True, slots=True)
class Hobble:
    """An obstacle of a bewoner-MDO: who takes it away, and when it was gone."""

    id: str
    text: str
    owners: tuple[str, ...]
    removed_at: Moment | None
    how: str
