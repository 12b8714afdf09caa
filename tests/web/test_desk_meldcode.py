"""Meldcode: opened with a reason, read after a fresh proof by the one who opened it, and by nobody else on any page."""

from datetime import timedelta

from sqlalchemy import select

from netwerkberaad.accounts import Staff, actor_for
from netwerkberaad.cases import Case
from netwerkberaad.cases.meldcode import Meldcode, MeldcodeStep
from netwerkberaad.flows import open_emergency
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.vault import ScopeKey, destroy_case_keys
from tests.builders import PASSWORD
from tests.pages import Visitor
from tests.walking import Walk
from tests.web.desk_setting import Desk, path_of

_WHY = "Ilyas had een blauwe plek."
_SAW = "Hij zei dat papa boos was op de deur."


def _note(desk: Desk, case: Case, staff: Staff | None = None) -> Visitor:
    browser = desk.sign_in(staff)
    page = browser.get(path_of(case, "meldcode"))
    opened = browser.submit(page, "Open de meldcode", {"reason": _WHY})
    form = browser.get(opened.link("Leg een stap vast"))
    browser.submit(form, "Leg vast", {"step": "signals", "text": _SAW, "by": "juf Tess"})
    return browser


def test_a_professional_opens_it_with_a_reason_and_keeps_the_five_steps(desk: Desk) -> None:
    case = desk.case()
    browser = desk.sign_in()
    link = browser.get(path_of(case)).link("Meldcode")
    page = browser.get(link)
    assert any("Schrijf op waarom" in one for one in browser.submit(page, "Open", {}, status=422).errors)
    opened = browser.submit(page, "Open de meldcode", {"reason": _WHY})
    form = browser.get(opened.link("Leg een stap vast"))
    refused = browser.submit(form, "Leg vast", {"step": "deciding", "text": "Alles bij elkaar."}, status=422)
    assert any("Kies wat u besluit" in error for error in refused.errors)
    kept = browser.submit(refused, "Leg vast", {"decision": "both"})
    assert "Melden, en hulp organiseren" in kept.text
    assert (desk.count(Meldcode, case), desk.count(MeldcodeStep, case)) == (1, 1)


def test_after_ten_minutes_it_asks_again_who_looks(desk: Desk) -> None:
    case = desk.case()
    browser = _note(desk, case)
    assert _SAW in browser.get(path_of(case, "meldcode")).text
    desk.clock.advance(timedelta(minutes=11))
    asked = browser.get(path_of(case, "meldcode"))
    assert _SAW not in asked.text
    assert asked.path.startswith("/account/bewijs")
    assert _SAW in browser.submit(asked, "Ga verder", {"code": PASSWORD}).text


def test_nobody_else_reads_it_on_any_page_nor_sees_that_it_is_there(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = _note(desk, case)
    world = desk.world
    with desk.store.writing() as session:
        other = actor_for(session.get_one(Staff, world.other_facilitator.id))
        here = session.get_one(Case, case.id)
        open_emergency(session, other, case=here, reason="Spoed.", base_url="", now=desk.clock.now())
    own = Walk(desk.app, browser)
    shown = [page.path for page in own.pages("/vandaag", path_of(case)) if _SAW in page.text]
    assert shown == [path_of(case, "meldcode")]
    for staff in (
        world.other_facilitator,
        world.referrer,
        world.coordinator,
        world.privacy_officer,
        world.admin,
    ):
        visitor = desk.sign_in(staff)
        walk = Walk(desk.app, visitor)
        starts = (path_of(case), f"/aanmeldingen/{case.id}", "/account")
        for page in walk.pages(*[start for start in starts if visitor.client.get(start).status_code == 200]):
            assert _SAW not in page.text
            assert _WHY not in page.text
    for staff in (world.other_facilitator, world.coordinator, world.privacy_officer):
        desk.sign_in(staff).get(path_of(case, "meldcode"), status=404)
    assert "meldcode" not in browser.get(path_of(case, "geschiedenis")).text.casefold()


def test_the_aanmelder_has_one_apart_in_which_the_case_is_not_shown(desk: Desk) -> None:
    case = desk.case()
    _note(desk, case)
    referrer = desk.sign_in(desk.world.referrer)
    receipt = referrer.get(f"/aanmeldingen/{case.id}")
    page = referrer.get(receipt.link("Meldcode"))
    assert _WHY not in page.text
    opened = referrer.submit(page, "Open de meldcode", {"reason": "Zelf gezien."})
    assert _SAW not in opened.text
    assert desk.count(Meldcode, case) == 2
    referrer.get(path_of(case), status=404)


def test_each_look_is_on_record_with_an_event_of_its_own(desk: Desk) -> None:
    case = desk.case()
    _note(desk, case)
    with desk.store.reading() as session:
        actions = set(session.scalars(select(AuditEntry.action).where(AuditEntry.case_id == case.id)))
    assert {"meldcode.opened", "meldcode.read", "meldcode.step_recorded"} <= actions


def test_its_key_is_its_own_and_goes_with_the_case(desk: Desk) -> None:
    case = desk.case()
    _note(desk, case)
    with desk.store.writing() as session:
        own = session.scalars(select(Meldcode.id)).one()
        key = session.get_one(ScopeKey, own)
        assert (key.parent_id, key.kind.value) == (case.id, "meldcode")
        destroy_case_keys(session, case.id)
        assert session.scalar(select(ScopeKey.id).where(ScopeKey.id == own)) is None
