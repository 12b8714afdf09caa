"""What somebody may know of the others before the beraad: who comes, how to reach the hoofdpersoon, what is to be arranged."""

from netwerkberaad.cases.sight import CLOSED, decisions_of
from netwerkberaad.invites import BoardGroup, board_of, needs_of
from netwerkberaad.web.context import db, guest
from netwerkberaad.web.door.frame import circle
from netwerkberaad.web.door.own import my_sight, principals_told
from netwerkberaad.web.kit.need_names import NEED_NAMES
from netwerkberaad.web.kit.phones import spoken_phone


def about_others() -> dict[str, object]:
    """As far as it was opened to this guest, on a device that proved who is there."""
    opened = my_sight().opened if guest().proven else CLOSED
    return {
        "coming": _coming() if opened.attendance else [],
        "reachable": _reachable() if opened.contact else [],
        "to_arrange": _to_arrange() if opened.needs else [],
    }


def _coming() -> list[str]:
    people = {person.id: person for person in circle()}
    comes = [
        people[row.person_id]
        for row in board_of(db(), guest().case).rows
        if row.group is BoardGroup.COMES and row.person_id != guest().person.id
    ]
    first = [one for one in principals_told() if one.id != guest().person.id]
    return [person.name.short for person in (*first, *comes)]


def _reachable() -> list[tuple[str, str]]:
    """The hoofdpersonen who opened this themselves: one never opens the number of another."""
    own = guest().person.id
    opened = {
        row.principal_id
        for row in decisions_of(db(), guest().case)
        if row.member_id == own and row.opened.contact
    }
    found = []
    for person in principals_told():
        contact = person.contact
        ways = [spoken_phone(contact.phone) if contact.phone else "", contact.mail]
        if person.id in opened and person.id != own and any(ways):
            found.append((person.name.short, ", ".join(way for way in ways if way)))
    return found


def _to_arrange() -> list[str]:
    """Kinds of things, never for whom."""
    needs = {line.need for line in needs_of(db(), guest().case) if line.open and line.need}
    return [str(name) for need, name in NEED_NAMES.items() if need in needs]
