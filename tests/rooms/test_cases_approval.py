"""The invite list approved by the hoofdpersonen, and who must not be asked."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import (
    About,
    Case,
    ContactData,
    ExcludedPerson,
    HowGiven,
    NewPerson,
    NotAskedError,
    NothingToMatchError,
    PersonKind,
    PersonName,
    approvals_of,
    approved,
    exclude_person,
    exclusions_of,
    lift_exclusion,
    matches,
    people_of,
    record_approval,
)
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, member, person_called, principal

TODAY = date(2026, 3, 2)


@pytest.fixture
def wilma(world: World) -> Actor:
    """The gespreksleider of every case here."""
    return actor_for(world.facilitator)


def _named(first: str, *, born: date | None = None) -> NewPerson:
    return NewPerson(PersonName(first=first), PersonKind.PRINCIPAL, about=About(born=born))


def _say(
    store: Store,
    case: Case,
    principal_name: str,
    member_name: str,
    *,
    invite: bool,
    actor: Actor,
    now: datetime,
) -> None:
    with store.writing() as session:
        record_approval(
            session,
            actor,
            case=case,
            principal=person_called(session, case, principal_name),
            member=person_called(session, case, member_name),
            invite=invite,
            text="Nu nog niet." if not invite else "",
            how=HowGiven.IN_PERSON,
            now=now,
        )


def test_what_one_hoofdpersoon_refuses_stays_off_until_both_agree(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock, principals=[principal("Marloes"), principal("Rik")])
        marloes, rik, joke = (person_called(session, case, first).id for first in ("Marloes", "Rik", "Joke"))

    def state() -> tuple[bool, tuple[object, ...], tuple[object, ...]]:
        with store.reading() as session:
            found = approved(people_of(session, case), approvals_of(session, case), on=TODAY)
            assert found[marloes].all_agree
            return found[joke].all_agree, found[joke].refused_by, found[joke].missing

    assert state() == (False, (), (marloes, rik))
    _say(store, case, "Marloes", "Joke", invite=True, actor=wilma, now=clock.now())
    assert state() == (False, (), (rik,))
    _say(store, case, "Rik", "Joke", invite=False, actor=wilma, now=clock.now())
    assert state() == (False, (rik,), ())
    _say(store, case, "Rik", "Joke", invite=True, actor=wilma, now=clock.now())
    assert state() == (True, (), ())


def test_hoofdpersonen_under_twelve_are_not_asked(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    children = [_named("Fenna", born=date(2014, 5, 1)), _named("Bas", born=date(2017, 9, 9))]
    with store.writing() as session:
        case = build_case(session, world, clock, principals=[principal("Marloes"), *children])
    _say(store, case, "Marloes", "Joke", invite=True, actor=wilma, now=clock.now())
    with pytest.raises(NotAskedError):
        _say(store, case, "Bas", "Joke", invite=False, actor=wilma, now=clock.now())
    with store.reading() as session:
        people, said = people_of(session, case), approvals_of(session, case)
        joke = person_called(session, case, "Joke").id
        fenna = person_called(session, case, "Fenna").id
        assert approved(people, said, on=TODAY)[joke].all_agree
        assert approved(people, said)[joke].all_agree
        twelve = approved(people, said, on=date(2026, 5, 1))[joke]
        assert (twelve.all_agree, twelve.missing) == (False, (fenna,))


def test_when_all_are_under_twelve_nobody_is_invited_unasked(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock, principals=[_named("Bas", born=date(2017, 9, 9))])
        joke = person_called(session, case, "Joke").id
        assert not approved(people_of(session, case), [], on=TODAY)[joke].all_agree
    _say(store, case, "Bas", "Joke", invite=True, actor=wilma, now=clock.now())
    with store.reading() as session:
        assert approved(people_of(session, case), approvals_of(session, case), on=TODAY)[joke].all_agree


def test_somebody_of_the_circle_is_not_asked_and_nobody_of_another_case(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock)
    with pytest.raises(NotAskedError):
        _say(store, case, "Joke", "Joke", invite=True, actor=wilma, now=clock.now())
    with store.writing() as session:
        other = build_case(session, world, clock)
        with pytest.raises(NotFoundError):
            record_approval(
                session,
                wilma,
                case=case,
                principal=person_called(session, case, "Marloes"),
                member=person_called(session, other, "Joke"),
                invite=True,
                text="",
                how=HowGiven.PHONE,
                now=clock.now(),
            )


def test_an_approval_by_phone_is_on_record_for_the_hoofdpersoon_and_by_link_for_themselves(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock)
        marloes = person_called(session, case, "Marloes").id
    _say(store, case, "Marloes", "Joke", invite=True, actor=wilma, now=clock.now())
    guest = Actor(ActorKind.GUEST, marloes, case.region_id, case_id=case.id, proven=True, principal=True)
    _say(store, case, "Marloes", "Joke", invite=False, actor=guest, now=clock.now())
    with store.reading() as session:
        said = (
            select(AuditEntry.on_behalf_of)
            .where(AuditEntry.action.like("invite.%"))
            .order_by(AuditEntry.action)
        )
        assert list(session.scalars(said)) == [marloes, None]
        assert [row.recorded_by for row in approvals_of(session, case)] == [None]


@pytest.mark.parametrize(
    ("barred", "blocked"),
    [
        (ExcludedPerson(phone="06 - 12 34 56 78"), True),
        (ExcludedPerson(phone="0031612345678"), True),
        (ExcludedPerson(phone="(0118) 000 121"), True),
        (ExcludedPerson(phone="06 12345679"), False),
        (ExcludedPerson(mail="FATMA.Y@example.com "), True),
        (ExcludedPerson(mail="fatma@example.com"), False),
        (ExcludedPerson(name="fatma yilmaz"), True),
        (ExcludedPerson(name="FATMA YILMAZ"), True),
        (ExcludedPerson(name="Fatma"), True),
        (ExcludedPerson(name="Fatma van der Wóude"), False),
        (ExcludedPerson(name="Yılmaz"), False),
    ],
    ids=lambda value: str(value) if isinstance(value, bool) else value.name or value.mail or value.phone,
)
def test_an_exclusion_blocks_the_same_person_in_any_notation(
    store: Store, world: World, clock: MovableClock, wilma: Actor, barred: ExcludedPerson, blocked: bool
) -> None:
    fatma = NewPerson(
        PersonName(first="Fatma", last="Yılmaz"),
        contact=ContactData(mail="fatma.y@example.com", phone="+31612345678", landline="+31118000121"),
    )
    with store.writing() as session:
        case = build_case(session, world, clock, invitees=[fatma, member("Joke")])
        exclude_person(session, wilma, case=case, person=barred, now=clock.now())
        inforce = exclusions_of(session, case)
        found = matches(inforce, person_called(session, case, "Fatma"))
        assert (found is not None) is blocked
        assert matches(inforce, person_called(session, case, "Joke")) is None


def test_names_match_without_accents_infix_or_quotes(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    samira = NewPerson(PersonName(first="Samira", infix="van der", last="Wóude-El Amrani"))
    piet = NewPerson(PersonName(first="Piet", last="d'Hooghe"))
    with store.writing() as session:
        case = build_case(session, world, clock, invitees=[samira, piet])
        for name in ("samira woude el amrani", "Piet D’Hooghe"):
            exclude_person(session, wilma, case=case, person=ExcludedPerson(name=name), now=clock.now())
        inforce = exclusions_of(session, case)
        assert all(matches(inforce, person_called(session, case, first)) for first in ("Samira", "Piet"))


def test_an_exclusion_says_whom_and_can_be_lifted(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        case, other = build_case(session, world, clock), build_case(session, world, clock)
        for empty in (ExcludedPerson(reason="Dreiging."), ExcludedPerson(name="'", phone="-")):
            with pytest.raises(NothingToMatchError):
                exclude_person(session, wilma, case=case, person=empty, now=clock.now())
        made = exclude_person(
            session, wilma, case=case, person=ExcludedPerson(name="Ricardo"), now=clock.now()
        )
        assert exclusions_of(session, other) == []
        with pytest.raises(NotFoundError):
            lift_exclusion(session, wilma, case=other, exclusion_id=made.id, now=clock.now())
        lift_exclusion(session, wilma, case=case, exclusion_id=made.id, now=clock.now())
        assert exclusions_of(session, case) == []
