"""Consent at the door: asked by a link, given or refused there, taken back with effect at once."""

import uuid
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import (
    About,
    Case,
    NewPerson,
    change_person,
    people_of,
)
from netwerkberaad.cases.conditions import CustodyContent, record_custody
from netwerkberaad.cases.consents import ConsentContent, ask_consent, consents_of, speaker
from netwerkberaad.cases.people import HowGiven
from netwerkberaad.cases.sight import Opened, SharedPart, open_to, who_sees_what
from netwerkberaad.flows import today_for
from netwerkberaad.flows.today_lines import What
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.foundation.messages import MessageKind, OutboxMessage
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import permits_of
from tests.builders import World, person_called
from tests.pages import Page, Visitor
from tests.web.door_setting import Door, build_door

ITEM = "Fatma leest het hele plan."
ROOM = "gegevens/toestemming"


@pytest.fixture
def door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """Marloes is thirteen here and Rik has gezag; whether Fatma may read the plan is asked."""
    door = build_door(app, sqlite_store, clock, sqlite_world)
    actor, now = actor_for(door.world.facilitator), clock.now()
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        child, holder = person_called(session, case, "Marloes"), person_called(session, case, "Rik")
        about = NewPerson(child.name, child.kind, child.contact, About(born=date(2012, 5, 1)))
        change_person(session, actor, case=case, person=child, new=about, now=now)
        record_custody(
            session, actor, case=case, child=child, holder=holder, content=CustodyContent(), now=now
        )
    _ask(door, ITEM, plan=True)
    return door


def _ask(door: Door, item: str, *, plan: bool = False) -> None:
    actor, now = actor_for(door.world.facilitator), door.clock.now()
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        child, fatma = person_called(session, case, "Marloes"), person_called(session, case, "Fatma")
        content = ConsentContent(item, plan=plan)
        ask_consent(session, actor, case=case, subject=child, recipient=fatma, content=content, now=now)


def _views(door: Door) -> list[tuple[str, list[str]]]:
    """Of each consent where it stands, and what was said: who and what."""
    with door.store.reading() as session:
        case = session.get_one(Case, door.case.id)
        names = {person.id: person.name.short for person in people_of(session, case)}
        return [
            (
                view.state.standing.value,
                [
                    f"{names[key]} {word.content.said.value}"
                    for word in view.words
                    if isinstance(key := speaker(word), uuid.UUID)
                ],
            )
            for view in consents_of(session, case, on=local(door.clock.now()).date())
        ]


def _link(door: Door, who: str, item: str = ITEM, way: str = "zelf", status: int | None = None) -> Page:
    desk = Visitor(door.app)
    desk.sign_in(door.world.facilitator)
    listed = desk.get(f"/casussen/{door.case.id}/{ROOM}")
    form = desk.get(listed.link(f"Vraag met een link {item}"))
    with door.store.reading() as session:
        key = str(person_called(session, session.get_one(Case, door.case.id), who).id)
    if status is None:
        return desk.submit(form, "Maak de link", {"who": key, "way": way})
    return desk.submit(form, "Maak de link", {"who": key, "way": way}, status=status)


def _enter(door: Door, who: str) -> tuple[Visitor, Page]:
    """Somebody opens the question and proves who they are."""
    visitor, _asked = door.enter(who, LinkPurpose.CONSENT)
    page = door.prove(visitor, who, "/p/toestemming")
    return visitor, visitor.get(page.link(f"Zeg ja of nee {ITEM}"))


def test_a_link_leads_to_the_question_once_who_asks_is_proven(door: Door) -> None:
    shown = _link(door, "Rik")
    path = next(word for word in shown.text.split() if "/p/" in word).split("localhost:8000")[1]
    visitor = Visitor(door.app)
    proof = visitor.submit(visitor.get(path), "Open het bericht")
    assert proof.path.startswith("/p/bewijs")
    assert ITEM not in proof.text
    asked = visitor.submit(proof, "Stuur mij de code")
    page = visitor.submit(asked, "Verder", {"code": door.code_for("Rik")})
    assert page.h1 == "Vindt u dit goed?"
    assert ITEM in page.text
    assert "Voor: Fatma Yıldız · Over: Marloes" in page.text
    assert _views(door) == [("missing", ["Rik asked"])]


