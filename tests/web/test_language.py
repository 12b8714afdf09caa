"""Another language is a folder of translations: no code changes, and whoever has no words for a page gets Dutch."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import Store
from netwerkberaad.web import create_app, language
from tests.builders import World
from tests.pages import Visitor

WORDS = {
    "Inloggen": "Signing in",
    "Taal": "Language",
    "Mijn account": "My account",
    "Privacy": "About your details",
}


@pytest.fixture
def two_languages(
    settings: Settings,
    clock: MovableClock,
    sqlite_store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Visitor:
    """An application with a catalogue for English and one for Arabic beside the Dutch of the source."""
    for code in ("en", "ar"):
        catalogue = Catalog(locale=code, domain="messages")
        for message, translation in WORDS.items():
            catalogue.add(message, translation)
        folder = tmp_path / "translations" / code / "LC_MESSAGES"
        folder.mkdir(parents=True)
        with (folder / "messages.mo").open("wb") as file:
            write_mo(file, catalogue)
    monkeypatch.setattr(language, "TRANSLATIONS", tmp_path / "translations")
    monkeypatch.setattr(language, "AT_THE_DESK", ("nl", "en"))
    return Visitor(create_app(settings, clock, sqlite_store))


def test_a_folder_of_translations_makes_a_page_speak_that_language(two_languages: Visitor) -> None:
    page = two_languages.get("/inloggen?taal=en")
    assert page.h1 == "Signing in"
    assert page.root.get("lang") == "en"


def test_a_sentence_without_translation_stays_dutch(two_languages: Visitor) -> None:
    assert "Wachtwoord" in two_languages.get("/inloggen?taal=en").text


def test_arabic_reads_from_right_to_left(two_languages: Visitor) -> None:
    assert two_languages.get("/?taal=ar").root.get("dir") == "rtl"


def test_what_only_staff_read_is_not_offered_in_a_language_the_desk_does_not_speak(
    two_languages: Visitor,
) -> None:
    page = two_languages.get("/inloggen?taal=ar")
    assert (page.root.get("lang"), page.root.get("dir")) == ("nl", "ltr")


def test_without_a_session_the_language_goes_along_from_page_to_page(two_languages: Visitor) -> None:
    home = two_languages.get("/?taal=en")
    assert two_languages.get(home.link("About your details")).root.get("lang") == "en"


def test_an_unknown_language_is_dutch(two_languages: Visitor) -> None:
    assert two_languages.get("/inloggen?taal=xx").h1 == "Inloggen"


def test_the_desk_speaks_the_language_of_the_account_whatever_the_address_says(
    two_languages: Visitor, sqlite_world: World
) -> None:
    two_languages.sign_in(sqlite_world.admin)
    two_languages.submit(two_languages.get("/account"), "Bewaar", {"language": "en"})
    two_languages.submit(two_languages.get("/account"), "Log uit")
    two_languages.sign_in(sqlite_world.admin)
    page = two_languages.get("/account?taal=nl")
    assert (page.h1, page.root.get("lang")) == ("My account", "en")


def test_without_other_catalogues_only_dutch_is_offered() -> None:
    found = {path.parent.parent.name for path in language.TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo")}
    assert set(language.languages()) == found | {"nl"}


def test_a_language_that_is_not_offered_changes_nothing_and_leads_nowhere_else(visitor: Visitor) -> None:
    home = visitor.get("/")
    for said in ("xx", "", "../ar", "nl\x00"):
        page = visitor.submit(home, "English", {"taal": said, "next": "https://example.org/"})
        assert (page.path.partition("?")[0], page.root.get("lang")) == ("/", "nl")
