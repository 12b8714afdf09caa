"""Names in their parts, as Dutch people write them: 'Samira van der Wóude', 'oma Joke', 'Kees de Nooijer (opa)'."""

import re
from dataclasses import dataclass, replace

from netwerkberaad.cases.contact import INFIXES, comparable_name
from netwerkberaad.cases.people import PersonKind, PersonName
from netwerkberaad.cases.relations import begins_with_relation, guess_from

_SHORT_INFIXES = frozenset({"v/d", "v.d.", "v."})
_KIN = frozenset("oma opa tante oom juf meester buurman buurvrouw dokter meneer mevrouw".split())
_PLAIN_TITLES = frozenset("meneer mevrouw".split())
_TITLES = frozenset("mevr mevr. mw mw. dhr dhr. hr hr. fam. fam".split())
_FILLERS = frozenset("oh o ja en ook nog verder dan plus".split())
_FORMULA = "=@+\t\r"
_COUPLE = re.compile(r"^(?P<one>\w[\w.-]*)\s*(?:\+|&|\ben\b)\s*(?P<other>\w[\w.-]*)\s*(?P<rest>.*)$")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the words for somebody tell: name, relation, kind; ``odd`` are words that may be no last name."""

    name: PersonName
    relation: str = ""
    kind: PersonKind | None = None
    odd: str = ""
    couple: tuple[str, str] | None = None


def clean_text(text: str) -> str:
    """A text on one line, single blanks, without the signs with which a spreadsheet begins a formula."""
    text = re.sub(r"(?<=\w)-\xa0+(?=[a-z])", "", text)
    return " ".join(text.replace("\x00", "").split()).lstrip(_FORMULA).strip()


def read_name(text: str) -> PersonName:
    """A name in its parts: 'Samira van der Wóude' has an infix, 'oma Joke' is what people call somebody."""
    words = _without_titles(clean_text(text).strip("\"'“”„ ").split())
    if len(words) == 2 and words[0].casefold() in _KIN:
        return PersonName(first=words[1], called=" ".join(words))
    couple = _COUPLE.match(" ".join(words))
    if couple:
        surname = _surname(couple["rest"].split())
        return replace(surname, first=" ".join(words[:3]) if len(words) > 2 else " ".join(words))
    if len(words) > 1 and words[0][:1].isupper() and _all_small(words[1:]):
        return PersonName(first=" ".join(words))
    return replace(_surname(words[1:]), first=" ".join(words[:1]))


def tidy_name(first: str, infix: str, last: str, called: str = "") -> PersonName:
    """A name out of columns: an infix before the last name moves to its place, a name in small letters gets capitals."""
    first, infix, last, called = (clean_text(part) for part in (first, infix, last, called))
    if not infix:
        surname = _surname(last.split())
        infix, last = surname.infix, surname.last
    if first.islower() and (not last or last.islower()):
        first, last = (
            " ".join(word[:1].upper() + word[1:] for word in part.split()) for part in (first, last)
        )
    return PersonName(first, infix, last, called)


def read_spoken(text: str) -> Spoken:
    """Somebody as they are written in a message: 'Tante Joke', 'huisarts Kesteloo', '"Sjaak" broer van Rik'."""
    words = _without_titles(_without_fillers(clean_text(text).strip('"“”„:,. ').split()))
    if not words:
        return Spoken(PersonName())
    whole = " ".join(words)
    if guess_from(words[0]).kind is PersonKind.ORGANISATION:
        return Spoken(PersonName(last=whole), kind=PersonKind.ORGANISATION)
    couple = _COUPLE.match(whole)
    if couple:
        return Spoken(read_name(whole), couple=(couple["one"], couple["other"]))
    if begins_with_relation(words[0]) or words[0].casefold() in _KIN:
        return _after_relation(words)
    cut = next((place for place in range(1, len(words)) if _is_relation(words[place:])), len(words))
    spoken = _named(words[:cut])
    return replace(spoken, relation=" ".join(words[cut:]) or spoken.relation)


def couple_names(couple: tuple[str, str], name: PersonName) -> tuple[PersonName, PersonName]:
    """The two of a couple apart, both with the last name that was written once."""
    return replace(name, first=couple[0]), replace(name, first=couple[1])


def _after_relation(words: list[str]) -> Spoken:
    first, rest = words[0], words[1:]
    relation = "" if first.casefold() in _PLAIN_TITLES else first.casefold()
    if not rest:
        return Spoken(PersonName(first=first), relation)
    if guess_from(first).kind is PersonKind.PROFESSIONAL and first.casefold() not in _KIN:
        return Spoken(_surname(rest), relation)
    if len(rest) == 1:
        return Spoken(
            read_name(" ".join(words)) if first.casefold() in _KIN else read_name(rest[0]), relation
        )
    if not rest[0][:1].isupper():
        return Spoken(PersonName(first=first), " ".join([first.casefold(), *rest]))
    spoken = _named(rest)
    return replace(spoken, relation=" ".join(part for part in (relation, spoken.relation) if part))


def _named(words: list[str]) -> Spoken:
    """First name and what follows; small letters after an infix tell where somebody is from: 'van korfbal'."""
    name = read_name(" ".join(words))
    if name.infix and name.last and name.last[0].islower() and words[0][:1].isupper():
        known_from = f"{name.infix} {name.last}"
        odd = known_from if name.infix.split()[0].casefold() in _SHORT_INFIXES else ""
        return Spoken(PersonName(first=name.first), relation=known_from, odd=odd)
    return Spoken(name)


def _surname(words: list[str]) -> PersonName:
    rest, infix = list(words), []
    while len(rest) > 1 and rest[0].casefold().replace("’", "'") in INFIXES:
        infix.append(rest.pop(0))
    return PersonName(infix=" ".join(infix), last=" ".join(rest))


def _is_relation(words: list[str]) -> bool:
    return words[0][:1].islower() and words[0] not in INFIXES and begins_with_relation(words[0])


def _all_small(words: list[str]) -> bool:
    """Whether none of these can be a last name: 'buurman', '🌿 beneden'."""
    plain = [word for word in words if word[0].isalpha()]
    return bool(plain) and words[0].casefold() not in INFIXES and all(word[0].islower() for word in plain)


def _without_titles(words: list[str]) -> list[str]:
    while len(words) > 1 and words[0].casefold() in _TITLES:
        words = words[1:]
    return words


def _without_fillers(words: list[str]) -> list[str]:
    while len(words) > 1 and comparable_name(words[0]) in _FILLERS:
        words = words[1:]
    return words
