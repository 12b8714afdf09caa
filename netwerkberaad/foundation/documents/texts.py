"""Texts for people outside a web request: the catalogues of gettext, Dutch being the language of the source."""

from collections.abc import Sequence
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

CATALOGUES = Path(__file__).resolve().parents[2] / "translations"
DUTCH = "nl"


def spoken_here(locale: str) -> str:
    """The language itself when there are texts in it, else Dutch."""
    return locale if locale.isalpha() and _catalogue(locale).is_file() else DUTCH


@lru_cache(maxsize=32)
def gettext_for(locale: str) -> NullTranslations:
    """The texts of one language (``nl``, ``en``, ``tr`` …). What is not translated stays Dutch."""
    if spoken_here(locale) == DUTCH:
        return NullTranslations()
    with _catalogue(locale).open("rb") as file:
        return GNUTranslations(file)


def _catalogue(locale: str) -> Path:
    return CATALOGUES / locale / "LC_MESSAGES" / "messages.mo"


def team_name(region: str) -> str:
    """What the team of a region is called: 'Netwerkberaad Walcheren'. A name that says so already stays as it is."""
    return region if "netwerkberaad" in region.casefold() else f"Netwerkberaad {region}"


def listed(names: Sequence[str], locale: str = DUTCH) -> str:
    """Names as people say them: 'Marloes, Rik en Fenna'. Empty ones are left out."""
    said = [name for name in names if name]
    if len(said) < 2:
        return "".join(said)
    _ = gettext_for(locale).gettext
    return _("%(names)s en %(last)s") % {"names": ", ".join(said[:-1]), "last": said[-1]}
