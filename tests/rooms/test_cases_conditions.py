"""Bodemeisen, minimum terms, what the law offers, and gezag."""

from datetime import timedelta

import pytest

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import ReasonMissingError
from netwerkberaad.cases.conditions import (
    ConditionContent,
    ConditionMissingError,
    CustodyContent,
    HolderMissingError,
    NoNameBehindItError,
    Offer,
    OfferAnswer,
    OfferContent,
    Verified,
    conditions_of,
    custody_of,
    get_condition,
    judge_condition,
    offers_of,
    record_custody,
    record_offer,
    set_condition,
    set_minimum,
)
from netwerkberaad.cases.mentors import DayToComeError
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, person_called

FLOOR = ConditionContent("Er is elke nacht iemand te bellen.", "Annelies Provoost")


def test_a_bodemeis_is_somebodys_and_is_judged_with_a_reason(
    store: Store, world: World, clock: MovableClock
) -> None:
    actor = actor_for(world.facilitator)
    with store.writing() as session:
        case = build_case(session, world, clock)
        set_condition(session, actor, case=case, content=FLOOR, now=clock.now())
        session.flush()
        (condition,) = conditions_of(session, case)
        with pytest.raises(ReasonMissingError):
            judge_condition(session, actor, condition=condition, met=False, reason=" ", now=clock.now())
        judge_condition(session, actor, condition=condition, met=True, reason="", now=clock.now())
        assert condition.verdict.met
        assert condition.judged_at == clock.now()


def test_a_bodemeis_in_other_words_is_judged_anew(store: Store, world: World, clock: MovableClock) -> None:
    actor = actor_for(world.facilitator)
    with store.writing() as session:
        case = build_case(session, world, clock)
        condition = set_condition(session, actor, case=case, content=FLOOR, now=clock.now())
        judge_condition(session, actor, condition=condition, met=True, reason="", now=clock.now())
        shared = ConditionContent(FLOOR.text, FLOOR.by, local(clock.now()).date())
        set_condition(session, actor, case=case, content=shared, now=clock.now(), condition=condition)
        assert condition.judged_at is not None
        other = ConditionContent("Er slaapt elke nacht iemand.", FLOOR.by)
        set_condition(session, actor, case=case, content=other, now=clock.now(), condition=condition)
        assert condition.judged_at is None


@pytest.mark.parametrize(
    ("text", "by", "ahead", "error"),
    [
        (" ", "Annelies", 0, ConditionMissingError),
        ("Iets", "", 0, NoNameBehindItError),
        ("Iets", "Annelies", 1, DayToComeError),
    ],
)
def test_a_bodemeis_that_says_too_little_is_refused(
    store: Store,
    world: World,
    clock: MovableClock,
    text: str,
    by: str,
    ahead: int,
    error: type[Exception],
) -> None:
    actor = actor_for(world.facilitator)
    with store.writing() as session:
        case = build_case(session, world, clock)
        day = local(clock.now()).date() + timedelta(days=ahead)
        with pytest.raises(error):
            set_condition(session, actor, case=case, content=ConditionContent(text, by, day), now=clock.now())


def test_a_bodemeis_of_another_case_does_not_exist(store: Store, world: World, clock: MovableClock) -> None:
    actor = actor_for(world.facilitator)
    with store.writing() as session:
        case, other = build_case(session, world, clock), build_case(session, world, clock)
        condition = set_condition(session, actor, case=case, content=FLOOR, now=clock.now())
        session.flush()
        with pytest.raises(NotFoundError):
            get_condition(session, case=other, condition_id=condition.id)


def test_minimum_terms_and_offers_stay_on_record(store: Store, world: World, clock: MovableClock) -> None:
    actor = actor_for(world.facilitator)
    with store.writing() as session:
        case = build_case(session, world, clock)
        words = case.referral.words
        set_minimum(session, actor, case=case, text="De kinderen slapen thuis.", now=clock.now())
        assert case.referral.minimum == "De kinderen slapen thuis."
        assert case.referral.words == words
        content = OfferContent(Offer.PERSONAL_PLAN, answer=OfferAnswer.NOT_NOW, text="Later.")
        marloes = person_called(session, case, "Marloes")
        record_offer(session, actor, case=case, person=marloes, content=content, now=clock.now())
        session.flush()
        (offer,) = offers_of(session, case)
        assert (offer.content.answer, offer.content.on) == (OfferAnswer.NOT_NOW, local(clock.now()).date())
        other = build_case(session, world, clock)
        with pytest.raises(NotFoundError):
            record_offer(session, actor, case=other, person=marloes, content=content, now=clock.now())


def test_of_gezag_the_latest_counts(store: Store, world: World, clock: MovableClock) -> None:
    actor = actor_for(world.facilitator)
    with store.writing() as session:
        case = build_case(session, world, clock)
        child, joke = person_called(session, case, "Marloes"), person_called(session, case, "Joke")
        for verified in (Verified.SAID, Verified.REGISTER):
            content = CustodyContent(verified=verified, verified_by="Wilma")
            record_custody(
                session, actor, case=case, child=child, holder=joke, content=content, now=clock.now()
            )
            clock.advance(timedelta(days=1))
        session.flush()
        (custody,) = custody_of(session, case)
        assert custody.content.verified is Verified.REGISTER


def test_not_asked_because_of_danger_is_the_decision_of_somebody_with_a_name_and_a_reason(
    store: Store, world: World, clock: MovableClock
) -> None:
    actor = actor_for(world.facilitator)

    def record(content: CustodyContent) -> None:
        record_custody(session, actor, case=case, child=child, holder=None, content=content, now=clock.now())

    with store.writing() as session:
        case = build_case(session, world, clock)
        child = person_called(session, case, "Marloes")
        with pytest.raises(HolderMissingError):
            record(CustodyContent())
        with pytest.raises(NoNameBehindItError):
            record(CustodyContent(holder="Nol", not_asked=True, not_asked_reason="Dreiging."))
        with pytest.raises(ReasonMissingError):
            record(CustodyContent(holder="Nol", not_asked=True, not_asked_by="Annelies"))
        record(
            CustodyContent(
                holder="Nol", not_asked=True, not_asked_by="Annelies", not_asked_reason="Dreiging."
            )
        )
        session.flush()
        assert [row.content.not_asked for row in custody_of(session, case)] == [True]