def test_a_yes_of_both_gives_it_and_taking_it_back_holds_at_once(door: Door) -> None:
    child, page = _enter(door, "Marloes")
    child.submit(page, "Verstuur", {"answer": "yes"})
    door.clock.advance(timedelta(minutes=1))
    visitor, page = _enter(door, "Rik")
    done = visitor.submit(page, "Verstuur", {"answer": "yes"})
    assert "Dit geldt vanaf nu" in done.text
    door.clock.advance(timedelta(minutes=1))
    assert _views(door)[0][0] == "given"
    _open_plan_to_fatma(door)
    assert _plan_of_fatma(door) is SharedPart.WHOLE
    again = visitor.get(done.link(f"Verander {ITEM}"))
    assert "U trekt uw ja in. Dat geldt meteen." in again.text
    done = visitor.submit(again, "Verstuur", {"answer": "no", "text": "Toch niet."})
    assert "U trok uw ja in" in done.text
    assert _views(door) == [("refused", ["Marloes yes", "Rik yes", "Rik withdrawn"])]
    assert _plan_of_fatma(door) is SharedPart.OWN


def _open_plan_to_fatma(door: Door) -> None:
    actor, now = actor_for(door.world.facilitator), door.clock.now()
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        member = person_called(session, case, "Fatma")
        for first in ("Marloes", "Rik"):
            open_to(
                session,
                actor,
                case=case,
                principal=person_called(session, case, first),
                member=member,
                opened=Opened(plan=SharedPart.WHOLE),
                how=HowGiven.IN_PERSON,
                now=now,
            )


def _plan_of_fatma(door: Door) -> SharedPart:
    with door.store.reading() as session:
        case = session.get_one(Case, door.case.id)
        seen = who_sees_what(session, case, people_of(session, case), now=door.clock.now())
        return seen[person_called(session, case, "Fatma").id].opened.plan


def test_a_no_changes_nothing_else(door: Door) -> None:
    door.clock.advance(timedelta(minutes=1))
    _ask(door, "De trainer hoort dat ze later komt.")
    with door.store.reading() as session:
        case = session.get_one(Case, door.case.id)
        people = people_of(session, case)
        before = (
            permits_of(session, case, people),
            who_sees_what(session, case, people, now=door.clock.now()),
            case.phase,
            _told(session),
        )
    visitor, _page = door.enter("Marloes", LinkPurpose.CONSENT)
    page = door.prove(visitor, "Marloes", "/p/toestemming")
    question = visitor.get(page.link("Zeg ja of nee De trainer hoort dat ze later komt."))
    visitor.submit(question, "Verstuur", {"answer": "no"})
    assert _views(door) == [("missing", []), ("refused", ["Marloes no"])]
    with door.store.reading() as session:
        case = session.get_one(Case, door.case.id)
        people = people_of(session, case)
        after = (
            permits_of(session, case, people),
            who_sees_what(session, case, people, now=door.clock.now()),
            case.phase,
            _told(session),
        )
    assert before == after


def _told(session: Session) -> int:
    """How many messages there are, apart from the codes to come in with."""
    return sum(row.kind is not MessageKind.PROOF for row in session.scalars(select(OutboxMessage)))


def test_the_same_answer_twice_is_one(door: Door) -> None:
    visitor, page = _enter(door, "Rik")
    visitor.submit(page, "Verstuur", {"answer": "no", "text": "Liever niet."})
    visitor.submit(visitor.get(page.path), "Verstuur", {"answer": "no", "text": "Liever niet."})
    assert _views(door) == [("refused", ["Rik no"])]


