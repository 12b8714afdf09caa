"""Which language a page speaks. The words of the source are Dutch; another language is a folder of translations."""

from pathlib import Path

from babel import Locale
from flask import Flask, g, request
from flask.globals import request_ctx
from flask_babel import Babel

from netwerkberaad.web.sessions import ServerSession

TRANSLATIONS = Path(__file__).parent.parent / "translations"
DEFAULT = "nl"
RIGHT_TO_LEFT = frozenset({"ar"})


def install_language(app: Flask) -> None:
    """Let Flask-Babel ask us for language and time zone."""
    Babel(
        app,
        default_locale=DEFAULT,
        default_timezone="Europe/Amsterdam",
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=chosen_language,
    )


def languages() -> list[str]:
    """Codes of the languages there are words for: Dutch, and every folder with a compiled catalogue."""
    found = [path.parent.parent.name for path in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo"))]
    return [DEFAULT, *(code for code in found if code != DEFAULT)]


def chosen_language() -> str:
    """The language of this request: chosen in this session, else the person's own, else Dutch."""
    if request.path.startswith("/static/"):
        return DEFAULT
    session: object = request_ctx.session
    wanted = request.args.get("taal") or (
        session.get("language") if isinstance(session, ServerSession) else None
    )
    if not wanted and "guest" in g:
        wanted = g.guest.person.about.language
    return str(wanted) if wanted in languages() else DEFAULT


def direction(code: str) -> str:
    """``rtl`` or ``ltr``."""
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


def own_name(code: str) -> str:
    """What speakers of a language call it."""
    return (Locale.parse(code).get_display_name(code) or code).capitalize()
