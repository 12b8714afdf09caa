"""Texts for people: gathered from the source, brought into the catalogues, compiled.

Dutch is the language of the source and needs no catalogue. Every other language is a folder
`netwerkberaad/translations/<language>/LC_MESSAGES` with `messages.po`, written by people, and `messages.mo`, compiled
from it and kept beside it, so that an installation needs no extra step. A catalogue holds what people outside read
(tools/outside.py); that of a language of the desk holds everything.
"""

import argparse
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.findings import ROOT
from tools.outside import wanted

SOURCE = ROOT / "netwerkberaad"
CATALOGUES = SOURCE / "translations"
MAPPING = Path(__file__).with_name("babel.cfg")
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = "# Texts of netwerkberaad. Licensed under the EUPL."


def gather(source: Path = SOURCE) -> Catalog:
    """All texts for people in a folder of source, each with the files where it stands."""
    catalogue = Catalog(project="netwerkberaad", charset="utf-8", header_comment=HEADER, fuzzy=False)
    with MAPPING.open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping, filename=MAPPING.name)
    found = extract_from_dir(
        source, methods, options, keywords=KEYWORDS, comment_tags=("NOTE:",), strip_comment_tags=True
    )
    for filename, _line, message, comments, context in found:
        place = [(f"{source.name}/{Path(filename).as_posix()}", 0)]
        catalogue.add(message, None, place, auto_comments=comments, context=context)
    return catalogue


def read_catalogue(path: Path) -> Catalog:
    """One catalogue file; raises PoFileError when it cannot be read."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, abort_invalid=True)


def written(catalogue: Catalog) -> bytes:
    """The text of a catalogue as we keep it: sorted, places by file, no word about when or with what."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=100, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return buffer.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The compiled form of a catalogue."""
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def start(language: str) -> Path:
    """An empty catalogue for a new language; raises UnknownLocaleError for a language nobody knows."""
    locale = Locale.parse(language)
    path = CATALOGUES / str(locale) / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        now = datetime.now(UTC)
        empty = Catalog(
            locale, project="netwerkberaad", header_comment=HEADER, fuzzy=False, revision_date=now
        )
        path.write_bytes(written(empty))
    return path


def refresh(path: Path, source: Catalog) -> tuple[int, int]:
    """Bring one catalogue up to date and compile it; how many texts it has, and how many wait for a translator.

    A changed sentence is a new sentence: nothing is guessed from one that looks like it.
    """
    catalogue = read_catalogue(path)
    catalogue.update(
        wanted(source, path.parent.parent.name), no_fuzzy_matching=True, update_creation_date=False
    )
    path.write_bytes(written(catalogue))
    path.with_suffix(".mo").write_bytes(compiled(catalogue))
    waiting = sum(1 for message in catalogue if message.id and not _complete(message.string))
    return len(catalogue), waiting


def _complete(string: object) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)


def main() -> int:
    """Bring every catalogue up to date; with --new, begin one."""
    parser = argparse.ArgumentParser(prog="make translations", description=main.__doc__)
    parser.add_argument(
        "--new", metavar="LANGUAGE", help="begin a catalogue for this language, for example tr"
    )
    arguments = parser.parse_args()
    if arguments.new:
        start(arguments.new)
    source = gather()
    print(f"translations: {len(source)} Dutch texts in the source")
    for path in sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.po")):
        texts, waiting = refresh(path, source)
        print(f"translations: {path.parent.parent.name}: {texts} texts, {waiting} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
