"""Who plays in the journey: the people of a scenario, each in a browser of their own that stays as they left it."""

from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from playwright.sync_api import Browser, BrowserContext

from netwerkberaad.demo.moments import born_on
from netwerkberaad.demo.scenario import Member, Promise, Scenario
from netwerkberaad.foundation.documents import listed
from tests.builders import World
from tests.journeys.browsing import computer, phone
from tests.journeys.desk_pages import Desk
from tests.journeys.door_pages import Door
from tests.journeys.house import House
from tests.journeys.screens import Gallery

AtDesk = TypeVar("AtDesk", bound=Desk)


@dataclass
class Cast:
    """Everybody in the play, and the house they play in."""

    scenario: Scenario
    house: House
    world: World
    browser: Browser
    gallery: Gallery
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)  # links that Wilma sends herself
    codes: dict[str, str] = field(default_factory=dict)  # codes in letters

    def person(self, key: str) -> Member:
        """Somebody of the scenario."""
        return self.scenario.members[key]

    def short(self, key: str) -> str:
        """What people call somebody."""
        return self.person(key).name.short

    def full(self, key: str) -> str:
        """The whole name."""
        return self.person(key).name.full

    def mail(self, key: str) -> str:
        """The mail address."""
        return self.person(key).contact.mail

    @property
    def names(self) -> dict[str, str]:
        """What people call everybody."""
        return {key: self.short(key) for key in self.scenario.members}

    @property
    def born(self) -> dict[str, date]:
        """Birthdays of the hoofdpersonen."""
        day_zero = self.house.date(0)
        return {one.id: born_on(day_zero, one.age or 0) for one in self.scenario.principals}

    @property
    def title(self) -> str:
        """What the case is called."""
        return listed([one.name.short for one in self.scenario.principals], "nl")

    def open_case(self, desk: Desk) -> None:
        """To the case, from wherever somebody is."""
        desk.menu("Casussen")
        desk.follow(self.title)

    def promise(self, key: str, version: int = 1) -> Promise:
        """A commitment of the scenario, in a version of the plan."""
        return next(one for one in self.scenario.versions[version - 1].written if one.id == key)

    def at_desk(self, kind: type[AtDesk], who: str) -> AtDesk:
        """Somebody of the staff at their own computer, signed in anew: half an hour without a tap signs out."""
        if who not in self.contexts:
            self.contexts[who] = computer(self.browser)
        self._close_windows(who)
        page = self.contexts[who].new_page()
        desk = kind(page, self.gallery, who)
        staff = {
            "hanneke": self.world.referrer,
            "wilma": self.world.facilitator,
            "desiree": self.world.privacy_officer,
        }
        desk.sign_in(self.house.url, staff[who])
        return desk

    def at_door(self, who: str) -> Door:
        """Somebody at home with their own phone; it keeps what it was told before."""
        if who not in self.contexts:
            self.contexts[who] = phone(self.browser)
        self._close_windows(who)
        return Door(self.contexts[who].new_page(), self.gallery, who)

    def with_link(self, who: str, called: str = "") -> Door:
        """Somebody follows the link in their newest mail and opens the message."""
        door = self.at_door(who)
        door.open(self.house.link(self.mail(who), called))
        return door

    def _close_windows(self, who: str) -> None:
        for page in self.contexts[who].pages:
            page.close()
