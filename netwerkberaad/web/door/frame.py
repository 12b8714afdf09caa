"""What every page of the door has around it: the quick way out, languages, other ways, and whom to call."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, g, request, url_for
from flask_babel import gettext as _

from netwerkberaad.accounts import Region, get_staff, public_region, public_regions, region_of
from netwerkberaad.beraden import Appointment
from netwerkberaad.cases import Person, current_assignment, people_of
from netwerkberaad.flows.own_words import door_words, door_words_in
from netwerkberaad.flows.voice import named_to
from netwerkberaad.foundation.documents import OwnText, listed, spoken_time, team_name
from netwerkberaad.foundation.links import PersonalLink
from netwerkberaad.web.context import db, guest
from netwerkberaad.web.kit.pages import page
from netwerkberaad.web.kit.phones import spoken_phone
from netwerkberaad.web.language import chosen_before_entering, direction, languages, offered, own_name
from netwerkberaad.web.sessions import current
from netwerkberaad.web.templating import language

Link = dict[str, object]
_KEPT = ("answered", "days", "language")
_SAME = {"door.call_asked": "door.call_me"}


@dataclass(frozen=True, slots=True)
class Helper:
    """Whom to call: the gespreksleider, or the team while nobody leads the case. ``name`` is empty for the team."""

    name: str
    full_name: str
    phone: str

    @property
    def spoken(self) -> str:
        """The number as people read it."""
        return spoken_phone(self.phone)


def install_frame(blueprint: Blueprint) -> None:
    """Give the layouts of door and public pages what stands around them. Needs no database: error pages use it too."""
    blueprint.app_context_processor(_frame)


def _frame() -> dict[str, object]:
    return {
        "quick_exit_url": url_for("door.leave"),
        "languages": [
            {"code": code, "name": own_name(code), "dir": direction(code), "current": code == language()}
            for code in (languages() if "guest" in g else offered())
        ],
        "language_url": url_for("door.choose_language") if "guest" in g else "",
        "language_next": request.path,
        "viewing_as": g.get("viewing_as"),
        "public_links": [
            {"label": _("Privacy"), "url": url_for("public.privacy")},
            {"label": _("Toegankelijkheid"), "url": url_for("public.accessibility")},
        ],
    }


def guest_page(template: str, **data: object) -> Response:
    """A page for the guest who asks, with whom to call and the other ways."""
    return page(template, **{"helper": helper(), "me": guest().person, "door_ways_out": ways_out(), **data})


def ways_out() -> list[Link]:
    """What somebody can always do instead of what the page asks; never a link to the page itself."""
    ways = (
        ("door.call_me", _("Bel mij liever"), "phone"),
        ("door.why", _("Waarom hebt u mijn gegevens?"), "lock"),
        ("door.welcome", _("Naar het begin"), "house"),
        ("door.not_me", _("Dit ben ik niet"), "x"),
    )
    here = _SAME.get(request.endpoint or "", request.endpoint)
    return [
        {"label": label, "url": url_for(endpoint), "icon": icon}
        for endpoint, label, icon in ways
        if endpoint != here and (guest().case.open or endpoint != "door.call_me")
    ]


def helper() -> Helper:
    """Whom this guest can call."""
    if "helper" not in g:
        case = guest().case
        assignment = current_assignment(db(), case)
        leads = (
            get_staff(db(), assignment.facilitator_id) if assignment and assignment.independent_at else None
        )
        phone = leads.profile.phone if leads else ""
        if not phone:
            phone = region_of(db(), case.region_id).phone
        g.helper = Helper(
            leads.profile.first if leads else "", leads.profile.full_name if leads else "", phone
        )
    found: Helper = g.helper
    return found


def team() -> Helper | None:
    """Whom anybody can call: the team of the only region, or None where there are several."""
    region = public_region(db())
    return team_of(region) if region else None


def calls() -> list[Link]:
    """Links to call the team; where there are several regions, each by its name, as nobody knows yet which is theirs."""
    found = [team_of(region) for region in public_regions(db())]
    return [
        {
            "label": _("Bel ons: %(number)s", number=one.spoken)
            if len(found) == 1
            else _("Bel %(region)s: %(number)s", region=one.full_name, number=one.spoken),
            "url": f"tel:{one.phone}",
            "icon": "phone",
        }
        for one in found
    ]


def own_words() -> OwnText:
    """What the organisation says of itself; before anybody came in, that of the only region."""
    if "guest" in g:
        return door_words_in(db(), case=guest().case, phone=helper().phone, language=language())
    region = public_region(db())
    return door_words(db(), region=region, language=language()) if region else OwnText()


def team_of(region: Region) -> Helper:
    return Helper("", team_name(region.name), region.phone)


def circle() -> list[Person]:
    """Everybody in the case of this guest."""
    if "circle" not in g:
        g.circle = people_of(db(), guest().case)
    found: list[Person] = g.circle
    return found


def first_names() -> str:
    """The hoofdpersonen who want to be named to this guest, as people call them: 'Marloes en Rik'."""
    return listed(named_to(db(), guest().case, guest().person, circle()), language())


def ends(beraad: Appointment) -> str:
    """When the beraad is planned to end: '21.45 uur'."""
    return spoken_time(beraad.starts_at + timedelta(minutes=beraad.minutes), language())


def let_in(link: PersonalLink) -> None:
    """Begin a personal session for this link, under a new id. What was typed stays if it was the same person."""
    before = current().row
    same = before is not None and before.person_id == link.person_id
    kept = {name: current()[name] for name in _KEPT if name in current() and (same or name == "language")}
    current().begin(scope_id=link.person_id, person_id=link.person_id)
    current()["link"] = str(link.id)
    current().update(kept)
    chosen = chosen_before_entering()
    if chosen:
        current()["language"] = chosen
