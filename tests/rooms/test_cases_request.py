"""Requests: what they need, who gets a key, drafts, and what the aanmelder sees of it afterwards."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import (
    About,
    BadMailError,
    BadPhoneError,
    Closing,
    ContactData,
    NameMissingError,
    NewPerson,
    NoPrincipalError,
    NoWayBackError,
    Origin,
    PersonKind,
    PersonName,
    Phase,
    Referral,
    TooManyPeopleError,
    WordsMissingError,
    drafts_of,
    drop_draft,
    end_way,
    get_draft,
    own_request,
    own_requests,
    people_of,
    promised_contact,
    save_draft,
    submit_referral,
    transitions_of,
)
from netwerkberaad.foundation.access import visitor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, build_request, member, principal

WORDS = Referral(words="We kunnen geen zin meer zeggen zonder dat het misgaat.", municipality="Middelburg")


def test_a_request_makes_a_case_with_its_people_in_the_order_they_were_written(
    store: Store, world: World, clock: MovableClock
) -> None:
    principals = [principal("Marloes"), principal("Rik"), principal("Fenna"), principal("Bas")]
    invitees = [
        member("Joke"),
        member("Anneke"),
        member("Samira", kind=PersonKind.PROFESSIONAL),
        member("Fatma"),
    ]
    with store.writing() as session:
        case_id = build_request(session, world, clock, principals=principals, invitees=invitees).id
    with store.reading() as session:
        request = own_requests(session, actor_for(world.referrer))[0]
        assert request.id == case_id
        assert request.title == "Marloes, Rik, Fenna en Bas"
        assert request.listed == 4
        assert request.phase is Phase.ASSIGNMENT


def test_everybody_in_a_request_keeps_the_order_and_gets_one_notation_for_phones(
    store: Store, world: World, clock: MovableClock
) -> None:
    anneke = NewPerson(PersonName(first="Anneke"), contact=ContactData(phone="0118 - 00 01 21"))
    joke = NewPerson(
        PersonName(first="Joke"), contact=ContactData(landline="06-12 34 56 78", mail=" Joke@Example.NL ")
    )
    with store.writing() as session:
        case = build_request(session, world, clock, invitees=[anneke, joke])
        people = people_of(session, case)
        assert [person.name.short for person in people] == ["Marloes", "Anneke", "Joke"]
        assert (people[1].contact.phone, people[1].contact.landline) == ("", "+31118000121")
        assert (people[2].contact.phone, people[2].contact.landline) == ("+31612345678", "")
        assert people[2].contact.mail == "Joke@example.nl"


def test_the_two_first_steps_of_the_way_are_dated(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        case = build_request(session, world, clock)
        assert [step.phase for step in transitions_of(session, case)] == [Phase.REFERRAL, Phase.ASSIGNMENT]


@pytest.mark.parametrize(
    ("asked", "promised"),
    [
        (datetime(2026, 3, 2, 9, 15, tzinfo=UTC), datetime(2026, 3, 4, 11, 0, tzinfo=UTC)),
        (datetime(2026, 3, 6, 16, 0, tzinfo=UTC), datetime(2026, 3, 10, 11, 0, tzinfo=UTC)),
        (datetime(2026, 3, 7, 10, 0, tzinfo=UTC), datetime(2026, 3, 10, 11, 0, tzinfo=UTC)),
        # Between these days the clock goes forward: noon for people comes one hour earlier in UTC.
        (datetime(2026, 3, 27, 10, 0, tzinfo=UTC), datetime(2026, 3, 31, 10, 0, tzinfo=UTC)),
    ],
    ids=["monday", "friday", "saturday", "over the change to summer time"],
)
def test_contact_is_promised_at_noon_two_working_days_later(asked: datetime, promised: datetime) -> None:
    assert promised_contact(asked, urgent=False) == promised


def test_with_spoed_contact_is_promised_within_two_hours() -> None:
    asked = datetime(2026, 3, 7, 22, 5, tzinfo=UTC)
    assert promised_contact(asked, urgent=True) == asked + timedelta(hours=2)


def test_with_spoed_a_name_suffices(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        case = submit_referral(
            session,
            actor_for(world.referrer),
            region_id=world.region.id,
            referral=Referral(),
            principals=[NewPerson(PersonName(first="Jayden"))],
            invitees=[],
            urgent=True,
            now=clock.now(),
        )
        assert case.urgent


def test_a_request_says_what_it_is_about_and_names_somebody(
    store: Store, world: World, clock: MovableClock
) -> None:
    actor, region_id, now = actor_for(world.referrer), world.region.id, clock.now()
    marloes = principal()
    nameless = NewPerson(PersonName(first="  "))
    with store.writing() as session:
        for referral, principals, error in (
            (replace(WORDS, words=" "), [marloes], WordsMissingError),
            (WORDS, [], NoPrincipalError),
            (WORDS, [nameless], NameMissingError),
            (WORDS, [replace(marloes, contact=ContactData(mail="geen adres"))], BadMailError),
            (WORDS, [replace(marloes, contact=ContactData(phone="112"))], BadPhoneError),
            (WORDS, [marloes] * 101, TooManyPeopleError),
        ):
            with pytest.raises(error) as caught:
                submit_referral(
                    session,
                    actor,
                    region_id=region_id,
                    referral=referral,
                    principals=principals,
                    invitees=[],
                    urgent=False,
                    now=now,
                )
            assert caught.value.field
        session.rollback()


def test_somebody_from_outside_needs_no_account_but_a_way_to_be_called_back(
    store: Store, world: World, clock: MovableClock
) -> None:
    asked = replace(WORDS, origin=Origin.BURGER, referrer_name="Mevrouw Verhage")
    with store.writing() as session:
        with pytest.raises(NoWayBackError):
            submit_referral(
                session,
                visitor(),
                region_id=world.region.id,
                referral=asked,
                principals=[principal()],
                invitees=[],
                urgent=False,
                now=clock.now(),
            )
        case = submit_referral(
            session,
            visitor(),
            region_id=world.region.id,
            referral=replace(asked, referrer_phone="0118 000131"),
            principals=[principal()],
            invitees=[],
            urgent=False,
            now=clock.now(),
        )
        assert case.referrer_id is None
        assert case.referral.referrer_phone == "+31118000131"


def test_staff_ask_in_their_own_region_only_and_only_as_aanmelder(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        for staff, region, error in (
            (world.referrer, world.elsewhere, NotFoundError),
            (world.facilitator, world.region, DeniedError),
        ):
            with pytest.raises(error):
                submit_referral(
                    session,
                    actor_for(staff),
                    region_id=region.id,
                    referral=WORDS,
                    principals=[principal()],
                    invitees=[],
                    urgent=False,
                    now=clock.now(),
                )


def test_what_the_account_knows_of_the_aanmelder_is_not_asked_again(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        referral = build_request(session, world, clock).referral
    assert referral.referrer_name == "Hanneke Minderhoud"
    assert referral.referrer_mail == "hanneke.minderhoud@example.org"


def test_a_principal_among_the_invitees_becomes_somebody_of_the_circle(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        case = build_request(session, world, clock, invitees=[member(kind=PersonKind.PRINCIPAL)])
        assert [person.kind for person in people_of(session, case)] == [
            PersonKind.PRINCIPAL,
            PersonKind.NAASTE,
        ]


def test_the_aanmelder_sees_who_calls_when_and_the_feedback_but_nothing_else(
    store: Store, world: World, clock: MovableClock
) -> None:
    actor = actor_for(world.referrer)
    with store.writing() as session:
        case = build_case(session, world, clock)
        before = own_request(session, actor, case=case)
        closing = Closing(text="De familie doet het verder zelf.", feedback="Er is een plan, en het loopt.")
        end_way(session, actor_for(world.facilitator), case=case, closing=closing, now=clock.now())
        unsaid = own_request(session, actor, case=case)
        case.closing = replace(closing, feedback_at=clock.now())
        told = own_request(session, actor, case=case)
    assert before.next_contact_by == "Wilma Poppe"
    assert before.next_contact_at == datetime(2026, 3, 4, 11, 0, tzinfo=UTC)
    assert (unsaid.phase, unsaid.feedback) == (Phase.CLOSED, "")
    assert told.feedback == "Er is een plan, en het loopt."
    assert "text" not in {name for name in dir(told) if not name.startswith("_")}


def test_nobody_sees_a_request_of_somebody_else(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        case = build_request(session, world, clock)
        assert own_requests(session, actor_for(world.facilitator)) == []
        assert own_requests(session, visitor()) == []
        for actor in (actor_for(world.facilitator), visitor()):
            with pytest.raises(NotFoundError):
                own_request(session, actor, case=case)


def test_a_draft_is_kept_for_its_writer_alone(store: Store, world: World, clock: MovableClock) -> None:
    writer, other = actor_for(world.referrer), actor_for(world.coordinator)
    with store.writing() as session:
        draft_id = save_draft(
            session, writer, content='{"words": "Wij komen er niet uit."}', step=1, now=clock.now()
        ).id
    clock.advance(timedelta(hours=3))
    with store.writing() as session:
        save_draft(
            session, writer, draft_id=draft_id, content='{"words": "Nu wel."}', step=3, now=clock.now()
        )
    with store.writing() as session:
        kept = drafts_of(session, writer)
        assert [(draft.content, draft.step) for draft in kept] == [('{"words": "Nu wel."}', 3)]
        assert drafts_of(session, other) == []
        with pytest.raises(NotFoundError):
            get_draft(session, other, draft_id)
        drop_draft(session, writer, draft_id=draft_id, now=clock.now())
    with store.reading() as session:
        assert drafts_of(session, writer) == []


def test_where_somebody_stands_on_the_map_comes_along(
    store: Store, world: World, clock: MovableClock
) -> None:
    dilano = NewPerson(PersonName(first="Dilano"), about=About(relation="korfbaltrainer van Fenna", ring=3))
    with store.writing() as session:
        case = build_request(session, world, clock, invitees=[dilano])
        assert people_of(session, case)[1].about.ring == 3
