"""Real exports and pastes, compared in full with what a good reader offers."""

import json
from pathlib import Path
from typing import Any

import pytest

from netwerkberaad.cases import Found, read_contacts, text_of

SAMPLES = Path(__file__).parents[1] / "samples" / "contacts"
EXPECTED: dict[str, Any] = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
PEOPLE = [
    pytest.param(name, place, id=f"{name}-{one['row']}-{one['first'] or one['last'] or place}")
    for name, held in EXPECTED.items()
    for place, one in enumerate(held["people"])
]


def _found(name: str) -> tuple[Found, ...]:
    return read_contacts(text_of((SAMPLES / name).read_bytes())).found


def test_every_sample_has_its_expectations() -> None:
    files = {path.name for path in SAMPLES.iterdir() if path.suffix in {".csv", ".txt", ".vcf"}}
    assert files == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_every_row_is_somebody_or_is_told_to_be_nobody(name: str) -> None:
    contacts = read_contacts(text_of((SAMPLES / name).read_bytes()))
    assert [one.row for one in contacts.found] == [one["row"] for one in EXPECTED[name]["people"]]
    assert {str(one.row): bool(one.text) for one in contacts.skipped} == {
        row: reason != "empty" for row, reason in EXPECTED[name]["skipped"].items()
    }


@pytest.mark.parametrize(("name", "place"), PEOPLE)
def test_everybody_has_their_own_name_and_addresses(name: str, place: int) -> None:
    expected, one = EXPECTED[name]["people"][place], _found(name)[place]
    wanted = "".join((expected["infix"], expected["last"])).replace(" ", "")
    assert one.name.first == expected["first"]
    assert one.name.surname.replace(" ", "").replace("’", "'") == wanted
    assert list(one.mails) == expected["mails"]
    assert list(one.phones) == expected["phones"]
    assert one.same_as == expected.get("duplicate_of")
    assert bool(one.doubts) == ("doubt" in expected)


@pytest.mark.parametrize(("name", "place"), PEOPLE)
def test_what_was_noted_with_somebody_is_kept(name: str, place: int) -> None:
    expected, one = EXPECTED[name]["people"][place], _found(name)[place]
    assert expected.get("called", one.name.called) == one.name.called
    assert expected.get("relation", one.relation) == one.relation
    assert expected.get("remark", one.remark) in {one.remark, one.relation}  # a remark 'oma' is a relation
    assert expected.get("kind", one.person().kind.value).rstrip("?") == one.person().kind.value


def test_an_infix_stands_in_its_own_place_except_after_an_apostrophe() -> None:
    for name, held in EXPECTED.items():
        for expected, one in zip(held["people"], _found(name), strict=True):
            if expected["infix"] != "d'":
                assert one.name.infix == expected["infix"]


@pytest.mark.parametrize("name", ["iphone-3.0.vcf", "android-2.1.vcf"])
def test_nothing_is_kept_of_a_picture_or_a_birthday(name: str) -> None:
    kept = repr(_found(name))
    assert "AAEC" not in kept
    assert "1604" not in kept


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_same_list_is_read_in_every_encoding(encoding: str) -> None:
    text = (SAMPLES / "vrije-tekst.txt").read_text(encoding="utf-8")
    assert read_contacts(text_of(text.encode(encoding))) == read_contacts(text)
