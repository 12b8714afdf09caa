"""The door: pages for people with a personal link. One question per page, calm, works without JavaScript."""

from importlib import import_module

from flask import Blueprint

from netwerkberaad.web.door.frame import install_frame

_PAGES = (
    "entrance",
    "held",
    "welcome",
    "answering",
    "asking",
    "bringing",
    "date_poll",
    "proving",
    "plan",
    "obstacles",
    "own_dates",
    "checking_in",
    "stepping_in",
    "own_data",
    "copies",
    "leaving",
    "pin",
    "principal",
    "sights",
    "consents",
    "beside.asked",
    "beside.parent",
    "beside.chosen",
    "beside.agreeing",
)


def blueprints() -> list[Blueprint]:
    """The blueprint of the door with all its pages."""
    door = Blueprint("door", __name__)
    install_frame(door)
    for name in _PAGES:
        import_module(f"{__name__}.{name}").add_pages(door)
    return [door]
