"""The desk: pages for staff. Dense, fast, everything about a case within one click."""

from importlib import import_module

from flask import Blueprint

_PAGES = {
    "caseload": (
        "case_records",
        "cases",
        "closing",
        "follow_up",
        "forgetting",
        "ladder",
        "pausing",
        "today",
    ),
    "channels": ("calls", "letters", "mailbox", "messages", "own_texts", "services"),
    "insight": ("pages",),
    "inviting": (
        "answers",
        "contacting",
        "date_poll",
        "hand_over",
        "invite_person",
        "invites",
        "needs",
        "pin",
        "together",
    ),
    "meeting": (
        "agenda",
        "beraad",
        "brought",
        "device",
        "table",
        "table_screens",
    ),
    "meldcode": ("compartment",),
    "moving": ("one", "pages"),
    "planning": (
        "inventory",
        "moving",
        "obstacles",
        "plan",
        "plan_lines",
        "plan_pages",
        "plan_people",
        "plan_print",
        "replacing",
        "terms",
    ),
    "preparing": (
        "approvals",
        "arrivals",
        "circle",
        "circle_contacts",
        "circle_picture",
        "circle_sources",
        "circle_words",
        "conditions",
        "family",
        "mentor_asking",
        "mentors",
        "notes",
        "safety",
        "ties",
    ),
    "privacy": (
        "breaches",
        "copying",
        "destroying",
        "inspecting",
        "items",
        "overview",
        "requests",
        "retention",
        "searching",
        "terms",
        "together",
    ),
    "requesting": (
        "by_phone",
        "joining",
        "promises",
        "requests",
        "turning_back",
        "waiting_list",
    ),
    "sharing": (
        "consent_asking",
        "consents",
        "secrets",
        "sights",
        "viewing",
    ),
    "signing": (
        "account",
        "held",
        "own_calendar",
        "passkeys",
        "proving",
        "resets",
        "second_step",
        "single_sign_on",
    ),
    "social_map": (
        "entries",
        "importing",
    ),
    "team": (
        "agendas",
        "assigning",
        "audit",
        "covering",
        "emergency",
        "health",
        "region",
        "staff",
        "waiting",
    ),
}


def blueprints() -> list[Blueprint]:
    """The blueprint of the desk with all its pages, room by room."""
    desk = Blueprint("desk", __name__)
    for room, pages in _PAGES.items():
        for name in pages:
            import_module(f"{__name__}.{room}.{name}").add_pages(desk)
    return [desk]
