"""A scenario as the program can use it: the same facts as in the file, in types. The ids are those of the file."""

from collections import Counter
from dataclasses import dataclass

from netwerkberaad.accounts import Profile
from netwerkberaad.cases import (
    About,
    Closing,
    ContactData,
    ExcludedPerson,
    HowGiven,
    PersonKind,
    PersonName,
    Referral,
    TieFlow,
    TieStrength,
)
from netwerkberaad.cases.model import CircleWords
from netwerkberaad.cases.sight import SharedPart
from netwerkberaad.cases.ties import TieKind
from netwerkberaad.demo.care import Care
from netwerkberaad.demo.moments import Moment
from netwerkberaad.demo.scenario_meetings import Hobble, Meeting, Poll
from netwerkberaad.foundation.access import Role
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import AnswerContent, ContactResult
from netwerkberaad.plans import (
    AgreementContent,
    ConfirmationContent,
    EvaluationHow,
    Every,
    FollowUpContent,
)


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works in or around the case. ``account`` is false for who only uses the public form."""

    id: str
    profile: Profile
    role: Role
    organisation: str
    account: bool


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the case. ``age`` is in years on day 0; ``since`` None for a hoofdpersoon or somebody from the request."""

    id: str
    name: PersonName
    kind: PersonKind
    contact: ContactData
    about: About
    age: int | None = None
    since: Moment | None = None
    proposed_by: str = ""
    named_contact: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """The request, and the contact that was promised with it."""

    at: Moment
    by: str
    public: bool
    urgent: bool
    apart: bool
    referral: Referral
    invitees: tuple[str, ...]
    contact_at: Moment
    contact_by: str


@dataclass(frozen=True, slots=True)
class Assigned:
    """Who leads the case, from when, the declaration of independence, and why somebody else leads it afterwards."""

    facilitator: str
    at: Moment
    claimed: bool
    by: str
    independent_at: Moment
    words: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """One hoofdpersoon says whom to invite and whom not, and to whom they are not to be named."""

    by: str
    at: Moment
    how: HowGiven
    invite: tuple[str, ...]
    refuse: tuple[str, ...]
    text: str
    unnamed_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Barred:
    """Somebody who must not be asked. ``asked_by`` is an id."""

    id: str
    at: Moment
    asked_by: str
    entries: tuple[ExcludedPerson, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to reach somebody."""

    at: Moment
    channel: Channel
    result: ContactResult
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer. Exactly one of ``content``, ``not_me`` and ``concluded`` holds."""

    at: Moment
    via: Channel
    recorded_by: str
    content: AnswerContent | None
    limits_until: Moment | None = None
    not_me: bool = False
    concluded: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything about inviting one person."""

    person: str
    attempts: tuple[Attempt, ...]
    sent_at: Moment | None
    channel: Channel
    answers: tuple[Answered, ...]
    blocked_at: Moment | None


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment as it stands in a version; ids of people."""

    id: str
    goal: str
    owners: tuple[str, ...]
    text: str
    when: str
    first: Moment | None
    every: Every | None
    until: Moment | None
    checker: str
    backup: str
    if_not: str
    fallback: str
    fallback_text: str
    after: str = ""
    starts: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal and whose words it is in."""

    id: str
    text: str
    words_of: str


@dataclass(frozen=True, slots=True)
class Said:
    """What an owner says of an own commitment."""

    promise: str
    by: str
    at: Moment
    via: Channel
    recorded_by: str
    content: ConfirmationContent


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the plan: ``written`` are the lines that are new or different, ``ended`` those that go."""

    number: int
    made: Moment
    meeting: str
    reason: str
    approved_by: tuple[str, ...]
    goals: tuple[Aim, ...]
    written: tuple[Promise, ...]
    ended: tuple[str, ...]
    evaluation_at: Moment | None
    evaluation_how: EvaluationHow
    agreements: tuple[tuple[str, AgreementContent], ...]
    sharing: tuple[tuple[str, SharedPart], ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """Something that happened after the plan: ``what`` is the word of the file."""

    at: Moment
    what: str
    promise: str
    of: str
    by: str
    via: Channel
    by_link: bool
    obstacle: str
    content: FollowUpContent


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step on the way; ``phase`` is the word of the file."""

    at: Moment
    phase: str
    reason: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A tie from the first of two people to the second."""

    between: tuple[str, str]
    kind: TieKind
    strength: TieStrength
    flow: TieFlow
    text: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole case. ``not_held`` counts what the file tells and the program has no place for, by key."""

    id: str
    title: str
    weekday: str
    staff: tuple[Worker, ...]
    request: Request
    assigned: tuple[Assigned, ...]
    principals: tuple[Member, ...]
    circle: tuple[Member, ...]
    bound: tuple[Bound, ...]
    words: CircleWords
    approvals: tuple[Approval, ...]
    barred: tuple[Barred, ...]
    care: Care
    asked: tuple[Asked, ...]
    poll: Poll | None
    meetings: tuple[Meeting, ...]
    obstacles: tuple[Hobble, ...]
    versions: tuple[Version, ...]
    followed: tuple[Followed, ...]
    way: tuple[Step, ...]
    closing: Closing
    closed_at: Moment
    feedback_agreed_by: tuple[str, ...]
    not_held: Counter[str]

    @property
    def members(self) -> dict[str, Member]:
        """Everybody in the case by id, hoofdpersonen first."""
        return {member.id: member for member in (*self.principals, *self.circle)}

    @property
    def workers(self) -> dict[str, Worker]:
        """Everybody who works in or around it, by id."""
        return {worker.id: worker for worker in self.staff}
