"""What is counted of a case when it ends, and what remains of it when the case is destroyed."""

import uuid
from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import select

from netwerkberaad import privacy
from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case, Closing, HowGiven, Outcome
from netwerkberaad.cases.endings import Matter, WhyNoBeraad
from netwerkberaad.flows import close_case, destroy_case, reopen_case, stop_case
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from netwerkberaad.insights import ClosedCount, Counts, EndedBy, Heads, Reach
from netwerkberaad.insights.facts import place_name
from netwerkberaad.models import metadata
from tests.builders import World, build_case, member, person_called


@pytest.fixture
def case(store: Store, world: World, clock: MovableClock) -> Case:
    """A case with two naasten in its circle."""
    with store.writing() as session:
        return build_case(session, world, clock, invitees=[member("Joke"), member("Kees")], approved=True)


def _close(
    store: Store, world: World, case: Case, clock: MovableClock, outcome: Outcome = Outcome.NOT_SUITABLE
) -> None:
    with store.writing() as session:
        close_case(
            session,
            actor_for(world.facilitator),
            case=session.get_one(Case, case.id),
            closing=Closing(outcome=outcome, text="Zo ging het."),
            base_url="",
            now=clock.now(),
        )


def _reopen(store: Store, world: World, case: Case, clock: MovableClock) -> None:
    with store.writing() as session:
        found = session.get_one(Case, case.id)
        reopen_case(session, actor_for(world.facilitator), case=found, reason="Toch.", now=clock.now())


def _rows(store: Store) -> list[tuple[int, Counts]]:
    with store.reading() as session:
        return [(row.year, row.counts) for row in session.scalars(select(ClosedCount))]


def test_a_case_is_counted_when_it_closes(
    store: Store, world: World, case: Case, clock: MovableClock
) -> None:
    clock.advance(timedelta(days=3))
    _close(store, world, case, clock)
    [(year, counts)] = _rows(store)
    assert year == clock.now().year
    assert (counts.reach, counts.origin, counts.municipality) == (
        Reach.NOT_SUITABLE,
        "sociaal_werker",
        "Middelburg",
    )
    assert (counts.days_to_assignment, counts.days_to_beraad, counts.days_to_closing) == (0, None, 3)
    assert (counts.circle_before, counts.circle_after) == (Heads(2, 0), Heads(2, 0))


def test_a_case_that_a_hoofdpersoon_stops_says_that_they_did(
    store: Store, world: World, case: Case, clock: MovableClock
) -> None:
    with store.writing() as session:
        found = session.get_one(Case, case.id)
        stop_case(
            session,
            actor_for(world.facilitator),
            case=found,
            by=person_called(session, found, "Marloes"),
            words="",
            how=HowGiven.PHONE,
            base_url="",
            now=clock.now(),
        )
    [(_year, counts)] = _rows(store)
    assert (counts.reach, counts.ended_by) == (Reach.NOT_INVITED, EndedBy.PRINCIPAL)


def test_a_case_that_is_opened_again_in_the_same_year_counts_once_when_it_ends(
    store: Store, world: World, case: Case, clock: MovableClock
) -> None:
    _close(store, world, case, clock)
    _reopen(store, world, case, clock)
    assert _rows(store) == []
    _close(store, world, case, clock, Outcome.NO_JOINT_PLAN)
    assert [counts.reach for _year, counts in _rows(store)] == [Reach.NOT_INVITED]


def test_a_year_that_is_over_does_not_change_when_a_case_of_it_is_opened_again(
    store: Store, world: World, case: Case, clock: MovableClock
) -> None:
    _close(store, world, case, clock)
    before = _rows(store)
    clock.advance(timedelta(days=366))
    _reopen(store, world, case, clock)
    assert _rows(store) == before
    _close(store, world, case, clock, Outcome.NO_JOINT_PLAN)
    assert _rows(store) == before


def test_the_count_stays_when_the_case_is_destroyed_and_no_id_leads_back(
    store: Store, world: World, case: Case, clock: MovableClock
) -> None:
    _close(store, world, case, clock)
    before = _rows(store)
    with store.reading() as session:
        counted_as = session.get_one(Case, case.id).closing.counted_as
    for who, act in ((world.privacy_officer, "propose"), (world.coordinator, "destroy")):
        with store.writing() as session:
            kept = privacy.get_retention(session, actor_for(who), case.id)
            if act == "destroy":
                destroy_case(session, actor_for(who), retention=kept, now=clock.now())
            else:
                privacy.propose(
                    session,
                    actor_for(who),
                    retention=kept,
                    why=privacy.Why.REQUEST,
                    note="Vroeg erom.",
                    now=clock.now(),
                )
    assert _rows(store) == before
    with store.reading() as session:
        for table in metadata.sorted_tables:
            if table.name != "closed_count":
                for row in session.execute(select(table)):
                    assert uuid.UUID(counted_as) not in row, f"{table.name} leads to the count"


def test_nothing_in_the_count_names_the_case_or_anybody(
    store: Store, world: World, case: Case, clock: MovableClock
) -> None:
    _close(store, world, case, clock)
    [(_year, counts)] = _rows(store)
    told = str(asdict(counts))
    for mark in (str(case.id), str(world.facilitator.id), "Marloes", "Joke", "Zo ging het"):
        assert mark not in told


def test_a_team_of_fewer_than_three_gespreksleiders_is_not_counted_apart(
    store: Store, world: World, case: Case, clock: MovableClock
) -> None:
    _close(store, world, case, clock)
    assert [counts.team for _year, counts in _rows(store)] == [""]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" middelburg ", "Middelburg"),
        ("VEERE", "Veere"),
        ("'s-Gravenhage", "'s-Gravenhage"),
        ("Bergen op Zoom", "Bergen op Zoom"),
        ("Bergen (NH)", "Bergen (NH)"),
        ("Kerkstraat 5, Middelburg", ""),
        ("bij mijn moeder in huis, in de straat achter de kerk", ""),
        ("", ""),
    ],
)
def test_only_what_can_be_the_name_of_a_place_is_kept(typed: str, kept: str) -> None:
    assert place_name(typed) == kept


def test_what_it_was_about_and_why_there_was_no_beraad_are_counted_as_the_gespreksleider_says(
    store: Store, world: World, case: Case, clock: MovableClock
) -> None:
    with store.writing() as session:
        stop_case(
            session,
            actor_for(world.facilitator),
            case=session.get_one(Case, case.id),
            by=None,
            words="Ze willen het zelf doen.",
            how=HowGiven.PHONE,
            base_url="",
            now=clock.now(),
            matter=Matter.MONEY,
            why_no_beraad=WhyNoBeraad.SOLVED,
        )
    [(_year, counts)] = _rows(store)
    assert (counts.matter, counts.why_no_beraad) == (Matter.MONEY, WhyNoBeraad.SOLVED)
