"""Pages for anybody: signing in, setting up, asking for a beraad, statements."""

from importlib import import_module

from flask import Blueprint

_PAGES = (
    "home",
    "signing_in",
    "forgotten",
    "single_sign_on",
    "second_step",
    "locking",
    "setting_up",
    "asking",
    "calendars",
    "family",
    "statements",
)


def blueprints() -> list[Blueprint]:
    """The blueprint of the public pages."""
    public = Blueprint("public", __name__)
    for name in _PAGES:
        import_module(f"{__name__}.{name}").add_pages(public)
    return [public]
