"""Writing the plan at the table in a real browser, with a server that fails in the middle."""

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select

from netwerkberaad.accounts import Staff, actor_for
from netwerkberaad.beraden import BeraadKind, FamilyProposal, Place, open_table, plan_beraad
from netwerkberaad.cases.standing import arrange_cover, case_to_cover, declare_cover
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import Commitment, Every, save_goal
from tests.builders import PASSWORD, World, build_case, member
from tests.journeys.live_plan import LiveServer

pytestmark = pytest.mark.browser
EVENING = datetime(2026, 3, 26, 18, 0, tzinfo=UTC)
FIRST = "Ik haal Fenna en Bas elke woensdag uit school."
SECOND = "Ik bel elke zondag om acht uur eerst met Rik."


@pytest.fixture
def table(sqlite_store: Store, sqlite_world: World, clock: MovableClock) -> uuid.UUID:
    """A case with an open table and one goal; its id."""
    actor = actor_for(sqlite_world.facilitator)
    with sqlite_store.writing() as session:
        people = [member(), member("Kees", "Wisse", mail="kees@example.nl", relation="opa")]
        case = build_case(session, sqlite_world, clock, approved=True, invitees=people)
        clock.move_to(EVENING)
        beraad = plan_beraad(
            session,
            actor,
            case=case,
            kind=BeraadKind.NETWERKBERAAD,
            starts_at=clock.now() + timedelta(minutes=10),
            minutes=165,
            place=Place(name="De Meeuwen"),
            now=clock.now(),
        )
        session.flush()  # the table is opened on this row
        open_table(session, actor, case=case, beraad=beraad, now=clock.now())
        save_goal(
            session,
            actor,
            case=case,
            goal_id=uuid.uuid4(),
            text="Zonder ruzie op de stoep.",
            words_of=None,
            position=0,
            revision=0,
            now=clock.now(),
        )
    return case.id


@pytest.fixture
def server(table: uuid.UUID, tmp_path: Path, clock: MovableClock) -> Iterator[LiveServer]:
    """A server over the database of this test."""
    running = LiveServer(tmp_path / "test.sqlite", tmp_path, clock.now())
    running.start()
    yield running
    running.kill()


@pytest.fixture
def helper(sqlite_store: Store, sqlite_world: World, clock: MovableClock, table: uuid.UUID) -> Staff:
    """A colleague who works on the case too, in these days."""
    today, colleague = clock.now().date(), sqlite_world.other_facilitator
    with sqlite_store.writing() as session:
        leader = actor_for(sqlite_world.facilitator)
        arrange_cover(session, leader, cover=colleague, first=today, last=today, now=clock.now())
    with sqlite_store.writing() as session:
        case, cover = case_to_cover(session, actor_for(colleague), table, now=clock.now())
        words = "Ik ken niemand."
        declare_cover(session, actor_for(colleague), case=case, cover=cover, words=words, now=clock.now())
    return colleague


def _at_the_table(browser: Browser, server: LiveServer, staff: Staff, case_id: uuid.UUID) -> Page:
    page = browser.new_page()
    page.goto(f"{server.url}/inloggen")
    page.get_by_label("Mailadres").fill(staff.profile.mail)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.goto(f"{server.url}/casussen/{case_id}/beraad/tafel")
    return page


def _line(page: Page, name: str, text: str) -> None:
    form = page.get_by_role("form", name="Nieuwe regel").last
    form.get_by_label("Wie", exact=True).select_option(label=name)
    form.get_by_label("Wat ga ik doen?").fill(text)


def _texts(store: Store, case_id: uuid.UUID) -> list[str]:
    with store.reading() as session:
        rows = list(session.scalars(select(Commitment).where(Commitment.case_id == case_id)))
        return sorted(row.words.text for row in rows)


def test_a_line_that_says_saved_survives_a_crash_and_one_that_does_not_is_saved_when_the_server_is_back(
    chromium: Browser, server: LiveServer, sqlite_world: World, sqlite_store: Store, table: uuid.UUID
) -> None:
    page = _at_the_table(chromium, server, sqlite_world.facilitator, table)
    _line(page, "Joke", FIRST)
    expect(page.locator(".edit-state", has_text="bewaard").first).to_have_text("bewaard")
    server.kill()
    assert _texts(sqlite_store, table) == [FIRST]

    page.get_by_role("button", name="Volgende regel").first.click()
    _line(page, "Kees", SECOND)
    expect(page.locator(".edit-state", has_text="nog niet bewaard")).to_be_visible()
    expect(page.locator("#save-state")).to_contain_text("Nog niet bewaard")
    assert _texts(sqlite_store, table) == [FIRST]

    server.start()
    expect(page.locator("#save-state")).to_contain_text("Bewaard om", timeout=60_000)
    page.reload()
    expect(page.locator("summary", has_text=FIRST)).to_have_count(1)
    expect(page.locator("summary", has_text=SECOND)).to_have_count(1)
    assert _texts(sqlite_store, table) == sorted([FIRST, SECOND])
    page.close()


