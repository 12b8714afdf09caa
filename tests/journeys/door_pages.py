"""The pages of the door, as somebody sees them on a phone."""

import re
from dataclasses import dataclass
from pathlib import Path

from babel.support import Translations
from playwright.sync_api import Page, expect

from tests.journeys.screens import Gallery, Screen

_LANGUAGES = Path(__file__).parents[2] / "netwerkberaad" / "translations"

YES = "Ja, ik kom"
UNSURE = "Ik weet het nog niet"
HELPS = "Nee, maar ik wil wel iets doen"
NO = "Nee, ik kom niet"


@dataclass(frozen=True)
class Answer:
    """What somebody answers, in the order of the questions; an empty text is a question that is passed. ``days``: what is said to
    each day, while a day is looked for.
    """

    reply: str
    days: str = ""
    need: str = ""
    other_need: str = ""
    contributes: str = ""
    limits: str = ""
    suggests: str = ""
    question: str = ""


class Door(Screen):
    """Somebody who got a message, at their phone. ``speaks``: the language of the pages with the plan, once the message is open."""

    def __init__(self, page: Page, gallery: Gallery, who: str, speaks: str = "nl") -> None:
        super().__init__(page, gallery, who)
        self.say = Translations.load(str(_LANGUAGES), [speaks]).gettext

    def knock(self, link: str) -> None:
        """Follow the link of a message: nothing personal is to be seen before the button is pressed."""
        self.go(link)
        self.shows(self._either("Er staat een bericht voor u klaar"))

    def open(self, link: str) -> None:
        """Follow the link and open the message."""
        self.knock(link)
        self.press(self._either("Open het bericht"))

    def _either(self, words: str) -> re.Pattern[str]:
        """In Dutch, or in the language that this phone was read in before."""
        return re.compile(f"{re.escape(words)}|{re.escape(self.say(words))}")

    def type_wrong_code(self, url: str, code: str) -> None:
        """Type a code that is none, and hear so."""
        self.go(f"{url}/code")
        self.fill("Uw code", code)
        self.told_off("Deze code werkt niet.", "Open mijn bericht")

    def not_me(self) -> None:
        """Say that the message is for somebody else."""
        self.press("Dit is niet voor mij")
        self.press("Dit bericht is niet voor mij")

    def answer(self, answer: Answer) -> None:
        """Answer the invitation, page by page."""
        self.choose("Uw antwoord", answer.reply)
        self.press("Verder")
        if answer.reply == NO:
            return
        if answer.days:
            self._days(answer.days)
        if answer.reply != HELPS:
            self._needs(answer)
        self.fill("Wat ik zou kunnen doen", answer.contributes)
        self.press("Verder")
        self.fill("Wat kan niet", answer.limits)
        self.press("Verder")
        self.fill("Aan wie denkt u?", answer.suggests)
        self.fill("Hebt u een vraag?", answer.question)
        self.press("Verstuur mijn antwoord")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Dank u wel")

    def _days(self, suits: str) -> None:
        for day in self.page.get_by_role("radio", name=suits).all():
            day.check()
        self.press("Bewaar mijn dagen")

    def _needs(self, answer: Answer) -> None:
        if answer.need:
            self.choose("Wat hebt u nodig om te komen?", answer.need)
        self.fill("Iets anders", answer.other_need)
        self.press("Verder")

    def do(self, words: str) -> None:
        """Choose one of the things on the first page."""
        self.follow(words, within=self.page.get_by_role("navigation", name="Wat u kunt doen"))

    def ask_code(self) -> None:
        """Ask for the six digits."""
        self.shows(self.say("Eerst even controleren dat u het bent"))
        self.press(self.say("Stuur mij de code"))

    def prove(self, code: str) -> None:
        """Type the six digits."""
        self.fill(self.say("De code van zes cijfers"), code)
        self.press(self.say("Verder"))

    def confirm(self, promise: str) -> None:
        """Say yes to an own commitment."""
        self.press(f"{self.say('Ja, dit doe ik')} {promise}")
        self.shows(self.say("U hebt dit bevestigd"))

    def counter(self, promise: str, words: str) -> None:
        """Propose something else."""
        self.follow(f"Iets anders {promise}")
        self.choose("Doet u dit?", "Ik stel iets anders voor")
        self.fill("Wat zou wel kunnen?", words)
        self.press("Verstuur")

    def hand_back(self, promise: str, words: str) -> None:
        """Give a commitment back."""
        self.follow(f"Iets anders {promise}")
        self.choose("Doet u dit?", "Ik geef het terug")
        self.fill("Wat zou wel kunnen?", words)
        self.press("Verstuur")
        self.shows("U hebt dit teruggegeven")

    def check_in(self, result: str, grade: int, need: str = "") -> None:
        """Tell how it went."""
        self.choose("Is het gelukt?", result)
        self.fill("Wat is er nodig?", need)
        self.choose("Hoe gaat het nu, van 0 tot 10?", str(grade))
        self.press("Verstuur")
