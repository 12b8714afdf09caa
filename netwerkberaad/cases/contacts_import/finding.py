"""What a list of contacts holds: who was found, in doubt or not, and what could not be read, each with its reason."""

from dataclasses import dataclass, replace

from netwerkberaad.cases.circle import NewPerson
from netwerkberaad.cases.contact import comparable_name, is_landline
from netwerkberaad.cases.people import About, ContactData, PersonKind, PersonName
from netwerkberaad.cases.relations import guess_from
from netwerkberaad.foundation.core.errors import N_

MOST_PEOPLE = 200
SHORT, MEDIUM = 120, 500
"""Longest name, relation or address, and longest remark, in characters: what the forms take."""

NO_NAME = N_("Hier staat geen naam.")
NAME_IS_MAIL = N_("De naam is een mailadres. Hoe heet deze persoon?")
ODD_NAME = N_("Dit lijkt geen achternaam. Kijk het na.")
LOST_LETTERS = N_("In de naam staan vraagtekens. Er zijn letters weggevallen.")
TWO_PEOPLE = N_("Dit lijken twee mensen. Kijk wat bij wie hoort.")
BAD_MAIL = N_("Dit mailadres klopt niet.")
BAD_PHONE = N_("Dit telefoonnummer klopt niet.")
POINTS_ELSEWHERE = N_("Dit verwijst naar iemand anders in de lijst. Vul het zelf in.")
SHORTENED = N_("Dit is te lang. Wij hebben het ingekort.")
BAD_LINE = N_("Deze regel op het kaartje lezen wij niet.")

EMPTY = N_("Deze regel is leeg.")
TITLE = N_("Dit is een titel of een kop.")
TOTAL = N_("Dit is een telling.")
SENTENCE = N_("Dit is een zin, geen persoon.")
GREETING = N_("Dit is een groet.")
LOOSE = N_("Van wie is dit? Er staat geen naam bij.")
NOTHING = N_("Hier staat niets in wat wij kunnen lezen.")
GROUP = N_("Dit is een groep, geen persoon.")
LINE_TOO_LONG = N_("Deze regel is te lang om te lezen.")
TOO_MANY = N_("Dit is te lang voor één keer. Plak de rest daarna.")

_UNREADABLE = frozenset({NO_NAME, NAME_IS_MAIL, BAD_MAIL, BAD_PHONE, BAD_LINE})
_HARMLESS = frozenset({EMPTY, TITLE, TOTAL, GREETING})
_PROFESSIONAL_WORDS = frozenset({"prof", "professional", "beroepskracht"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at: why (a msgid), and the words it is about."""

    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """What is nobody: its row, the words, and why (a msgid)."""

    row: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who was found. ``row`` counts records, cards or lines, from 1; phones are E.164, mobile first."""

    row: int
    name: PersonName
    mails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    relation: str = ""
    kind: PersonKind | None = None
    address: str = ""
    remark: str = ""
    doubts: tuple[Doubt, ...] = ()
    same_as: int | None = None
    """The row of an earlier one who is probably the same."""

    @property
    def named(self) -> bool:
        """Whether there is a name at all."""
        return any(character.isalpha() for character in self.name.full)

    def person(self) -> NewPerson:
        """As a person to write down; numbers and addresses that have no place of their own stand in the remark."""
        guess = guess_from(self.relation)
        kind = self.kind or (
            PersonKind.PROFESSIONAL if comparable_name(self.remark) in _PROFESSIONAL_WORDS else guess.kind
        )
        landlines = [phone for phone in self.phones if is_landline(phone)]
        mobiles = [phone for phone in self.phones if phone not in landlines]
        contact = ContactData(
            mail=next(iter(self.mails), ""),
            phone=next(iter(mobiles), ""),
            landline=next(iter(landlines), ""),
            address=self.address,
            remark=also(self.remark, *self.mails[1:], *mobiles[1:], *landlines[1:]),
        )
        about = About(relation=self.relation, ring=guess.ring, quadrant=guess.quadrant)
        return NewPerson(self.name, kind, contact, about)


@dataclass(frozen=True, slots=True)
class Contacts:
    """Everybody who was found, in order, and all rows that are nobody."""

    found: tuple[Found, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    @property
    def unread(self) -> list[Skipped]:
        """Everything that somebody has to say again, in order; a title or a greeting is nothing to say again."""
        doubts = [
            Skipped(one.row, doubt.text or one.name.full, doubt.reason)
            for one in self.found
            for doubt in one.doubts
            if doubt.reason in _UNREADABLE
        ]
        lines = [one for one in self.skipped if one.reason not in _HARMLESS]
        return sorted([*lines, *doubts], key=lambda one: one.row)


def also(remark: str, *more: str) -> str:
    """A remark with other numbers or addresses after it: 'belt liever; ook 06 …'."""
    fresh = [value for value in dict.fromkeys(more) if value and value not in remark]
    return "; ".join([*([remark] if remark else []), *(f"ook {value}" for value in fresh)])


def bounded(found: Found) -> Found:
    """The same person with nothing longer than a form takes; what was cut is said."""
    name = PersonName(*(_cut(part, SHORT) for part in (found.name.first, found.name.infix, found.name.last)))
    name = replace(name, called=_cut(found.name.called, SHORT))
    short = replace(
        found,
        name=name,
        mails=found.mails[:5],
        phones=found.phones[:5],
        relation=_cut(found.relation, SHORT),
        address=_cut(found.address, MEDIUM - SHORT),
        remark=_cut(found.remark, MEDIUM - SHORT),
        doubts=tuple(Doubt(doubt.reason, _cut(doubt.text, SHORT)) for doubt in found.doubts[:5]),
    )
    before = (found.name, found.relation, found.address, found.remark)
    if before == (short.name, short.relation, short.address, short.remark):
        return short
    return replace(short, doubts=(*short.doubts, Doubt(SHORTENED)))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
