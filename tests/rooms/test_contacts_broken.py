"""Contacts that are broken, hostile or endless: nothing raises, nobody else is lost, and nothing grows."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netwerkberaad.cases import NotTextError, SpreadsheetError, read_contacts, text_of
from netwerkberaad.cases.contacts_import.finding import LINE_TOO_LONG, MOST_PEOPLE, SHORT

NAMES = ["Joke Wisse", "Fatma Yılmaz", "Piet Maas", "Bas Wattel", "Rik Damme"]
SEPARATORS = st.sampled_from([",", ";", "\t"])
PIECES = [
    '"',
    '""',
    ";",
    ",",
    "\t",
    "\x00",
    "=CMD()",
    "@",
    "06",
    "Naam",
    "BEGIN:VCARD",
    "\u202e",
    "ü",
    "\x1e",
    "(",
]
JUNK = st.lists(st.one_of(st.sampled_from(PIECES), st.characters()), max_size=25).map("".join)
PLACES = st.integers(min_value=0, max_value=len(NAMES))


def _row(number: int, name: str) -> list[str]:
    return [name, "vriend", f"p{number}@example.org", f"061234567{number}"]


def _one_line(junk: str) -> str:
    return " ".join(junk.replace("BEGIN:VCARD", "").split("\n")).replace("\r", " ")


@given(st.one_of(st.text(max_size=400), JUNK))
def test_any_text_at_all_is_read_without_an_error(text: str) -> None:
    contacts = read_contacts(text)
    for one in contacts.found:
        assert len(one.name.full) <= 4 * SHORT
        assert one.person() is not None


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = text_of(data)
    except (NotTextError, SpreadsheetError):
        return
    read_contacts(text)


@example(",", ";Naam", 0)
@given(SEPARATORS, JUNK, PLACES)
def test_a_broken_row_in_a_list_loses_nobody(separator: str, junk: str, place: int) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator="\n").writerows(
        [["Naam", "Relatie", "E-mail", "Mobiel"], *(_row(number, name) for number, name in enumerate(NAMES))]
    )
    lines = written.getvalue().splitlines()
    lines.insert(place + 1, _one_line(junk))
    _everybody_is_there("\n".join(lines))


@given(SEPARATORS, JUNK, PLACES)
def test_a_broken_line_in_a_message_loses_nobody(separator: str, junk: str, place: int) -> None:
    lines = [separator.join(_row(number, name)) for number, name in enumerate(NAMES)]
    lines.insert(place, f"zomaar {_one_line(junk)}")
    _everybody_is_there("\n".join(lines))


@given(JUNK, PLACES, st.sampled_from(["2.1", "3.0", "4.0"]))
def test_a_broken_line_on_a_card_loses_no_card(junk: str, place: int, version: str) -> None:
    broken = _one_line(junk).lstrip("=\t ")
    cards = [
        f"BEGIN:VCARD\nVERSION:{version}\nN:{name.split()[1]};{name.split()[0]};;;\n"
        f"{'X-ODD;=' + broken if number == place else 'X-FINE:1'}\n"
        f"TEL:061234567{number}\nEMAIL:p{number}@example.org\nEND:VCARD"
        for number, name in enumerate(NAMES)
    ]
    _everybody_is_there("\n".join(cards))


def _everybody_is_there(text: str) -> None:
    found = {one.name.full: one for one in read_contacts(text).found}
    for number, name in enumerate(NAMES):
        assert name in found, name
        assert found[name].mails == (f"p{number}@example.org",)
        assert found[name].phones == (f"+3161234567{number}",)


def test_a_quote_that_is_never_closed_swallows_no_row() -> None:
    rows = 'Naam;Mobiel;Mail\nJoke;0612345678;\nKees;"06;x\nFatma;0612345679;\nPiet;0612345670;"\nBas;;'
    assert [one.name.first for one in read_contacts(rows).found] == ["Joke", "Kees", "Fatma", "Piet", "Bas"]


def test_a_card_that_never_ends_and_a_card_in_a_card_are_all_read() -> None:
    text = (
        "BEGIN:VCARD\nFN:Joke Wisse\nBEGIN:VCARD\nFN:Piet Maas\nAGENT:\nBEGIN:VCARD\nFN:Bas Wattel\nEND:VCARD\n"
        "TEL:0612345678\nEND:VCARD\nBEGIN:VCARD\nFN:Fatma Yılmaz"
    )
    found = read_contacts(text).found
    assert [one.name.first for one in found] == ["Joke", "Piet", "Bas", "Fatma"]
    assert found[1].phones == ("+31612345678",)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 900_000,
        "@" * 900_000,
        "a@" * 400_000,
        "0 " * 400_000,
        '"' * 900_000,
        "(" * 900_000,
        "Naam;Mail\n" + "x;y\n" * 200_000,
        "Naam;Mail\n" + '"x\n' * 200_000,
        "\n" * 900_000,
        "Naam\n" + ";" * 900_000,
        "BEGIN:VCARD\n" * 70_000,
        "AGENT:\nBEGIN:VCARD\n" * 40_000,
        "BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:" + "=\n" * 400_000,
        "BEGIN:VCARD\nFN:" + "x\n " * 300_000,
        "BEGIN:VCARD\nN" + ';"' * 400_000,
        "BEGIN:VCARD\nPHOTO;ENCODING=b:" + "AAAA\n " * 140_000 + "\nFN:Joke\nEND:VCARD",
    ],
    ids=range(16),
)
def test_an_endless_file_gives_a_bounded_answer(text: str) -> None:
    contacts = read_contacts(text)
    assert len(contacts.found) <= MOST_PEOPLE
    assert all(len(one.text) <= SHORT * 2 for one in contacts.skipped)


def test_a_line_that_is_too_long_is_told_and_the_others_stay() -> None:
    contacts = read_contacts(f"Joke 0612345678\n{'x, ' * 10_000}\nPiet")
    assert [one.name.first for one in contacts.found] == ["Joke", "Piet"]
    assert [(one.row, one.reason) for one in contacts.skipped] == [(2, LINE_TOO_LONG)]


def test_a_formula_is_a_word_like_any_other() -> None:
    text = 'Naam;Relatie;Opmerking;Mobiel\n=cmd|calc;@SUM(1);=HYPERLINK("http://x");="0612345678"\n'
    one = read_contacts(text).found[0]
    assert not any(
        part.startswith(("=", "@", "+", "-")) for part in (one.name.full, one.relation, one.remark)
    )
    assert one.phones == ("+31612345678",)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"PK\x03\x04" + bytes(50), SpreadsheetError),
        (b"\xd0\xcf\x11\xe0" + bytes(50), SpreadsheetError),
        (b"%PDF-1.7 x", NotTextError),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)), NotTextError),
    ],
)
def test_a_file_that_is_no_text_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        text_of(data)


def test_zero_bytes_are_left_out() -> None:
    assert read_contacts(text_of(b"Jo\x00ke; oma; 0612345678")).found[0].name.first == "Joke"
