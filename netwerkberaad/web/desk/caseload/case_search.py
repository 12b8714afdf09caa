"""Searching in one's own cases, in memory: names lie sealed in the database."""

import unicodedata
import uuid
from collections.abc import Sequence

from netwerkberaad.cases import CaseRow, Person, people_of_cases, present
from netwerkberaad.web.context import db


def search(rows: Sequence[CaseRow], query: str) -> list[tuple[CaseRow, str]]:
    """The rows that fit, each with the name of who was found in it; names in any case, with or without accents."""
    if not query:
        return [(row, "") for row in rows]
    words = _plain(query).split()
    people: dict[uuid.UUID, list[Person]] = {}
    for person in present(people_of_cases(db(), [row.id for row in rows])):
        people.setdefault(person.case_id, []).append(person)
    found = []
    for row in rows:
        who = next((one for one in people.get(row.id, []) if _fits(words, _described(one))), None)
        if who is not None or _fits(words, f"{row.title} {row.municipality}"):
            found.append((row, _described(who) if who is not None and not who.is_principal else ""))
    return found


def _described(person: Person) -> str:
    relation = person.about.relation
    return f"{person.name.full}, {relation}" if relation else person.name.full


def _fits(words: Sequence[str], text: str) -> bool:
    plain = _plain(text)
    return all(word in plain for word in words)


def _plain(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in split if not unicodedata.combining(sign))
