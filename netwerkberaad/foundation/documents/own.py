"""What an organisation says of itself in a message, with its variables filled in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnText:
    """Lines that an organisation wrote itself, and the language they are in."""

    lines: tuple[str, ...] = ()
    locale: str = "nl"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the organisation says of itself, in each form of a message."""

    mail: OwnText = OwnText()
    sms: OwnText = OwnText()
    letter: OwnText = OwnText()


SILENT = OwnWords()
"""Nothing of its own."""
