"""Replays of the demonstration's cases for the tests, and what was seen on the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as mail_policy
from pathlib import Path

from netwerkberaad.demo.moments import WEEKDAYS, Calendar, Moment
from netwerkberaad.demo.post import Post
from netwerkberaad.demo.reading import read_scenario
from netwerkberaad.demo.region import build_region, workers_of
from netwerkberaad.demo.replay import Play, events_of, replay
from netwerkberaad.demo.stage import House, Stage
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.documents import gettext_for
from netwerkberaad.foundation.vault import Store
from tests.pages import Page, Visitor

SPRING = date(2026, 3, 2)
Probe = tuple[Moment, Callable[[], object]]


@dataclass(frozen=True)
class Letter:
    """A mail as it left."""

    to: str
    subject: str
    text: str


def day_zero(weekday: str, *, since: date = SPRING) -> date:
    """The first such weekday from a date on."""
    return since + timedelta(days=(WEEKDAYS.index(weekday) - since.weekday()) % 7)


def stage_for(store: Store, folder: Path, name: str, *, since: date = SPRING) -> Stage:
    """A scenario with its region and staff, a week before the request."""
    scenario = read_scenario(name)
    calendar = Calendar(day_zero(scenario.weekday, since=since))
    begin = calendar.moment(Moment(-7))
    settings = Settings(instance=folder, database_url="", base_url="http://localhost:8000", practice=True)
    store.prepare(now=begin)
    with store.writing() as session:
        region, staff = build_region(session, workers_of([scenario]).values(), now=begin)
    house = House(store, settings, MovableClock(begin), Post(store, settings), region.id, staff)
    return Stage(house, scenario, calendar)


def play(stage: Stage, *, until: datetime | None = None, probes: Sequence[Probe] = ()) -> Stage:
    """Replay it to the end, or up to a moment, looking in on the way."""
    end = until or stage.at(stage.scenario.closed_at) + timedelta(days=1)
    looks = [(stage.at(moment), look) for moment, look in probes]
    replay(stage.house, events_of([Play(stage, end, looks)]), until=end)
    return stage


def at(day: int, wall: str) -> Moment:
    """A moment of a scenario, as its file writes it."""
    return Moment(day, time.fromisoformat(wall))


def letters(folder: Path) -> list[Letter]:
    """Every mail in a spool: what it says in plain text, in HTML and in its calendar event together."""
    return [_letter(path) for path in sorted(folder.glob("*.eml"))]


def _letter(path: Path) -> Letter:
    mail = message_from_bytes(path.read_bytes(), EmailMessage, policy=mail_policy)
    parts = [str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text"]
    return Letter(str(mail["To"]), str(mail["Subject"]), "\n".join(parts))


def come_in(visitor: Visitor, stage: Stage, who: str) -> Page:
    """Follow the newest link that somebody got; those who share it say which of them they are."""
    page = visitor.submit(visitor.get(f"/p/{stage._token(who)}"), "Open het bericht")
    said = gettext_for(page.root.get("lang") or "nl").gettext
    own = " ".join((said("Ik ben %(name)s") % {"name": stage.name_of(who)}).split())
    shared = any(own in button for form in page.forms for button in form.buttons)
    return visitor.submit(page, own) if shared else page
