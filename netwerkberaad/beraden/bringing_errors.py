"""What can be wrong with a message for the table; people read it at the door."""

from netwerkberaad.foundation.core.errors import N_, InvalidError


class MessageEmptyError(InvalidError):
    """A message for the table that says nothing."""

    message = N_("Schrijf iets op, of kies een tekening of foto.")

    def __init__(self) -> None:
        super().__init__(field="text")


class PictureError(InvalidError):
    """No picture that we read: another kind of file, a broken one, or one that is too large."""

    message = N_("Dit kunnen wij niet lezen als tekening of foto. Kies een png of jpeg van hooguit 10 MB.")

    def __init__(self) -> None:
        super().__init__(field="picture")
