"""The lines of Vandaag: what they are, in which words, and the one thing to do about each."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from netwerkberaad.foundation.core.errors import N_


class What(StrEnum):
    """Why something stands on Vandaag."""

    URGENT_REQUEST = "urgent_request"
    GIVEN_REQUEST = "given_request"
    REQUEST = "request"
    PROMISED_CONTACT = "promised_contact"
    PROMISED_TALK = "promised_talk"
    ASKED_CALL = "asked_call"
    APPROVAL_AFTERWARDS = "approval_afterwards"
    POLL_CLOSED = "poll_closed"
    LOST_ADDRESS = "lost_address"
    NOT_ARRIVED = "not_arrived"
    SILENT = "silent"
    UNREACHED = "unreached"
    TALK = "talk"
    NEED = "need"
    TOLD = "told"
    GAP = "gap"
    STEP_IN_GAP = "step_in_gap"
    STEP_IN_NO = "step_in_no"
    STEP_TO_TELL = "step_to_tell"
    ASK_FAMILY = "ask_family"
    STOOD_BY = "stood_by"
    CALL_DUE = "call_due"
    EVALUATION_DUE = "evaluation_due"
    OBSTACLE_DUE = "obstacle_due"
    NOT_CONFIRMED = "not_confirmed"
    LIMIT_ENDS = "limit_ends"
    PROMISE_NEAR = "promise_near"
    PROMISE_WAITS = "promise_waits"
    ANSWER = "answer"
    LATE_ANSWER = "late_answer"
    MENTOR_TOLD = "mentor_told"
    CONSENT_TOLD = "consent_told"
    UNCONFIRMED = "unconfirmed"
    CONSENT_REVIEW = "consent_review"
    TO_TELL = "to_tell"


class Act(StrEnum):
    """The one next action of a line; the web knows the page that goes with it."""

    CLAIM = "claim"
    DECLARE = "declare"
    ASSIGN = "assign"
    CALL_REFERRER = "call_referrer"
    TALK = "talk"
    APPROVE = "approve"
    CHOOSE_DAY = "choose_day"
    CALL = "call"
    INVITE = "invite"
    READ_ANSWER = "read_answer"
    READ_LATE = "read_late"
    READ_MENTOR = "read_mentor"
    FOLLOW_UP = "follow_up"
    PLAN = "plan"
    CALL_OWNER = "call_owner"
    ASK_LIMIT = "ask_limit"
    OBSTACLES = "obstacles"
    CONSENTS = "consents"
    ARRANGE = "arrange"
    TELL = "tell"


SENTENCES: dict[What, str] = {
    What.URGENT_REQUEST: N_("Nieuwe aanvraag met spoed. Nog niemand heeft haar."),
    What.GIVEN_REQUEST: N_("Deze aanvraag is aan u gegeven. Verklaar dat u onafhankelijk bent."),
    What.REQUEST: N_("Deze aanvraag wacht op een gespreksleider."),
    What.PROMISED_CONTACT: N_("%(who)s vroeg dit beraad aan en wacht op een telefoontje."),
    What.PROMISED_TALK: N_("Er staat nog niemand op de lijst. Een gesprek is beloofd."),
    What.ASKED_CALL: N_("%(who)s vraagt of u belt."),
    What.APPROVAL_AFTERWARDS: N_("Er is met spoed uitgenodigd. Vraag alsnog akkoord op de lijst."),
    What.POLL_CLOSED: N_("De datumprikker is dicht. Kies nu een dag."),
    What.LOST_ADDRESS: N_("Het bericht aan %(who)s kwam bij iemand anders terecht."),
    What.NOT_ARRIVED: N_("Een bericht aan %(who)s kwam niet aan. Probeer het op een andere manier."),
    What.SILENT: N_("%(who)s gaf nog geen antwoord op de uitnodiging."),
    What.UNREACHED: N_("%(who)s is nog niet bereikt. Probeer het nog eens."),
    What.TALK: N_("%(who)s heeft een voorgesprek met u."),
    What.NEED: N_("Wat %(who)s nodig heeft, is nog niet geregeld."),
    What.TOLD: N_("%(who)s liet weten hoe het gaat en heeft iets nodig."),
    What.GAP: N_("%(who)s liet nog niet weten hoe het gaat."),
    What.STEP_IN_GAP: N_("%(who)s liet nog niet weten of overnemen lukt."),
    What.STEP_IN_NO: N_("%(who)s kan het niet overnemen."),
    What.STEP_TO_TELL: N_("%(who)s hoort van u dat iets in het plan niet lukt."),
    What.ASK_FAMILY: N_("Iets in het plan lukt niet. Vraag de familie of %(who)s het mag weten."),
    What.STOOD_BY: N_("%(who)s kreeg bericht dat iets in het plan niet lukt."),
    What.CALL_DUE: N_("Vier weken na het plan. Bel om te horen hoe het gaat."),
    What.EVALUATION_DUE: N_("Het is tijd om samen terug te kijken op het plan."),
    What.OBSTACLE_DUE: N_("%(who)s: een hobbel moet weg. Vraag hoe het staat."),
    What.NOT_CONFIRMED: N_("%(who)s bevestigde nog niet wat er in het plan staat."),
    What.LIMIT_ENDS: N_("%(who)s noemde een laatste dag. Vraag hoe het nu is."),
    What.PROMISE_NEAR: N_("%(who)s doet dit."),
    What.PROMISE_WAITS: N_("%(who)s doet dit, en wacht nog op %(others)s."),
    What.ANSWER: N_("%(who)s gaf antwoord op de uitnodiging."),
    What.LATE_ANSWER: N_("%(who)s gaf nog antwoord. De casus is gestopt; heropenen kan."),
    What.CONSENT_REVIEW: N_("%(who)s was jarig. Bekijk samen opnieuw wie waarvoor ja zegt."),
    What.MENTOR_TOLD: N_("%(who)s liet iets weten over een JIM of vertrouwenspersoon."),
    What.CONSENT_TOLD: N_("%(who)s gaf antwoord op een vraag om toestemming."),
    What.TO_TELL: N_("Er is nieuws voor %(who)s. U vertelt het zelf."),
    What.UNCONFIRMED: N_("%(number)s van de %(total)s toezeggingen zijn bevestigd."),
}
"""A sentence per kind of line, as a msgid; ``who``, ``others``, ``number`` and ``total`` fill its placeholders."""

LABELS: dict[Act, str] = {
    Act.CLAIM: N_("Neem de aanvraag"),
    Act.DECLARE: N_("Verklaar en begin"),
    Act.ASSIGN: N_("Wijs toe"),
    Act.CALL_REFERRER: N_("Bel de aanmelder"),
    Act.TALK: N_("Beloofd contact"),
    Act.APPROVE: N_("Vraag akkoord"),
    Act.CHOOSE_DAY: N_("Kies een dag"),
    Act.CALL: N_("Bel %(who)s"),
    Act.INVITE: N_("Nodig opnieuw uit"),
    Act.READ_ANSWER: N_("Lees het antwoord"),
    Act.READ_LATE: N_("Lees het antwoord"),
    Act.READ_MENTOR: N_("Lees het"),
    Act.FOLLOW_UP: N_("Leg vast"),
    Act.PLAN: N_("Bekijk het plan"),
    Act.CALL_OWNER: N_("Bel %(who)s"),
    Act.ASK_LIMIT: N_("Vraag het %(who)s"),
    Act.OBSTACLES: N_("Bekijk de hobbels"),
    Act.ARRANGE: N_("Regel het"),
    Act.TELL: N_("Lees wat u zegt"),
    Act.CONSENTS: N_("Bekijk de toestemmingen"),
}
"""The words on the button of each action, as a msgid; ``who`` fills its placeholder."""


CLIMBED = frozenset({What.STEP_IN_GAP, What.STEP_IN_NO, What.STEP_TO_TELL, What.ASK_FAMILY, What.STOOD_BY})
"""Steps of the ladder under a promise that does not work out."""

PROMISES = frozenset({What.PROMISED_CONTACT, What.PROMISED_TALK})
"""Lines of what was promised: overdue they stand before everything else."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something that needs the one who looks. ``since`` dates when it began to wait: the list is sorted by it.

    ``words`` is what somebody said with it; ``due_at`` a moment that was promised; ``grade`` 0 to 10; ``object_id`` the
    follow-up or the need it is about, if any; ``others`` who must be done first; before ``not_before`` nobody calls.
    """

    what: What
    act: Act
    since: datetime
    case_id: uuid.UUID
    case_title: str
    municipality: str = ""
    person_id: uuid.UUID | None = None
    who: str = ""
    words: str = ""
    due_at: datetime | None = None
    grade: int | None = None
    number: int | None = None
    total: int | None = None
    object_id: uuid.UUID | None = None
    others: str = ""
    not_before: datetime | None = None

    @property
    def sentence(self) -> str:
        """The msgid of what the line says."""
        return SENTENCES[self.what]

    @property
    def label(self) -> str:
        """The msgid of what its button says."""
        return LABELS[self.act]

    @property
    def facts(self) -> dict[str, str | int]:
        """What fills the placeholders of sentence and label."""
        return {"who": self.who, "others": self.others, "number": self.number or 0, "total": self.total or 0}

    def late(self, now: datetime) -> bool:
        """Whether a promised moment is over."""
        return self.what in PROMISES and self.due_at is not None and self.due_at < now

    @property
    def gap(self) -> bool:
        """Whether this waits longer than it should: a gap belongs to the plan, not to a person."""
        return self.what in {What.GAP, What.STEP_IN_GAP}


@dataclass(frozen=True, slots=True)
class BeraadLine:
    """A meeting in the coming seven days: how many come, and how many things still have to be arranged."""

    beraad_id: uuid.UUID
    case_id: uuid.UUID
    case_title: str
    starts_at: datetime
    place: str
    comes: int
    open_needs: int


@dataclass(frozen=True, slots=True)
class GapCount:
    """How many check-ins of a case were missed, out of how many commitments."""

    case_id: uuid.UUID
    case_title: str
    gaps: int
    of: int


@dataclass(frozen=True, slots=True)
class Totals:
    """How many open cases there are, by how far they are."""

    preparing: int
    meeting: int
    following: int


@dataclass(frozen=True, slots=True)
class Today:
    """Everything that needs the one who looks, oldest first within each list."""

    urgent: tuple[Line, ...]
    calls: tuple[Line, ...]
    needs: tuple[Line, ...]
    answers: tuple[Line, ...]
    unconfirmed: tuple[Line, ...]
    claims: tuple[Line, ...]
    near: tuple[Line, ...]
    beraden_this_week: tuple[BeraadLine, ...]
    gaps: tuple[GapCount, ...]
    totals: Totals

    @property
    def count(self) -> int:
        """How many things wait, without those of spoed."""
        return (
            len(self.calls) + len(self.needs) + len(self.answers) + len(self.unconfirmed) + len(self.claims)
        )
