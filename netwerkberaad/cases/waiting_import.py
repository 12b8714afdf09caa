"""A waiting list that runs elsewhere, as CSV: looked at whole, every fault by line and column, and taken over whole or not.

Semicolons or commas, as a Dutch Excel or another program writes them. Numbers and addresses are read as in the request form.
"""

import csv
import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.circle import NewPerson
from netwerkberaad.cases.contact import clean_mail, clean_phone, comparable_name
from netwerkberaad.cases.errors import BadMailError, BadPhoneError
from netwerkberaad.cases.known import people_reached_by
from netwerkberaad.cases.model import Case, Phase, Referral
from netwerkberaad.cases.people import About, ContactData, Person, PersonKind, PersonName
from netwerkberaad.cases.referral import submit_referral
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.errors import N_, DomainError, InvalidError
from netwerkberaad.foundation.documents import from_local, local

COLUMNS = (
    "voornaam",
    "achternaam",
    "telefoon",
    "mail",
    "geboortedatum",
    "gemeente",
    "aangemeld op",
    "waarom",
    "wens",
    "spoed",
    "aanmelder",
    "organisatie aanmelder",
    "telefoon aanmelder",
    "mail aanmelder",
)
"""The words of the first line, in any order."""
NEEDED = ("voornaam", "gemeente", "aangemeld op", "waarom", "aanmelder")
EXAMPLE = (
    "Sanne;Dingemanse;06 00 00 01 71;;14-05-1990;Veere;02-02-2026;Het lukt niet alleen.;Rust in huis;nee;"
    "Piet Voorbeeld;Wijkteam Voorbeeld;06 00 00 01 72;"
)
MOST, _LONGEST = 500, 2_000
_YES, _NO = frozenset({"ja", "j", "x", "1"}), frozenset({"", "nee", "n", "0", "-"})
_NOON, _MOST_YEARS = time(12), 110
EMPTY = N_("Vul dit in.")
TOO_LONG = N_("Dit is te lang. Gebruik hooguit 2000 tekens.")
NO_DAY = N_("Schrijf een dag als 31-12-2025.")
LATER = N_("Deze dag moet nog komen.")
NO_ANSWER = N_("Schrijf ja of nee.")
NO_WAY_BACK = N_("Vul een telefoonnummer of een mailadres van de aanmelder in.")
TWICE = N_("Deze mens staat twee keer in de lijst.")
RUNS = N_("Voor deze mens loopt hier al een aanvraag.")
TOO_WIDE = N_("De regel heeft meer kolommen dan de eerste regel.")


class BadHeadingsError(InvalidError):
    """The first line does not name the columns."""

    message = N_(
        "De eerste regel noemt niet de kolommen van het sjabloon. Deze ontbreken of zijn onbekend: %(names)s."
    )


