"""What can be wrong with the sociale kaart."""

from netwerkberaad.foundation.core.errors import N_, InvalidError


class EntryNameMissingError(InvalidError):
    """An entry has no name."""

    message = N_("Hoe heet deze plek of organisatie?")


class EntryExistsError(InvalidError):
    """There is an entry of this name at this address already."""

    message = N_("Deze staat al op de sociale kaart.")


class ListTooLongError(InvalidError):
    """A list with more lines than are taken at once."""

    message = N_("Deze lijst is te lang. Neem hooguit %(most)s regels tegelijk.")


class NoHeadingsError(InvalidError):
    """A list whose first line does not name its columns."""

    message = N_("De eerste regel moet zeggen wat er in de kolommen staat. Een kolom ‘naam’ is nodig.")
