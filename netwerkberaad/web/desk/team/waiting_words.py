"""The limited facts of a request in words, for everybody who may take it or give it."""

from flask_babel import gettext

from netwerkberaad.cases import Phase, WaitingView
from netwerkberaad.foundation.documents import listed, spoken_moment
from netwerkberaad.web.desk.requesting.request_forms import LANGUAGES
from netwerkberaad.web.kit.names import ORIGIN_NAMES
from netwerkberaad.web.templating import language

LANGUAGE_NAMES = dict(LANGUAGES)


def facts_shown(view: WaitingView) -> dict[str, object]:
    """The limited facts of one request, for the page on which it is taken or given."""
    promised = spoken_moment(view.next_contact_at, language()) if view.next_contact_at else ""
    rows = (
        (gettext("Aangemeld"), spoken_moment(view.asked_at, language())),
        (gettext("Door"), ORIGIN_NAMES[view.origin]),
        (gettext("Gemeente"), view.municipality),
        (gettext("Mensen op de lijst"), view.listed),
        (gettext("Taal"), LANGUAGE_NAMES.get(view.language, view.language)),
        (gettext("Tolk"), view.interpreter),
        (gettext("Wensen"), view.wishes),
        (gettext("Contact beloofd vóór"), promised),
        (gettext("Let op"), gettext("Er loopt al een aanmelding voor deze mensen.") if view.known else ""),
    )
    return {
        "names": listed(view.first_names, language()),
        "urgent": view.urgent,
        "known": view.known and view.phase in (Phase.REFERRAL, Phase.ASSIGNMENT),
        "rows": [(term, value) for term, value in rows if value != ""],
    }


def wishes_told(view: WaitingView) -> str:
    """Language, interpreter and wishes in sentences, as far as they differ from what is usual."""
    told = []
    if view.language != "nl":
        spoken = LANGUAGE_NAMES.get(view.language, view.language)
        told.append(gettext("Graag iemand die %(language)s spreekt.", language=spoken))
    if view.interpreter:
        told.append(gettext("Tolk: %(language)s.", language=view.interpreter))
    return " ".join([*told, view.wishes]).strip()
