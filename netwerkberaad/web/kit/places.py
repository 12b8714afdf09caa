"""What makes a place easy to come to, in words."""

from netwerkberaad.beraden import Place
from netwerkberaad.social_map import Access, EntryFacts
from netwerkberaad.web.kit.names import ACCESS_NAMES


def access_words(of: Place | EntryFacts) -> str:
    """All of it in one line, in a fixed order."""
    return " · ".join(str(ACCESS_NAMES[one]) for one in Access if one in of.access)
