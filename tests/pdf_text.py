"""The text of a PDF in the order in which it stands there: what a screen reader reads, and what a search finds."""

import contextlib
import re
import zlib

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_CHARS = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
_SHOWN = re.compile(rb"\[(.*?)\] TJ", re.DOTALL)
_GLYPHS = re.compile(rb"<([0-9a-f]+)>")


def opened(pdf: bytes) -> bytes:
    """Everything in a PDF, with its streams unpacked."""
    return b"".join([pdf, *_streams(pdf)])


def text_of(pdf: bytes) -> str:
    """What can be read in it, piece after piece with a blank between. Raises AssertionError when two fonts differ in a glyph."""
    glyphs: dict[bytes, str] = {}
    streams = _streams(pdf)
    for stream in streams:
        if b"beginbfchar" not in stream:
            continue
        for glyph, shown in _CHARS.findall(stream):
            letters = bytes.fromhex(shown.decode()).decode("utf-16-be")
            assert glyphs.setdefault(glyph, letters) == letters
    pieces: list[str] = []
    for stream in streams:
        for shown in _SHOWN.findall(stream):
            codes = b"".join(_GLYPHS.findall(shown))
            pieces.append("".join(glyphs.get(codes[at : at + 4], "") for at in range(0, len(codes), 4)))
    return " ".join(" ".join(pieces).split())


def _streams(pdf: bytes) -> list[bytes]:
    found: list[bytes] = []
    for packed in _STREAM.findall(pdf):
        with contextlib.suppress(zlib.error):
            found.append(zlib.decompress(packed))
    return found
