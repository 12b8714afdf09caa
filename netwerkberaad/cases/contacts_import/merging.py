"""Who is probably the same person, and how two become one when somebody asks for it. Nothing is merged by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from netwerkberaad.cases.circle import NewPerson
from netwerkberaad.cases.contact import comparable_mail, comparable_name, comparable_phone, is_landline
from netwerkberaad.cases.contacts_import.finding import Found, also
from netwerkberaad.cases.people import ContactData, PersonName


def same_person(one: NewPerson, others: Sequence[NewPerson]) -> int | None:
    """The place of the first who is probably the same: names that agree, and a number, an address or the whole name shared."""
    for place, other in enumerate(others):
        names = _names_agree(one.name, other.name)
        if names and (_channels(one.contact) & _channels(other.contact) or _same_full_name(one, other)):
            return place
    return None


def with_doubles(found: Iterable[Found]) -> tuple[Found, ...]:
    """The same people, each with the row of an earlier one who is probably the same."""
    done: list[Found] = []
    people: list[NewPerson] = []
    for one in found:
        person = one.person()
        place = same_person(person, people)
        if place is not None and done[place].row != one.row:
            one = replace(one, same_as=done[place].row)
        done.append(one)
        people.append(person)
    return tuple(done)


def merged(kept: NewPerson, other: NewPerson) -> NewPerson:
    """One person out of two: what is kept wins, what it lacks is filled in, other numbers and addresses go to the remark."""
    name = PersonName(
        first=kept.name.first or other.name.first,
        infix=kept.name.infix if kept.name.last else other.name.infix,
        last=kept.name.last or other.name.last,
        called=kept.name.called or (other.name.called if not kept.name.first else ""),
    )
    about = replace(kept.about, relation=kept.about.relation or other.about.relation)
    return NewPerson(name, kept.kind, _both(kept.contact, other.contact), about)


def _both(kept: ContactData, other: ContactData) -> ContactData:
    mobiles = [kept.phone, other.phone]
    landlines = [kept.landline, other.landline]
    mobiles, landlines = (
        [phone for phone in mobiles if not is_landline(phone)],
        [phone for phone in [*landlines, *mobiles] if is_landline(phone)],
    )
    mails = list(dict.fromkeys(mail for mail in (kept.mail, other.mail) if mail))
    addresses = list(dict.fromkeys(address for address in (kept.address, other.address) if address))
    mobiles, landlines = (list(dict.fromkeys(filter(None, phones))) for phones in (mobiles, landlines))
    remark = (
        kept.remark if other.remark in kept.remark else "; ".join(filter(None, (kept.remark, other.remark)))
    )
    more = [value for values in (mails, mobiles, landlines, addresses) for value in values[1:]]
    return ContactData(
        mail=next(iter(mails), ""),
        phone=next(iter(mobiles), ""),
        landline=next(iter(landlines), ""),
        address=next(iter(addresses), ""),
        prefers=kept.prefers or other.prefers,
        remark=also(remark, *more),
    )


def _channels(contact: ContactData) -> set[str]:
    phones = {comparable_phone(phone) for phone in (contact.phone, contact.landline) if phone}
    return phones | ({comparable_mail(contact.mail)} if contact.mail else set())


def _same_full_name(one: NewPerson, other: NewPerson) -> bool:
    name = comparable_name(one.name.full)
    return bool(one.name.last and other.name.last) and name == comparable_name(other.name.full) != ""


def _names_agree(one: PersonName, other: PersonName) -> bool:
    """Whether these can be the same: a first name in common or as an initial, or one of them without any name."""
    ours, theirs = _firsts(one), _firsts(other)
    if not ours or not theirs:
        return comparable_name(one.last) == comparable_name(other.last) or not (one.full and other.full)
    if ours & theirs:
        return True
    initials = {name for name in ours | theirs if len(name) == 1}
    return bool(initials & {name[0] for name in ours} & {name[0] for name in theirs})


def _firsts(name: PersonName) -> set[str]:
    return {comparable_name(part) for part in (name.first, name.called) if comparable_name(part)}
