"""Whom the list 'niet uitnodigen' speaks of: people in the case, and words in which somebody is named."""

from collections.abc import Iterable
from datetime import datetime

from phonenumbers import Leniency, PhoneNumberMatcher
from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.contact import comparable_mail, comparable_name, comparable_phone
from netwerkberaad.cases.likeness import Likeness, likeness
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Exclusion, Person, PersonName
from netwerkberaad.foundation import links, messages
from netwerkberaad.foundation.core.reading import read_once

_WORDS_IN_A_NAME = 6


def exclusions_of(session: Session, case: Case) -> list[Exclusion]:
    """The exclusions in force, oldest first."""
    statement = select(Exclusion).where(Exclusion.case_id == case.id, Exclusion.lifted_at.is_(None))
    statement = statement.order_by(Exclusion.made_at, Exclusion.id)
    return list(read_once(session, ("exclusions", case.id), lambda: session.scalars(statement).all()))


def matches(exclusions: Iterable[Exclusion], person: Person) -> Exclusion | None:
    """The first exclusion that speaks of this person: the same mail, the same number in any notation, or the name.

    Of an organisation it is also the name of the one who is spoken to there. An exclusion by a single word matches what the person is called; better one blocked too many than one too few.
    """
    contact = person.contact
    mail = comparable_mail(contact.mail)
    phones = {comparable_phone(number) for number in (contact.phone, contact.landline) if number}
    for exclusion in exclusions:
        barred = exclusion.person
        if barred.mail and comparable_mail(barred.mail) == mail:
            return exclusion
        if barred.phone and comparable_phone(barred.phone) in phones:
            return exclusion
        if any(likeness(barred.name, name) is Likeness.SAME for name in _called(person)):
            return exclusion
    return None


def resembles(exclusions: Iterable[Exclusion], person: Person) -> Exclusion | None:
    """The first exclusion whose name is only like that of this person: a warning for who invites, no block."""
    names = _called(person)
    alike = (
        one for one in exclusions if any(likeness(one.person.name, name) is Likeness.ALIKE for name in names)
    )
    return next(alike, None)


def named_in(exclusions: Iterable[Exclusion], text: str) -> Exclusion | None:
    """The first exclusion that words name by mail, number or name, as when somebody tells whom else to ask."""
    mails = {comparable_mail(word.strip("<>()[],;:.")) for word in text.split() if "@" in word}
    phones = {
        comparable_phone(found.raw_string) for found in PhoneNumberMatcher(text, "NL", Leniency.POSSIBLE)
    }
    names = [PersonName(first=first, last=last) for first, last in _names_in(text)]
    for exclusion in exclusions:
        barred = exclusion.person
        by_mail = bool(barred.mail) and comparable_mail(barred.mail) in mails
        by_phone = bool(barred.phone) and comparable_phone(barred.phone) in phones
        if by_mail or by_phone or any(likeness(barred.name, name) is Likeness.SAME for name in names):
            return exclusion
    return None


def halt_barred(session: Session, *, case: Case, person: Person, now: datetime) -> bool:
    """When somebody turns out to be barred, what did not leave yet is cancelled and their links stop."""
    if person.is_principal or matches(exclusions_of(session, case), person) is None:
        return False
    messages.cancel_waiting(session, case_id=case.id, person_id=person.id, now=now)
    links.revoke_links(session, person_id=person.id, now=now)
    return True


def _called(person: Person) -> list[PersonName]:
    """The names behind which somebody may be meant."""
    contact = person.contact_person
    return [person.name, contact.name] if contact else [person.name]


def _names_in(text: str) -> Iterable[tuple[str, str]]:
    """Every few words in a row as they may be a name."""
    words = comparable_name(text).split()
    for start, first in enumerate(words):
        for end in range(start, min(start + _WORDS_IN_A_NAME, len(words))):
            yield first, " ".join(words[start + 1 : end + 1])
