"""A QR code as the path of an SVG, so that a template draws it without any markup of ours."""

from dataclasses import dataclass

QUIET = 2
"""Blank squares around the code; its readers want some."""


@dataclass(frozen=True, slots=True)
class Squares:
    """The dark squares as a path, and the number of squares along one side."""

    path: str
    size: int


def qr_of(text: str) -> Squares:
    """The QR code of a text, with room for a quarter of it to be damaged."""
    import segno

    rows = [bytes(row) for row in segno.make(text, error="q", micro=False).matrix]
    path = "".join(
        f"M{column + QUIET} {line + QUIET}h1v1h-1z"
        for line, row in enumerate(rows)
        for column, dark in enumerate(row)
        if dark
    )
    return Squares(path, len(rows) + 2 * QUIET)
