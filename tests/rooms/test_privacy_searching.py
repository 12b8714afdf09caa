"""A request by letter or phone: who asks is found by reference and part, and the month runs from the receipt."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from netwerkberaad import privacy
from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import HowGiven, PersonKind
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError
from netwerkberaad.foundation.vault import Store
from netwerkberaad.privacy import Asked, Decision, Found, RegionSearch, Searched, searching
from tests.builders import World, build_case, person_called


def _search(store: Store, actor: Actor, clock: MovableClock, **wanted: str) -> list[Found]:
    asked = {"mail": "", "phone": "", "name": "", "reason": "Brief van 2 maart.", **wanted}
    with store.writing() as session:
        searched = privacy.search_region(
            session,
            actor,
            mail=asked["mail"],
            phone=asked["phone"],
            name=asked["name"],
            reason=asked["reason"],
            now=clock.now(),
        )
    return list(searched.found)


def test_somebody_is_found_by_mail_number_or_name_within_the_region_alone(
    store: Store, world: World, clock: MovableClock
) -> None:
    officer = actor_for(world.privacy_officer)
    with store.writing() as session:
        cases = [build_case(session, world, clock) for _ in range(2)]
        joke = person_called(session, cases[0], "Joke")
        contact, ids = joke.contact, {case.id for case in cases}
    for wanted in (
        {"mail": contact.mail.upper()},
        {"phone": contact.phone},
        {"name": "wisse JOKE"},
        {"name": "Joke"},
    ):
        found = _search(store, officer, clock, **wanted)
        assert {one.case_id for one in found} == ids
        assert {(one.kind, one.open) for one in found} == {(PersonKind.NAASTE, True)}
    assert _search(store, officer, clock, name="Joke Andersen") == []
    elsewhere = Actor(officer.kind, uuid.uuid4(), world.elsewhere.id, officer.roles)
    assert _search(store, elsewhere, clock, mail=contact.mail, name="Joke") == []


def test_a_large_region_is_searched_in_steps_by_who_began_it_and_within_the_hour(
    store: Store, world: World, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_STEP", 2)
    officer = actor_for(world.privacy_officer)
    with store.writing() as session:
        ids = {build_case(session, world, clock).id for _ in range(3)}

    def begin() -> Searched:
        with store.writing() as session:
            words = {"mail": "", "phone": "", "name": "Joke", "reason": "Brief."}
            return privacy.search_region(session, officer, **words, now=clock.now())

    def go_on(searched: Searched, actor: Actor) -> Searched:
        assert searched.after is not None
        assert 0 < searched.seen <= searched.of
        before = {one.person_id for one in searched.found}
        with store.reading() as session:
            return privacy.search_on(
                session,
                actor,
                search_id=searched.search_id,
                name="Joke",
                before=before,
                after=searched.after,
                seen=searched.seen,
                now=clock.now(),
            )

    searched, steps = begin(), 1
    while searched.after is not None:
        searched, steps = go_on(searched, officer), steps + 1
    assert {one.case_id for one in searched.found} == ids
    assert steps > 3
    again = begin()
    with pytest.raises(NotFoundError):
        go_on(again, Actor(officer.kind, uuid.uuid4(), officer.region_id, officer.roles))
    clock.advance(timedelta(hours=1))
    with pytest.raises(NotFoundError):
        go_on(again, officer)


def test_a_search_has_a_reason_and_is_on_record_without_whom_it_was_for(
    store: Store, world: World, clock: MovableClock
) -> None:
    officer = actor_for(world.privacy_officer)
    with pytest.raises(privacy.ReasonNeededError):
        _search(store, officer, clock, name="Joke", reason=" ")
    for name in ("", " j "):
        with pytest.raises(privacy.NothingToFindError):
            _search(store, officer, clock, name=name)
    for other in (world.facilitator, world.coordinator, world.admin):
        with pytest.raises(DeniedError):
            _search(store, actor_for(other), clock, name="Joke")
    assert _search(store, officer, clock, name="Joke") == []
    with store.reading() as session:
        search = session.scalars(select(RegionSearch)).one()
        assert (search.staff_id, search.reason) == (officer.id, "Brief van 2 maart.")
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "region.searched")).one()
        assert (entry.actor_id, entry.object_id, entry.case_id) == (officer.id, search.id, None)


def test_the_month_of_a_letter_runs_from_the_day_it_came_in(
    store: Store, world: World, clock: MovableClock
) -> None:
    officer, now = actor_for(world.privacy_officer), clock.now()
    with store.writing() as session:
        case = build_case(session, world, clock)
        joke = person_called(session, case, "Joke")

        def enter(received: date, kind: Asked = Asked.COPY) -> privacy.SubjectRequest:
            return privacy.enter_request(
                session,
                officer,
                person=joke,
                kind=kind,
                how=HowGiven.LETTER,
                received=received,
                words="",
                now=now,
            )

        for day in (now.date() + timedelta(days=1), now.date() - timedelta(days=400)):
            with pytest.raises(privacy.BadReceiptError):
                enter(day)
        with pytest.raises(privacy.WordsMissingError):
            enter(now.date(), Asked.CORRECTION)
        entered = enter(date(2026, 2, 10))
        assert entered.due_at.date() == date(2026, 3, 10)
        assert (entered.how, entered.entered_by) == (HowGiven.LETTER, officer.id)
        session.flush()
        assert privacy.open_requests(session, officer) == [entered]
        elsewhere = Actor(officer.kind, uuid.uuid4(), world.elsewhere.id, officer.roles)
        with pytest.raises(NotFoundError):
            privacy.person_to_enter(session, elsewhere, joke.id)


def test_two_months_more_are_taken_once_with_a_reason_and_within_the_month(
    store: Store, world: World, clock: MovableClock
) -> None:
    officer, now = actor_for(world.privacy_officer), clock.now()
    with store.writing() as session:
        case = build_case(session, world, clock)
        people = [person_called(session, case, name) for name in ("Joke", "Marloes")]
        first, late = (
            privacy.enter_request(
                session,
                officer,
                person=person,
                kind=Asked.COPY,
                how=HowGiven.PHONE,
                received=received,
                words="",
                now=now,
            )
            for person, received in zip(people, (date(2026, 2, 28), date(2026, 1, 31)), strict=True)
        )
        session.flush()
        with pytest.raises(privacy.TooLateError):
            privacy.extend_request(session, officer, request=late, reason="Het is veel.", now=now)
        with pytest.raises(privacy.ReasonNeededError):
            privacy.extend_request(session, officer, request=first, reason=" ", now=now)
        privacy.extend_request(session, officer, request=first, reason="Het is veel.", now=now)
        assert first.due_at == datetime(2026, 5, 28, 11, tzinfo=UTC)
        with pytest.raises(privacy.ExtendedError):
            privacy.extend_request(session, officer, request=first, reason="Nog meer.", now=now)
        session.flush()
        done = Decision.DONE
        privacy.decide(session, officer, request=late, decision=done, answer="Ziehier.", now=now)
        with pytest.raises(privacy.DecidedError):
            privacy.extend_request(session, officer, request=late, reason="Toch.", now=now)
