"""Real browsers for the journeys: a desk, and phones at the door, each a person of their own."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright

_CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=360, height=740)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a file of tests. Where there is none, ``make test`` leaves out what is marked ``browser``."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=list(_QUIET))
        yield browser
        browser.close()


def computer(browser: Browser) -> BrowserContext:
    """A computer of somebody at work, with nothing on it yet."""
    return browser.new_context(viewport=DESK, locale="nl-NL", timezone_id="Europe/Amsterdam")


def phone(browser: Browser) -> BrowserContext:
    """A phone of somebody at home, 360 pixels wide, with nothing on it yet."""
    return browser.new_context(viewport=PHONE, has_touch=True, locale="nl-NL", timezone_id="Europe/Amsterdam")
