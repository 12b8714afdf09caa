"""Who must say yes, over all ages, all who have gezag and all that was said and taken back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwerkberaad.cases.consents.rules import (
    REVIEW_WITHIN,
    TURNING,
    Answer,
    Attempt,
    Holder,
    PassedOver,
    Regime,
    Standing,
    Subject,
    Word,
    consent_state,
    deciding,
    last_turning,
    regime_of,
)

TODAY = date(2026, 3, 2)
CHILD, MOTHER, FATHER, NEIGHBOUR = "kind", "moeder", "vader", "buurvrouw"
TRIED = (
    Attempt(date(2026, 2, 1), "phone"),
    Attempt(date(2026, 2, 3), "phone"),
    Attempt(date(2026, 2, 8), "letter"),
)

days = st.integers(0, 365 * 25).map(lambda back: TODAY - timedelta(days=back))
attempts = st.lists(st.builds(Attempt, on=days, channel=st.sampled_from(["phone", "letter"])), max_size=5)
holders = st.lists(
    st.builds(
        Holder,
        key=st.sampled_from([MOTHER, FATHER, "voogd"]),
        not_asked=st.booleans(),
        attempts=attempts.map(tuple),
    ),
    max_size=3,
    unique_by=lambda holder: holder.key,
).map(tuple)
subjects = st.builds(Subject, key=st.just(CHILD), born=st.none() | days, holders=holders)
words = st.lists(
    st.builds(
        Word,
        by=st.sampled_from([CHILD, MOTHER, FATHER, "voogd", NEIGHBOUR]),
        answer=st.sampled_from(Answer),
        on=days,
    ),
    max_size=8,
).map(lambda said: sorted(said, key=lambda word: word.on))


def _aged(years: int, *holders: Holder) -> Subject:
    return Subject(CHILD, date(TODAY.year - years, 1, 1), holders)


def _yes(*who: str, on: date = TODAY) -> list[Word]:
    return [Word(one, Answer.YES, on) for one in who]


@given(subject=subjects, said=words)
def test_it_holds_only_when_all_who_decide_said_yes_or_are_passed_over_by_name(
    subject: Subject, said: list[Word]
) -> None:
    state = consent_state(subject, said, on=TODAY)
    named = {*state.given, *state.missing, *state.refused, *state.withdrawn, *dict(state.passed_over)}
    assert state.holds == (
        bool(state.given) and not (state.missing or state.refused or state.withdrawn or state.no_gezag)
    )
    if state.review_by is None:
        assert named == set(deciding(subject, on=TODAY))
    assert NEIGHBOUR not in named


@given(subject=subjects, said=words, who=st.sampled_from([CHILD, MOTHER, FATHER, "voogd"]))
def test_whoever_decides_takes_it_back_at_once(subject: Subject, said: list[Word], who: str) -> None:
    asked = {holder.key for holder in subject.holders if holder.not_asked}
    state = consent_state(subject, [*said, Word(who, Answer.WITHDRAWN, TODAY)], on=TODAY)
    if who in deciding(subject, on=TODAY) and who not in asked:
        assert not state.holds
    if who == CHILD and regime_of(subject, on=TODAY) is not Regime.HOLDERS:
        assert state.standing is Standing.REFUSED
        assert CHILD in state.withdrawn


@given(subject=subjects, said=words)
def test_what_holds_was_said_and_what_outsiders_say_changes_nothing(
    subject: Subject, said: list[Word]
) -> None:
    state = consent_state(subject, said, on=TODAY)
    for key in state.given:
        assert Answer.YES in {word.answer for word in said if word.by == key}
    without = [word for word in said if word.by != NEIGHBOUR]
    assert state == consent_state(subject, without, on=TODAY)


@given(subject=subjects, said=words)
def test_old_consents_last_four_weeks_at_most_after_a_birthday(subject: Subject, said: list[Word]) -> None:
    birthday = last_turning(subject.born, on=TODAY)
    state = consent_state(subject, said, on=TODAY)
    since = [word for word in said if birthday and word.by == CHILD and word.on >= birthday]
    if birthday is not None and birthday + REVIEW_WITHIN <= TODAY and not since:
        assert CHILD not in state.given
    if state.review_by is not None:
        assert birthday is not None
        assert state.review_by == birthday + REVIEW_WITHIN


@pytest.mark.parametrize(
    ("years", "regime"),
    [
        (0, Regime.HOLDERS),
        (11, Regime.HOLDERS),
        (12, Regime.TOGETHER),
        (15, Regime.TOGETHER),
        (16, Regime.ALONE),
        (90, Regime.ALONE),
    ],
)
def test_age_says_who_decides(years: int, regime: Regime) -> None:
    assert regime_of(_aged(years), on=TODAY) is regime


def test_somebody_of_unknown_age_decides_alone_unless_gezag_is_on_record() -> None:
    assert regime_of(Subject(CHILD), on=TODAY) is Regime.ALONE
    assert regime_of(Subject(CHILD, None, (Holder(MOTHER),)), on=TODAY) is Regime.TOGETHER


def test_under_twelve_both_with_gezag_must_say_yes() -> None:
    subject = _aged(8, Holder(MOTHER), Holder(FATHER))
    assert consent_state(subject, _yes(MOTHER), on=TODAY).missing == (FATHER,)
    assert consent_state(subject, _yes(MOTHER, FATHER), on=TODAY).holds
    assert consent_state(subject, _yes(CHILD), on=TODAY).standing is Standing.MISSING


def test_from_twelve_one_no_blocks_and_is_named() -> None:
    subject = _aged(13, Holder(MOTHER), Holder(FATHER))
    said = [*_yes(CHILD, MOTHER), Word(FATHER, Answer.NO, TODAY)]
    state = consent_state(subject, said, on=TODAY)
    assert (state.standing, state.refused) == (Standing.REFUSED, (FATHER,))


def test_from_sixteen_a_parent_cannot_block() -> None:
    subject = _aged(16, Holder(MOTHER))
    assert consent_state(subject, [Word(MOTHER, Answer.NO, TODAY), *_yes(CHILD)], on=TODAY).holds


def test_who_is_not_asked_because_of_danger_is_named_and_does_not_block() -> None:
    subject = _aged(6, Holder(MOTHER), Holder(FATHER, not_asked=True))
    state = consent_state(subject, [Word(FATHER, Answer.NO, TODAY), *_yes(MOTHER)], on=TODAY)
    assert state.holds
    assert state.passed_over == ((FATHER, PassedOver.DANGER),)


@pytest.mark.parametrize(
    ("tried", "passed"),
    [(TRIED, True), (TRIED[:2], False), ((*TRIED[:2], Attempt(TODAY, "phone")), False)],
)
def test_unreachable_is_three_attempts_in_two_ways(tried: tuple[Attempt, ...], passed: bool) -> None:
    subject = _aged(6, Holder(MOTHER), Holder(FATHER, attempts=tried))
    assert consent_state(subject, _yes(MOTHER), on=TODAY).holds is passed


def test_who_speaks_after_all_was_reached() -> None:
    subject = _aged(6, Holder(MOTHER), Holder(FATHER, attempts=TRIED))
    state = consent_state(subject, [*_yes(MOTHER), Word(FATHER, Answer.NO, TODAY)], on=TODAY)
    assert state.refused == (FATHER,)


def test_a_child_with_nobody_left_to_ask_is_blocked() -> None:
    assert consent_state(_aged(6, Holder(FATHER, not_asked=True)), [], on=TODAY).standing is Standing.BLOCKED
    assert consent_state(_aged(6), _yes(CHILD), on=TODAY).no_gezag


@pytest.mark.parametrize("years", TURNING)
def test_what_was_given_before_a_birthday_holds_until_the_review_and_four_weeks_at_most(years: int) -> None:
    birthday = TODAY - timedelta(days=10)
    subject = Subject(CHILD, birthday.replace(year=birthday.year - years), (Holder(MOTHER), Holder(FATHER)))
    said = _yes(CHILD, MOTHER, FATHER, on=birthday - timedelta(days=100))
    state = consent_state(subject, said, on=TODAY)
    assert state.holds
    assert state.review_by == birthday + REVIEW_WITHIN
    after = consent_state(subject, said, on=birthday + REVIEW_WITHIN)
    assert (after.standing, after.missing) == (Standing.MISSING, (CHILD,))
    own = consent_state(subject, [*said, *_yes(CHILD)], on=TODAY)
    assert own.holds
    assert own.review_by is None
    refused = consent_state(subject, [*said, Word(CHILD, Answer.NO, TODAY)], on=TODAY)
    assert refused.refused == (CHILD,)
