"""The desk: pages for staff. Dense, fast, everything about a case within one click."""

from importlib import import_module

from flask import Blueprint

_PAGES = (
    "account",
    "answers",
    "approvals",
    "assigning",
    "audit",
    "beraad",
    "case_records",
    "cases",
    "circle",
    "circle_contacts",
    "circle_picture",
    "closing",
    "conditions",
    "covering",
    "date_poll",
    "emergency",
    "follow_up",
    "forgetting",
    "hand_over",
    "health",
    "invite_person",
    "invites",
    "mentors",
    "notes",
    "passkeys",
    "plan",
    "plan_lines",
    "plan_pages",
    "plan_people",
    "plan_print",
    "privacy",
    "proving",
    "region",
    "requests",
    "resets",
    "single_sign_on",
    "second_step",
    "staff",
    "table",
    "table_screens",
    "today",
    "waiting",
)


def blueprints() -> list[Blueprint]:
    """The blueprint of the desk with all its pages."""
    desk = Blueprint("desk", __name__)
    for name in _PAGES:
        import_module(f"{__name__}.{name}").add_pages(desk)
    return [desk]
