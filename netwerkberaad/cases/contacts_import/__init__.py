"""Contacts as people paste or export them: read tolerantly, offered for a look, stored by nobody here."""

from netwerkberaad.cases.contacts_import.finding import (
    BAD_MAIL,
    BAD_PHONE,
    NO_NAME,
    TOO_MANY,
    Contacts,
    Doubt,
    Found,
    Skipped,
)
from netwerkberaad.cases.contacts_import.merging import merged, same_person
from netwerkberaad.cases.contacts_import.names import read_name
from netwerkberaad.cases.contacts_import.reading import read_contacts
from netwerkberaad.cases.contacts_import.sources import NotTextError, SpreadsheetError, text_of

__all__ = [
    "BAD_MAIL",
    "BAD_PHONE",
    "NO_NAME",
    "TOO_MANY",
    "Contacts",
    "Doubt",
    "Found",
    "NotTextError",
    "Skipped",
    "SpreadsheetError",
    "merged",
    "read_contacts",
    "read_name",
    "same_person",
    "text_of",
]
