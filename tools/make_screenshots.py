"""Takes the pictures of the handbook and the README: clicks its steps through the demo in a real browser.

    python -m tools.make_screenshots

Needs Chromium and what `make test` installs. Starts a demo of its own in a temporary folder and ends it again.
"""

import re
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.desk_pages import MAIL, Desk
from tests.journeys.door_pages import YES, Answer
from tests.journeys.meeting_pages import Plan
from tools.demo_screens import PICTURES, ROOT, at_desk, at_door, demo, in_days, snap, wait_for

README_PICTURE = ROOT / "docs" / "beelden" / "vandaag.png"
HANNEKE, WILMA = "h.minderhoud@wijkteam.example.nl", "w.poppe@netwerkberaad.example.org"
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
NEIGHBOUR, PROMISE = "Ineke", "Ik haal Daan elke dinsdag van school en hij eet bij ons."
NEIGHBOURS_PHONE = "+31600000903"


def ask(desk: Desk) -> None:
    """Steps 1 and 2: ask for a beraad."""
    desk.press("Vraag een beraad aan")
    snap(desk.page, "aanvraag-1-waar-gaat-het-over")
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
    desk.fill("Wat moet er volgens u minimaal geregeld worden?", "Daan is na school niet alleen.")
    snap(desk.page, "aanvraag-2-veilig-en-praktisch")
    desk.press("Verder")
    desk.fill(
        "Plak een lijst",
        "Truus de Wit, oma, truus@example.nl, 06 00 00 09 02\n"
        f"{NEIGHBOUR} Maas, buurvrouw, ineke@example.nl, 06 00 00 09 03",
    )
    desk.press("Lees de lijst")
    snap(desk.page, "02-wie-kunnen-we-vragen")
    desk.press("Neem over")
    desk.press("Verstuur de aanmelding")
    snap(desk.page, "02-ontvangst")


def prepare(desk: Desk) -> None:
    """Steps 3 to 5: take the case, widen the circle, have the list approved."""
    desk.menu("Vandaag")
    snap(desk.page, "03-vandaag")
    README_PICTURE.write_bytes((PICTURES / "03-vandaag.png").read_bytes())
    desk.follow("Neem de aanvraag", within=desk.task("Sanne"))
    desk.page.get_by_label("Ik help niemand in deze casus").check()
    desk.fill("Hoe weet u dat u onafhankelijk bent?", "Ik ken Sanne en Daan niet.")
    snap(desk.page, "03-onafhankelijk")
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
    snap(desk.page, "04-kring", top=desk.page.locator(".circle-frame"))
    desk.room("Kring")
    desk.follow("Akkoord vastleggen")
    snap(desk.page, "05-akkoord")
    desk.press("Sanne zegt ja op iedereen die nog openstaat")


def invite(desk: Desk, browser: Browser, spool: Path) -> None:
    """Steps 6 and 7: invite by mail, answer on a phone, choose day and place."""
    desk.room("Uitnodigen")
    desk.follow(f"{NEIGHBOUR} Maas")
    desk.answer_safety(desk.page.get_by_role("link", name="Beantwoord de vragen"))
    desk.follow(f"{NEIGHBOUR} Maas")
    desk.choose("Hoe nodigt u uit?", MAIL)
    snap(desk.page, "06-uitnodigen")
    desk.press(f"Nodig {NEIGHBOUR} uit")
    link = wait_for(desk.page, spool, "ineke@example.nl", r"(http://\S+/p/\S+)")
    door = at_door(browser, link)
    snap(door.page, "06-kunt-u-komen")
    door.answer(Answer(YES, contributes="Daan kan bij ons eten."))
    desk.room("Uitnodigen")
    snap(desk.page, "06-antwoorden", top=desk.page.get_by_role("group", name="Stand van de uitnodigingen"))
    desk.room("Beraad")
    desk.follow("Kies dag en plek", within=desk.page.get_by_role("main"))
    desk.fill("Dag", in_days(1))
    desk.fill("Begint om", "19:30")
    desk.fill("Plek", "Dorpshuis De Zandput")
    desk.press("Bewaar")
    desk.press("Vertel het iedereen")
    snap(desk.page, "07-dag-en-plek")


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
    snap(desk.page, "08-tafel")
    line.get_by_role("button", name="Volgende regel").click()
    desk.page.get_by_text("Kies wanneer u terugkijkt").click()
    when = desk.page.locator("form").filter(has=desk.page.get_by_role("button", name="Bewaar de dag"))
    when.get_by_label("Dag").fill(in_days(91))
    when.get_by_label("Tijd").fill("19:30")
    desk.press("Bewaar de dag")


