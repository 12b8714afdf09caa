"""The pages of the desk, up to the beraad: asking for one, taking it, the circle, and inviting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Locator, expect

from netwerkberaad.accounts import Staff
from netwerkberaad.cases import Quadrant
from netwerkberaad.demo.scenario import Member
from netwerkberaad.web.kit.names import KIND_NAMES, QUADRANT_NAMES, RING_NAMES
from tests.builders import PASSWORD
from tests.journeys.screens import Screen

MAIL = "Wij sturen een mail met een eigen link"
PHONE = "Ik heb gebeld en gevraagd"
SMS = "Ik stuur zelf een sms, met een code"
LETTER = "Ik stuur een brief, met een code"


class Desk(Screen):
    """Somebody at work, at a computer."""

    def sign_in(self, url: str, staff: Staff) -> None:
        """Sign in, and land on one's own first page."""
        self.go(f"{url}/inloggen")
        self.fill("Mailadres", staff.profile.mail)
        self.fill("Wachtwoord", PASSWORD)
        self.press("Log in")

    def menu(self, words: str) -> None:
        """Go to a page of the main menu."""
        self.follow(words, within=self.page.get_by_role("navigation", name="Hoofdmenu"))

    def room(self, words: str) -> None:
        """Go to a room of the case."""
        self.follow(words, within=self.page.get_by_role("navigation", name="Kamers van deze casus"))

    def said(self, words: str) -> None:
        """The desk says that something was done."""
        expect(self.page.get_by_role("status").filter(has_text=words).first).to_be_visible()

    def section(self, title: str) -> Locator:
        """A part of the page under its heading."""
        heading = self.page.get_by_role("heading", name=title)
        return self.page.locator("section").filter(has=heading).first

    def row(self, name: str) -> Locator:
        """The row of somebody on a board."""
        return self.page.get_by_role("row").filter(has=self.page.get_by_role("rowheader", name=name)).first

    def task(self, words: str) -> Locator:
        """A line of work that says this."""
        return self.page.get_by_role("listitem").filter(has_text=words).first

    def answer_safety(self, questions: Locator) -> None:
        """Five times no, once for the case."""
        questions.click()
        for group in self.page.get_by_role("group").filter(has=self.page.get_by_label("Nee")).all():
            group.get_by_label("Nee").check()
        self.press("Leg vast")


@dataclass(frozen=True)
class Asking:
    """What a request tells, in the order of the steps."""

    words: str
    change: str
    discussed: str
    municipality: str
    safety: str
    place: str
    remark: str
    pasted: str


class Requests(Desk):
    """Aanmelden."""

    def begin(self) -> None:
        """Begin a request."""
        self.press("Vraag een beraad aan")

    def tell_about(self, told: Asking) -> None:
        """Step 1."""
        self.fill("Waar gaat het over", told.words)
        self.fill("Wat moet er straks anders zijn?", told.change)
        self.fill("Met wie hebt u dit besproken", told.discussed)
        self.fill("Gemeente", told.municipality)
        self.press("Verder")

    def name_principals(self, principals: Sequence[Member], born: dict[str, date]) -> None:
        """Step 2: the first row is there, the others are added."""
        for number, person in enumerate(principals, start=1):
            if number > 1:
                self.press("Nog iemand")
            row = self.page.get_by_role("group", name=f"Persoon {number}", exact=True)
            self.fill("Voornaam", person.name.short, within=row)
            self.fill("Tussenvoegsel", person.name.infix, within=row)
            self.fill("Achternaam", person.name.last, within=row)
            self.fill("Wie is dit in het gezin", person.about.relation, within=row)
            self.fill("Telefoon", person.contact.phone, within=row)
            self.fill("Mailadres", person.contact.mail, within=row)
            self.fill("Geboortedatum", born[person.id].isoformat(), within=row)
        self.press("Verder")

    def tell_practical(self, told: Asking) -> None:
        """Step 3."""
        self.choose("Is er iemand onveilig?", "Nee, niemand")
        self.fill("Wat weet u daarover?", told.safety)
        self.fill("Waar en wanneer komen mensen", told.place)
        self.fill("Nog iets wat wij moeten weten?", told.remark)
        self.press("Verder")

    def paste_people(self, told: Asking) -> None:
        """Step 4: a list out of a spreadsheet, all of it taken over."""
        self.fill("Plak een lijst", told.pasted)
        self.press("Lees de lijst")
        first = told.pasted.split("\t", 1)[0]
        expect(self.page.get_by_role("checkbox", name=first).first).to_be_checked()
        self.press("Neem over")

    def send(self) -> None:
        """Step 5: read once more and send."""
        self.press("Verstuur de aanmelding")


