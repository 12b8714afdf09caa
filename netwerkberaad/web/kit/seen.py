"""Two people who edit the same thing: a form carries a digest of what it was loaded with, and shows both when they differ."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple, TypeVar

from flask_babel import gettext
from wtforms import Field, HiddenField, PasswordField, SubmitField
from wtforms.fields import FieldList, FormField

from netwerkberaad.foundation.core.errors import StaleError
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.moments import ClockField

T = TypeVar("T")
_NOTHING = "–"
_NOT_COMPARED = (HiddenField, PasswordField, SubmitField, FieldList, FormField)


class Beside(NamedTuple):
    """A field of which two people made something else."""

    label: str
    mine: str
    theirs: str


class SeenForm(BaseForm):
    """A form that changes something which others may change too; ``stale`` tells whether somebody did. ``history``: each saving of
    its kind is kept.

    Made with ``data=`` what is kept now, also when it was sent, so that it can show what was typed beside what is there.
    """

    seen = HiddenField()
    stale = False
    history = False

    def require_current(self, digest: str) -> None:
        """Refuse when the thing changed since the form was loaded; sending the form once more then overrules.

        Raises StaleError.
        """
        self.stale = self._outdated(digest)
        self.seen.data = digest
        if self.stale:
            raise StaleError

    def _outdated(self, digest: str) -> bool:
        """What says the same as what is kept now is the same saving, as of a second press, unless each one is ``history``."""
        return bool(self.seen.data != digest and (self.history or _differing(self)))

    @property
    def beside(self) -> list[Beside]:
        """What was typed beside what is there now, where they differ; empty unless somebody else saved meanwhile."""
        if not self.stale:
            return []
        return [
            Beside(str(field.label.text), _in_words(field, field.data), _in_words(field, field.object_data))
            for field in _differing(self)
        ]


class EditForm(SeenForm):
    """A form that was loaded with what is kept, and saves no other content over what somebody else saved meanwhile."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._sent = self.is_submitted() and kwargs.get("formdata", self) is not None
        self._take_digest()

    def compare_with(self, kept: BaseForm) -> None:
        """What is kept is what another form of this kind shows: for a form that is not made with ``data=``."""
        for field in _compared(self):
            field.object_data = kept[field.name].data
        self._take_digest()

    def _take_digest(self) -> None:
        self._kept = digest_of(*(_plain(field, field.object_data) for field in _compared(self)))
        if not self._sent:
            self.seen.data = self._kept

    def attempt(self, act: Callable[[], T]) -> T | None:
        """Validate, compare and act. None means no: the form says why, and holds all that was typed."""

        def unless_changed() -> T:
            self.require_current(self._kept)
            return act()

        return super().attempt(unless_changed)


def digest_of(*parts: object) -> str:
    """A short digest of values, to tell whether anything changed. The parts must print in full, as records do."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _compared(form: BaseForm) -> list[Field]:
    return [field for field in form if not isinstance(field, _NOT_COMPARED)]


def _differing(form: BaseForm) -> list[Field]:
    """The fields in which something else was typed than is kept now."""
    return [
        field for field in _compared(form) if _plain(field, field.data) != _plain(field, field.object_data)
    ]


def _plain(field: Field, value: object) -> object:
    """A value as it is compared: nothing is nothing, a new line is one and a time is a time, however it was sent."""
    if isinstance(field, ClockField) and isinstance(value, str):
        value = ClockField.plain(value)
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(str(one) for one in value) or ""
    return value if value or (value == 0 and value is not False) else ""


def _in_words(field: Field, value: object) -> str:
    """A value as people read it."""
    choices = getattr(field, "choices", None) or {}
    names = {str(key): str(label) for key, label in dict(choices).items()}
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nee")
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, list | tuple):
        return ", ".join(names.get(str(one), str(one)) for one in value) or _NOTHING
    text = "" if value is None else str(value)
    return names.get(text, text) or _NOTHING
