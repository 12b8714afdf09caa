"""The pages of the desk from the beraad on: day and place, the table, the plan, follow-up and closing."""

from collections.abc import Iterable, Mapping
from datetime import date

from playwright.sync_api import Locator, expect

from netwerkberaad.demo.scenario import Aim, Promise
from netwerkberaad.web.kit.plan_words import EVERY_NAMES
from tests.journeys.desk_pages import Desk

SAVED = "bewaard"


class Meeting(Desk):
    """Day and place, and the way to the table."""

    def plan(self, day: date, wall: str, place: str, address: str, why: str) -> None:
        """Choose day and place."""
        self.room("Beraad")
        self.follow("Kies dag en plek", within=self.page.get_by_role("main"))
        self.fill("Dag", day.isoformat())
        self.fill("Begint om", wall)
        self.fill("Plek", place)
        self.fill("Adres", address)
        self.fill("Waarom deze plek", why)
        self.press("Bewaar")

    def announce(self) -> None:
        """Tell it to everybody."""
        self.press("Vertel het iedereen")

    def open_table(self) -> None:
        """Sit down."""
        self.press("Open de tafel")


class Writing(Desk):
    """Any page on which the plan is written."""

    def write_line(self, aim: Aim, promise: Promise, names: Mapping[str, str], first: date | None) -> None:
        """Write a commitment below its goal; it is saved while one types."""
        empty = self.goal(aim).locator("[data-item]").filter(has=self.page.get_by_label("Nieuwe regel")).last
        # By its own id: while one writes, a next empty line may come in below.
        form = self.page.locator(f"[data-item='{empty.get_attribute('data-item')}'] form")
        if not form.is_visible():
            self.goal(aim).get_by_text("Regel erbij").last.click()
        form.get_by_label("Wie", exact=True).select_option(label=names[promise.owners[0]])
        form.get_by_label("Wat ga ik doen?").fill(promise.text)
        form.get_by_label("Wanneer", exact=True).fill(promise.when)
        form.get_by_label("Wie kijkt mee?").select_option(label=names[promise.checker])
        write_rhythm(form, promise, first)
        for owner in promise.owners[1:]:
            form.get_by_role("group", name="Samen met").get_by_label(names[owner]).check()
        form.get_by_label("Als het niet lukt").fill(promise.if_not)
        if promise.backup:
            form.get_by_label("Wie neemt het dan over?").select_option(label=names[promise.backup])
        expect(form.locator(".edit-state")).to_have_text(SAVED)
        form.get_by_role("button", name="Volgende regel").click()

    def goal(self, aim: Aim) -> Locator:
        """A goal with its lines."""
        heading = self.page.get_by_role("heading", name=aim.text)
        return self.page.locator("section.goal").filter(has=heading).first


class Table(Writing):
    """The screen on the table."""

    def come(self, *names: str) -> None:
        """Tap who comes in."""
        for name in names:
            self.press(f"{name} is er niet. Tik als iemand er is.")
            expect(self.page.get_by_role("button", name=f"{name} is er. Tik")).to_be_visible()

    def leave(self, name: str) -> None:
        """Tap who leaves."""
        self.press(f"{name} is er. Tik als iemand weggaat.")

    def takes_part(self, name: str, how: str) -> None:
        """Somebody takes part in another way."""
        self.page.get_by_text("Iemand anders, of van een afstand").click()
        form = self.page.locator("form").filter(has=self.page.get_by_role("button", name="Zet op de lijst"))
        self.pick("Wie", name, within=form)
        self.pick("Hoe", how, within=form)
        self.press("Zet op de lijst")

    def begin(self, part: str) -> None:
        """Begin the next part."""
        self.press(f"Begin: {part}")

    def begin_private_time(self) -> None:
        """Leave the room."""
        self.press("Besloten tijd")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(
            "Deze tijd is van de familie en vrienden."
        )

    def agree(self, text: str) -> None:
        """How people sit together."""
        self.fill("Hoe gaan we met elkaar om?", text)
        self.press("Bewaar de afspraken")

    def write_goal(self, aim: Aim, words_of: str) -> None:
        """Write a goal while people watch; the next thing to write is a line below it."""
        form = self.page.get_by_role("form", name="Nieuw doel")
        if not form.is_visible():
            self.page.get_by_text("Doel erbij").click()
        form.get_by_label("Wat willen we bereiken?").fill(aim.text)
        form.get_by_label("Woorden van").select_option(label=words_of)
        form.get_by_role("button", name="Bewaar dit doel").click()
        expect(self.goal(aim).get_by_role("form", name="Nieuwe regel")).to_be_visible()

    def lines(self, count: int) -> None:
        """So many lines can be read."""
        expect(self.page.locator("li.line-item:not([data-new])")).to_have_count(count)

    def look_back(self, day: date, wall: str) -> None:
        """Choose when people look back together."""
        self.page.get_by_text("Kies wanneer u terugkijkt").click()
        form = self.page.locator("form").filter(has=self.page.get_by_role("button", name="Bewaar de dag"))
        form.get_by_label("Dag").fill(day.isoformat())
        form.get_by_label("Tijd").fill(wall)
        self.press("Bewaar de dag")


