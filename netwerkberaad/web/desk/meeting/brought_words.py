"""Messages for the table as pages name them: of whom, and who reads them aloud."""

from flask_babel import gettext

from netwerkberaad.beraden import BroughtMessage, messages_for_table
from netwerkberaad.web.context import case, db
from netwerkberaad.web.kit.case_frame import case_people


def brought_lines() -> list[dict[str, object]]:
    """Who brought something, who reads it, and whether it was opened; never what it says."""
    return [
        {
            **who_of(message),
            "id": message.id,
            "person_id": message.person_id,
            "opened": message.opened_at is not None,
        }
        for message in messages_for_table(db(), case())
    ]


def who_of(message: BroughtMessage) -> dict[str, object]:
    """Of whom it is, and who reads it."""
    names = {person.id: person.name.short for person in case_people()}
    reader = names.get(message.reader_id) if message.reader_id else None
    return {"name": names[message.person_id], "reader": reader or gettext("de gespreksleider")}
