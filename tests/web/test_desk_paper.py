"""The plan as a file: tags, language and title for a screen reader, the order of reading, and nobody's part but one's own."""

from dataclasses import replace

import pytest
from flask import Flask

from netwerkberaad.cases import Person
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.pdf_text import opened, text_of
from tests.web.table_setting import FRIDAY, GOAL, WEDNESDAY, Setting, build_setting


@pytest.fixture
def setting(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Setting:
    """A plan that was fixed: Joke on Wednesday, Kees on Friday."""
    return build_setting(app, sqlite_store, clock, sqlite_world).with_plan()


def _file(setting: Setting, query: str = "") -> bytes:
    content: bytes = setting.visitor.client.get(setting.path(f"plan/plan.pdf{query}")).data
    return content


def test_a_screen_reader_finds_the_parts_and_reads_them_in_order(setting: Setting) -> None:
    pdf = _file(setting)
    content = opened(pdf)
    for mark in (
        b"/StructTreeRoot",
        b"/Lang (nl)",
        b"/Marked true",
        b"pdfuaid:part",
        b"/DisplayDocTitle true",
    ):
        assert mark in content
    for role in (b"/S /H1", b"/S /H2", b"/S /Table", b"/S /TH", b"/S /TD"):
        assert role in content
    assert b"/Title (Het plan van Marloes" in content
    text = text_of(pdf)
    places = [
        text.index(words)
        for words in ("Het plan van Marloes", GOAL, WEDNESDAY, FRIDAY, "Wij kijken samen terug")
    ]
    assert places == sorted(places)


def test_the_copy_of_one_person_holds_no_word_of_anothers_part(setting: Setting) -> None:
    pdf = _file(setting, f"?voor={setting.people['Joke']}")
    text = text_of(pdf)
    assert WEDNESDAY in text
    for hidden in (FRIDAY, GOAL, "Kees"):
        assert hidden not in text
        assert hidden.encode() not in opened(pdf)


def test_the_copy_of_somebody_is_in_their_language_and_in_letters_as_large_as_they_read(
    setting: Setting,
) -> None:
    with setting.store.writing() as session:
        joke = session.get_one(Person, setting.people["Joke"])
        joke.about = replace(joke.about, language="ar")
        joke.contact = replace(joke.contact, large_print=True)
    voor = f"?voor={setting.people['Joke']}"
    assert b"/Lang (ar)" in opened(_file(setting, voor))
    for page in (f"plan/afdrukken{voor}", f"plan/deel/{setting.people['Joke']}"):
        shown = setting.visitor.client.get(setting.path(page)).text
        assert '<html lang="ar" dir="rtl">' in shown
        assert 'lang="nl" dir="ltr">' in shown  # the bar of who prints it
        assert (
            f'dir="ltr">{WEDNESDAY}' in shown
        )  # what somebody said stays as it was said, and reads as it did
    sheet = setting.visitor.client.get(setting.path(f"plan/afdrukken{voor}")).text
    assert "paper--large" in sheet
    assert (
        "paper--large" not in setting.visitor.client.get(setting.path(f"plan/afdrukken{voor}&groot=0")).text
    )
    assert "paper--large" in setting.visitor.client.get(setting.path("plan/afdrukken?groot=1")).text
