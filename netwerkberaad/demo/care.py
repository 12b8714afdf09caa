"""What a scenario tells of who stands beside somebody. The ids are those of the file."""

from dataclasses import dataclass, field

from netwerkberaad.cases.mentors import Sight, StepKind
from netwerkberaad.demo.moments import Moment


@dataclass(frozen=True, slots=True)
class BesideStep:
    """One step: ``kind`` None when it decides what may be seen or agrees support, as ``what`` says."""

    at: Moment
    what: str
    kind: StepKind | None
    by: str
    of: str
    text: str
    sight: tuple[Sight, ...] = ()
    also: str = ""
    never: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """A JIM or vertrouwenspersoon."""

    person: str
    principal: str
    steps: tuple[BesideStep, ...]


@dataclass(frozen=True, slots=True)
class Care:
    """All of it."""

    beside: tuple[Beside, ...] = field(default=())
