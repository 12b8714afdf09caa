"""What a message needs to know, per kind. A fact that is not given is an error of the type checker, not an empty line.

No fact holds the content of a case: who writes, that there is a message, whom it is for by first name, when and where
if that is what it is about, a link, and whom to call. ``kind`` is the word of the message kind and the name of its
template. ``region`` is the name of the team that writes and ``phone`` the number people can call. Moments are UTC.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from netwerkberaad.foundation.documents.own import SILENT, OwnWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What every message tells: who writes and how to reach them."""

    kind: ClassVar[str]
    region: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts(Facts):
    """To somebody, called ``to``, about the hoofdpersonen of ``first_names``; ``shared``: to several people at one address."""

    to: str
    first_names: tuple[str, ...]
    facilitator: str
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite(CaseFacts):
    """Invitation to a netwerkberaad: who asks, for whom, what it is, who leads it, when and where as far as known.
    It tells nothing of the problem. Leave ``place`` empty when it is not known or must stay hidden; ``minutes`` is the
    planned length. A text message names ``code`` and where to type it; ``answers``: one can text back. ``apart``: there is no
    meeting, everybody says what they can do. ``differs``: it goes to several people, each with an own time and place.
    """

    kind = "invitation"
    url: str
    when: datetime | None = None
    minutes: int | None = None
    place: str = ""
    code: str = ""
    code_url: str = ""
    answers: bool = False
    apart: bool = False
    differs: bool = False
    own: OwnWords = SILENT


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteAgain(Invite):
    """The same invitation to somebody who did not answer yet."""

    kind = "invitation_again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentor(CaseFacts):
    """There is a question for this person alone, of one of the hoofdpersonen. What it is stands behind the link."""

    kind = "mentor"
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(CaseFacts):
    """Somebody is asked for consent. About whom and what stands behind the link."""

    kind = "consent"
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatePoll(CaseFacts):
    """Which days suit? The days themselves stand behind the link. ``until`` is the last moment to choose, if there is one."""

    kind = "date_poll"
    url: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSet(CaseFacts):
    """Day, time and place of the beraad are known. ``place`` stays empty when it must stay hidden from this person."""

    kind = "date_set"
    when: datetime
    minutes: int
    place: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateChanged(CaseFacts):
    """The beraad is at another time or place."""

    kind = "date_changed"
    when: datetime
    minutes: int
    place: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateCancelled(CaseFacts):
    """The beraad of this moment will not be held."""

    kind = "date_cancelled"
    when: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof(Facts):
    """The six digits that prove who is at the screen. The code stands in the body, never in the subject."""

    kind = "proof"
    to: str
    code: str
    minutes: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(CaseFacts):
    """The plan is made. ``own_lines`` tells whether this person promised something and is asked to confirm it."""

    kind = "confirm"
    url: str
    own_lines: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChanged(CaseFacts):
    """The plan has a new version that concerns this person."""

    kind = "plan_changed"
    url: str
    own_lines: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(CaseFacts):
    """Something this person promised falls on the day of ``on``."""

    kind = "reminder"
    url: str
    on: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn(CaseFacts):
    """How does it go with what this person promised; ``question``, ``news``: or something else of the plan. ``reminds_of`` bundles."""

    kind = "check_in"
    url: str
    asks: bool = True
    question: bool = False
    news: bool = False
    reminds_of: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped(CaseFacts):
    """The netwerkberaad will not go on. No reason is given."""

    kind = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactChanged(CaseFacts):
    """Another team has the case now: ``before`` had it. ``url`` is a new link, empty when there was none to renew."""

    kind = "contact_changed"
    before: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Facts):
    """To the aanmelder: the request arrived; who makes contact (empty: somebody of the team) and before when.

    ``talk_before`` is before when a gespreksleider talks with the people themselves, if nobody was named. ``url`` leads to
    their own requests after signing in; empty for somebody without an account.
    """

    kind = "receipt"
    to: str
    contact_by: str
    contact_before: datetime
    talk_before: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextContact(Receipt):
    """To the aanmelder: who makes contact is known now, or the moment is another."""

    kind = "next_contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseDue(Facts):
    """To who promised contact: the moment comes near. Whom to call is read after signing in at ``url``."""

    kind = "promise_due"
    to: str
    contact_before: datetime
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentAlert(Facts):
    """To a coördinator: a request with spoed waits. Whom it is about is read after signing in."""

    kind = "urgent_alert"
    to: str
    asked_at: datetime
    contact_before: datetime
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyOpened(Facts):
    """To who leads a case, coördinator and privacy officer: a colleague opened it in an emergency, at this moment."""

    kind = "emergency_opened"
    to: str
    at: datetime
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback(Facts):
    """To the aanmelder: there is feedback. It is read after signing in at ``url``, or asked for by phone."""

    kind = "feedback"
    to: str
    asked_at: datetime
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirected(Feedback):
    """To the aanmelder: there is an answer to the request. It is read after signing in at ``url``, or asked for by phone."""

    kind = "redirected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Facts):
    """To a member of staff: a link to choose a password, good for ``days`` days."""

    kind = "account"
    to: str
    url: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordLink(Facts):
    """To a member of staff who asked for it: a link to choose another password, good until this moment."""

    kind = "password_link"
    to: str
    url: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChanged(Facts):
    """To a member of staff: at this moment their password changed, or (``second_step``) colleagues took their second step away."""

    kind = "account_changed"
    to: str
    at: datetime
    second_step: bool
    url: str
