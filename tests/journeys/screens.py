"""What every screen has: links and buttons by their words, and a look at each page that was not seen before."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Response, expect

from tests.journeys.browsing import PHONE

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_TOKEN = re.compile(r"(?<=/p/)[\w-]{30,}")
_SHAPE = "(nodes) => [...new Set(nodes.map((node) => `${node.localName} ${node.getAttribute('class') || ''}`))].sort()"
_WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass
class Gallery:
    """Looks at every page once in each shape it takes, with axe-core and with a picture that is kept.

    With ``narrow`` a page of a computer is pictured at the width of a phone as well, where it must fit too.
    """

    folder: Path
    axe: Axe = field(default_factory=Axe)
    seen: set[tuple[str, ...]] = field(default_factory=set)
    narrow: bool = False

    def look(self, page: Page, who: str) -> None:
        """Check a page, unless one at this place that is made of the same parts was looked at before."""
        path = _TOKEN.sub("link", _ID.sub("id", page.url.partition("?")[0].partition("#")[0]))
        place = path.split("/", 3)[-1].replace("/", "-") or "begin"
        width = str(page.viewport_size["width"]) if page.viewport_size else ""
        parts: list[str] = page.locator("body *").evaluate_all(_SHAPE)
        if (shape := (width, place, *parts)) in self.seen:
            return
        self.seen.add(shape)
        self.folder.mkdir(parents=True, exist_ok=True)
        picture = self.folder / f"{len(self.seen):03}-{who}-{place}.png"
        page.screenshot(path=picture, full_page=True, animations="disabled")
        found = self.axe.run(page)
        assert not found.violations_count, f"{picture.name}: {found.generate_report()}"
        assert not page.evaluate(_WIDER), f"{picture.name}: the page is wider than the screen"
        if self.narrow and width != str(PHONE["width"]):
            self._look_narrow(page, picture)

    def _look_narrow(self, page: Page, picture: Path) -> None:
        size = page.viewport_size
        assert size is not None
        page.set_viewport_size(PHONE)
        small = picture.with_stem(f"{picture.stem}-{PHONE['width']}")
        page.screenshot(path=small, full_page=True, animations="disabled")
        wider = page.evaluate(_WIDER)
        page.set_viewport_size(size)
        assert not wider, f"{small.name}: the page is wider than the screen"


class Screen:
    """One window of one person."""

    def __init__(self, page: Page, gallery: Gallery, who: str) -> None:
        self.page = page
        self.gallery = gallery
        self.who = who

    def go(self, url: str) -> None:
        """Type an address."""
        self.arrive(self.page.goto(url))

    def follow(self, words: str, *, within: Locator | None = None) -> None:
        """Follow the first link with these words."""
        link = (within or self.page).get_by_role("link", name=words).first
        with self.page.expect_navigation() as navigation:
            link.click()
        self.arrive(navigation.value)

    def press(
        self, words: str | re.Pattern[str], *, within: Locator | None = None, exact: bool = False
    ) -> None:
        """Press the first button with these words, and see what comes."""
        button = (within or self.page).get_by_role("button", name=words, exact=exact).first
        with self.page.expect_navigation() as navigation:
            button.click()
        self.arrive(navigation.value)

    def refused(self, words: str, button: str = "") -> None:
        """Press a button, or load again, and hear that this is not there."""
        with self.page.expect_navigation() as navigation:
            if button:
                self.page.get_by_role("button", name=button).first.click()
            else:
                self.page.reload()
        assert navigation.value.status == 404
        self.shows(words)
        self.gallery.look(self.page, self.who)

    def told_off(self, words: str, button: str) -> None:
        """Press a button and hear what is wrong, next to what was typed."""
        with self.page.expect_navigation() as navigation:
            self.page.get_by_role("button", name=button).first.click()
        assert navigation.value.status == 422
        self.shows(words)
        self.gallery.look(self.page, self.who)

    def back(self) -> None:
        """The back button of the browser."""
        self.arrive(self.page.go_back())

    def arrive(self, response: Response | None) -> None:
        """Look at the page that came. It is not an error page, and nothing that was filled in was refused."""
        if response is not None:
            errors = self.page.locator("[data-error-summary]").all_inner_texts()
            assert response.ok, f"{response.url}: {response.status} {errors}"
        expect(self.page.get_by_role("heading", level=1)).to_have_count(1)
        self.gallery.look(self.page, self.who)

    def fill(self, label: str, text: str, *, within: Locator | None = None) -> None:
        """Type into the field with this label."""
        (within or self.page).get_by_label(_begins(label)).first.fill(text)

    def choose(self, question: str, answer: str, *, within: Locator | None = None) -> None:
        """Choose one answer of a question."""
        group = (within or self.page).get_by_role("group", name=question).first
        starts = _begins(answer)
        group.get_by_role("radio", name=starts).or_(group.get_by_role("checkbox", name=starts)).first.check(
            force=True  # the number of a scale lies over its radio button
        )

    def pick(self, label: str, option: str, *, within: Locator | None = None) -> None:
        """Pick from a list."""
        (within or self.page).get_by_label(_begins(label)).first.select_option(label=option)

    def shows(self, words: str | re.Pattern[str]) -> None:
        """These words can be read on the page."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def hides(self, words: str) -> None:
        """These words are nowhere on the page."""
        expect(self.page.locator("body")).not_to_contain_text(words)


def _begins(words: str) -> re.Pattern[str]:
    """Words that a label begins with: after them may come that it need not be filled in, or a note."""
    return re.compile(rf"^\s*{re.escape(words)}")
