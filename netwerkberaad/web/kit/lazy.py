"""Texts that are translated when they are shown, typed as what they become: text."""

from typing import cast

import flask_babel


def lazy_gettext(message: str, **variables: object) -> str:
    """A text for a form or table that is made before a request says which language it speaks."""
    return cast(str, flask_babel.lazy_gettext(message, **variables))
