"""A list read in by a form: first what it holds, then taken over. Nothing of it is kept in between."""

from typing import ClassVar

from flask import request
from wtforms import FileField, HiddenField, StringField
from wtforms.validators import Optional

from netwerkberaad.cases import text_of
from netwerkberaad.foundation.core.errors import N_, InvalidError
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.once import OnceForm


class ListTooLargeError(InvalidError):
    """A file larger than is read."""

    message = N_("Dit bestand is te groot. Gebruik hooguit %(size)s kB.")


class ListForm(OnceForm):
    """A list: pasted, or a file of at most ``most`` bytes. ``agreed`` is what the preview sends along when it is to be taken over."""

    most: ClassVar[int]
    pasted: StringField
    upload = FileField(_("Of kies een bestand"), [Optional()])
    agreed = HiddenField()

    def text(self) -> str:
        """What was pasted, or else what stands in the file; the form holds it from then on, for the page after this one.

        Raises ListTooLargeError(field="upload"), and what ``cases.text_of`` raises for a file that is no text.
        """
        sent = request.files.get("upload")
        if not self.pasted.data and sent is not None:
            data = sent.stream.read(self.most + 1)
            if len(data) > self.most:
                raise ListTooLargeError(field="upload", size=str(self.most // 1000))
            self.pasted.data = text_of(data) if data else ""
        return self.pasted.data or ""
