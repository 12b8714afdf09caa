"""Who must say yes to a consent, and what that makes of it. Pure: no database, no clock.

Under 12 those with gezag decide; from 12 to 15 the young person and everybody with gezag; from 16 the young person alone
(Jeugdwet 7.3.4 and 7.3.5, Wgbo 7:447 and 7:450 BW). One no is enough to block, and is named.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from netwerkberaad.cases.approval import years_old

TURNING = (12, 16, 18)
"""Birthdays, in years, after which old consents are looked at again."""
REVIEW_WITHIN = timedelta(days=28)
"""How long what was given before such a birthday stays in force without that look."""
ATTEMPTS, CHANNELS = 3, 2
"""How often, and in how many ways, somebody is tried before they count as unreachable."""

Key = uuid.UUID | str
"""Who speaks: the id of a person in the case, or the name of somebody outside it."""


class Standing(StrEnum):
    """What a consent is worth now. ``BLOCKED``: nobody is left who could give it."""

    GIVEN = "given"
    MISSING = "missing"
    REFUSED = "refused"
    BLOCKED = "blocked"


class Regime(StrEnum):
    """Who decides."""

    HOLDERS = "holders"
    TOGETHER = "together"
    ALONE = "alone"


class Answer(StrEnum):
    """What somebody said. Withdrawing is saying no to what one gave."""

    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"


class PassedOver(StrEnum):
    """Why somebody with gezag is named and does not block."""

    DANGER = "danger"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody was tried on this day, in this way, and did not answer."""

    on: date
    channel: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with gezag. ``not_asked``: a named professional decided that asking is dangerous."""

    key: Key
    not_asked: bool = False
    attempts: tuple[Attempt, ...] = ()

    @property
    def unreachable(self) -> bool:
        """Whether they were tried often enough, in more than one way."""
        ways = {attempt.channel for attempt in self.attempts}
        return len(self.attempts) >= ATTEMPTS and len(ways) >= CHANNELS


@dataclass(frozen=True, slots=True)
class Word:
    """What one person said on one day."""

    by: Key
    answer: Answer
    on: date


@dataclass(frozen=True, slots=True)
class Subject:
    """Of whom something is shared or done: when born, if that is known, and who has gezag."""

    key: Key
    born: date | None = None
    holders: tuple[Holder, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsentState:
    """Where a consent stands, with everybody named. ``review_by``: a birthday passed; it holds until this day at most.

    ``no_gezag`` tells that nobody with gezag is on record where one must decide.
    """

    standing: Standing
    given: tuple[Key, ...] = ()
    missing: tuple[Key, ...] = ()
    refused: tuple[Key, ...] = ()
    withdrawn: tuple[Key, ...] = ()
    passed_over: tuple[tuple[Key, PassedOver], ...] = ()
    no_gezag: bool = False
    review_by: date | None = None

    @property
    def holds(self) -> bool:
        """Whether what was asked may be done now."""
        return self.standing is Standing.GIVEN


def consent_state(subject: Subject, words: Sequence[Word], *, on: date) -> ConsentState:
    """Where it stands on this day. ``words`` are in the order in which they were said; later days are not looked at."""
    said = [word for word in words if word.on <= on]
    birthday = last_turning(subject.born, on=on)
    if birthday is None or _reviewed(subject, said, birthday):
        return _state(subject, said, on=on)
    until, eve = birthday + REVIEW_WITHIN, birthday - timedelta(days=1)
    held = _state(subject, [word for word in said if word.on < birthday], on=eve).holds
    if held and on < until:
        return replace(_state(subject, said, on=eve), review_by=until)
    fresh = [word for word in said if word.by != subject.key]
    return replace(_state(subject, fresh, on=on), review_by=until if held else None)


def regime_of(subject: Subject, *, on: date) -> Regime:
    """Who decides on this day. Gezag over somebody of unknown age counts as over a young person: both are asked."""
    if subject.born is None:
        return Regime.TOGETHER if subject.holders else Regime.ALONE
    age = years_old(subject.born, on)
    first, second = TURNING[:2]
    return Regime.HOLDERS if age < first else Regime.TOGETHER if age < second else Regime.ALONE


def deciding(subject: Subject, *, on: date) -> tuple[Key, ...]:
    """Everybody whose word counts on this day, the young person first."""
    regime = regime_of(subject, on=on)
    own = () if regime is Regime.HOLDERS else (subject.key,)
    return own if regime is Regime.ALONE else (*own, *(holder.key for holder in subject.holders))


def may_answer(subject: Subject, *, on: date) -> tuple[Key, ...]:
    """Everybody who can be asked on this day: whoever decides, without those whom asking would endanger."""
    danger = {holder.key for holder in subject.holders if holder.not_asked}
    return tuple(key for key in deciding(subject, on=on) if key not in danger)


def last_turning(born: date | None, *, on: date) -> date | None:
    """The last of the birthdays that prompt a review, if there was one already."""
    passed = [day for day in (_birthday(born, years) for years in TURNING) if day <= on] if born else []
    return passed[-1] if passed else None


def _birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def _reviewed(subject: Subject, said: Iterable[Word], birthday: date) -> bool:
    """The review is that the young person, who decides from that day on, spoke for themselves."""
    return any(word.by == subject.key and word.on >= birthday for word in said)


def _state(subject: Subject, said: Sequence[Word], *, on: date) -> ConsentState:
    last = {word.by: word.answer for word in said}
    counted = deciding(subject, on=on)
    holders = {holder.key: holder for holder in subject.holders}
    passed = tuple(
        (key, why)
        for key in counted
        if key in holders and (why := _passed_over(holders[key], spoke=key in last)) is not None
    )
    out = {key for key, _why in passed}
    asked = [key for key in counted if key not in out]
    refused = tuple(key for key in asked if last.get(key) is Answer.NO)
    withdrawn = tuple(key for key in asked if last.get(key) is Answer.WITHDRAWN)
    missing = tuple(key for key in asked if key not in last)
    no_gezag = regime_of(subject, on=on) is not Regime.ALONE and not subject.holders
    if refused or withdrawn:
        standing = Standing.REFUSED
    elif not asked and not no_gezag:
        standing = Standing.BLOCKED
    else:
        standing = Standing.MISSING if missing or no_gezag else Standing.GIVEN
    given = tuple(key for key in asked if last.get(key) is Answer.YES)
    return ConsentState(standing, given, missing, refused, withdrawn, passed, no_gezag)


def _passed_over(holder: Holder, *, spoke: bool) -> PassedOver | None:
    """Danger wins over any word; who spoke was reached."""
    if holder.not_asked:
        return PassedOver.DANGER
    return PassedOver.UNREACHABLE if holder.unreachable and not spoke else None
