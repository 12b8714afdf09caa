"""The base of all forms: trimmed, length-bounded, Dutch messages, and domain errors put beside their field."""

import re
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, TypeVar

from flask import request
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, FieldList, FormField
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm as AnyForm
from wtforms.meta import DefaultMeta
from wtforms.validators import InputRequired, Length, StopValidation

from netwerkberaad.foundation.core.errors import DomainError
from netwerkberaad.web.context import READING
from netwerkberaad.web.kit.lazy import lazy_gettext

T = TypeVar("T")
F = TypeVar("F", bound=Field)
SHORT, MEDIUM, LONG = 120, 500, 4_000
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DIRECTION_MARKS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u0000"))


def trimmed(value: object) -> object:
    """Text without spaces around it and without marks that turn the reading direction of a whole line."""
    return value.translate(_DIRECTION_MARKS).strip() if isinstance(value, str) else value


def words_asked(name: str, most: int = SHORT) -> str:
    """What was searched for in the query string, without signs that no page may hold."""
    return str(trimmed(_UNSEEN.sub("", request.args.get(name, ""))))[:most]


class Filled(InputRequired):
    """Filled in, with more than spaces."""

    def __call__(self, form: AnyForm, field: Field) -> None:
        """Raises StopValidation."""
        if isinstance(field.data, str) and not field.data.strip():
            field.errors = []
            raise StopValidation(self.message or "")
        super().__call__(form, field)


def required(message: str = "") -> Filled:
    """A field that must be filled in; the message says what is missing."""
    return Filled(message or lazy_gettext("Vul dit in."))


def at_most(characters: int) -> Length:
    """A text of at most this many characters."""
    text = lazy_gettext("Dit is te lang. Gebruik hooguit %(number)d tekens.", number=characters)
    return Length(max=characters, message=text)


class Trimming(DefaultMeta):
    """Trims every field of a form."""

    def wrap_formdata(self, form: AnyForm, formdata: Any) -> Any:
        """What was sent, without signs that no page may hold: a refused field shows it as it came."""
        sent: object = super().wrap_formdata(form, formdata)
        if not isinstance(sent, MultiDict):
            return sent
        values = ((name, value) for name, value in sent.items(multi=True) if isinstance(value, str))
        return MultiDict((name, _UNSEEN.sub("", value)) for name, value in values)

    def bind_field(
        self, form: AnyForm, unbound_field: "UnboundField[F]", options: MutableMapping[str, Any]
    ) -> F:
        """Bind a field with the trimming filter before its own, and choices in words of this request."""
        own = unbound_field.kwargs.get("filters", ())
        # A list of fields and a form in a form take no filters: each of their fields is bound, and trimmed, by itself.
        encloses = issubclass(unbound_field.field_class, FieldList | FormField)
        more: dict[str, Any] = {} if encloses else {"filters": (trimmed, *own)}
        choices = unbound_field.kwargs.get("choices")
        if isinstance(choices, list | tuple):
            # WTForms drops pairs in favour of a dictionary, whose labels must be text already.
            more["choices"] = {value: str(label) for value, label in choices}
        return super().bind_field(form, unbound_field, {**options, **more})


class BaseForm(FlaskForm):
    """A form of a page. ``form_errors`` holds what belongs to no field."""

    class Meta(Trimming, FlaskForm.Meta):
        """Trimmed, with Flask-WTF's token."""

    def __init__(self, **kwargs: Any) -> None:
        FlaskForm.__init__(self, **kwargs)

    def is_submitted(self) -> bool:
        """Whether the form was sent."""
        return request.method not in READING

    def validate_on_submit(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Whether the form was sent and is well filled in."""
        return request.method not in READING and self.validate(extra_validators)

    def refuse(self, error: DomainError) -> None:
        """Put a domain error beside the field it names, or above the form."""
        text = gettext(error.message) % error.data if error.data else gettext(error.message)
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(text)
        else:
            field.errors = [*field.errors, text]

    def attempt(self, act: Callable[[], T]) -> T | None:
        """Validate and act. None means no: the form says why, and holds all that was typed."""
        if not self.validate_on_submit():
            return None
        try:
            return act()
        except DomainError as error:
            if error.status == 404:
                raise
            self.refuse(error)
            return None
