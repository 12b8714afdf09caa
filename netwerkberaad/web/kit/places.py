"""What makes a place easy to come to, in words."""

from netwerkberaad.beraden import Place
from netwerkberaad.social_map import Access, EntryFacts
from netwerkberaad.web.kit.lazy import lazy_gettext as _

ACCESS_NAMES = {
    Access.WHEELCHAIR: _("een rolstoel kan naar binnen"),
    Access.TOILET: _("een toilet voor iedereen"),
    Access.PARKING: _("parkeren kan"),
    Access.BUS: _("een bushalte dichtbij"),
    Access.HOMELY: _("huiselijk"),
    Access.NEUTRAL: _("een neutrale plek"),
}


def access_words(of: Place | EntryFacts) -> str:
    """All of it in one line, in a fixed order."""
    return " · ".join(str(ACCESS_NAMES[one]) for one in Access if one in of.access)