def confirm(desk: Desk, browser: Browser, spool: Path) -> None:
    """Step 9: fix the plan and confirm the commitment with the link from a mail and the code from a text."""
    desk.go(re.sub(r"/beraad/tafel.*", "/plan/vaststellen", desk.page.url))
    snap(
        desk.page,
        "09-vaststellen",
        top=desk.page.get_by_role("heading", name="Wie zegt ja, en wie krijgt wat te zien"),
    )
    desk.press("Stel het plan vast")
    link = wait_for(desk.page, spool, "ineke@example.nl", r"Bekijk mijn toezegging:\s+(http://\S+/p/\S+)")
    door = at_door(browser, link)
    if door.page.get_by_role("navigation", name="Wat u kunt doen").count():
        door.do("Het plan en wat u doet")
    door.ask_code()
    door.prove(wait_for(door.page, spool, NEIGHBOURS_PHONE, r"^(\d{6}) is uw code"))
    snap(door.page, "09-bevestigen")
    door.confirm(PROMISE)
    desk.go(desk.page.url.replace("/plan/vaststellen", "/plan"))
    snap(desk.page, "09-bevestigd", top=desk.page.get_by_role("heading", name="Het plan, versie 1"))


def follow(desk: Desk, browser: Browser, printed: str) -> None:
    """Step 10: what is due, and a check-in."""
    desk.room("Opvolging")
    snap(desk.page, "10-opvolging")
    link = re.search(r"professional: .*\n\s+(http\S+)", printed)
    if link is None:
        raise LookupError("the demo printed no link of a professional")
    door = at_door(browser, link[1])
    snap(door.page, "10-check-in")


def answer_terms(hanneke: Desk) -> None:
    """What the aanmelder reads when there is a plan, and the question what it does with the terms."""
    hanneke.menu("Mijn aanmeldingen")
    hanneke.follow("Sanne")
    snap(
        hanneke.page,
        "aanvraag-3-er-is-een-plan",
        top=hanneke.page.get_by_role("heading", name="Waar staat het"),
    )
    hanneke.follow("Antwoord", within=hanneke.page.get_by_role("main"))
    snap(hanneke.page, "aanvraag-4-antwoord")


def bend(desk: Desk) -> None:
    """After the beraad: another day in the plan, and messages that wait for a while."""
    plan = Plan(desk.page, desk.gallery, desk.who)
    plan.room("Plan")
    plan.press("Begin een nieuwe versie")
    form = plan.open_line(PROMISE)
    form.get_by_label("Wat ga ik doen?").fill(PROMISE.replace("dinsdag", "donderdag"))
    form.get_by_label("Wanneer", exact=True).fill("elke donderdag na school")
    plan.keep_line(form)
    snap(plan.page, "daarna-1-nieuwe-versie")
    plan.follow("Naar de instemming")
    plan.agreement("Sanne", "Ja", "Donderdag is ook goed.")
    plan.fill("Waarom verandert het plan?", "Ineke werkt nu op dinsdag.")
    plan.fix()
    snap(
        plan.page,
        "daarna-2-wat-er-veranderde",
        top=plan.page.get_by_role("heading", name="Het plan, versie 2"),
    )
    desk.room("Opvolging")
    desk.follow("Zet berichten even stil")
    snap(desk.page, "daarna-3-even-stil")


def end(desk: Desk, hanneke: Desk) -> None:
    """Closing, what the aanmelder hears of it, and how long all of it is kept."""
    desk.room("Opvolging")
    desk.follow("Sluit de casus af")
    desk.fill("Wat zeggen de mensen er zelf van?", "Daan eet elke donderdag bij Ineke.")
    desk.fill("Terugkoppeling aan de aanmelder", "Er is een plan en het loopt. Dank voor het aanmelden.")
    desk.choose("Wie vindt deze terugkoppeling goed?", "Sanne")
    snap(desk.page, "daarna-4-afsluiten", top=desk.page.get_by_role("heading", name="Sluit de casus af"))
    desk.press("Sluit af")
    desk.said("De casus is afgesloten.")
    desk.room("Gegevens")
    snap(desk.page, "daarna-5-bewaren")
    hanneke.menu("Mijn aanmeldingen")
    hanneke.follow("Sanne")
    snap(
        hanneke.page,
        "aanvraag-5-terugkoppeling",
        top=hanneke.page.get_by_role("heading", name="Er is een plan"),
    )


def main() -> None:
    """All pictures, in the order of the handbook: the first beraad, asking for one, and what comes after."""
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder)) as printed, sync_playwright() as player:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        spool = Path(folder) / "spool"
        hanneke, wilma = at_desk(browser, HANNEKE), at_desk(browser, WILMA)
        snap(hanneke.page, "01-mijn-aanmeldingen")
        ask(hanneke)
        prepare(wilma)
        invite(wilma, browser, spool)
        meet(wilma)
        confirm(wilma, browser, spool)
        follow(wilma, browser, printed)
        answer_terms(hanneke)
        bend(wilma)
        end(wilma, hanneke)
        browser.close()


if __name__ == "__main__":
    main()
