"""A drawing or photo that somebody sends: read strictly and drawn anew, so that nothing comes along but what is to be seen.

Where, when and with what it was made, a name, a preview, a comment: all of that stands beside the picture and is left behind.
"""

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from netwerkberaad.beraden.bringing_errors import PictureError

MOST_BYTES = 10_000_000
_MOST_PIXELS = {"PNG": 20_000_000, "JPEG": 60_000_000}
SIDE = 1_600
"""Pixels of the longest side as it is kept: enough for a screen on the table."""
_KINDS = {"PNG": "image/png", "JPEG": "image/jpeg"}
_QUALITY = 85
_BROKEN = (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, Warning)


def drawn_anew(sent: bytes) -> bytes:
    """The picture alone, upright, at most ``SIDE`` pixels wide and high, as a PNG or JPEG. Raises PictureError."""
    if len(sent) > MOST_BYTES:
        raise PictureError
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return _drawn(sent)
    except _BROKEN:
        raise PictureError from None


def kind_of(picture: bytes) -> str:
    """The media type of a picture that was drawn here."""
    return _KINDS["PNG" if picture.startswith(b"\x89PNG") else "JPEG"]


def _drawn(sent: bytes) -> bytes:
    with Image.open(BytesIO(sent), formats=list(_KINDS)) as opened:
        kind, width, height = opened.format or "", *opened.size
        if width * height > _MOST_PIXELS[kind]:
            raise ValueError("too many pixels")
        opened.draft("RGB", (SIDE, SIDE))  # a JPEG is read at the size that is needed
        upright = ImageOps.exif_transpose(opened).convert("RGBA" if kind == "PNG" else "RGB")
    upright.thumbnail((SIDE, SIDE))
    clean = Image.new(upright.mode, upright.size)
    clean.paste(upright)
    drawn = BytesIO()
    if kind == "PNG":
        clean.save(drawn, "PNG", optimize=True)
    else:
        clean.save(drawn, "JPEG", quality=_QUALITY)
    return drawn.getvalue()
