"""Writing the plan at the table in a real browser, with a server that fails in the middle."""

import random
import shutil
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import select

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import BeraadKind, Place, open_table, plan_beraad
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import Commitment, Every, save_goal
from tests.builders import PASSWORD, World, build_case, member
from tests.journeys.live_plan import LiveServer

pytestmark = pytest.mark.browser
EVENING = datetime(2026, 3, 26, 18, 0, tzinfo=UTC)
FIRST = "Ik haal Fenna en Bas elke woensdag uit school."
SECOND = "Ik bel elke zondag om acht uur eerst met Rik."
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for this file."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


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


def _at_the_table(browser: Browser, server: LiveServer, world: World, case_id: uuid.UUID) -> Page:
    page = browser.new_page()
    page.goto(f"{server.url}/inloggen")
    page.get_by_label("Mailadres").fill(world.facilitator.profile.mail)
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
    page = _at_the_table(chromium, server, sqlite_world, table)
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
    one = _at_the_table(chromium, server, sqlite_world, table)
    other = _at_the_table(chromium, server, sqlite_world, table)
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
    page = _at_the_table(chromium, server, sqlite_world, table)
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


@pytest.mark.slow
def test_three_who_type_while_the_line_is_cut_and_the_server_dies_lose_nothing_and_double_nothing(
    chromium: Browser, server: LiveServer, sqlite_world: World, sqlite_store: Store, table: uuid.UUID
) -> None:
    draw = random.Random(20260326)
    pages = [_at_the_table(chromium, server, sqlite_world, table) for _one in range(3)]
    written: list[str] = []
    promised: set[str] = set()
    for turn in range(6):
        who = draw.randrange(3)
        page, text = pages[who], f"Ik doe ding {turn} van {who}."
        written.append(text)
        form = page.get_by_role("form", name="Nieuwe regel").last
        form.get_by_label("Wat ga ik doen?").fill(text)
        fate = draw.choice(("cut", "kill", "calm"))
        if fate == "cut":
            page.context.set_offline(True)
        elif fate == "kill":
            server.kill()
        form.get_by_label("Wie", exact=True).select_option(label=draw.choice(("Joke", "Kees")))
        form.get_by_role("button", name="Volgende regel").click()
        promised |= {one for one in written if one in _texts(sqlite_store, table)}
        if fate == "cut":
            page.context.set_offline(False)
        elif fate == "kill":
            server.start()
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
