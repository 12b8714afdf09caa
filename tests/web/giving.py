"""What stands beside the case that is played: another request given away, a sociale kaart, a service and letters."""

from dataclasses import replace
from datetime import timedelta

from netwerkberaad.accounts import facilitators, find_staff, get_staff, organisations_of_region
from netwerkberaad.accounts.own_texts import Spot, set_own_texts
from netwerkberaad.cases import (
    ContactData,
    NewPerson,
    PersonKind,
    PersonName,
    Referral,
    assign_case,
    change_person,
    circle_of,
    declare_independence,
    get_case,
    people_of,
    replace_facilitator,
    submit_referral,
)
from netwerkberaad.demo.stage import Desk, Stage
from netwerkberaad.foundation.access import Permission, system_actor
from netwerkberaad.foundation.messages import Channel, Letter, MessageKind, MessageState, queue_message
from netwerkberaad.social_map import (
    Access,
    EntryContact,
    EntryFacts,
    EntryKind,
    NewEntry,
    add_entry,
    archive_entry,
)
from tests.pages import Visitor
from tests.serving import be_served
from tests.web.moves import stand_moves


def give_away(stage: Stage) -> None:
    """Another request, which the coördinator gives to the gespreksleider, who has not declared anything yet; and a second
    one for the same person.
    """
    house, ilse = stage.house, ContactData(phone="+31600000190")
    with stage.house.store.writing() as session:
        stand_moves(session, house.region_id, now=stage.now)
        actor = stage.staff_actor(session, "hanneke")
        case, _second = [
            submit_referral(
                session,
                actor,
                region_id=house.region_id,
                referral=Referral(municipality="Veere", words="Het gaat niet meer."),
                principals=[NewPerson(PersonName("Ilse", last="Tramper"), PersonKind.PRINCIPAL, ilse)],
                invitees=[],
                urgent=urgent,
                now=stage.now - timedelta(minutes=before),
            )
            for urgent, before in ((True, 1), (False, 0))
        ]
        session.flush()  # the case must be found by its id
        gives = stage.staff_actor(session, "bram")
        given = get_case(session, gives, case.id, Permission.ASSIGN_CASE)
        to = find_staff(session, gives, house.staff["wilma"])
        assign_case(session, gives, case=given, facilitator=to, now=stage.now)


def begin_writing(browser: Visitor, path: str) -> None:
    """A request that is begun and not sent yet."""
    page = browser.get(path)
    button = "Vraag een beraad aan" if path == "/aanmeldingen" else "Begin met opschrijven"
    browser.submit(page, button)


def keep_of_region(desk: Desk, *, words: str) -> None:
    """What a region has of its own: places on the sociale kaart, one in its archive, and what it says of itself."""
    contact = EntryContact("Riet Maljaars")
    hall, swallow = (
        NewEntry(EntryKind.PLACE, EntryFacts(name=name, about=words, access=(Access.WHEELCHAIR,)), contact)
        for name in ("Dorpshuis De Schutse", "Buurthuis De Zwaluw")
    )
    add_entry(desk.session, desk.actor, new=hall, now=desk.now)
    closed = add_entry(desk.session, desk.actor, new=swallow, now=desk.now)
    archive_entry(desk.session, desk.actor, entry=closed, now=desk.now)
    _write_own_texts(desk, words=words)


def _write_own_texts(desk: Desk, *, words: str) -> None:
    """What the region says of itself, everywhere it can."""
    region_id = desk.case.region_id
    for spot in Spot:
        set_own_texts(
            desk.session,
            system_actor(region_id),
            region_id=region_id,
            organisation_id=None,
            spot=spot,
            texts={"nl": words},
            now=desk.now,
        )


def move_somebody(desk: Desk) -> None:
    """Somebody of the circle stands elsewhere on the map than before; and the case went to a colleague and back."""
    session, case, now = desk.session, desk.case, desk.now
    own = get_staff(session, desk.actor.id or case.id)
    assert own is not None
    other = next(one for one in facilitators(session, desk.actor) if one.id != own.id)
    for whom, reason in ((other, "Gemerkt verlof."), (own, "Gemerkte terugkeer.")):
        replace_facilitator(session, desk.actor, case=case, facilitator=whom, reason=reason, now=now)
        session.flush()  # who leads the case must be found by the next query
    declare_independence(session, desk.actor, case=case, words="Gemerkt onafhankelijk.", now=now)
    one = circle_of(people_of(desk.session, desk.case))[0]
    about = replace(one.about, ring=3 if one.about.ring == 4 else 4)
    new = NewPerson(one.name, one.kind, one.contact, about)
    change_person(desk.session, desk.actor, case=desk.case, person=one, new=new, now=desk.now)


def have_post(desk: Desk) -> None:
    """A service for an organisation that leads nothing, a letter that waits for the printer, one that was posted, and a call."""
    session, case = desk.session, desk.case
    region_id, leader = case.region_id, get_staff(session, desk.actor.id or case.id)
    teams = [team.id for team in organisations_of_region(session, desk.actor)]
    other = next(team for team in teams if leader is None or team != leader.organisation_id)
    be_served(session, region_id, Channel.SMS, Channel.LETTER, organisation_id=other, now=desk.now)
    person = next(one for one in people_of(session, case) if not one.is_principal)
    for key, channel, state in (
        ("letter:waits", Channel.LETTER, MessageState.TO_PRINT),
        ("letter:posted", Channel.LETTER, MessageState.SENT),
        ("call:waits", Channel.PHONE, MessageState.TO_TELL),
    ):
        queue_message(
            session,
            key=key,
            kind=MessageKind.INVITATION,
            channel=channel,
            recipient=person.name.full,
            letter=Letter(text="Dag.", html="<article class='letter'><p>Dag.</p></article>"),
            region_id=region_id,
            scope_id=person.id,
            case_id=case.id,
            person_id=person.id,
            not_before=desk.now,
            now=desk.now,
        ).state = state
