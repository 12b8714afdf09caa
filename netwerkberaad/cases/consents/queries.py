"""The consents of cases with what they are worth on a day: rows turned into what the rules need."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from netwerkberaad.cases.circle import people_of_cases
from netwerkberaad.cases.conditions import Custody, custody_of_cases
from netwerkberaad.cases.consents.model import Consent, ConsentWord, Said
from netwerkberaad.cases.consents.rules import (
    Answer,
    Attempt,
    ConsentState,
    Holder,
    Key,
    Subject,
    Word,
    consent_state,
    may_answer,
)
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.core.reading import read_once
from netwerkberaad.foundation.documents import local


@dataclass(frozen=True, slots=True)
class ConsentView:
    """One consent: about whom, everything that was said oldest first, who has gezag, and where it stands.

    ``asked`` are those who can answer on that day.
    """

    consent: Consent
    words: tuple[ConsentWord, ...]
    holders: tuple[Custody, ...]
    state: ConsentState
    asked: tuple[Key, ...] = ()

    def answer_of(self, key: Key) -> ConsentWord | None:
        """The last answer of somebody."""
        own = [word for word in self.words if speaker(word) == key and word.content.said.counts]
        return own[-1] if own else None

    def deciders(self) -> tuple[Key, ...]:
        """Whose word can be put on record: the person itself and all who have gezag."""
        return (self.consent.subject_id, *(holder_key(row) for row in self.holders))


def holder_key(row: Custody) -> Key:
    """Who has gezag, as the rules name them."""
    return row.holder_id or row.content.holder


def speaker(word: ConsentWord) -> Key:
    """Who spoke, as the rules name them."""
    return word.by_id or word.content.by


def consents_of(session: Session, case: Case, *, on: date) -> list[ConsentView]:
    """The consents of a case, oldest first, as they stand on this day."""
    return consents_of_cases(session, [case.id], on=on)


def get_consent(session: Session, *, case: Case, consent_id: uuid.UUID, on: date) -> ConsentView:
    """One of this case. Raises NotFoundError for any other."""
    for view in consents_of(session, case, on=on):
        if view.consent.id == consent_id:
            return view
    raise NotFoundError


def asked_consents(session: Session, *, case: Case, person: Person, on: date) -> list[ConsentView]:
    """The consents that somebody decides on this day, alone or with others, oldest first."""
    return [view for view in consents_of(session, case, on=on) if person.id in view.asked]


def consents_told(session: Session, case_ids: Collection[uuid.UUID]) -> list[tuple[Consent, ConsentWord]]:
    """The last thing said at the door of each consent that no gespreksleider saw yet."""
    if not _consents(session, case_ids):
        return []
    statement = (
        select(Consent, ConsentWord)
        .join(ConsentWord, ConsentWord.consent_id == Consent.id)
        .where(Consent.case_id.in_(case_ids), ConsentWord.staff_id.is_(None))
        .where(or_(Consent.seen_at.is_(None), ConsentWord.at > Consent.seen_at))
        .order_by(ConsentWord.at, ConsentWord.id)
    )
    return list({consent.id: (consent, word) for consent, word in session.execute(statement)}.values())


def _consents(session: Session, case_ids: Collection[uuid.UUID]) -> Sequence[Consent]:
    if not case_ids:
        return []
    statement = select(Consent).where(Consent.case_id.in_(case_ids)).order_by(Consent.made_at, Consent.id)
    return read_once(session, ("consents", frozenset(case_ids)), lambda: session.scalars(statement).all())


def consents_of_cases(session: Session, case_ids: Collection[uuid.UUID], *, on: date) -> list[ConsentView]:
    """The same for several cases; where no consent is on record it stays at one query."""
    consents = _consents(session, case_ids)
    if not consents:
        return []
    ids = {consent.case_id for consent in consents}
    people = {person.id: person for person in people_of_cases(session, sorted(ids))}
    said: defaultdict[uuid.UUID, list[ConsentWord]] = defaultdict(list)
    rows = select(ConsentWord).where(ConsentWord.case_id.in_(ids)).order_by(ConsentWord.at, ConsentWord.id)
    for word in session.scalars(rows):
        said[word.consent_id].append(word)
    custody: defaultdict[uuid.UUID, list[Custody]] = defaultdict(list)
    for row in custody_of_cases(session, ids):
        custody[row.child_id].append(row)
    tried = _attempts(word for words in said.values() for word in words)
    return [
        _view(consent, people[consent.subject_id], said[consent.id], custody[consent.subject_id], tried, on)
        for consent in consents
    ]


def _view(
    consent: Consent,
    person: Person,
    words: list[ConsentWord],
    custody: list[Custody],
    tried: Mapping[Key, tuple[Attempt, ...]],
    on: date,
) -> ConsentView:
    holders = tuple(
        Holder(holder_key(row), row.content.not_asked, tried.get(holder_key(row), ())) for row in custody
    )
    spoken = [
        Word(speaker(word), Answer(word.content.said.value), _day(word.content.on, word.at))
        for word in words
        if word.content.said.counts
    ]
    subject = Subject(person.id, person.about.born, holders)
    state = consent_state(subject, spoken, on=on)
    return ConsentView(consent, tuple(words), tuple(custody), state, may_answer(subject, on=on))


def _attempts(words: Iterable[ConsentWord]) -> dict[Key, tuple[Attempt, ...]]:
    """How often each was tried in vain over all consents, since they last spoke."""
    found: dict[Key, tuple[Attempt, ...]] = {}
    for word in sorted(words, key=lambda one: (one.at, one.id)):
        content, key = word.content, speaker(word)
        if content.said is Said.ASKED:
            continue
        one = Attempt(_day(content.on, word.at), content.how)
        found[key] = (*found.get(key, ()), one) if content.said is Said.ATTEMPT else ()
    return found


def _day(on: date | None, at: datetime) -> date:
    return on or local(at).date()
