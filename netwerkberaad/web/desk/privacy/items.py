"""Wat gaat wanneer, by kind of thing: on what ground it is kept, when its time begins, how long, and how it goes."""

from flask import Blueprint
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from netwerkberaad.foundation.access import Permission, may
from netwerkberaad.foundation.links.links import KEPT_AFTER_END
from netwerkberaad.foundation.links.proofs import DEVICE_LIVES
from netwerkberaad.privacy import Regime, terms_of
from netwerkberaad.privacy.copies import STAYS
from netwerkberaad.web.context import actor, db
from netwerkberaad.web.desk.privacy.words import BASIS, REGIME_NAMES, length
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.pages import page

Item = tuple[str, str, str, str]


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    blueprint.add_url_rule("/privacy-taken/termijnen", "retention_items", items)


@allow(Permission.SEE_RETENTION)
def items() -> Response:
    """Every kind of thing in one table; the terms are those of the region."""
    return page(
        "desk/privacy/items.html",
        cases=_cases(),
        parts=_parts(),
        stays=_stays(),
        sets=may(actor(), Permission.SET_RETENTION_TERMS),
    )


def _cases() -> list[Item]:
    terms, closing = terms_of(db(), actor().region_id), _("het sluiten van de casus")
    known: list[Item] = [
        (str(REGIME_NAMES[one]), str(BASIS[one]), closing, length(terms[one]))
        for one in (Regime.WMO, Regime.JEUGDWET, Regime.WITHDRAWN)
    ]
    none = _("tot twee mensen besluiten")
    return [*known, (str(REGIME_NAMES[Regime.NONE]), str(BASIS[Regime.NONE]), closing, none)]


def _parts() -> list[Item]:
    """What goes sooner than the case, by itself."""
    little, needed = _("AVG, artikel 5: niet meer dan nodig"), _("nodig om te kunnen antwoorden")
    return [
        (_("Contactgegevens van wie nee zegt"), little, _("het antwoord"), _("dezelfde dag")),
        (_("Werkaantekeningen van de gespreksleider"), little, _("het sluiten van de casus"), _("meteen")),
        (_("Woorden van een verstuurd bericht"), little, _("het versturen"), _("meteen")),
        (_("Persoonlijke link"), needed, _("het einde van de link"), _days(KEPT_AFTER_END.days)),
        (_("Toestel dat iemand herkent"), needed, _("de code"), _days(DEVICE_LIVES.days)),
        (_("Kopie van eigen gegevens"), _("AVG, artikel 15"), _("het klaarzetten"), _days(STAYS.days)),
        (_("Verzoek en antwoord"), _("AVG, artikel 12"), _("de casus"), _("zo lang als de casus")),
    ]


def _stays() -> list[Item]:
    """What outlives the case, and leads to nobody of it."""
    return [
        (
            _("Logboek, met alleen nummers"),
            _("de norm NEN 7513"),
            _("de gebeurtenis"),
            _("minstens vijf jaar"),
        ),
        (_("Bewijs van vernietiging"), _("AVG, artikel 5 lid 2"), _("de vernietiging"), _("blijft")),
        (_("Register van datalekken"), _("AVG, artikel 33 lid 5"), _("de ontdekking"), _("blijft")),
        (_("Cijfers van Inzicht"), _("leiden naar niemand"), _("het sluiten van de casus"), _("blijft")),
    ]


def _days(number: int) -> str:
    return _("%(number)s dagen", number=number)
