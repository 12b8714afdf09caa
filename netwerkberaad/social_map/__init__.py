"""The room of the sociale kaart: where people can meet and what help there is nearby, kept by the team."""

from netwerkberaad.social_map.actions import (
    NewEntry,
    add_entry,
    archive_entry,
    change_entry,
    entries_of,
    get_entry,
    restore_entry,
    search_entries,
)
from netwerkberaad.social_map.errors import (
    EntryExistsError,
    EntryNameMissingError,
    ListTooLongError,
    NoHeadingsError,
)
from netwerkberaad.social_map.importing import COLUMNS, MOST_LINES, BrokenLine, ReadList, read_entries
from netwerkberaad.social_map.model import Access, EntryContact, EntryFacts, EntryKind, MapEntry

__all__ = [
    "COLUMNS",
    "MOST_LINES",
    "Access",
    "BrokenLine",
    "EntryContact",
    "EntryExistsError",
    "EntryFacts",
    "EntryKind",
    "EntryNameMissingError",
    "ListTooLongError",
    "MapEntry",
    "NewEntry",
    "NoHeadingsError",
    "ReadList",
    "add_entry",
    "archive_entry",
    "change_entry",
    "entries_of",
    "get_entry",
    "read_entries",
    "restore_entry",
    "search_entries",
]
