"""The pages about safety and the meldcode: without violations of axe, and whole on a phone."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases.conditions import ConditionContent, set_condition
from netwerkberaad.cases.meldcode import Decision, Step, StepContent, open_meldcode, record_step
from netwerkberaad.foundation.vault import Store
from tests.builders import PASSWORD, World, build_case
from tests.journeys.browsing import computer
from tests.journeys.house import House
from tests.journeys.screens import Gallery

pytestmark = pytest.mark.browser
PICTURES = Path(__file__).parents[2] / "test-output" / "safety"


def test_the_pages_about_safety_fit_a_phone_and_break_no_rule_of_axe(
    chromium: Browser, house: House, sqlite_world: World, sqlite_store: Store
) -> None:
    with sqlite_store.writing() as session:
        case = build_case(session, sqlite_world, house.clock, approved=True, urgent=True, safe=False)
        wilma, now = actor_for(sqlite_world.facilitator), house.clock.now()
        open_meldcode(session, wilma, case=case, reason="De buurvrouw hoort geschreeuw.", now=now)
        session.flush()  # it must be found by the next query
        for step, decision in ((Step.SIGNALS, Decision.NONE), (Step.DECIDING, Decision.BOTH)):
            text = "Een blauwe plek op de arm, en stil in de klas."
            content = StepContent(step, (now - timedelta(days=1)).date(), "juf Tess", text, decision)
            record_step(session, wilma, case=case, content=content, now=now)
        floor = ConditionContent("Ieder slaapt veilig.", by="Annelies Provoost")
        set_condition(session, wilma, case=case, content=floor, now=now)
    gallery = Gallery(PICTURES, narrow=True)
    page = computer(chromium).new_page()
    page.goto(f"{house.url}/inloggen")
    page.get_by_label("Mailadres").fill(sqlite_world.facilitator.profile.mail)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    for room in (
        "meldcode",
        "meldcode/stap",
        "veiligheid",
        "veiligheid/spoed",
        "uitnodigen",
        "beraad/plannen",
    ):
        page.goto(f"{house.url}/casussen/{case.id}/{room}")
        gallery.look(page, "wilma")
    page.context.close()