def write_rhythm(form: Locator, promise: Promise, first: date | None) -> None:
    """The first day, the time and the rhythm of a line, in the part of the form that folds out."""
    if not form.get_by_label("Eerste dag").is_visible():
        form.get_by_text("Eerste dag, ritme, wachten, en als het niet lukt").click()
    if first is None or promise.first is None:
        return
    form.get_by_label("Eerste dag").fill(first.isoformat())
    if promise.first.at is not None:
        form.get_by_label("Tijd").fill(promise.first.at.strftime("%H:%M"))
    if promise.every is not None:
        form.get_by_label("Hoe vaak").select_option(label=str(EVERY_NAMES[promise.every]))


class Plan(Writing):
    """The plan: agreement, versions, and what its owners say."""

    def agreement(self, name: str, says: str, remark: str = "") -> None:
        """What somebody says of the plan."""
        self.choose(f"Wat zegt {name} van het plan?", says)
        self.fill(f"Opmerking van {name}", remark)

    def share(self, name: str, part: str) -> None:
        """How much somebody sees."""
        self.pick(f"Wat krijgt {name} te zien?", part)

    def fix(self) -> None:
        """Fix it."""
        self.press("Stel het plan vast")
        self.said("Het plan staat vast.")

    def confirm_for(self, name: str, promise: str, via: str, text: str = "") -> None:
        """Take the yes of somebody who says it in another way."""
        line = self.section("Nog niet bevestigd").get_by_role("listitem").filter(has_text=promise)
        self.follow("Leg vast", within=line.filter(has_text=name).first)
        self.choose("Wat zegt deze persoon?", "Bevestigt")
        self.fill("In eigen woorden", text)
        self.pick("Hoe zei deze persoon het?", via)
        self.press("Leg vast")

    def change_line(self, owner: str) -> Locator:
        """Open a line of the draft."""
        form = self.page.get_by_role("form", name=f"Regel van {owner}").first
        if not form.is_visible():
            self.page.locator("summary").filter(has_text=owner).first.click()
        return form


class FollowUps(Desk):
    """Opvolging and closing."""

    def finish(self, line: str, note: str) -> None:
        """From Vandaag: a call or an evaluation was held, and this came of it."""
        self.follow("Leg vast", within=self.task(line))
        self.fill("Wat spreekt u af?", note)
        self.press("Leg vast")

    def take_check_in(self, result: str, grade: int, note: str, via: str) -> None:
        """How it went, as somebody told by phone."""
        self.choose("Is het gelukt?", result)
        self.choose("Hoe gaat het nu, van 0 tot 10?", str(grade))
        self.fill("Wat spreekt u af?", note)
        self.pick("Hoe hoorde u het?", via)
        self.press("Leg vast")

    def close(self, text: str, reflection: str, feedback: str, agreed: Iterable[str]) -> None:
        """Close with what the hoofdpersonen let the aanmelder know."""
        self.follow("Sluit de casus af")
        self.fill("Wat zeggen de mensen er zelf van?", text)
        self.fill("Wat leert u hiervan?", reflection)
        self.fill("Terugkoppeling aan de aanmelder", feedback)
        for name in agreed:
            self.choose("Wie vindt deze terugkoppeling goed?", name)
        self.press("Sluit af")
        self.said("De casus is afgesloten.")