class TooManyLinesError(InvalidError):
    """More than is taken over at once."""

    message = N_("Dit zijn er te veel. Lees hooguit %(most)d regels tegelijk in.")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place: the line as a spreadsheet numbers it, the column, and why."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """One request as it stands in the list."""

    asked_on: date
    urgent: bool
    person: NewPerson
    referral: Referral


@dataclass(slots=True)
class ReadWaiting:
    """What a list holds. It is taken over when there is no fault."""

    found: list[Waiting] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_waiting(session: Session, actor: Actor, text: str, *, now: datetime) -> ReadWaiting:
    """Look at a list without keeping anything. Raises BadHeadingsError or TooManyLinesError."""
    separator = max(";,\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff").replace("\x00", "")), delimiter=separator)
    names = [" ".join(cell.casefold().split()) for cell in next(reader, [])]
    wrong = {*names} ^ {*COLUMNS} if not {*NEEDED} <= {*names} else {*names} - {*COLUMNS} - {""}
    if wrong or len([name for name in names if name]) != len({*names} - {""}):
        raise BadHeadingsError(field="pasted", names=", ".join(sorted(wrong - {""})) or "–")
    read, seen = ReadWaiting(), set[tuple[str, ...]]()
    for number, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if number > MOST + 1:
            raise TooManyLinesError(field="pasted", most=MOST)
        told = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
        line = _Line(number, told, read.faults, local(now).date())
        if any(cell.strip() for cell in cells[len(names) :]):
            line.fault(names[-1], TOO_WIDE)
        one = line.read()
        if one is not None and not _is_double(session, actor, one, line, seen):
            read.found.append(one)
    return read


def take_over(session: Session, actor: Actor, read: ReadWaiting, *, now: datetime) -> list[Case]:
    """Make a case of every request, each with the day on which it was asked; nobody is written to.

    Raises what ``submit_referral`` raises; then nothing is taken over.
    """
    if read.faults or actor.region_id is None:
        raise DomainError
    made = []
    for one in read.found:
        case = submit_referral(
            session,
            actor,
            region_id=actor.region_id,
            referral=one.referral,
            principals=[one.person],
            invitees=[],
            urgent=one.urgent,
            now=now,
            by_phone=True,
        )
        case.asked_at = min(now, from_local(one.asked_on, _NOON))
        made.append(case)
    return made


class _Line:
    """One line with its cells by column; what is wrong goes to the list of faults."""

    def __init__(self, number: int, told: dict[str, str], faults: list[Fault], today: date) -> None:
        self._number, self._told, self._faults, self._today = number, told, faults, today
        self._before = len(faults)

    def fault(self, column: str, reason: str) -> None:
        """Something is wrong in this column."""
        self._faults.append(Fault(self._number, column, reason))

    def read(self) -> Waiting | None:
        """The request, or None when something is wrong."""
        told = self._told
        for column, text in told.items():
            if len(text) > _LONGEST:
                self.fault(column, TOO_LONG)
        for column in NEEDED:
            if not told.get(column):
                self.fault(column, EMPTY)
        asked, born = self._day("aangemeld op"), self._day("geboortedatum")
        phone, mail = self._clean("telefoon", clean_phone), self._clean("mail", clean_mail)
        back = [self._clean("telefoon aanmelder", clean_phone), self._clean("mail aanmelder", clean_mail)]
        if not any(told.get(name) for name in ("telefoon aanmelder", "mail aanmelder")):
            self.fault("telefoon aanmelder", NO_WAY_BACK)
        urgent = told.get("spoed", "").casefold()
        if urgent not in _YES | _NO:
            self.fault("spoed", NO_ANSWER)
        if len(self._faults) > self._before or asked is None:
            return None
        name = PersonName(first=told["voornaam"], last=told.get("achternaam", ""))
        contact = ContactData(mail=mail, phone=phone)
        person = NewPerson(name, PersonKind.PRINCIPAL, contact, About(born=born))
        referral = Referral(
            municipality=told["gemeente"],
            words=told["waarom"],
            change=told.get("wens", ""),
            referrer_name=told["aanmelder"],
            referrer_organisation=told.get("organisatie aanmelder", ""),
            referrer_phone=back[0],
            referrer_mail=back[1],
        )
        return Waiting(asked, urgent in _YES, person, referral)

    def _day(self, column: str) -> date | None:
        text = self._told.get(column, "")
        if not text:
            return None
        for form in ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"):
            try:
                day = datetime.strptime(f"{text} +0000", f"{form} %z").date()
            except ValueError:
                continue
            if day > self._today:
                self.fault(column, LATER)
            if day.year > self._today.year - _MOST_YEARS:
                return day
        self.fault(column, NO_DAY)
        return None

    def _clean(self, column: str, clean: Callable[[str], str]) -> str:
        try:
            return clean(self._told.get(column, ""))
        except (BadPhoneError, BadMailError) as error:
            self.fault(column, error.message)
            return ""


def _is_double(session: Session, actor: Actor, one: Waiting, line: _Line, seen: set[tuple[str, ...]]) -> bool:
    """Whether this person stands in the list already, or has a case here that runs."""
    name, contact = comparable_name(one.person.name.full), one.person.contact
    if (key := (name, contact.phone, contact.mail)) in seen:
        line.fault("voornaam", TWICE)
        return True
    seen.add(key)
    if actor.region_id is None or not _runs(session, actor.region_id, name, contact):
        return False
    line.fault("voornaam", RUNS)
    return True


def _runs(session: Session, region_id: uuid.UUID, name: str, contact: ContactData) -> bool:
    reached = people_reached_by(session, region_id=region_id, mail=contact.mail, phone=contact.phone)
    ids = [person_id for _case, person_id in reached]
    running = (
        select(Person)
        .join(Case, Case.id == Person.case_id)
        .where(Person.id.in_(ids), Person.kind == PersonKind.PRINCIPAL, Case.phase != Phase.CLOSED)
    )
    return any(comparable_name(person.name.full) == name for person in session.scalars(running))
