"""The translation check finds what is missing, doubtful or untrue to its placeholders."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tools import check_translations, translations

DUTCH: dict[str | tuple[str, ...], str | tuple[str, ...]] = {
    "Welkom": "Hoş geldiniz",
    "%(naam)s komt": "%(naam)s geliyor",
    ("%(num)s persoon", "%(num)s personen"): ("%(num)s kişi",),
}


def source() -> Catalog:
    catalogue = Catalog()
    for message in DUTCH:
        catalogue.add(message, flags=("python-format",))
    return catalogue


def write(folder: Path, catalogue: Catalog, *, compiled: bool = True) -> None:
    path = folder / "netwerkberaad" / "translations" / "tr" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(translations.written(catalogue))
    if compiled:
        path.with_suffix(".mo").write_bytes(translations.compiled(catalogue))


def turkish() -> Catalog:
    catalogue = Catalog("tr", fuzzy=False)
    for message, text in DUTCH.items():
        catalogue.add(message, text, flags=("python-format",))
    return catalogue


def findings(folder: Path) -> list[str]:
    found = check_translations.check(folder / "netwerkberaad" / "translations", source())
    return [finding.message for finding in found]


def test_a_complete_catalogue_passes(tmp_path: Path) -> None:
    write(tmp_path, turkish())
    assert findings(tmp_path) == []


def test_a_missing_translation_is_found(tmp_path: Path) -> None:
    catalogue = turkish()
    catalogue.delete("Welkom")
    write(tmp_path, catalogue)
    assert findings(tmp_path) == ["not translated: Welkom"]


def test_an_empty_translation_is_found(tmp_path: Path) -> None:
    catalogue = turkish()
    catalogue["Welkom"].string = ""
    write(tmp_path, catalogue)
    assert findings(tmp_path) == ["not translated: Welkom"]


def test_a_fuzzy_translation_is_found(tmp_path: Path) -> None:
    catalogue = turkish()
    catalogue["Welkom"].flags.add("fuzzy")
    write(tmp_path, catalogue)
    assert any("marked fuzzy" in message for message in findings(tmp_path))


@pytest.mark.parametrize("text", ["geliyor", "%(name)s geliyor", "%(naam)s %(naam)s"])
def test_other_placeholders_are_found(tmp_path: Path, text: str) -> None:
    catalogue = turkish()
    catalogue["%(naam)s komt"].string = text
    write(tmp_path, catalogue)
    assert findings(tmp_path) == ["other placeholders than the Dutch text: %(naam)s komt"]


def test_a_catalogue_compiled_from_something_else_is_found(tmp_path: Path) -> None:
    write(tmp_path, turkish(), compiled=False)
    (message,) = findings(tmp_path)
    assert "run make translations" in message


def test_texts_are_gathered_from_source_and_templates(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('label = N_("Aanmelden")\ntext = ngettext("een", "meer", n)\n')
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text("{% trans %}Welkom{% endtrans %}{{ _('Verder') }}")
    gathered = {message.id for message in translations.gather(tmp_path) if message.id}
    assert gathered == {"Aanmelden", ("een", "meer"), "Welkom", "Verder"}


def test_a_changed_sentence_waits_for_a_translator_and_the_old_one_goes(tmp_path: Path) -> None:
    write(tmp_path, turkish())
    path = tmp_path / "netwerkberaad" / "translations" / "tr" / "LC_MESSAGES" / "messages.po"
    changed = Catalog()
    changed.add("Welkom bij ons")
    assert translations.refresh(path, changed) == (1, 1)
    assert "Hoş geldiniz" not in path.read_text(encoding="utf-8")
