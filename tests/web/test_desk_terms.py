"""What the aanmelder needs at least, answered line by line; silence is seen by the family too."""

from datetime import timedelta

import pytest
from flask import Flask

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case
from netwerkberaad.cases.conditions import set_minimum
from netwerkberaad.flows import accept_plan
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import open_draft, set_evaluation, set_reason
from netwerkberaad.plans.model import EvaluationHow
from tests.builders import World
from tests.pages import Visitor
from tests.web.door_setting import BASE, Door, build_door, fix_plan

SCHOOL, SLEEP = "De kinderen gaan elke dag naar school.", "Er slaapt altijd iemand thuis."


@pytest.fixture
def door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """A plan that was fixed in a case with two terms."""
    found = build_door(app, sqlite_store, clock, sqlite_world)
    with sqlite_store.writing() as session:
        case = session.get_one(Case, found.case.id)
        actor = actor_for(sqlite_world.facilitator)
        set_minimum(session, actor, case=case, text=f"- {SCHOOL}\n\n• {SLEEP}", now=clock.now())
    fix_plan(found)
    return found


def _signed_in(door: Door, who: str) -> Visitor:
    visitor = Visitor(door.app)
    visitor.sign_in(getattr(door.world, who))
    return visitor


def _plan_of(door: Door, first: str) -> str:
    visitor, _asked = door.enter(first, LinkPurpose.PLAN)
    return door.prove(visitor, first).text


def test_the_aanmelder_answers_each_line_and_the_family_reads_it(door: Door) -> None:
    aanmelder = _signed_in(door, "referrer")
    receipt = aanmelder.get(f"/aanmeldingen/{door.case.id}")
    assert "De aanmelder antwoordt uiterlijk" in receipt.text
    page = aanmelder.get(receipt.link("Antwoord"))
    refused = aanmelder.submit(page, "Verstuur", {"met-0": "yes", "met-1": "no"}, status=422)
    assert refused.errors == [f"Wilt u er iets bij zeggen? {SLEEP}: Schrijf op waarom."]
    aanmelder.submit(page, "Verstuur", {"met-0": "yes", "met-1": "no", "words-1": "Op zondag niemand."})
    family = _plan_of(door, "Marloes")
    assert f"{SCHOOL} ja, dit staat erin" in family
    assert f"{SLEEP} nee ‘Op zondag niemand.’" in family
    assert SCHOOL not in _plan_of(door, "Joke")


def test_silence_is_seen_by_the_family_and_the_answer_is_taken_down_by_phone(door: Door) -> None:
    door.clock.advance(timedelta(days=8))
    assert "De aanmelder gaf geen antwoord vóór" in _plan_of(door, "Marloes")
    wilma = _signed_in(door, "facilitator")
    plan = wilma.get(f"/casussen/{door.case.id}/plan")
    assert "De aanmelder gaf geen antwoord vóór" in plan.text
    page = wilma.get(plan.link("Leg het antwoord vast"))
    told = wilma.submit(page, "Leg vast", {"met-0": "yes", "met-1": "yes", "via": "phone"})
    assert "Beantwoord op" in told.text


def test_a_next_version_asks_only_what_is_new(door: Door) -> None:
    wilma, case = _signed_in(door, "facilitator"), door.case
    page = wilma.get(f"/casussen/{case.id}/plan/aanmelder")
    wilma.submit(page, "Leg vast", {"met-0": "yes", "met-1": "yes", "via": "phone"})
    actor, now = actor_for(door.world.facilitator), door.clock.now()
    with door.store.writing() as session:
        row = session.get_one(Case, case.id)
        set_minimum(session, actor, case=row, text=f"{SCHOOL}\nDe huur is betaald.", now=now)
        open_draft(session, actor, case=row, now=now)
        session.flush()  # what comes next is put in the draft
        set_reason(session, actor, case=row, reason="De huur.", now=now)
        at = now + timedelta(days=90)
        set_evaluation(session, actor, case=row, at=at, how=EvaluationHow.MEETING, now=now)
        session.flush()  # the plan is read as it stands
        accept_plan(session, actor, case=row, base_url=BASE, now=now)
    text = wilma.get(f"/casussen/{case.id}/plan").text
    assert f"{SCHOOL} ja, dit staat erin" in text
    assert "De huur is betaald. nog geen antwoord" in text