class Waiting(Desk):
    """Taking a case."""

    def take(self, names: str, words: str) -> None:
        """From Vandaag: read the limited facts, declare to be independent, and take it."""
        self.follow("Neem de aanvraag", within=self.task(names))
        self.page.get_by_label("Ik help niemand in deze casus").check()
        self.fill("Hoe weet u dat u onafhankelijk bent?", words)
        self.press("Neem deze casus")
        self.said("U bent nu de gespreksleider van deze casus.")


class Circle(Desk):
    """The circle, and what the hoofdpersonen say of it."""

    def add(self, person: Member, proposed_by: str, *, mail: str | None = None) -> None:
        """Put somebody in the circle."""
        self.follow("Voeg iemand toe")
        self._who(person, proposed_by)
        self._reach(person, person.contact.mail if mail is None else mail)
        self.press("Zet in de kring")

    def complete(self, person: Member, full: str, proposed_by: str) -> None:
        """Write down more about somebody who was on the list."""
        self.follow(full)
        self._who(person, proposed_by)
        self._reach(person, person.contact.mail)
        self.press("Bewaar")

    def mend_mail(self, mail: str) -> None:
        """From the page of somebody: a better address."""
        self.follow("Bewerk gegevens")
        self.fill("Mailadres", mail)
        self.press("Bewaar")

    def grew(self, before: int, now: int) -> None:
        """The circle was so large at the request, and is so large now."""
        line = self.page.locator(".growth")
        expect(line).to_contain_text(str(before))
        expect(line).to_contain_text(str(now))

    def approve(self, who: str, words: dict[str, str]) -> None:
        """Put on record that a hoofdpersoon says yes to all, with words about some."""
        self.shows(f"Wat zegt {who}?")
        for name, text in words.items():
            self.fill(f"Woorden over {name}", text)
        self.press(f"{who} zegt ja op iedereen die nog openstaat")

    def _who(self, person: Member, proposed_by: str) -> None:
        about = person.about
        self.fill("Voornaam", person.name.first)
        self.fill("Tussenvoegsel", person.name.infix)
        self.fill("Achternaam", person.name.last)
        self.fill("Wie is dit voor de hoofdpersoon?", about.relation)
        self.pick("Soort", str(KIND_NAMES[person.kind]))
        self.choose("Waar in het leven?", str(QUADRANT_NAMES[Quadrant(about.quadrant)]))
        self.choose("Hoe dichtbij?", str(RING_NAMES[about.ring]))
        self.fill("Wat is goed om te weten", about.tie)
        self.fill("Wie noemde deze persoon?", proposed_by)

    def _reach(self, person: Member, mail: str) -> None:
        contact = person.contact
        self.fill("Mobiel", contact.phone)
        self.fill("Vaste lijn", contact.landline)
        self.fill("Mailadres", mail)
        self.fill("Adres", contact.address, within=self.page.get_by_role("group", name="Bereiken"))


class Invites(Desk):
    """The board of people and answers."""

    def open_person(self, full: str) -> None:
        """To everything about one person."""
        self.follow(full)

    def invite(self, full: str, short: str, way: str) -> None:
        """From the board: look at somebody and invite them in a way."""
        self.open_person(full)
        questions = self.page.get_by_role("link", name="Beantwoord de vragen")
        if questions.count():
            self.answer_safety(questions)
            self.open_person(full)
        self.choose("Hoe nodigt u uit?", way)
        self.press(f"Nodig {short} uit")

    def handed_over(self, term: str) -> str:
        """A code or link on the page that is shown once."""
        fact = self.page.get_by_role("term").filter(has_text=term)
        return fact.locator("xpath=following-sibling::dd").first.inner_text().strip()

    def log_contact(self, how: str, outcome: str, note: str) -> None:
        """Write down an attempt, on the page of a person."""
        part = self.section("Contact vastleggen")
        self.pick("Hoe", how, within=part)
        self.pick("Wat kwam eruit", outcome, within=part)
        self.fill("Notitie", note, within=part)
        self.press("Leg vast", within=part)

    def answer_for(self, full: str, via: str, answer: str, told: Iterable[tuple[str, str]]) -> None:
        """Take an answer that somebody gives in another way."""
        self.open_person(full)
        self.follow("Vul een antwoord in")
        self.pick("Hoe kreeg u dit antwoord?", via)
        self.choose("Komt deze persoon?", answer)
        for label, text in told:
            self.fill(label, text)
        self.press("Leg het antwoord vast")

    def tap(self, outcome: str, full: str) -> None:
        """One tap on the board for an attempt."""
        self.press(outcome, within=self.page.get_by_role("form", name=f"Leg contact met {full} vast"))

    def counts(self, *words: str) -> None:
        """The line of totals says this."""
        tally = self.page.get_by_role("group", name="Stand van de uitnodigingen")
        for one in words:
            expect(tally).to_contain_text(one)
