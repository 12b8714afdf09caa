"""What a scenario tells of who stands beside somebody, bodemeisen, gezag and offers. The ids are those of the file."""

from dataclasses import dataclass

from netwerkberaad.cases import HowGiven
from netwerkberaad.cases.conditions import Offer, OfferAnswer
from netwerkberaad.cases.consents import Said
from netwerkberaad.cases.meldcode import Step
from netwerkberaad.cases.mentors import Sight, StepKind
from netwerkberaad.cases.safety import Question
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
    by_link: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """A JIM or vertrouwenspersoon."""

    person: str
    principal: str
    steps: tuple[BesideStep, ...]

    def gets_link(self, step: BesideStep) -> bool:
        """Whether asking them went with a link of their own, to answer by."""
        return step.kind is StepKind.ASKED and any(later.by_link for later in self.steps)


@dataclass(frozen=True, slots=True)
class Floor:
    """A bodemeis, when the family heard it, and whether the plan met it."""

    text: str
    by: str
    shared: Moment
    judged: Moment | None
    met: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What was offered by law, which may be several things at once."""

    at: Moment
    person: str
    offers: tuple[Offer, ...]
    answer: OfferAnswer
    text: str


@dataclass(frozen=True, slots=True)
class Gezag:
    """Who has gezag over whom."""

    over: str
    holders: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Signal:
    """A step of the meldcode that the gespreksleider puts on record, as somebody took it."""

    at: Moment
    step: Step
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody said of a consent."""

    at: Moment
    said: Said
    by: str
    how: HowGiven
    text: str


@dataclass(frozen=True, slots=True)
class Unasked:
    """Somebody with gezag who was not asked because of danger."""

    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Asking:
    """A consent: about whom, what, for whom, and everything that was said of it."""

    subject: str
    item: str
    recipient: str
    plan: bool
    text: str
    spoken: tuple[Spoken, ...]
    unasked: tuple[Unasked, ...]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A secret address and who may know it."""

    of: str
    address: str
    may_know: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Apart:
    """Somebody who arrives so many minutes later than the others, or earlier below nothing."""

    person: str
    minutes: int
    way: str


@dataclass(frozen=True, slots=True)
class Safety:
    """What was asked before inviting: ``at`` None when the file tells nothing, and all was answered with no."""

    at: Moment | None
    yes: tuple[tuple[Question, str], ...]
    arrivals: tuple[Apart, ...]


@dataclass(frozen=True, slots=True)
class Care:
    """All of it."""

    beside: tuple[Beside, ...]
    floors: tuple[Floor, ...]
    offered: tuple[Offered, ...]
    gezag: tuple[Gezag, ...]
    signals: tuple[Signal, ...]
    asking: tuple[Asking, ...]
    hidden: tuple[Hidden, ...]
    safety: Safety
