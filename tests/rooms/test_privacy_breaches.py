"""The register of data breaches: written by the privacy officer, with its clock, and who was concerned by the log."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from netwerkberaad import privacy
from netwerkberaad.accounts import actor_for
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.audit_log import LogFilter, concerned
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError
from netwerkberaad.foundation.vault import Store
from netwerkberaad.privacy import BreachWords
from tests.builders import World, build_case

WORDS = BreachWords(happened="Een brief ging naar een verkeerd adres.")


def test_a_breach_is_written_down_and_followed_by_the_privacy_officer_of_its_region(
    store: Store, world: World, clock: MovableClock
) -> None:
    officer, now = actor_for(world.privacy_officer), clock.now()

    def write(
        actor: Actor, words: BreachWords = WORDS, *, breach: privacy.Breach | None = None, later: int = 0
    ) -> privacy.Breach:
        moment = now + timedelta(hours=later)
        return privacy.write_breach(
            session,
            actor,
            breach=breach,
            words=words,
            noticed_at=moment,
            reported_at=None,
            told_at=None,
            now=now,
        )

    with store.writing() as session:
        for other in (world.facilitator, world.coordinator, world.admin):
            with pytest.raises(DeniedError):
                write(actor_for(other))
        with pytest.raises(privacy.HappenedMissingError):
            write(officer, BreachWords(happened=" "))
        with pytest.raises(privacy.BadMomentError):
            write(officer, later=1)
        made = write(officer)
        session.flush()
        assert not privacy.is_settled(made)
        write(officer, replace(WORDS, not_reported="De brief kwam ongeopend terug."), breach=made)
        session.flush()
        assert privacy.is_settled(made)
        assert privacy.breaches(session, officer) == [made]
        elsewhere = Actor(officer.kind, uuid.uuid4(), world.elsewhere.id, officer.roles)
        assert privacy.breaches(session, elsewhere) == []
        with pytest.raises(NotFoundError):
            privacy.get_breach(session, elsewhere, made.id)


def test_the_log_tells_in_which_cases_somebody_was_in_a_period(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        first = build_case(session, world, clock)
    clock.advance(timedelta(days=2))
    with store.writing() as session:
        second = build_case(session, world, clock)
    day, who = clock.now() - timedelta(days=1), world.facilitator.id
    with store.reading() as session:

        def cases(wanted: LogFilter) -> set[uuid.UUID]:
            return {one.case_id for one in concerned(session, region_id=world.region.id, wanted=wanted)}

        assert cases(LogFilter(actor_id=who)) == {first.id, second.id}
        assert cases(LogFilter(actor_id=who, since=day)) == {second.id}
        assert cases(LogFilter(actor_id=who, until=day)) == {first.id}
        assert cases(LogFilter(case_begins=str(first.id)[:8])) == {first.id}
        assert cases(LogFilter(actor_id=world.admin.id)) == set()
        counts = privacy.people_per_case(session, [first.id])
        assert counts[first.id] > 1
