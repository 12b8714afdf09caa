"""What somebody else reads than the one who signed in: in the language of the reader, not in that of the account."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import ParamSpec

from flask_babel import force_locale
from werkzeug.wrappers import Response

from netwerkberaad.cases import Person
from netwerkberaad.flows.voice import reading_language
from netwerkberaad.web.language import AT_THE_DESK, DEFAULT

P = ParamSpec("P")


def read_by(person: Person | None) -> AbstractContextManager[None]:
    """For somebody of a case, or for everybody there: words in their language, or in Dutch."""
    return force_locale(reading_language(person) if person else DEFAULT)


def kept_for(person: Person) -> AbstractContextManager[None]:
    """For what the desk writes to somebody in words that only the languages of the desk have."""
    wanted = reading_language(person)
    return force_locale(wanted if wanted in AT_THE_DESK else DEFAULT)


def seen_by_the_family(view: Callable[P, Response]) -> Callable[P, Response]:
    """A screen or sheet that stands on the table between people: in Dutch, whatever the account says."""

    @wraps(view)
    def shown(*args: P.args, **kwargs: P.kwargs) -> Response:
        with read_by(None):
            return view(*args, **kwargs)

    return shown
