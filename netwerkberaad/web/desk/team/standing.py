"""What somebody must know of access that lasts a while: emergencies they were told of, and who covers for whom."""

from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _

from netwerkberaad.accounts import staff_named
from netwerkberaad.cases import titles_of
from netwerkberaad.cases.standing import covered_cases, covers_of, unseen_emergencies
from netwerkberaad.foundation.access import Role
from netwerkberaad.foundation.documents import spoken_date
from netwerkberaad.web.context import actor, db, now
from netwerkberaad.web.kit.when import day_and_time
from netwerkberaad.web.templating import language

Line = dict[str, object]


def emergencies_to_see() -> list[Line]:
    """Emergency accesses that this member of staff was told of and did not look at; a privacy officer sees no names."""
    found = unseen_emergencies(db(), actor())
    if not found:
        return []
    people = staff_named(db(), [access.staff_id for access in found])
    named = actor().has(Role.FACILITATOR, Role.COORDINATOR)
    titles = titles_of(db(), [access.case_id for access in found], locale=language()) if named else {}
    return [
        {
            "text": _(
                "%(name)s opende de casus %(title)s",
                name=people[access.staff_id].profile.full_name,
                title=titles.get(access.case_id) or str(access.case_id)[:8],
            ),
            "detail": day_and_time(access.started_at),
            "action": {
                "label": _("Bekijk waarom"),
                "url": url_for("desk.emergency", emergency_id=access.id),
                "icon": "eye",
            },
        }
        for access in found
    ]


def covers_to_know() -> list[Line]:
    """Who covers for this gespreksleider, and for whom this gespreksleider covers, now or soon."""
    if not actor().has(Role.FACILITATOR):
        return []
    covers = covers_of(db(), actor(), now=now())
    if not covers:
        return []
    names = staff_named(db(), [one for cover in covers for one in (cover.absent_id, cover.cover_id)])
    shut = sum(not view.declared for _cover, view in covered_cases(db(), actor(), now=now()))
    lines: list[Line] = []
    for cover in covers:
        days = {
            "first": spoken_date(cover.since, language()),
            "last": spoken_date(cover.until - timedelta(hours=12), language()),
        }
        if cover.absent_id == actor().id:
            who = names[cover.cover_id].profile.full_name
            text = _("%(name)s neemt voor u waar van %(first)s tot en met %(last)s.", name=who, **days)
            lines.append({"text": text, "label": _("Bekijk de waarneming")})
        else:
            who = names[cover.absent_id].profile.full_name
            text = _("U neemt waar voor %(name)s van %(first)s tot en met %(last)s.", name=who, **days)
            begins = shut and cover.since <= now()
            lines.append(
                {"text": text, "label": _("Begin in de casussen") if begins else _("Bekijk de casussen")}
            )
    return lines
