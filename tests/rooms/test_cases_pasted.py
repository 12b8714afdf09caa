"""People pasted from a spreadsheet or a mail, in the shapes in which they come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwerkberaad.cases import PersonKind, Quadrant, read_name, read_pasted
from netwerkberaad.cases.pasted import BAD_MAIL, BAD_PHONE, MOST_LINES, NO_NAME, TOO_MANY


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
    pasted = read_pasted(line)
    assert pasted.doubts == ()
    joke = pasted.people[0]
    assert (joke.name.first, joke.name.infix, joke.name.last) == ("Joke", "de", "Nooijer-Wisse")
    assert joke.about.relation == "oma van moederskant"
    assert (joke.contact.mail, joke.contact.phone) == ("oma.joke@example.nl", "+31612345678")
    assert (joke.kind, joke.about.quadrant, joke.about.ring) == (PersonKind.NAASTE, Quadrant.FAMILY, 1)


def test_a_name_alone_is_enough() -> None:
    pasted = read_pasted("Fatma Yılmaz\n\n   \nPiet d'Hooghe\r\n;;;\n")
    assert [person.name.full for person in pasted.people] == ["Fatma Yılmaz", "Piet d'Hooghe"]


def test_a_line_of_headings_names_the_columns() -> None:
    text = "Telefoon;E-mail;Voornaam;Tussenvoegsel;Achternaam;Relatie;Soort;Opmerking\n"
    text += "0118 000121;;Anneke;;Wattel-'t Gilde;oma;naaste;Rijdt niet in het donker\n"
    pasted = read_pasted(text)
    anneke = pasted.people[0]
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
    pasted = read_pasted(text)
    assert [person.name.short for person in pasted.people] == ["Joke", "Iris", "Wouter"]
    assert [(doubt.line, doubt.reason) for doubt in pasted.doubts] == [
        (2, BAD_MAIL),
        (3, NO_NAME),
        (4, BAD_PHONE),
    ]
    assert pasted.doubts[0].text == "Kees, opa, kees@@example, 0612345679"


def test_what_comes_after_mail_and_phone_becomes_a_remark() -> None:
    pasted = read_pasted(
        "Wouter; ploegmaat van Rik; 0612345678; w.boogaard@example.com; late dienst; 0118 000121"
    )
    assert pasted.people[0].contact.remark == "late dienst; 0118 000121"


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
    person = read_pasted(f"Iemand;{relation}").people[0]
    assert (person.kind, person.about.quadrant) == (kind, quadrant)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Samira van der Wóude-El Amrani", ("Samira", "van der", "Wóude-El Amrani", "")),
        ("Bram in 't Anker", ("Bram", "in 't", "Anker", "")),
        ("oma Joke", ("Joke", "", "", "oma Joke")),
        ("Jan de", ("Jan", "", "de", "")),
        ("Fatma", ("Fatma", "", "", "")),
        ("", ("", "", "", "")),
    ],
)
def test_a_name_is_read_in_its_parts(text: str, parts: tuple[str, str, str, str]) -> None:
    name = read_name(text)
    assert (name.first, name.infix, name.last, name.called) == parts


def test_what_is_too_long_says_where_to_go_on() -> None:
    pasted = read_pasted("\n".join(f"Naaste {number}" for number in range(MOST_LINES + 5)))
    assert len(pasted.people) == MOST_LINES
    assert [(doubt.line, doubt.reason) for doubt in pasted.doubts] == [(MOST_LINES + 1, TOO_MANY)]


@given(st.text(max_size=400))
def test_any_text_at_all_is_read_without_an_error(text: str) -> None:
    pasted = read_pasted(text)
    assert all(person.name.full for person in pasted.people)
