"""Who is in a case: a hoofdpersoon and a circle, each to be reached in the way they have."""

import random

from netwerkberaad.cases import About, ContactData, NewPerson, PersonKind, PersonName
from netwerkberaad.foundation.messages import Channel


def principal(number: int) -> NewPerson:
    """Who the case is about."""
    contact = ContactData(mail=f"hoofd{number}@example.nl", phone=f"+3161{number:07}")
    name = PersonName(first="Marloes", last=f"Nummer{number}")
    return NewPerson(name, PersonKind.PRINCIPAL, contact, About())


def somebody(number: int, place: int, chance: random.Random) -> NewPerson:
    """Most have mail; some a mobile phone alone, some a landline or an address, and one in a hundred nothing."""
    unique, share = number * 10 + place, chance.random()
    if share < 0.62:
        contact = ContactData(mail=f"p{unique}@example.nl", phone=f"+3162{unique:07}")
    elif share < 0.8:
        contact = ContactData(phone=f"+3163{unique:07}")
    elif share < 0.9:
        contact = ContactData(address="Zandweg 9\n4331 AB Middelburg")
    elif share < 0.99:
        contact = ContactData(landline=f"+31118{unique % 1_000_000:06}")
    else:
        contact = ContactData()
    kind = PersonKind.PROFESSIONAL if place % 5 == 4 else PersonKind.NAASTE
    return NewPerson(PersonName(first=f"Kees{place}", last=f"Nummer{number}"), kind, contact, About())


def channel_to(contact: ContactData) -> Channel:
    """The way by which somebody is invited."""
    if contact.mail:
        return Channel.MAIL
    if contact.phone:
        return Channel.SMS
    return Channel.LETTER if contact.address else Channel.PHONE
