"""Phone numbers and mail addresses in a cell or a line, several at once, with whatever stands between them."""

import re
from dataclasses import dataclass, field

from netwerkberaad.cases.contact import clean_mail, clean_phone, comparable_name, is_landline
from netwerkberaad.cases.contacts_import.finding import BAD_MAIL, BAD_PHONE, POINTS_ELSEWHERE, Doubt
from netwerkberaad.cases.errors import BadMailError, BadPhoneError

CUT = "\x1e"
"""Stands where something was taken out: what is before and after does not belong together."""
MOST_DIGITS = 60
_MAIL = re.compile(
    r"<?(?:mailto:)?([^\s<>()\[\],;:\"“”\x1e]{0,100}@[^\s<>()\[\],;:\"“”\x1e]{0,300})>?", re.IGNORECASE
)
_LOST = re.compile(r"\d{1,3}(?:[.,]\d{1,15})?E\+?\d{1,2}\b", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.])(?:[(+][ \xa0(+]{0,3})?\d[\d \xa0().\-–/]{4,60}\d(?!\w)")
_EXTENSION = re.compile(r"(?:;ext=|\s(?:ext|tst|toestel)\.?\s?)\d{1,6}\s*$", re.IGNORECASE)
_NOTHING = frozenset({"", "geen", "nvt", "n v t", "onbekend", "niet bekend", "none", "null", "nee", "x"})
_ELSEWHERE = frozenset({"idem", "zelfde", "dito", "hetzelfde", "ibid"})
_LAST_WORD = re.compile(r"(\w+)\W*$")


@dataclass
class Channels:
    """What was found in a text, and the text without it. ``labels`` holds the word before each phone number."""

    mails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    rest: str = ""

    def add_mail(self, text: str) -> None:
        """Take an address, in small letters, or doubt it."""
        try:
            mail = clean_mail(text.strip(".'‘’")[:320]).lower()
        except BadMailError:
            self.doubts.append(Doubt(BAD_MAIL, text))
            return
        if mail and mail not in self.mails:
            self.mails.append(mail)

    def add_phone(self, text: str, label: str = "") -> None:
        """Take a number, or several behind each other, or doubt it."""
        try:
            phones = [clean_phone(text.replace("–", "-"))]
        except BadPhoneError:
            phones = _parts(text)
            if not phones:
                self.doubts.append(Doubt(BAD_PHONE, text.strip()))
                return
        for phone in phones:
            if phone not in self.phones:
                self.phones.append(phone)
                self.labels[phone] = label

    @property
    def ordered(self) -> tuple[str, ...]:
        """The numbers, those that can receive a text message first."""
        return tuple(sorted(self.phones, key=is_landline))


def channels_in(text: str, channels: Channels | None = None) -> Channels:
    """Everything in a line of text by which somebody can be reached."""
    found = channels or Channels()

    def mail(match: re.Match[str]) -> str:
        found.add_mail(match[1])
        return CUT

    def lost(match: re.Match[str]) -> str:
        found.doubts.append(Doubt(BAD_PHONE, match[0]))
        return CUT

    def phone(match: re.Match[str]) -> str:
        before = _LAST_WORD.search(match.string[max(0, match.start() - 40) : match.start()])
        found.add_phone(match[0], before[1] if before else "")
        return CUT

    found.rest = _PHONE.sub(phone, _LOST.sub(lost, _MAIL.sub(mail, text)))
    return found


def read_phones(cell: str, channels: Channels) -> None:
    """The numbers of a cell that should hold nothing else."""
    if _says_nothing(cell, channels):
        return
    plain = _EXTENSION.sub("", cell.removeprefix("tel:").strip(" =\"'"))
    try:
        channels.add_phone(clean_phone(plain[:MOST_DIGITS]))
        return
    except BadPhoneError:
        found = channels_in(plain)
    for phone in found.phones:
        channels.add_phone(phone)
    for address in found.mails:
        channels.add_mail(address)
    channels.doubts += found.doubts
    if not found.phones and not found.doubts:
        channels.doubts.append(Doubt(BAD_PHONE, cell.strip()))


def read_mails(cell: str, channels: Channels) -> None:
    """The addresses of a cell that should hold nothing else."""
    if _says_nothing(cell, channels):
        return
    found = channels_in(cell)
    for address in found.mails:
        channels.add_mail(address)
    for phone in found.phones:
        channels.add_phone(phone)
    channels.doubts += found.doubts
    if not found.mails and not found.doubts and not found.phones:
        channels.doubts.append(Doubt(BAD_MAIL, cell.strip()))


def points_elsewhere(text: str) -> bool:
    """Whether a text says 'the same as somebody else'."""
    return bool(_ELSEWHERE & set(comparable_name(text).split()))


def _says_nothing(cell: str, channels: Channels) -> bool:
    if points_elsewhere(cell):
        channels.doubts.append(Doubt(POINTS_ELSEWHERE, cell.strip()))
        return True
    return comparable_name(cell) in _NOTHING


def _parts(text: str) -> list[str]:
    for pattern in (r"\s*[/–]\s*|\s{2,}|\s-\s", r"\s(?=\+|0\d)"):
        try:
            return [clean_phone(part) for part in re.split(pattern, text) if any(map(str.isdigit, part))]
        except BadPhoneError:
            continue
    return []
