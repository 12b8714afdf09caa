"""What templates may use: words, dates, addresses. No config, no session, no request."""

from datetime import datetime

from flask import Flask, url_for
from flask_babel import get_locale, gettext, ngettext
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined

from netwerkberaad.foundation.documents import dates, text_direction
from netwerkberaad.web.assets import static_url
from netwerkberaad.web.context import services
from netwerkberaad.web.kit.places import access_words
from netwerkberaad.web.language import direction

_OUT_OF_REACH = ("config", "request", "session", "g")


def install_templating(app: Flask) -> None:
    """Set up Jinja: a missing value is an error, and only what pages need is there."""
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.undefined = StrictUndefined
    for name in _OUT_OF_REACH:
        environment.globals.pop(name)
    app.template_context_processors[None] = [_frame]
    environment.globals.update(static_url=static_url, csrf_token=generate_csrf, url_for=url_for)
    environment.filters.update(access_words=access_words, age=age, clock=clock, day=day, moment=moment)
    environment.filters["text_direction"] = text_direction


def language() -> str:
    """The language of this page."""
    return str(get_locale() or "nl")


def day(at: datetime) -> str:
    """A day as people say it: dinsdag 3 maart."""
    return dates.spoken_date(at, language())


def moment(at: datetime) -> str:
    """A moment as people say it: dinsdag 3 maart om 19.30 uur."""
    return dates.spoken_moment(at, language())


def clock(at: datetime) -> str:
    """Time of day as people write it: 19.30."""
    return dates.clock_time(at, language())


def age(at: datetime, now: datetime) -> str:
    """How long ago, in days of the calendar: vandaag, gisteren, 7 dagen."""
    days = (dates.local(now).date() - dates.local(at).date()).days
    if days < 1:
        return gettext("vandaag")
    return gettext("gisteren") if days == 1 else ngettext("%(num)d dag", "%(num)d dagen", days)


def _frame() -> dict[str, object]:
    code = language()
    return {"page_lang": code, "page_dir": direction(code), "practice": services().settings.practice}