def test_nothing_chosen_is_said_beside_the_field_and_keeps_the_words(door: Door) -> None:
    visitor, page = _enter(door, "Rik")
    refused = visitor.submit(page, "Verstuur", {"text": "Nou ja."}, status=422)
    assert "Kies ja of nee." in " ".join(refused.errors)
    assert "Nou ja." in refused.text


def test_who_decides_nothing_sees_nothing_of_it(door: Door) -> None:
    visitor, _page = door.enter("Fatma", LinkPurpose.CONSENT)
    page = door.prove(visitor, "Fatma", "/p/toestemming")
    assert ITEM not in page.text
    assert "Uw toestemming" not in visitor.get("/p/welkom").text
    with door.store.reading() as session:
        (view,) = consents_of(session, session.get_one(Case, door.case.id), on=local(door.clock.now()).date())
    visitor.get(f"/p/toestemming/{view.consent.id}", status=404)


def test_nobody_reads_what_another_said(door: Door) -> None:
    visitor, page = _enter(door, "Marloes")
    visitor.submit(page, "Verstuur", {"answer": "yes", "text": "Van mij mag het."})
    _rik, asked = _enter(door, "Rik")
    assert "Van mij mag het." not in asked.text
    assert "Marloes zei" not in asked.text


def test_an_answer_stands_on_today_until_it_was_read(door: Door) -> None:
    visitor, page = _enter(door, "Rik")
    visitor.submit(page, "Verstuur", {"answer": "yes"})
    assert _waiting(door) == ["Rik"]
    desk = Visitor(door.app)
    desk.sign_in(door.world.facilitator)
    listed = desk.get(f"/casussen/{door.case.id}/{ROOM}")
    assert "Rik: zei ja, met de eigen link" in listed.text
    desk.submit(listed, f"Gezien {ITEM}")
    assert _waiting(door) == []


def _waiting(door: Door) -> list[str]:
    with door.store.reading() as session:
        lines = today_for(session, actor_for(door.world.facilitator), now=door.clock.now()).answers
        return [line.who for line in lines if line.what is What.CONSENT_TOLD]


def test_a_mail_tells_nothing_and_a_new_link_ends_the_one_before(door: Door) -> None:
    for _time in range(2):
        _link(door, "Rik", way="bericht")
        door.clock.advance(timedelta(minutes=1))
    with door.store.reading() as session:
        rows = [row for row in session.scalars(select(OutboxMessage)) if row.kind is MessageKind.CONSENT]
        states = [row.state.value for row in rows]
        assert sorted(states) == ["cancelled", "waiting"]
        letter = next(row.letter for row in rows if row.state.value == "waiting")
        assert "Fatma" not in letter.text + letter.subject
        assert "plan" not in letter.text + letter.subject


def test_who_is_left_out_for_danger_gets_no_link_and_is_shown_nothing(door: Door) -> None:
    door.clock.advance(timedelta(minutes=1))
    actor, now = actor_for(door.world.facilitator), door.clock.now()
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        child, holder = person_called(session, case, "Marloes"), person_called(session, case, "Rik")
        danger = CustodyContent(not_asked=True, not_asked_by="Wilma", not_asked_reason="Geweld.")
        record_custody(session, actor, case=case, child=child, holder=holder, content=danger, now=now)
    with pytest.raises(AssertionError, match="422"):
        _link(door, "Rik")
    visitor, _page = door.enter("Rik", LinkPurpose.CONSENT)
    assert ITEM not in door.prove(visitor, "Rik", "/p/toestemming").text


def test_at_twelve_a_child_is_asked_too(door: Door) -> None:
    with door.store.reading() as session:
        case = session.get_one(Case, door.case.id)
        child = person_called(session, case, "Marloes")
        for day, asked in ((date(2024, 4, 30), False), (date(2024, 5, 1), True)):
            (view,) = consents_of(session, case, on=day)
            assert (child.id in view.asked) is asked
