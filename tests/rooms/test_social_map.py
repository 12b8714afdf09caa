"""The sociale kaart of a region: kept by the team, searched, archived, and read from lists that are never perfect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwerkberaad.accounts import actor_for
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError
from netwerkberaad.foundation.vault import Store
from netwerkberaad.social_map import (
    COLUMNS,
    MOST_LINES,
    Access,
    EntryContact,
    EntryExistsError,
    EntryFacts,
    EntryKind,
    EntryNameMissingError,
    ListTooLongError,
    NewEntry,
    NoHeadingsError,
    add_entry,
    archive_entry,
    change_entry,
    entries_of,
    get_entry,
    read_entries,
    restore_entry,
    search_entries,
)
from tests.builders import World

HALL = NewEntry(
    EntryKind.PLACE,
    EntryFacts(name="Dorpshuis De Schutse", about="Zaal met keuken", access=(Access.WHEELCHAIR,)),
    EntryContact("Riet Maljaars", "+31600000190"),
)
CHESS = NewEntry(EntryKind.SOURCE, EntryFacts(name="Schaakclub Het Paard", address="Loskade 4"))


@pytest.fixture
def wilma(world: World) -> Actor:
    """A gespreksleider of the region."""
    return actor_for(world.facilitator)


def test_what_the_team_writes_down_is_found_by_any_of_its_words(
    store: Store, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        for new in (HALL, CHESS):
            add_entry(session, wilma, new=new, now=clock.now())
    with store.reading() as session:
        everything = entries_of(session, wilma)
        assert [one.facts.name for one in everything] == ["Dorpshuis De Schutse", "Schaakclub Het Paard"]
        assert [one.facts for one in search_entries(everything, "KEUKEN schutse")] == [HALL.facts]
        assert [one.facts for one in search_entries(everything, "", kind=EntryKind.SOURCE)] == [CHESS.facts]
        assert not search_entries(everything, "Maljaars")


def test_an_archived_entry_is_offered_no_more_and_forgets_its_contact_person(
    store: Store, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        entry = add_entry(session, wilma, new=HALL, now=clock.now())
        archive_entry(session, wilma, entry=entry, now=clock.now())
        assert not entries_of(session, wilma)
        assert [one.contact for one in entries_of(session, wilma, archived=True)] == [EntryContact()]
        restore_entry(session, wilma, entry=entry, now=clock.now())
        assert entries_of(session, wilma) == [entry]


def test_an_entry_needs_a_name_and_stands_there_once(store: Store, clock: MovableClock, wilma: Actor) -> None:
    with store.writing() as session:
        hall = add_entry(session, wilma, new=HALL, now=clock.now())
        chess = add_entry(session, wilma, new=CHESS, now=clock.now())
        with pytest.raises(EntryExistsError):
            add_entry(session, wilma, new=HALL, now=clock.now())
        with pytest.raises(EntryExistsError):
            change_entry(session, wilma, entry=chess, new=HALL, now=clock.now())
        with pytest.raises(EntryNameMissingError):
            add_entry(session, wilma, new=NewEntry(EntryKind.PLACE, EntryFacts(name="  ")), now=clock.now())
        change_entry(session, wilma, entry=hall, new=HALL, now=clock.now())


def test_another_region_and_other_roles_do_not_keep_it(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    foreign, analyst = actor_for(world.foreign_facilitator), actor_for(world.analyst)
    with store.writing() as session:
        hall = add_entry(session, wilma, new=HALL, now=clock.now())
        assert not entries_of(session, foreign)
        with pytest.raises(NotFoundError):
            get_entry(session, foreign, hall.id)
        with pytest.raises(DeniedError):
            add_entry(session, analyst, new=CHESS, now=clock.now())


def test_a_list_is_read_by_the_words_of_its_first_line() -> None:
    text = (
        "\ufeffSoort;Naam;Adres;Rolstoel;Toilet;Contactpersoon\n"
        'plek;Dorpshuis De Schutse;"Kerkstraat 1; Veere";ja;nee;Riet Maljaars\n'
        ";Schaakclub Het Paard;;;;\n"
    )
    read = read_entries(text)
    assert not read.broken
    hall, chess = read.entries
    assert (hall.kind, hall.facts.address, hall.contact.name) == (
        EntryKind.PLACE,
        "Kerkstraat 1; Veere",
        "Riet Maljaars",
    )
    assert hall.facts.access == (Access.WHEELCHAIR,)
    assert (chess.kind, chess.facts.name) == (EntryKind.SOURCE, "Schaakclub Het Paard")


def test_a_broken_line_never_loses_the_others() -> None:
    text = "\n".join(
        (
            "naam,soort,mail,rolstoel",
            "Goed een,,,",
            ",plek,,",
            "Soort klopt niet,kerk,,",
            "Antwoord klopt niet,,,misschien",
            "Mail klopt niet,,geen adres,",
            "Te breed,,,,,extra",
            '"Een aanhaling die niet sluit,plek',
            "Goed een,,,",
            "x" * 600,
            "Goed twee,,,",
        )
    )
    read = read_entries(text, [EntryFacts(name="Stond er al")])
    names = [one.facts.name for one in read.entries]
    assert names[0] == "Goed een"
    assert names[-1] == "Goed twee"
    assert [one.line for one in read.broken] == [3, 4, 5, 6, 7, 9, 10]


def test_what_stands_there_already_is_not_taken_over_again() -> None:
    read = read_entries(
        "naam;adres\nHet  paard;Loskade 4", [EntryFacts(name="Het Paard", address="loskade 4")]
    )
    assert not read.entries
    assert len(read.broken) == 1


def test_a_list_without_headings_or_of_endless_length_is_refused() -> None:
    for text in ("", "Dorpshuis;Kerkstraat", "naam;naam\na;b", "adres\nKerkstraat"):
        with pytest.raises(NoHeadingsError):
            read_entries(text)
    with pytest.raises(ListTooLongError):
        read_entries("naam\n" + "\n".join(f"Plek {number}" for number in range(MOST_LINES + 1)))


@given(st.lists(st.text(max_size=80), max_size=12))
def test_whatever_stands_on_a_line_every_line_is_taken_over_or_named(lines: list[str]) -> None:
    text = ";".join(COLUMNS) + "\n" + "\n".join(lines)
    read = read_entries(text)
    numbers = {one.line for one in read.broken}
    assert len(numbers) == len(read.broken)
    assert len(read.entries) + len(read.broken) <= len(text.splitlines())
    assert all(one.facts.name for one in read.entries)
