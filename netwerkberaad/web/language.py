"""Which language a page speaks. The words of the source are Dutch; another language is a folder of translations.

The door and the pages for anybody speak every language there is a folder for; what only staff read speaks those of
``AT_THE_DESK``.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel import Locale
from flask import Flask, g, request
from flask.globals import request_ctx
from flask_babel import Babel
from sqlalchemy.exc import SQLAlchemyError

from netwerkberaad.foundation.vault import VaultError
from netwerkberaad.web.sessions import ServerSession

TRANSLATIONS = Path(__file__).parent.parent / "translations"
DEFAULT = "nl"
AT_THE_DESK = (DEFAULT, "en")
RIGHT_TO_LEFT = frozenset({"ar"})
CHOSEN = "taal"
_FOR_ANYBODY = frozenset(
    f"public.{page}"
    for page in (
        "home",
        "privacy",
        "accessibility",
        "request_form",
        "request_received",
        "family_device",
    )
)


def install_language(app: Flask) -> None:
    """Let Flask-Babel ask us for language and time zone."""
    Babel(
        app,
        default_locale=DEFAULT,
        default_timezone="Europe/Amsterdam",
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=chosen_language,
    )
    app.url_defaults(_carry)


def languages() -> list[str]:
    """Codes of the languages there are words for: Dutch, and every folder with a compiled catalogue."""
    found = [path.parent.parent.name for path in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo"))]
    return [DEFAULT, *(code for code in found if code != DEFAULT)]


def offered() -> list[str]:
    """The languages in which the page of this request is there."""
    found = languages()
    return found if _outside(request.endpoint) else [code for code in found if code in AT_THE_DESK]


def chosen_language() -> str:
    """The language of this request: at the desk that of the account, else chosen in its address or session, else the
    person's own.
    """
    if request.path.startswith("/static/"):
        return DEFAULT
    wanted = next((said for said in _wishes() if said), DEFAULT)
    return wanted if wanted in offered() else DEFAULT


def _wishes() -> Iterator[str]:
    session: object = request_ctx.session
    kept = str(session.get("language") or "") if isinstance(session, ServerSession) else ""
    if not _outside(request.endpoint):
        yield kept
    yield request.args.get(CHOSEN, "")
    yield kept
    if "guest" in g:
        yield _own_language()


def _own_language() -> str:
    """What the person reads; none when the database can no longer tell, as the page of an error needs no database."""
    try:
        return str(g.guest.person.about.language)
    except (SQLAlchemyError, VaultError):
        return ""


def chosen_before_entering() -> str | None:
    """The language in the address, of somebody who has no session yet."""
    wanted = request.args.get(CHOSEN)
    return wanted if wanted in languages() else None


def _carry(endpoint: str, values: dict[str, object]) -> None:
    # Who has no session yet keeps the language from page to page in the address: no cookie for it.
    wanted = chosen_before_entering() if request.args else None
    if wanted and (_outside(endpoint) or endpoint.startswith("public.")) and "guest" not in g:
        values.setdefault(CHOSEN, wanted)


def _outside(endpoint: str | None) -> bool:
    return endpoint is None or endpoint.startswith("door.") or endpoint in _FOR_ANYBODY


def direction(code: str) -> str:
    """``rtl`` or ``ltr``."""
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


@cache
def own_name(code: str) -> str:
    """What speakers of a language call it."""
    return (Locale.parse(code).get_display_name(code) or code).capitalize()
