"""People pasted from a spreadsheet or a mail, one a line, in the shapes in which they come."""

import pytest

from netwerkberaad.cases import PersonKind, Quadrant, read_contacts, read_name
from netwerkberaad.cases.contacts_import import BAD_MAIL, BAD_PHONE, NO_NAME, TOO_MANY
from netwerkberaad.cases.contacts_import.finding import GREETING, LOOSE, MOST_PEOPLE, SENTENCE, TWO_PEOPLE


@pytest.mark.parametrize(
    "line",
    [
        "Joke de Nooijer-Wisse\toma van moederskant\toma.joke@example.nl\t06 12345678",
        "Joke de Nooijer-Wisse;oma van moederskant;oma.joke@example.nl;+31 6 12345678",
        "Joke de Nooijer-Wisse, oma van moederskant, oma.joke@example.nl, 06-12345678",
        "Joke de Nooijer-Wisse; oma van moederskant; 0612345678; oma.joke@example.nl",
        "- Joke de Nooijer-Wisse, oma van moederskant, oma.joke@example.nl, 06.12.34.56.78",
        "3. Joke de Nooijer-Wisse, oma van moederskant, oma.joke@example.nl, tel. 0612345678",
        '"Joke de Nooijer-Wisse","oma van moederskant","oma.joke@example.nl","0612345678"',
        "Joke de Nooijer-Wisse <oma.joke@example.nl>, oma van moederskant, 0031612345678",
        "Joke de Nooijer-Wisse\t\toma van moederskant\toma.joke@example.nl\t0612345678\t",
    ],
)
def test_a_line_is_read_in_many_shapes(line: str) -> None:
    contacts = read_contacts(line)
    assert contacts.unread == []
    joke = contacts.found[0].person()
    assert (joke.name.first, joke.name.infix, joke.name.last) == ("Joke", "de", "Nooijer-Wisse")
    assert joke.about.relation == "oma van moederskant"
    assert (joke.contact.mail, joke.contact.phone) == ("oma.joke@example.nl", "+31612345678")
    assert (joke.kind, joke.about.quadrant, joke.about.ring) == (PersonKind.NAASTE, Quadrant.FAMILY, 1)


def test_a_name_alone_is_enough() -> None:
    contacts = read_contacts("Fatma Yılmaz\n\n   \nPiet d'Hooghe\r\n;;;\n")
    assert [one.name.full for one in contacts.found] == ["Fatma Yılmaz", "Piet d'Hooghe"]


def test_a_line_of_headings_names_the_columns() -> None:
    text = "Telefoon;E-mail;Voornaam;Tussenvoegsel;Achternaam;Relatie;Soort;Opmerking\n"
    text += "0118 000121;;Anneke;;Wattel-'t Gilde;oma;naaste;Rijdt niet in het donker\n"
    anneke = read_contacts(text).found[0].person()
    assert (anneke.name.first, anneke.name.last) == ("Anneke", "Wattel-'t Gilde")
    assert (anneke.contact.landline, anneke.contact.phone) == ("+31118000121", "")
    assert anneke.contact.remark == "Rijdt niet in het donker"


def test_a_broken_line_never_loses_the_others() -> None:
    text = (
        "Joke, oma, oma.joke@example.nl, 0612345678\n"
        "Kees, opa, kees@@example, 0612345679\n"
        "jeugd@korfbaldemeeuwen.example.org\n"
        "Sjaak, broer, sjaak.wattel@example.org, 06 12345\n"
        'Iris "peettante, vriendin van allebei\n'
        "Wouter\n"
    )
    contacts = read_contacts(text)
    assert [one.name.short for one in contacts.found] == ["Joke", "Kees", "Sjaak", "Iris", "Wouter"]
    assert [(one.row, one.text, one.reason) for one in contacts.unread] == [
        (2, "kees@@example", BAD_MAIL),
        (3, "jeugd@korfbaldemeeuwen.example.org", NO_NAME),
        (4, "06 12345", BAD_PHONE),
    ]
    assert contacts.found[1].phones == ("+31612345679",)


def test_what_comes_after_mail_and_phone_becomes_a_remark_and_a_second_number_is_kept() -> None:
    line = "Wouter; ploegmaat van Rik; 0612345678; w.boogaard@example.com; late dienst; 0612345679"
    assert read_contacts(line).found[0].person().contact.remark == "late dienst; ook +31612345679"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Dit zijn ze, hoop dat het zo goed is:", SENTENCE),
        ("Met vriendelijke groet, Marloes", GREETING),
        ("06 12345678", LOOSE),
        ("???", NO_NAME),
    ],
)
def test_what_is_nobody_is_told_with_its_reason(line: str, reason: str) -> None:
    contacts = read_contacts(f"Joke 0612345678\n{line}\nWouter")
    assert [one.name.first for one in contacts.found] == ["Joke", "Wouter"]
    assert [(one.row, one.text, one.reason) for one in contacts.skipped] == [(2, line, reason)]