def test_two_people_who_write_at_once_see_each_others_lines_and_choose_between_two_texts(
    chromium: Browser, server: LiveServer, sqlite_world: World, sqlite_store: Store, table: uuid.UUID
) -> None:
    one = _at_the_table(chromium, server, sqlite_world.facilitator, table)
    other = _at_the_table(chromium, server, sqlite_world.facilitator, table)
    _line(one, "Joke", FIRST)
    one.get_by_role("button", name="Volgende regel").first.click()
    shown = other.locator("summary", has_text=FIRST)
    expect(shown).to_be_visible(timeout=30_000)

    shown.click()
    field = other.get_by_role("form", name="Regel van Joke").get_by_label("Wat ga ik doen?")
    expect(one.locator("summary", has_text=FIRST)).to_be_visible(timeout=30_000)
    one.locator("summary", has_text=FIRST).click()
    mine = one.get_by_role("form", name="Regel van Joke").get_by_label("Wat ga ik doen?")
    mine.fill("Ik haal ze op maandag.")
    expect(one.get_by_role("form", name="Regel van Joke").locator(".edit-state")).to_have_text("bewaard")
    field.fill("Ik haal ze op dinsdag.")
    choice = other.get_by_role("alert").filter(has_text="Ik haal ze op maandag.")
    expect(choice).to_contain_text("Ik haal ze op dinsdag.", timeout=30_000)
    choice.get_by_role("button", name="Houd mijn tekst").click()
    expect(other.get_by_role("form", name="Regel van Joke").locator(".edit-state")).to_have_text("bewaard")
    assert _texts(sqlite_store, table) == ["Ik haal ze op dinsdag."]
    one.close()
    other.close()


def test_a_sentence_becomes_a_whole_promise_with_two_keys_more(
    chromium: Browser, server: LiveServer, sqlite_world: World, sqlite_store: Store, table: uuid.UUID
) -> None:
    page = _at_the_table(chromium, server, sqlite_world.facilitator, table)
    field = page.get_by_role("form", name="Nieuwe regel").last.get_by_label("Wat ga ik doen?")
    field.fill("Kees: ik breng Sem elke dinsdag om 8 uur")
    expect(page.get_by_role("button", name="Neem over: Kees, elke dinsdag, om 08.00 uur")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Ik breng Sem elke dinsdag om 8 uur")
    expect(page.get_by_role("button", name="Volgende regel").first).to_be_focused()
    with sqlite_store.reading() as session:
        [line] = session.scalars(select(Commitment).where(Commitment.case_id == table))
        assert (line.every, line.words.text) == (Every.WEEK, "Ik breng Sem elke dinsdag om 8 uur")
    page.close()


def _lose(page: Page, server: LiveServer, fate: str) -> None:
    """What a page sends next goes wrong: before it leaves, at the server, or on the way back."""
    match fate:
        case "cut":
            page.context.set_offline(True)
        case "kill":
            server.kill()
        case "no answer":
            page.route("**/*", _answer_nothing)


def _answer_nothing(route: Route) -> None:
    route.fetch()
    route.abort()


def _restore(page: Page, server: LiveServer, fate: str) -> None:
    page.unroute_all()
    page.context.set_offline(False)
    if fate == "kill":
        server.start()


@pytest.mark.slow
def test_what_the_family_writes_on_its_device_is_kept_once_whatever_goes_wrong(
    chromium: Browser, server: LiveServer, sqlite_world: World, sqlite_store: Store, table: uuid.UUID
) -> None:
    draw = random.Random(20260327)
    desk = _at_the_table(chromium, server, sqlite_world.facilitator, table)
    desk.get_by_role("button", name="Maak een link").click()
    family = chromium.new_page()
    address = desk.locator("dd").first.text_content()
    desk.get_by_role("button", name="Begin de besloten tijd").click()
    family.goto(str(address).strip())
    written = [f"Wens {number} van ons." for number in range(6)]
    for text in written:
        family.get_by_label("Iets dat we willen bereiken").check()
        family.get_by_label("In uw eigen woorden").fill(text)
        fate = draw.choice(("cut", "kill", "no answer", "calm"))
        _lose(family, server, fate)
        family.get_by_role("button", name="Bewaar").click(no_wait_after=True)
        if fate != "calm":
            expect(family.locator("#main-frame-error")).to_be_attached()
            _restore(family, server, fate)
            family.reload()
        expect(family.get_by_text("Bewaard. Schrijf er nog een")).to_be_visible()
    with sqlite_store.reading() as session:
        kept = session.scalars(select(FamilyProposal).where(FamilyProposal.case_id == table))
        assert [one.text for one in sorted(kept, key=lambda one: one.position)] == written
    for page in (family, desk):
        page.close()


@pytest.mark.slow
def test_three_who_type_while_the_line_is_cut_and_the_server_dies_lose_nothing_and_double_nothing(
    chromium: Browser,
    server: LiveServer,
    sqlite_world: World,
    sqlite_store: Store,
    table: uuid.UUID,
    helper: Staff,
) -> None:
    draw = random.Random(20260326)
    leader = sqlite_world.facilitator
    pages = [_at_the_table(chromium, server, staff, table) for staff in (leader, helper, leader)]
    written: list[str] = []
    promised: set[str] = set()
    for turn in range(6):
        who = draw.randrange(3)
        page, text = pages[who], f"Ik doe ding {turn} van {who}."
        written.append(text)
        form = page.get_by_role("form", name="Nieuwe regel").last
        form.get_by_label("Wat ga ik doen?").fill(text)
        fate = draw.choice(("cut", "kill", "no answer", "calm"))
        _lose(page, server, fate)
        form.get_by_label("Wie", exact=True).select_option(label=draw.choice(("Joke", "Kees")))
        form.get_by_role("button", name="Volgende regel").click()
        promised |= {one for one in written if one in _texts(sqlite_store, table)}
        _restore(page, server, fate)
        expect(page.locator("#save-state")).to_contain_text("Bewaard om", timeout=60_000)
        promised.add(text)
        kept = _texts(sqlite_store, table)
        assert promised <= set(kept)
        assert len(kept) == len(set(kept))
    for page in pages:
        expect(page.locator("#save-state")).to_contain_text("ewaard", timeout=60_000)
        page.reload()
        for text in written:
            expect(page.locator("summary", has_text=text)).to_have_count(1)
        page.close()
    assert _texts(sqlite_store, table) == sorted(written)
