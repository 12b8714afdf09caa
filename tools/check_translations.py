"""Every language that is offered is complete for who reads it, true to its placeholders, without Dutch left in it, and
compiled from what is in the file."""

import gettext
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError

from tools.findings import Finding, tell
from tools.outside import looks_dutch, wanted
from tools.translations import CATALOGUES, compiled, gather, read_catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def placeholders(text: str) -> list[str]:
    """What is filled in when the text is shown, in alphabetical order."""
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(each) for each in value] if isinstance(value, list | tuple) else []


def wrong_in(source: Message, translated: Message | None, language: str, forms: int) -> str | None:
    """What is wrong with the translation of one text, or None. ``forms`` is how many plural forms the language has."""
    if translated is None or not translated.string or not all(_texts(translated.string)):
        return "not translated"
    if translated.fuzzy:
        return "marked fuzzy: somebody must look at it"
    if source.pluralizable and len(_texts(translated.string)) != forms:
        return "not every plural form of this language"
    right = {tuple(placeholders(text)) for text in _texts(source.id)}
    every = {name for names in right for name in names}
    for text in _texts(translated.string):
        names = tuple(placeholders(text))
        plural_without_number = source.pluralizable and set(names) <= every
        if names not in right and not plural_without_number:
            return "other placeholders than the Dutch text"
        if looks_dutch(language, _texts(source.id)[0], text):
            return "still Dutch"
    return None


def check_catalogue(path: str, source: Catalog, catalogue: Catalog) -> Iterator[Finding]:
    """Everything wrong in one catalogue, told at the line where it stands."""
    language = str(catalogue.locale)
    for message in wanted(source, language):
        if not message.id:
            continue
        translated = catalogue.get(message.id, message.context)
        problem = wrong_in(message, translated, language, catalogue.num_plurals)
        if problem:
            line = (translated.lineno if translated else None) or 1
            yield Finding(path, line, f"{problem}: {_texts(message.id)[0][:60]}")


def same_texts(one: bytes, other: bytes) -> bool:
    """Whether two compiled catalogues say the same, whatever their headers."""
    tables = [dict(vars(gettext.GNUTranslations(BytesIO(data)))["_catalog"]) for data in (one, other)]
    for table in tables:
        table.pop("", None)
    return tables[0] == tables[1]


def check(catalogues: Path, source: Catalog) -> Iterator[Finding]:
    """Every catalogue there is, against the source and against its compiled form."""
    for path in sorted(catalogues.glob("*/LC_MESSAGES/messages.po")):
        name = path.relative_to(catalogues.parent.parent).as_posix()
        try:
            catalogue = read_catalogue(path)
        except PoFileError as error:
            yield Finding(name, 1, f"cannot be read: {error}")
            continue
        yield from check_catalogue(name, source, catalogue)
        machine = path.with_suffix(".mo")
        if not machine.exists() or not same_texts(machine.read_bytes(), compiled(catalogue)):
            yield Finding(name, 1, "the compiled catalogue is not of this file; run make translations")


if __name__ == "__main__":
    sys.exit(tell(check(CATALOGUES, gather())))
