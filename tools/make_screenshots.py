"""Takes the pictures of the handbook and the README: clicks its ten steps through the demo in a real browser.

    python -m tools.make_screenshots

Needs Chromium and what `make test` installs. Starts a demo of its own in a temporary folder and ends it again.
"""

import email
import email.policy
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from netwerkberaad.demo.load import PASSWORD
from netwerkberaad.foundation.core.clock import SystemClock
from netwerkberaad.foundation.documents.dates import local
from tests.journeys.desk_pages import MAIL, Desk
from tests.journeys.door_pages import YES, Answer, Door
from tests.journeys.screens import Gallery

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "handleiding" / "beelden"
README_PICTURE = ROOT / "docs" / "beelden" / "vandaag.png"
PORT = "8765"
URL = f"http://localhost:{PORT}"
HANNEKE, WILMA = "h.minderhoud@wijkteam.example.nl", "w.poppe@netwerkberaad.example.org"
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
NEIGHBOUR, PROMISE = "Ineke", "Ik haal Daan elke dinsdag van school en hij eet bij ons."


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


def mails_to(spool: Path, to: str) -> Iterator[str]:
    """The texts of the messages to somebody, newest first; the address itself stands in no name."""
    for path in sorted(spool.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        body = message.get_body(("plain",))
        if to in str(message["To"]) and body is not None:
            yield str(body.get_content())


def wait_for_mail(page: Page, spool: Path, to: str, pattern: str) -> str:
    """What the newest message to somebody that says this says at this place; waits until a job has sent it."""
    for _turn in range(60):
        for text in mails_to(spool, to):
            if found := re.search(pattern, text):
                return found[1]
        page.wait_for_timeout(1000)
    raise LookupError(f"nothing like {pattern} came for {to}")


def in_days(days: int) -> str:
    """The day so many days from now, as a date field takes it."""
    return (local(SystemClock().now()).date() + timedelta(days=days)).isoformat()


def snap(page: Page, path: Path, *, full: bool = False) -> None:
    """Keep a picture, with few colours so that it stays small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=full, animations="disabled")
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


def ask(desk: Desk) -> None:
    """Steps 1 and 2: ask for a beraad."""
    desk.press("Vraag een beraad aan")
    desk.fill("Waar gaat het over", "Ik red het niet meer in mijn eentje met Daan en mijn werk.")
    desk.fill("Wat moet er straks anders zijn?", "Daan is na school ergens waar hij het fijn heeft.")
    desk.fill("Gemeente", "Veere")
    desk.press("Verder")
    desk.fill("Voornaam", "Sanne")
    desk.fill("Achternaam", "de Wit")
    desk.fill("Wie is dit in het gezin", "moeder van Daan")
    desk.fill("Telefoon", "06 00 00 09 01")
    desk.fill("Mailadres", "sanne@example.nl")
    desk.press("Verder")
    desk.choose("Is er iemand onveilig?", "Nee, niemand")
    desk.press("Verder")
    desk.fill(
        "Plak een lijst",
        "Truus de Wit, oma, truus@example.nl, 06 00 00 09 02\n"
        f"{NEIGHBOUR} Maas, buurvrouw, ineke@example.nl, 06 00 00 09 03",
    )
    desk.press("Lees de lijst")
    snap(desk.page, PICTURES / "02-wie-kunnen-we-vragen.png")
    desk.press("Neem over")
    desk.press("Verstuur de aanmelding")
    snap(desk.page, PICTURES / "02-ontvangst.png")


def prepare(desk: Desk) -> None:
    """Steps 3 to 5: take the case, widen the circle, have the list approved."""
    desk.menu("Vandaag")
    snap(desk.page, README_PICTURE)
    snap(desk.page, PICTURES / "03-vandaag.png")
    desk.follow("Neem de aanvraag", within=desk.task("Sanne"))
    desk.page.get_by_label("Ik help niemand in deze casus").check()
    desk.fill("Hoe weet u dat u onafhankelijk bent?", "Ik ken Sanne en Daan niet.")
    snap(desk.page, PICTURES / "03-onafhankelijk.png")
    desk.press("Neem deze casus")
    desk.room("Kring")
    desk.follow("Voeg iemand toe")
    desk.fill("Voornaam", "Rob")
    desk.fill("Achternaam", "Jobse")
    desk.fill("Wie is dit voor de hoofdpersoon?", "voetbaltrainer van Daan")
    desk.choose("Waar in het leven?", "Werk, school, clubs")
    desk.choose("Hoe dichtbij?", "bekend")
    desk.fill("Mobiel", "06 00 00 09 04")
    desk.press("Zet in de kring")
    snap(desk.page, PICTURES / "04-kring.png")
    desk.room("Kring")
    desk.follow("Akkoord vastleggen")
    snap(desk.page, PICTURES / "05-akkoord.png")
    desk.press("Sanne zegt ja op iedereen die nog openstaat")


def invite(desk: Desk, browser: Browser, spool: Path) -> None:
    """Steps 6 and 7: invite by mail, answer on a phone, choose day and place."""
    desk.room("Uitnodigen")
    desk.follow(f"{NEIGHBOUR} Maas")
    desk.answer_safety(desk.page.get_by_role("link", name="Beantwoord de vragen"))
    desk.follow(f"{NEIGHBOUR} Maas")
    desk.choose("Hoe nodigt u uit?", MAIL)
    snap(desk.page, PICTURES / "06-uitnodigen.png")
    desk.press(f"Nodig {NEIGHBOUR} uit")
    link = wait_for_mail(desk.page, spool, "ineke@example.nl", r"(http://\S+/p/\S+)")
    context = browser.new_context(viewport={"width": 360, "height": 700}, locale="nl-NL")
    door = Door(context.new_page(), Blind(PICTURES), "door")
    door.open(link)
    snap(door.page, PICTURES / "06-kunt-u-komen.png")
    door.answer(Answer(YES, contributes="Daan kan bij ons eten."))
    desk.room("Uitnodigen")
    snap(desk.page, PICTURES / "06-antwoorden.png")
    desk.room("Beraad")
    desk.follow("Kies dag en plek", within=desk.page.get_by_role("main"))
    desk.fill("Dag", in_days(1))
    desk.fill("Begint om", "19:30")
    desk.fill("Plek", "Dorpshuis De Zandput")
    desk.press("Bewaar")
    desk.press("Vertel het iedereen")
    snap(desk.page, PICTURES / "07-dag-en-plek.png")


def meet(desk: Desk) -> None:
    """Steps 8 and 9: the table, the plan, fixing it."""
    desk.press("Open de tafel")
    form = desk.page.get_by_role("form", name="Nieuw doel")
    if not form.is_visible():
        desk.page.get_by_text("Doel erbij").click()
    form.get_by_label("Wat willen we bereiken?").fill("Daan is na school ergens waar hij het fijn heeft.")
    form.get_by_role("button", name="Bewaar dit doel").click()
    line = desk.page.get_by_role("form", name="Nieuwe regel").first
    expect(line).to_be_visible()
    line.get_by_label("Wie", exact=True).select_option(label=NEIGHBOUR)
    line.get_by_label("Wat ga ik doen?").fill(PROMISE)
    line.get_by_label("Wanneer", exact=True).fill("elke dinsdag na school")
    line.get_by_label("Wie kijkt mee?").select_option(label="Sanne")
    line.get_by_text("Eerste dag, ritme, wachten, en als het niet lukt").click()
    line.get_by_label("Eerste dag").fill(in_days(7))
    expect(line.locator(".edit-state")).to_have_text("bewaard")
    snap(desk.page, PICTURES / "08-tafel.png")
    line.get_by_role("button", name="Volgende regel").click()
    desk.page.get_by_text("Kies wanneer u terugkijkt").click()
    when = desk.page.locator("form").filter(has=desk.page.get_by_role("button", name="Bewaar de dag"))
    when.get_by_label("Dag").fill(in_days(91))
    when.get_by_label("Tijd").fill("19:30")
    desk.press("Bewaar de dag")


def confirm(desk: Desk, browser: Browser, spool: Path) -> None:
    """Step 9: fix the plan and confirm the commitment with the link and the proof code."""
    desk.go(re.sub(r"/beraad/tafel.*", "/plan/vaststellen", desk.page.url))
    snap(desk.page, PICTURES / "09-vaststellen.png")
    desk.press("Stel het plan vast")
    link = wait_for_mail(
        desk.page, spool, "ineke@example.nl", r"Bekijk mijn toezegging:\s+(http://\S+/p/\S+)"
    )
    context = browser.new_context(viewport={"width": 360, "height": 700}, locale="nl-NL")
    door = Door(context.new_page(), Blind(PICTURES), "door")
    door.open(link)
    if door.page.get_by_role("navigation", name="Wat u kunt doen").count():
        door.do("Het plan en wat u doet")
    door.ask_code()
    door.prove(wait_for_mail(door.page, spool, "ineke@example.nl", r"\b(\d{6})\b"))
    snap(door.page, PICTURES / "09-bevestigen.png")
    door.confirm(PROMISE)
    desk.go(desk.page.url.replace("/plan/vaststellen", "/plan"))
    snap(desk.page, PICTURES / "09-bevestigd.png")


def follow(desk: Desk, browser: Browser, printed: str) -> None:
    """Step 10: what is due, and a check-in."""
    desk.room("Opvolging")
    snap(desk.page, PICTURES / "10-opvolging.png")
    link = re.search(r"professional: .*\n\s+(http\S+)", printed)
    if link is None:
        raise LookupError("the demo printed no link of a professional")
    context = browser.new_context(viewport={"width": 360, "height": 700}, locale="nl-NL")
    door = Door(context.new_page(), Blind(PICTURES), "door")
    door.open(link[1])
    snap(door.page, PICTURES / "10-check-in.png")


def main() -> None:
    """All pictures, in the order of the handbook."""
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder)) as printed, sync_playwright() as player:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        spool = Path(folder) / "spool"
        hanneke, wilma = at_desk(browser, HANNEKE), at_desk(browser, WILMA)
        snap(hanneke.page, PICTURES / "01-mijn-aanmeldingen.png")
        ask(hanneke)
        prepare(wilma)
        invite(wilma, browser, spool)
        meet(wilma)
        confirm(wilma, browser, spool)
        follow(wilma, browser, printed)
        browser.close()


if __name__ == "__main__":
    main()