def test_a_number_of_one_of_two_people_goes_to_nobody_else() -> None:
    piet, ria = read_contacts("Piet en Ria Maas; Piet 0612345678 Ria 0612345679").found
    assert (piet.name.full, piet.phones) == ("Piet Maas", ("+31612345678",))
    assert (ria.name.full, ria.phones) == ("Ria Maas", ("+31612345679",))
    (both,) = read_contacts("Piet en Ria Maas 0612345678").found
    assert both.name.full == "Piet en Ria Maas"
    assert [doubt.reason for doubt in both.doubts] == [TWO_PEOPLE]


@pytest.mark.parametrize(
    ("relation", "kind", "quadrant"),
    [
        ("juf van Bas (groep 5)", PersonKind.PROFESSIONAL, Quadrant.PROFESSIONALS),
        ("huisarts van het gezin", PersonKind.PROFESSIONAL, Quadrant.PROFESSIONALS),
        ("broer van Rik", PersonKind.NAASTE, Quadrant.FAMILY),
        ("schoonzus", PersonKind.NAASTE, Quadrant.FAMILY),
        ("buurman van Rik in de Lamsoorgang", PersonKind.NAASTE, Quadrant.FRIENDS),
        ("vriendin en oude buurvrouw", PersonKind.NAASTE, Quadrant.FRIENDS),
        ("korfbaltrainer van Fenna", PersonKind.NAASTE, Quadrant.WORK_SCHOOL_CLUBS),
        ("ploegmaat van Rik", PersonKind.NAASTE, Quadrant.WORK_SCHOOL_CLUBS),
        ("korfbalvereniging De Meeuwen", PersonKind.ORGANISATION, Quadrant.WORK_SCHOOL_CLUBS),
        ("die van de markt", PersonKind.NAASTE, Quadrant.FRIENDS),
    ],
)
def test_a_relation_tells_where_somebody_probably_stands(
    relation: str, kind: PersonKind, quadrant: Quadrant
) -> None:
    person = read_contacts(f"Iemand;{relation}").found[0].person()
    assert (person.kind, person.about.quadrant) == (kind, quadrant)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Samira van der Wóude-El Amrani", ("Samira", "van der", "Wóude-El Amrani", "")),
        ("Bram in 't Anker", ("Bram", "in 't", "Anker", "")),
        ("oma Joke", ("Joke", "", "", "oma Joke")),
        ("Jan de", ("Jan", "", "de", "")),
        ("Kees buurman", ("Kees buurman", "", "", "")),
        ("Mevr. S. van der Wóude", ("S.", "van der", "Wóude", "")),
        ("Ans en Henk van Damme", ("Ans en Henk", "van", "Damme", "")),
        ("Fatma", ("Fatma", "", "", "")),
        ("", ("", "", "", "")),
    ],
)
def test_a_name_is_read_in_its_parts(text: str, parts: tuple[str, str, str, str]) -> None:
    name = read_name(text)
    assert (name.first, name.infix, name.last, name.called) == parts


def test_what_is_too_long_says_where_to_go_on() -> None:
    contacts = read_contacts("\n".join(f"Naaste {number}" for number in range(MOST_PEOPLE + 5)))
    assert len(contacts.found) == MOST_PEOPLE
    assert [(one.row, one.reason) for one in contacts.skipped] == [(MOST_PEOPLE + 1, TOO_MANY)]


def test_who_a_message_went_to_are_people_of_their_own() -> None:
    pasted = "Jan Bos <jan@example.nl>; \"Visser, Anna\" <anna@example.nl>, 'oma Joke' <joke@example.nl>;\n"
    found = read_contacts(pasted).found
    assert [(one.name.full, one.relation, one.mails) for one in found] == [
        ("Jan Bos", "", ("jan@example.nl",)),
        ("Anna Visser", "", ("anna@example.nl",)),
        ("oma Joke", "oma", ("joke@example.nl",)),
    ]


def test_an_address_of_a_page_is_nobody() -> None:
    contacts = read_contacts("Oma Joke, 06-12345675\nhttps://example.nl/lijst\nwww.example.nl\n")
    assert [one.name.full for one in contacts.found] == ["Oma Joke"]
    assert [one.row for one in contacts.skipped] == [2, 3]
