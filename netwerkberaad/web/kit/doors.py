"""The questions for who says that there is nobody, as fields of a form."""

from wtforms import TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases.doors import DOORS, door_lines
from netwerkberaad.web.kit.forms import MEDIUM, BaseForm, at_most
from netwerkberaad.web.kit.lazy import lazy_gettext


class DoorsForm(BaseForm):
    """One field for each question; all may stay empty."""

    night, helped, birthday, cares, missed = (
        TextAreaField(lazy_gettext(question), [Optional(), at_most(MEDIUM)]) for question in DOORS
    )

    def doors(self) -> list[TextAreaField]:
        """The fields, in order."""
        return [self.night, self.helped, self.birthday, self.cares, self.missed]

    def door_lines(self) -> tuple[str, ...]:
        """What was answered, each behind its question. It is kept, so the question stays in Dutch."""
        return door_lines((words, field.data or "") for words, field in zip(DOORS, self.doors(), strict=True))
