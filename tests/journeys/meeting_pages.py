"""The pages of the desk from the beraad on: day and place, the table, the plan, follow-up and closing."""

from collections.abc import Iterable, Mapping
from datetime import date

from playwright.sync_api import Locator, expect

from netwerkberaad.demo.moments import Calendar
from netwerkberaad.demo.scenario import Aim, Promise, Version
from netwerkberaad.web.kit.plan_words import EVERY_NAMES
from tests.journeys.desk_pages import Desk

SAVED = "bewaard"
WHOLE, OWN, NOTHING = "het hele plan", "alleen het eigen deel", "niets"


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

    def write_version(self, version: Version, names: Mapping[str, str], days: Calendar) -> None:
        """Write the goals with their lines, and then which line waits for which."""
        for aim in version.goals:
            self.write_goal(aim, names[aim.words_of])
            for promise in (one for one in version.written if one.goal == aim.id):
                self.write_line(aim, promise, names, days)
        texts = {promise.id: promise.text for promise in version.written}
        waiting = [promise for promise in version.written if promise.after]
        if waiting:
            self.arrive(self.page.reload())
        for promise in waiting:
            form = self.open_line(promise.text)
            _fold_out(form)
            waits_for = form.get_by_label("Na welke afspraak begint dit?")
            choice = waits_for.locator("option").filter(has_text=texts[promise.after][:30])
            waits_for.select_option(value=choice.first.get_attribute("value"))
            form.get_by_label("Wat moet eerst gebeuren?").fill(promise.starts)
            self.keep_line(form)

    def write_goal(self, aim: Aim, words_of: str) -> None:
        """Write a goal while people watch; the next thing to write is a line below it."""
        form = self.page.get_by_role("form", name="Nieuw doel")
        if not form.is_visible():
            self.page.get_by_text("Doel erbij").click()
        form.get_by_label("Wat willen we bereiken?").fill(aim.text)
        form.get_by_label("Woorden van").select_option(label=words_of)
        form.get_by_role("button", name="Bewaar dit doel").click()
        expect(self.goal(aim).get_by_role("form", name="Nieuwe regel")).to_be_visible()

    def write_line(self, aim: Aim, promise: Promise, names: Mapping[str, str], days: Calendar) -> None:
        """Write a commitment below its goal; it is saved while one types."""
        empty = self.goal(aim).locator("[data-item]").filter(has=self.page.get_by_label("Nieuwe regel")).last
        # By its own id: while one writes, a next empty line may come in below.
        form = self.page.locator(f"[data-item='{empty.get_attribute('data-item')}'] form")
        if not form.is_visible():
            self.goal(aim).get_by_text("Regel erbij").last.click()
        form.get_by_label("Wie", exact=True).select_option(label=names[promise.owners[0]])
        fill_line(form, promise, names, days)
        expect(form.locator(".edit-state")).to_have_text(SAVED)
        form.get_by_role("button", name="Volgende regel").click()

    def open_line(self, text: str) -> Locator:
        """Open a line that stands; its form."""
        shown = self.page.locator("[data-item]").filter(has=self.page.locator("summary", has_text=text)).last
        item = self.page.locator(f"[data-item='{shown.get_attribute('data-item')}']")
        if not item.locator("form").is_visible():
            item.locator("summary").first.click()
        return item.locator("form")

    def change_line(
        self, text: str, promise: Promise, names: Mapping[str, str], days: Calendar, aim: Aim | None = None
    ) -> None:
        """Make a line that stands into this commitment, and put it below a goal."""
        form = self.open_line(text)
        fill_line(form, promise, names, days)
        if aim is not None:
            choice = form.get_by_label("Bij welk doel").locator("option").filter(has_text=aim.text[:50])
            form.get_by_label("Bij welk doel").select_option(value=choice.get_attribute("value"))
        self.keep_line(form)

    def keep_line(self, form: Locator) -> None:
        """Save a line that was changed; it folds in."""
        form.get_by_role("button", name="Bewaar deze regel").click()
        expect(form).to_be_hidden()

    def drop_line(self, text: str) -> None:
        """Take a line away."""
        self.press("Haal deze regel weg", within=self.open_line(text))

    def lines(self, count: int) -> None:
        """So many lines can be read."""
        expect(self.page.locator("li.line-item:not([data-new])")).to_have_count(count)

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

    def look_back(self, day: date, wall: str) -> None:
        """Choose when people look back together."""
        self.page.get_by_text("Kies wanneer u terugkijkt").click()
        form = self.page.locator("form").filter(has=self.page.get_by_role("button", name="Bewaar de dag"))
        form.get_by_label("Dag").fill(day.isoformat())
        form.get_by_label("Tijd").fill(wall)
        self.press("Bewaar de dag")


def fill_line(form: Locator, promise: Promise, names: Mapping[str, str], days: Calendar) -> None:
    """Everything of a line but its first owner, also in the part of the form that folds out."""
    form.get_by_label("Wat ga ik doen?").fill(promise.text)
    form.get_by_label("Wanneer", exact=True).fill(promise.when)
    if promise.checker:
        form.get_by_label("Wie kijkt mee?").select_option(label=names[promise.checker])
    _fold_out(form)
    _fill_rhythm(form, promise, days)
    for owner in promise.owners[1:]:
        form.get_by_role("group", name="Samen met").get_by_label(names[owner]).check()
    form.get_by_label("Als het niet lukt", exact=True).fill(promise.if_not)
    for label, key in (
        ("Wie neemt het dan over?", promise.backup),
        ("Welke professional staat erachter?", promise.fallback),
    ):
        if key in names:
            form.get_by_label(label).select_option(label=names[key])
    form.get_by_label("Wanneer schalen we op?").fill(promise.fallback_text)


def _fold_out(form: Locator) -> None:
    if not form.get_by_label("Eerste dag").is_visible():
        form.get_by_text("Eerste dag, ritme, wachten, en als het niet lukt").click()


def _fill_rhythm(form: Locator, promise: Promise, days: Calendar) -> None:
    if promise.first is None:
        return
    form.get_by_label("Eerste dag").fill(days.date(promise.first.day).isoformat())
    if promise.first.at is not None:
        form.get_by_label("Tijd").fill(promise.first.at.strftime("%H:%M"))
    if promise.every is not None:
        form.get_by_label("Hoe vaak").select_option(label=str(EVERY_NAMES[promise.every]))
    if promise.until is not None:
        form.get_by_label("Tot en met").fill(days.date(promise.until.day).isoformat())


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
