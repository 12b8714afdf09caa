"""What came in as bytes becomes text, whatever program wrote it; what is no text is refused with what to do instead."""

import codecs

from netwerkberaad.foundation.core.errors import N_, InvalidError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SAMPLE = 4_000
_PLAIN = frozenset("\t\n\r\x0b\x0c\x00\x1a")


class NotTextError(InvalidError):
    """A file that holds no text: a picture, a PDF, a program."""

    message = N_(
        "Dit bestand kunnen wij niet lezen. Kies een CSV-bestand of vCard, of plak de lijst als tekst."
    )


class SpreadsheetError(InvalidError):
    """A workbook of a spreadsheet, or another archive."""

    message = N_("Dit is een rekenblad. Kopieer de cellen en plak ze hier, of bewaar het eerst als CSV.")


def text_of(data: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16, with or without a mark, else Windows-1252. Raises NotTextError or SpreadsheetError."""
    if data.startswith((_ZIP, _OLD_OFFICE)):
        raise SpreadsheetError(field="upload")
    text = _decoded(data)
    sample = text[:_SAMPLE]
    odd = sum(character < " " and character not in _PLAIN for character in sample)
    if odd * 20 > len(sample) or data.startswith(b"%PDF"):
        raise NotTextError(field="upload")
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    for encoding in ("utf-16-le", "utf-16-be"):
        if _every_other_is_zero(data, encoding):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # The five bytes that Windows-1252 leaves open are dropped; they stand for no letter.
        return data.decode("cp1252", errors="ignore")


def _every_other_is_zero(data: bytes, encoding: str) -> bool:
    high = data[1 if encoding.endswith("le") else 0 : _SAMPLE : 2]
    return len(high) > 1 and high.count(0) * 2 > len(high) and data[:_SAMPLE].count(0) < len(data[:_SAMPLE])
