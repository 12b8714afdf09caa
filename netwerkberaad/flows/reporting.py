"""What a service for messages reports: what came of a message, and texts that people send back.

Reports may come late, twice and in any order. Of a text nothing is kept but the answer; who sends one proves with the code of
the invitation who it is about, as on the page where a code is typed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person, get_person
from netwerkberaad.cases.contact import comparable_name
from netwerkberaad.foundation import links
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core.limits import Limit, count_try
from netwerkberaad.foundation.links import LinkPurpose, PersonalLink, normal_code
from netwerkberaad.foundation.messages import (
    Arrival,
    Channel,
    MessageService,
    message_with,
    note_arrival,
)
from netwerkberaad.invites import AnswerContent, Reply, ask_call, record_answer

ONCE = Limit("text-answer/once", 1, timedelta(days=1))
MOST_SIGNS = 400
_CODE_SIGNS = 10
_ARRIVALS = {
    "delivered": Arrival.DELIVERED,
    "permanent-failure": Arrival.BOUNCED,
    "temporary-failure": Arrival.BOUNCED,
    "technical-failure": Arrival.BOUNCED,
    "validation-failed": Arrival.BOUNCED,
    "virus-scan-failed": Arrival.BOUNCED,
    "returned": Arrival.RETURNED,
}
"""What the service says of a message, as we see it. It tries again by itself: each failure it tells is the end."""


class Said(StrEnum):
    """What somebody texts."""

    YES = "yes"
    NO = "no"
    CALL = "call"


_WORDS = {
    Said.YES: ("ja", "yes", "evet", "tak", "так", "نعم", "ok"),
    Said.NO: ("nee", "no", "hayır", "hayir", "nie", "ні", "لا"),
    Said.CALL: ("bel", "call", "ara", "zadzwoń", "zadzwon", "дзвоніть", "اتصل"),
}
_REPLIES = {Said.YES: Reply.COMES, Said.NO: Reply.DOES_NOT_COME}


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """A text that came in: its id at the service, the number it came from, and what it says."""

    id: str
    number: str
    words: str


def take_report(
    session: Session, service: MessageService, *, reference: str, status: str, now: datetime
) -> bool:
    """Put on record what came of a message of the region of this service; whether that is news."""
    arrival = _ARRIVALS.get(status)
    message = message_with(session, region_id=service.region_id, key=reference) if reference else None
    return arrival is not None and message is not None and note_arrival(session, message, arrival, now=now)


def take_text(session: Session, service: MessageService, text: Text, *, now: datetime) -> bool:
    """Take an answer by text: yes, no, or 'call me' with the code of the invitation, and a first name where the code is that of
    several people. Whether it counts.

    What has the code and cannot be read asks for a call. Each text counts once.
    """
    _said, code = read_text(text.words[:MOST_SIGNS])
    link = links.find_by_code(session, code, now=now, address=f"text {text.number}") if code else None
    if link is None or link.purpose is not LinkPurpose.INVITATION:
        return False
    case = session.get_one(Case, link.case_id)
    if case.region_id != service.region_id or not case.open:
        return False
    if not count_try(session, ONCE, f"{service.id}/{text.id}", now=now):
        return False
    person, said = _who_says(session, case, link, text.words[:MOST_SIGNS], now)
    _record(session, case, person, said, now)
    return True


def _who_says(
    session: Session, case: Case, link: PersonalLink, words: str, now: datetime
) -> tuple[Person, Said]:
    """Whose answer it is, and what it says. Of several people who were asked in one text it is that of the one it names;
    when it names none of them, or more, somebody is called.
    """
    together = links.bundle_of(session, link, now=now) or [link]
    people = [get_person(session, case=case, person_id=one.person_id) for one in together]
    parts = words.split()
    named = [person for person in people if any(_calls(part, person) for part in parts)]
    if len(people) == 1 or len(named) == 1:
        person = (named or people)[0]
        return person, read_text(" ".join(part for part in parts if not _calls(part, person)))[0]
    return get_person(session, case=case, person_id=link.person_id), Said.CALL


def _calls(part: str, person: Person) -> bool:
    return comparable_name(part) in comparable_name(person.name.short).split()


def read_text(words: str) -> tuple[Said, str]:
    """What a text says, and the code in it; an empty code when there is none. A code may stand in two groups."""
    parts = [part.strip(".,;:!?\"'()") for part in words.split()]
    said = [meaning for part in parts for meaning in Said if part.casefold() in _WORDS[meaning]]
    rest = [part for part in parts if not any(part.casefold() in known for known in _WORDS.values())]
    pairs = [rest[at] + rest[at + 1] for at in range(len(rest) - 1)]
    codes = [code for code in map(normal_code, [*rest, *pairs]) if len(code) == _CODE_SIGNS]
    clear = len(set(said)) == 1 and len(rest) <= 2
    return (said[0] if clear else Said.CALL), (codes[0] if codes else "")


def _record(session: Session, case: Case, person: Person, said: Said, now: datetime) -> None:
    actor = _guest(case, person)
    if said is Said.CALL:
        ask_call(session, actor, case=case, person=person, note="", now=now)
        return
    content = AnswerContent(reply=_REPLIES[said])
    record_answer(session, actor, case=case, person=person, content=content, via=Channel.SMS, now=now)


def _guest(case: Case, person: Person) -> Actor:
    return Actor(ActorKind.GUEST, person.id, case.region_id, case_id=case.id, principal=person.is_principal)
