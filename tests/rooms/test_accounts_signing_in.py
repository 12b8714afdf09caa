"""Signing in: the same answer and the same work for everybody who may not, and not without end."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, text

from netwerkberaad.accounts import (
    PasswordTooShortError,
    Profile,
    Staff,
    WrongPasswordError,
    WrongSignInError,
    actor_for,
    add_organisation,
    add_staff,
    change_password,
    get_staff,
    make_region,
    passwords,
    set_password,
    sign_in,
)
from netwerkberaad.accounts.signing_in import PER_ACCOUNT, PER_ADDRESS
from netwerkberaad.foundation.access import Role, system_actor
from netwerkberaad.foundation.core.audit import AuditEntry, Outcome
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DeniedError, TooManyTriesError
from netwerkberaad.foundation.links import find_session, start_session
from netwerkberaad.foundation.vault import Store

MAIL, PASSWORD, OTHER = "wilma.poppe@example.org", "kruiwagen fietst naar zee", "lantaarn eet tomaten"


@pytest.fixture(autouse=True)
def light_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with the least that Argon2 allows: these tests are not about how long it takes."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._decoy.cache_clear()


@pytest.fixture
def wilma(store: Store, clock: MovableClock) -> Staff:
    """A gespreksleider with a password, committed."""
    system, now = system_actor(), clock.now()
    with store.writing() as session:
        region = make_region(session, system, name="Walcheren", phone="", now=now)
        team = add_organisation(session, system, region=region, name="Wijkteam", now=now)
        profile = Profile(first="Wilma", last="Poppe", mail=MAIL)
        staff = add_staff(
            session,
            system,
            region=region,
            organisation=team,
            profile=profile,
            roles=[Role.FACILITATOR],
            now=now,
        )
        set_password(session, system, staff=staff, password=PASSWORD, now=now)
    return staff


def signed_in(
    store: Store, clock: MovableClock, mail: str = MAIL, password: str = PASSWORD, address: str = "192.0.2.1"
) -> str:
    try:
        with store.writing() as session:
            sign_in(session, mail=mail, password=password, address=address, now=clock.now())
    except (WrongSignInError, TooManyTriesError) as refused:
        return type(refused).__name__
    return "in"


def test_the_right_password_lets_in_however_the_address_is_written(
    store: Store, wilma: Staff, clock: MovableClock
) -> None:
    assert signed_in(store, clock, f"  {MAIL.upper()} ") == "in"
    with store.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "staff.signed_in")).one()
        assert (entry.actor_id, entry.region_id, entry.outcome) == (wilma.id, wilma.region_id, Outcome.DONE)


@pytest.mark.parametrize(
    ("mail", "password"),
    [(MAIL, OTHER), (MAIL, ""), ("nobody@example.org", PASSWORD), ("", ""), ("\u0000", "\u0000")],
)
def test_everything_else_gets_one_answer_after_one_verification(
    store: Store,
    wilma: Staff,
    clock: MovableClock,
    monkeypatch: pytest.MonkeyPatch,
    mail: str,
    password: str,
) -> None:
    verified: list[str] = []
    real = PasswordHasher.verify

    def verify(hasher: PasswordHasher, kept: str, typed: str) -> bool:
        verified.append(kept)
        return real(hasher, kept, typed)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    with pytest.raises(WrongSignInError) as refused, store.writing() as session:
        sign_in(session, mail=mail, password=password, address="192.0.2.1", now=clock.now())
    assert (refused.value.field, refused.value.data) == ("password", {})
    assert len(verified) == 1


def test_an_account_without_a_password_lets_nobody_in(
    store: Store, wilma: Staff, clock: MovableClock
) -> None:
    with store.writing() as session:
        session.get_one(Staff, wilma.id).password_hash = ""
    assert signed_in(store, clock) == signed_in(store, clock, password="") == "WrongSignInError"


def test_a_refusal_is_on_record_without_the_address(store: Store, wilma: Staff, clock: MovableClock) -> None:
    signed_in(store, clock, password=OTHER)
    with store.reading() as session:
        statement = select(AuditEntry).where(AuditEntry.action == "staff.sign_in_refused")
        entry = session.scalars(statement).one()
        assert (entry.object_id, entry.actor_id, entry.outcome) == (wilma.id, None, Outcome.DENIED)


@pytest.mark.parametrize("mail", [MAIL, "nobody@example.org"])
def test_an_account_can_be_tried_ten_times_a_quarter_known_or_not(
    store: Store, wilma: Staff, clock: MovableClock, mail: str
) -> None:
    for _ in range(PER_ACCOUNT.most):
        assert signed_in(store, clock, mail, OTHER) == "WrongSignInError"
    assert signed_in(store, clock, mail, OTHER) == signed_in(store, clock, mail) == "TooManyTriesError"
    clock.advance(timedelta(minutes=15))
    assert signed_in(store, clock) == "in"


def test_success_begins_the_count_of_the_account_anew(
    store: Store, wilma: Staff, clock: MovableClock
) -> None:
    for _ in range(2):
        for _ in range(PER_ACCOUNT.most - 1):
            signed_in(store, clock, password=OTHER)
        assert signed_in(store, clock) == "in"


def test_one_address_cannot_try_many_accounts(store: Store, wilma: Staff, clock: MovableClock) -> None:
    for number in range(PER_ADDRESS.most):
        signed_in(store, clock, f"nobody{number}@example.org", address=f"2001:db8::{number:x}")
    assert signed_in(store, clock, address="2001:db8::ffff") == "TooManyTriesError"
    assert signed_in(store, clock, address="2001:db8:0:1::1") == "in"


def test_the_counts_name_neither_mail_nor_network_address(
    store: Store, wilma: Staff, clock: MovableClock
) -> None:
    signed_in(store, clock, password=OTHER)
    with store.engine.connect() as connection:
        buckets = connection.execute(text("SELECT bucket FROM limit_hit")).scalars().all()
    assert len(buckets) == 3
    assert not any("wilma" in bucket or bucket[:3] == "192" for bucket in buckets)


def test_a_hash_with_old_parameters_is_renewed(
    store: Store, wilma: Staff, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = wilma.password_hash
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
    assert signed_in(store, clock) == "in"
    with store.reading() as session:
        assert session.get_one(Staff, wilma.id).password_hash != before
    assert signed_in(store, clock) == "in"


def change(store: Store, clock: MovableClock, wilma: Staff, old: str, new: str, *, token: str = "") -> None:
    with store.writing() as session:
        staff = get_staff(session, wilma.id)
        assert staff is not None
        here = find_session(session, token, now=clock.now())
        change_password(
            session,
            actor_for(staff),
            staff=staff,
            old=old,
            new=new,
            now=clock.now(),
            this_session=here.id if here else None,
        )


def test_changing_ones_password_ends_every_other_session(
    store: Store, wilma: Staff, clock: MovableClock
) -> None:
    with store.writing() as session:
        here, there = (
            start_session(session, scope_id=wilma.region_id, staff_id=wilma.id, now=clock.now())
            for _ in range(2)
        )
    change(store, clock, wilma, PASSWORD, OTHER, token=here)
    with store.reading() as session:
        assert find_session(session, here, now=clock.now()) is not None
        assert find_session(session, there, now=clock.now()) is None
    assert signed_in(store, clock) == "WrongSignInError"
    assert signed_in(store, clock, password=OTHER) == "in"


def test_the_old_password_is_asked_and_not_without_end(
    store: Store, wilma: Staff, clock: MovableClock
) -> None:
    with pytest.raises(PasswordTooShortError):
        change(store, clock, wilma, PASSWORD, "kort")
    for _ in range(PER_ACCOUNT.most):
        with pytest.raises(WrongPasswordError) as refused:
            change(store, clock, wilma, OTHER, OTHER)
        assert refused.value.field == "old"
    with pytest.raises(TooManyTriesError):
        change(store, clock, wilma, PASSWORD, OTHER)
    clock.advance(timedelta(minutes=15))
    change(store, clock, wilma, PASSWORD, OTHER)


def test_nobody_changes_the_password_of_another(store: Store, wilma: Staff, clock: MovableClock) -> None:
    with store.reading() as session, pytest.raises(DeniedError):
        change_password(session, system_actor(), staff=wilma, old=PASSWORD, new=OTHER, now=clock.now())
