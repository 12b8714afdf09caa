"""The second step at signing in: codes of an app and codes on paper, each once, and not without end."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from netwerkberaad.accounts import (
    LastFactorError,
    Staff,
    WrongCodeError,
    actor_for,
    add_authenticator,
    end_staff,
    get_staff,
    has_second_step,
    make_recovery_codes,
    new_secret,
    recovery_codes_left,
    remove_authenticator,
    set_password,
    sign_in,
    stage_after_password,
    take_second_step,
)
from netwerkberaad.accounts.factor_model import Authenticator, RecoveryCode
from netwerkberaad.accounts.second_step import CODES_A_DAY, CODES_A_QUARTER
from netwerkberaad.foundation.access import system_actor
from netwerkberaad.foundation.core.audit import AuditEntry, Outcome
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DeniedError, TooManyTriesError
from netwerkberaad.foundation.links import SessionStage
from netwerkberaad.foundation.vault import Store
from tests.authenticator import App
from tests.builders import PASSWORD, World


@pytest.fixture
def app_of_wilma(store: Store, world: World, clock: MovableClock) -> App:
    """The gespreksleider of the world with an app, half a minute ago."""
    app = App(new_secret(), clock)
    with store.writing() as session:
        staff = wilma(get_staff(session, world.facilitator.id))
        add_authenticator(
            session, actor_for(staff), staff=staff, secret=app.secret, code=app.code(), now=clock.now()
        )
    clock.advance(timedelta(seconds=60))
    return app


def wilma(staff: Staff | None) -> Staff:
    assert staff is not None
    return staff


def taken(store: Store, world: World, clock: MovableClock, code: str) -> str:
    try:
        with store.writing() as session:
            staff = wilma(get_staff(session, world.facilitator.id))
            take_second_step(session, staff=staff, code=code, now=clock.now())
    except (WrongCodeError, TooManyTriesError) as refused:
        return type(refused).__name__
    return "in"


def codes_of(store: Store, world: World, clock: MovableClock) -> list[str]:
    with store.writing() as session:
        staff = wilma(get_staff(session, world.facilitator.id))
        return make_recovery_codes(session, actor_for(staff), staff=staff, now=clock.now())


def actions(store: Store) -> list[tuple[str, Outcome]]:
    with store.reading() as session:
        rows = session.execute(select(AuditEntry.action, AuditEntry.outcome).order_by(AuditEntry.at))
        return [(action, outcome) for action, outcome in rows]


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_of_now_or_of_one_step_away_is_right_once(
    store: Store, world: World, clock: MovableClock, app_of_wilma: App, steps: int
) -> None:
    code = app_of_wilma.code(steps=steps)
    assert taken(store, world, clock, f" {code[:3]} {code[3:]} ") == "in"
    assert taken(store, world, clock, code) == "WrongCodeError"


@pytest.mark.parametrize("steps", [-2, 2])
def test_an_older_or_later_code_is_wrong(
    store: Store, world: World, clock: MovableClock, app_of_wilma: App, steps: int
) -> None:
    assert taken(store, world, clock, app_of_wilma.code(steps=steps)) == "WrongCodeError"


def test_after_a_code_no_earlier_one_works(
    store: Store, world: World, clock: MovableClock, app_of_wilma: App
) -> None:
    assert taken(store, world, clock, app_of_wilma.code(steps=1)) == "in"
    assert taken(store, world, clock, app_of_wilma.code()) == "WrongCodeError"


def test_the_code_that_set_the_app_up_does_not_sign_in(
    store: Store, world: World, clock: MovableClock
) -> None:
    app = App(new_secret(), clock)
    with store.writing() as session:
        staff = wilma(get_staff(session, world.facilitator.id))
        add_authenticator(
            session, actor_for(staff), staff=staff, secret=app.secret, code=app.code(), now=clock.now()
        )
    assert taken(store, world, clock, app.code()) == "WrongCodeError"


@pytest.mark.parametrize("code", ["", "000000", "é" * 6, "٣٤٥٦٧٨", "x" * 200])
def test_anything_else_is_wrong_and_on_record(
    store: Store, world: World, clock: MovableClock, app_of_wilma: App, code: str
) -> None:
    assert taken(store, world, clock, code) == "WrongCodeError"
    assert ("staff.second_step_refused", Outcome.DENIED) in actions(store)


def test_codes_are_guessed_ten_times_a_quarter_and_fifty_times_a_day(
    store: Store, world: World, clock: MovableClock, app_of_wilma: App
) -> None:
    for number in range(CODES_A_DAY.most):
        if number % CODES_A_QUARTER.most == 0:
            clock.advance(timedelta(minutes=16))
        assert taken(store, world, clock, "000000") == "WrongCodeError"
    clock.advance(timedelta(minutes=16))
    assert taken(store, world, clock, app_of_wilma.code()) == "TooManyTriesError"
    clock.advance(timedelta(days=1))
    for _ in range(CODES_A_QUARTER.most):
        assert taken(store, world, clock, "000000") == "WrongCodeError"
    assert taken(store, world, clock, app_of_wilma.code()) == "TooManyTriesError"
    clock.advance(timedelta(minutes=16))
    assert taken(store, world, clock, app_of_wilma.code()) == "in"


def test_a_recovery_code_works_once_however_it_is_written(
    store: Store, world: World, clock: MovableClock, app_of_wilma: App
) -> None:
    first, *others = codes_of(store, world, clock)
    assert len({first, *others}) == 10
    assert taken(store, world, clock, f"{first[:5].lower()} {first[5:]}") == "in"
    assert taken(store, world, clock, first) == "WrongCodeError"
    with store.reading() as session:
        assert recovery_codes_left(session, wilma(get_staff(session, world.facilitator.id))) == 9
    assert ("staff.recovery_code_used", Outcome.DONE) in actions(store)


def test_new_recovery_codes_replace_the_old_ones(
    store: Store, world: World, clock: MovableClock, app_of_wilma: App
) -> None:
    old, new = codes_of(store, world, clock), codes_of(store, world, clock)
    assert taken(store, world, clock, old[0]) == "WrongCodeError"
    assert taken(store, world, clock, new[0]) == "in"


def test_neither_secret_nor_recovery_code_lies_in_the_clear(
    store: Store, world: World, clock: MovableClock, app_of_wilma: App
) -> None:
    code = codes_of(store, world, clock)[0]
    with store.engine.connect() as connection:
        kept = [
            bytes(value)
            for statement in ("SELECT secret_sealed FROM authenticator", "SELECT digest FROM recovery_code")
            for value in connection.execute(text(statement)).scalars()
        ]
    assert kept
    assert not any(app_of_wilma.secret.encode() in one or code.encode() in one for one in kept)


Act = Callable[..., object]


@pytest.mark.parametrize(
    "act",
    [
        lambda session, actor, staff, now: make_recovery_codes(session, actor, staff=staff, now=now),
        lambda session, actor, staff, now: remove_authenticator(session, actor, staff=staff, now=now),
        lambda session, actor, staff, now: add_authenticator(
            session, actor, staff=staff, secret="", code="", now=now
        ),
    ],
)
def test_the_second_step_belongs_to_its_owner(
    store: Store, world: World, clock: MovableClock, app_of_wilma: App, act: Act
) -> None:
    with store.reading() as session, pytest.raises(DeniedError):
        act(session, actor_for(world.admin), wilma(get_staff(session, world.facilitator.id)), clock.now())


def test_an_obligatory_second_step_stays_and_a_free_one_may_go_with_its_codes(
    store: Store, world: World, clock: MovableClock, app_of_wilma: App
) -> None:
    codes_of(store, world, clock)
    for obligatory in (True, False):
        with store.writing() as session:
            staff = wilma(get_staff(session, world.facilitator.id))
            session.get_one(type(world.region), staff.region_id).second_step = obligatory
            if obligatory:
                with pytest.raises(LastFactorError):
                    remove_authenticator(session, actor_for(staff), staff=staff, now=clock.now())
            else:
                remove_authenticator(session, actor_for(staff), staff=staff, now=clock.now())
                assert not has_second_step(session, staff)
                assert recovery_codes_left(session, staff) == 0


@pytest.mark.parametrize(
    ("app", "obligatory", "stage"),
    [
        (True, False, SessionStage.SECOND_STEP),
        (False, True, SessionStage.ENROLMENT),
        (False, False, SessionStage.OPEN),
    ],
)
def test_the_password_leads_as_far_as_the_region_and_the_person_chose(
    store: Store, world: World, clock: MovableClock, app: bool, obligatory: bool, stage: SessionStage
) -> None:
    with store.writing() as session:
        staff = wilma(get_staff(session, world.facilitator.id))
        session.get_one(type(world.region), staff.region_id).second_step = obligatory
        if app:
            code = App(secret := new_secret(), clock).code()
            add_authenticator(
                session, actor_for(staff), staff=staff, secret=secret, code=code, now=clock.now()
            )
        assert stage_after_password(session, staff) is stage


def test_who_has_a_second_step_is_not_in_after_the_password(
    store: Store, world: World, clock: MovableClock, app_of_wilma: App
) -> None:
    with store.writing() as session:
        mail = wilma(get_staff(session, world.facilitator.id)).profile.mail
        sign_in(session, mail=mail, password=PASSWORD, address="192.0.2.1", now=clock.now())
    assert ("staff.signed_in", Outcome.DONE) not in actions(store)


def test_another_password_leaves_the_second_step(
    store: Store, world: World, clock: MovableClock, app_of_wilma: App
) -> None:
    with store.writing() as session:
        staff = wilma(get_staff(session, world.facilitator.id))
        set_password(session, system_actor(), staff=staff, password="lantaarn eet tomaten", now=clock.now())
        assert has_second_step(session, staff)


def test_the_end_of_an_account_takes_its_second_step_along(
    store: Store, world: World, clock: MovableClock, app_of_wilma: App
) -> None:
    codes_of(store, world, clock)
    with store.writing() as session:
        staff = wilma(get_staff(session, world.facilitator.id))
        end_staff(session, actor_for(world.admin), staff=staff, now=clock.now())
    with store.reading() as session:
        assert session.scalars(select(Authenticator.id)).all() == []
        assert session.scalars(select(RecoveryCode.id)).all() == []
