"""Phone numbers as people read them."""

import re
import unicodedata

import phonenumbers

_UNBROKEN = "\N{NO-BREAK SPACE}"
_MOBILE = re.compile(r"06 (\d\d)(\d\d)(\d\d)(\d\d)")


def left_to_right(text: str) -> str:
    """The text as a run of its own, so that the groups of a number keep their order in a sentence that reads from the right."""
    return f"\N{LEFT-TO-RIGHT ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if text else text


def text_direction(text: str) -> str:
    """``rtl`` or ``ltr``, as the first letter of the text says: what somebody typed may be in another script than the page."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L" else "ltr"


def spoken_phone(number: str) -> str:
    """A number as it is written here: '0118 000 100', '06 12 34 56 78'. It never breaks over two lines. What is no number
    stays as it is.
    """
    try:
        parsed = phonenumbers.parse(number, "NL")
    except phonenumbers.NumberParseException:
        return number
    own = parsed.country_code == 31
    kind = phonenumbers.PhoneNumberFormat.NATIONAL if own else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    spoken = _MOBILE.sub(r"06 \1 \2 \3 \4", phonenumbers.format_number(parsed, kind))
    return spoken.replace(" ", _UNBROKEN)
