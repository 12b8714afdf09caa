"""Words on the screen for the words of the code, each in one place."""

from netwerkberaad.cases import Phase
from netwerkberaad.web.kit.lazy import lazy_gettext as _

PHASE_NAMES = {
    Phase.REFERRAL: _("Aanmelding"),
    Phase.ASSIGNMENT: _("Verdeling"),
    Phase.PREPARATION: _("Voorbereiding"),
    Phase.INVITING: _("Uitnodigen"),
    Phase.BERAAD: _("Beraad"),
    Phase.PLAN: _("Plan"),
    Phase.FOLLOW_UP: _("Opvolgen"),
    Phase.CLOSED: _("Afsluiten"),
}
