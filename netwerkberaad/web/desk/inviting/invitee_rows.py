"""How a row of the list of invitees becomes a person, and the other way round."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from netwerkberaad.cases import About, ContactData, NewPerson, PersonKind, PersonName, guess_from, read_name

Data = Mapping[str, Any]


def person_of(row: Data) -> NewPerson:
    """A row as a person; the parts of the name count as long as the name was not typed anew."""
    kind = PersonKind(row["kind"] or PersonKind.NAASTE)
    relation = row.get("relation") or ""
    guess = guess_from(relation)
    return NewPerson(
        name=_name_of(row, kind),
        kind=kind,
        contact=ContactData(
            mail=row.get("mail") or "",
            phone=row.get("phone") or "",
            landline=row.get("landline") or "",
            address=row.get("address") or "",
            remark=row.get("remark") or "",
        ),
        about=About(relation=relation, quadrant=guess.quadrant, ring=guess.ring),
    )


def row_of(person: NewPerson) -> dict[str, Any]:
    """A person as a row of step 4."""
    name, contact = person.name, person.contact
    written = _in_one(name.first, name.infix, name.last)
    return {
        "name": written or name.called,
        "parts": f"{name.first}|{name.infix}|{name.last}" if written else "",
        "called": name.called if written else "",
        "relation": person.about.relation,
        "kind": person.kind.value,
        "mail": contact.mail,
        "phone": contact.phone,
        "landline": contact.landline,
        "address": contact.address,
        "remark": contact.remark,
    }


def told(row: Data) -> list[object]:
    """What a row holds beside choices that are always made."""
    return [value for name, value in row.items() if name not in {"kind", "prefers", "parts"} and value]


def _name_of(row: Data, kind: PersonKind) -> PersonName:
    written, called = row["name"], row.get("called") or ""
    parts = (row.get("parts") or "").split("|")
    if len(parts) == 3 and _in_one(*parts) == written:
        return PersonName(parts[0], parts[1], parts[2], called)
    if kind is PersonKind.ORGANISATION:
        return PersonName(last=written, called=called)
    name = read_name(written)
    return replace(name, called=called) if called else name


def _in_one(first: str, infix: str, last: str) -> str:
    return " ".join(part for part in (first, PersonName(infix=infix, last=last).surname) if part)
