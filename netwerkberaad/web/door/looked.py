"""'Wie keek': which of the staff looked, by role and ground and without names (Avg art. 15)."""

from netwerkberaad.foundation.access import Role
from netwerkberaad.foundation.core.audit import Basis
from netwerkberaad.foundation.core.audit_log import reads_about
from netwerkberaad.foundation.documents import listed
from netwerkberaad.privacy import requests_of
from netwerkberaad.web.context import db, guest
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.templating import language

_ROLES = {
    Role.FACILITATOR: _("gespreksleider"),
    Role.COORDINATOR: _("coördinator"),
    Role.PRIVACY_OFFICER: _("privacy officer"),
    Role.REFERRER: _("sociaal werker"),
    Role.ADMIN: _("beheerder"),
    Role.ANALYST: _("beleidsmedewerker"),
}
_GROUNDS = {
    Basis.TASK: "",
    Basis.COVER: _("nam waar voor een collega"),
    Basis.EMERGENCY: _("het moest met spoed"),
    Basis.REQUEST: _("vanwege uw vraag"),
}


def looked_lines() -> list[dict[str, object]]:
    """Who looked, how often and when last."""
    person = guest().person
    asked = [one.id for one in requests_of(db(), person_id=person.id)]
    return [
        {
            "who": listed(
                [str(name) for role, name in _ROLES.items() if role in one.role.split()], language()
            ),
            "ground": str(_GROUNDS[one.basis]),
            "times": one.times,
            "last": one.last_at,
        }
        for one in reads_about(db(), case_id=person.case_id, request_ids=asked)
    ]
