"""Words and lines that the pages about keeping and destroying share."""

import uuid
from datetime import datetime

from flask_babel import gettext, ngettext

from netwerkberaad.accounts import Staff
from netwerkberaad.foundation.documents import dates
from netwerkberaad.privacy import REFERENCE_LENGTH, Asked, Regime, Term, Why
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.templating import language

REGIME_NAMES = {
    Regime.WMO: _("Wmo"),
    Regime.JEUGDWET: _("Jeugdwet"),
    Regime.WITHDRAWN: _("Aanvraag die niet doorging"),
    Regime.NONE: _("Geen vaste termijn"),
}
BASIS = {
    Regime.WMO: _("Wmo 2015, artikel 5.3.4"),
    Regime.JEUGDWET: _("Jeugdwet, artikel 7.3.8"),
    Regime.WITHDRAWN: _("Eigen regel: er is niets van gekomen"),
    Regime.NONE: _("Geen wet noemt een termijn. Iemand besluit."),
}
WHY_NAMES = {
    Why.TERM: _("De termijn is om"),
    Why.REQUEST: _("De mensen vroegen erom"),
    Why.NO_NEED: _("Bewaren is niet meer nodig"),
}


ASKED_NAMES = {
    Asked.COPY: _("Verzoek om een kopie"),
    Asked.CORRECTION: _("Verzoek om iets te verbeteren"),
    Asked.OBJECTION: _("Bezwaar tegen het gebruik"),
    Asked.ERASURE: _("Verzoek om te wissen"),
}


def reference(case_id: uuid.UUID) -> str:
    """The number by which people name a case without naming anybody."""
    return case_id.hex[:REFERENCE_LENGTH]


def dated(moment: datetime | None) -> str:
    """A day with its year; nothing when there is none."""
    return dates.dated(moment, language()) if moment else ""


def length(term: Term | None) -> str:
    """'15 jaar', '6 weken'."""
    if term is None:
        return ""
    years = ngettext("%(num)d jaar", "%(num)d jaar", term.years) if term.years else ""
    weeks = ngettext("%(num)d week", "%(num)d weken", term.weeks) if term.weeks else ""
    return gettext("%(years)s en %(weeks)s", years=years, weeks=weeks) if years and weeks else years or weeks


def name_of(staff_id: uuid.UUID | None, names: dict[uuid.UUID, Staff]) -> str:
    """The name of a member of staff; without an id it was the program."""
    if staff_id is None:
        return gettext("het programma")
    return (
        names[staff_id].profile.full_name if staff_id in names else gettext("iemand die hier niet meer werkt")
    )
