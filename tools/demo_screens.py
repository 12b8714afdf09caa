"""A demo in a browser for whoever makes pictures of it: its start and end, its mails and texts, and what is kept."""

import email
import email.policy
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page

from netwerkberaad.demo.load import PASSWORD
from netwerkberaad.foundation.core.clock import SystemClock
from netwerkberaad.foundation.documents.dates import local
from tests.journeys.desk_pages import Desk
from tests.journeys.door_pages import Door
from tests.journeys.screens import Gallery

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "handleiding" / "beelden"
PORT = "8765"
URL = f"http://localhost:{PORT}"


class Blind(Gallery):
    """Looks at nothing by itself: here only chosen moments are pictures."""

    def look(self, page: Page, who: str) -> None:
        """Nothing."""


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """A running demo; gives what it printed."""
    environment = {**os.environ, "INSTANCE": str(folder), "PORT": PORT}
    command = [sys.executable, "-m", "netwerkberaad.cli", "demo"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    printed: list[str] = []
    try:
        for line in process.stdout or ():
            printed.append(line)
            if line.startswith("Netwerkberaad is ready"):
                break
        yield "".join(printed)
    finally:
        process.terminate()
        process.wait()


def messages_to(spool: Path, to: str) -> Iterator[str]:
    """The texts of the mails, or of the text messages, to an address or number, newest first."""
    for path in sorted(spool.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True):
        if path.suffix == ".txt":
            addressed, _blank, words = path.read_text(encoding="utf-8").partition("\n\n")
        else:
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            body = message.get_body(("plain",))
            addressed, words = str(message["To"]), str(body.get_content()) if body is not None else ""
        if to in addressed:
            yield words


def wait_for(page: Page, spool: Path, to: str, pattern: str) -> str:
    """What the newest message to somebody that says this says at this place; waits until a job has sent it."""
    for _turn in range(60):
        for words in messages_to(spool, to):
            if found := re.search(pattern, words):
                return found[1]
        page.wait_for_timeout(1000)
    raise LookupError(f"nothing like {pattern} came for {to}")


def in_days(days: int) -> str:
    """The day so many days from now, as a date field takes it."""
    return (local(SystemClock().now()).date() + timedelta(days=days)).isoformat()


def snap(page: Page, name: str, *, top: Locator | None = None) -> None:
    """Keep a picture for the handbook, with few colours so that it stays small. ``top``: what stands highest on it."""
    path = PICTURES / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    if top is not None:
        top.first.evaluate(
            "(node) => window.scrollTo(0, window.scrollY + node.getBoundingClientRect().top - 24)"
        )
    page.screenshot(path=path, animations="disabled")
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(64).save(path, optimize=True)


def at_desk(browser: Browser, mail: str) -> Desk:
    """Somebody who signed in."""
    context = browser.new_context(viewport={"width": 1120, "height": 760}, locale="nl-NL")
    desk = Desk(context.new_page(), Blind(PICTURES), "desk")
    desk.go(f"{URL}/inloggen")
    desk.fill("Mailadres", mail)
    desk.fill("Wachtwoord", PASSWORD)
    desk.press("Log in")
    return desk


def at_door(browser: Browser, link: str) -> Door:
    """Somebody who opened a link on a phone."""
    context = browser.new_context(viewport={"width": 360, "height": 700}, locale="nl-NL")
    door = Door(context.new_page(), Blind(PICTURES), "door")
    door.open(link)
    return door
