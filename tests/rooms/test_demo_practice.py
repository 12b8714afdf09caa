"""The practice region: a case at each phase, a sign-in for every role, links that work, and no mail that leaves."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from netwerkberaad.accounts import Region, sign_in
from netwerkberaad.cases import Case, Phase
from netwerkberaad.demo.handouts import handouts, sign_ins
from netwerkberaad.demo.load import PASSWORD, Loaded, load
from netwerkberaad.foundation.access import Role
from netwerkberaad.foundation.core import audit_chain
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.links import find_link
from netwerkberaad.foundation.messages import MessageState, OutboxMessage
from netwerkberaad.foundation.vault import Store, keys_of
from tests.stores import MONDAY, RING, engine_on


@dataclass(frozen=True)
class Practice:
    """A loaded practice region."""

    store: Store
    settings: Settings
    loaded: Loaded
    now: datetime


@pytest.fixture(scope="module")
def practice(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    """The practice region as it stands on a Monday morning."""
    folder = tmp_path_factory.mktemp("practice")
    shutil.copy(sqlite_template, folder / "practice.sqlite")
    store = Store(engine_on(folder / "practice.sqlite"), RING)
    store.prepare(now=MONDAY)
    settings = Settings(instance=folder, database_url="", base_url="http://localhost:8000", practice=True)
    yield Practice(store, settings, load(store, settings, MONDAY), MONDAY)
    store.engine.dispose()


def test_there_is_a_case_at_every_phase(practice: Practice) -> None:
    with practice.store.reading() as session:
        phases = {case.id: case.phase for case in session.scalars(select(Case))}
    by_name = {case.scenario: phases[case.case_id] for case in practice.loaded.cases if case.case_id}
    assert sorted(phases.values()) == sorted(
        [
            Phase.ASSIGNMENT,
            Phase.PREPARATION,
            Phase.INVITING,
            Phase.INVITING,
            Phase.PLAN,
            Phase.FOLLOW_UP,
            Phase.FOLLOW_UP,
            Phase.CLOSED,
        ]
    )
    assert by_name["spoed-geheim-adres"] is Phase.FOLLOW_UP
    assert by_name["niemand-wil-komen"] is Phase.CLOSED


def test_nothing_of_tomorrow_has_happened_and_nothing_due_was_left(practice: Practice) -> None:
    with practice.store.reading() as session:
        assert all(case.asked_at <= practice.now for case in session.scalars(select(Case)))
        waiting = select(OutboxMessage).where(OutboxMessage.state == MessageState.WAITING)
        assert [row for row in session.scalars(waiting) if row.not_before <= practice.now] == []
        assert audit_chain.verify(session, sign=keys_of(session).signer(audit_chain.PURPOSE)) == []


def test_the_region_is_for_practice_and_every_role_can_sign_in(practice: Practice) -> None:
    with practice.store.reading() as session:
        region = session.scalars(select(Region)).one()
        accounts = sign_ins(session, region)
    assert region.practice
    assert {account.role for account in accounts} == set(Role)
    first = {account.role: account for account in reversed(accounts)}
    for account in first.values():
        with practice.store.writing() as session:
            somebody = sign_in(
                session, mail=account.mail, password=PASSWORD, address="127.0.0.1", now=practice.now
            )
            assert account.role in somebody.roles


def test_three_personal_links_from_the_mails_work(practice: Practice) -> None:
    given = handouts(practice.store, practice.settings, now=practice.now)
    assert [link.kind for link in given] == ["netwerklid", "hoofdpersoon", "professional"]
    with practice.store.reading() as session:
        for link in given:
            assert find_link(session, link.url.rpartition("/")[2], now=practice.now) is not None


def test_what_is_not_held_is_told_of_every_case(practice: Practice) -> None:
    assert all(case.not_held["closing.grades"] > 0 for case in practice.loaded.cases)
    assert all(count > 0 for case in practice.loaded.cases for count in case.not_held.values())


def test_settings_that_would_send_real_mail_are_refused(practice: Practice) -> None:
    real = replace(practice.settings, mail_url="smtp://localhost:25")
    with pytest.raises(ValueError, match="spool"):
        load(practice.store, real, practice.now)
