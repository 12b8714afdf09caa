"""Contacts out of a paste or a file, shown to choose from before anything is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask_babel import gettext
from wtforms import BooleanField, FieldList, FileField, Form, FormField, HiddenField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases import Contacts, Found, NewPerson, merged, read_contacts, same_person, text_of
from netwerkberaad.foundation.core.errors import N_, InvalidError
from netwerkberaad.web.desk.inviting.invitee_rows import person_of, row_of
from netwerkberaad.web.desk.requesting.request_forms import MOST_PASTED, InviteeRow, Row
from netwerkberaad.web.kit.forms import BaseForm, at_most
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.once import OnceForm

MOST_TICKED = 40
"""In a longer list nobody is chosen beforehand: it is somebody's whole address book."""
MOST_SHOWN = 50
_OLD, _NEW = "old-", "new-"


class NobodyError(InvalidError):
    """A paste or a file in which nobody could be found."""

    message = N_("Hier vinden wij niemand in. Zet één persoon op een regel, met een naam.")


class ContactsForm(BaseForm):
    """A list to read: pasted, or a file."""

    pasted = TextAreaField(_("Plak een lijst"), [Optional(), at_most(MOST_PASTED)])
    upload = FileField(_("Of kies een bestand"), [Optional()])


class ContactRow(InviteeRow):
    """Somebody who was found, to take over or not."""

    take = BooleanField(_("Neem over"))
    merge = BooleanField(_("Voeg samen"))
    same = HiddenField()
    same_name = HiddenField()
    doubts = HiddenField()

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Whether this is well filled in; who is not taken over may be anything."""
        if not self.chosen:
            return True
        return Form.validate(self, extra_validators)

    @property
    def chosen(self) -> bool:
        """Whether somebody is taken over, alone or together with another."""
        return bool(self.take.data or self.merge.data)


class UnreadRow(Row):
    """A line that is nobody, shown again as long as the page is open."""

    row = HiddenField()
    text = HiddenField()
    reason = HiddenField()


class ChoosingForm(OnceForm):
    """Who is taken over. Everything stands on the page itself; nothing of it is kept meanwhile."""

    people = FieldList(FormField(ContactRow), max_entries=200)
    unread = FieldList(FormField(UnreadRow), max_entries=MOST_SHOWN)


@dataclass
class Taken:
    """Who is taken over: by key those who were there already and know more now, and the new ones in order."""

    changed: dict[str, NewPerson] = field(default_factory=dict)
    fresh: list[NewPerson] = field(default_factory=list)


def contacts_sent(pasted: str | None) -> Contacts:
    """Everybody in what was sent. Raises NotTextError, SpreadsheetError or NobodyError beside its field."""
    sent = request.files.get("upload")
    data = sent.stream.read() if sent is not None and sent.filename else b""
    contacts = read_contacts(text_of(data) if data else pasted or "")
    if not contacts.found and not contacts.unread:
        raise NobodyError(field="upload" if data else "pasted")
    return contacts


def is_sent(pasted: str | None) -> bool:
    """Whether a list or a file came with this post."""
    sent = request.files.get("upload")
    return bool(pasted or (sent is not None and sent.filename))


def choosing(contacts: Contacts, present: Mapping[str, NewPerson]) -> ChoosingForm:
    """The page to choose on: who is probably there already is not chosen, nor who has no name."""
    form = ChoosingForm(formdata=None)
    keys, there = list(present), list(present.values())
    rows = {one.row: number for number, one in reversed(list(enumerate(contacts.found)))}
    few = len(contacts.found) <= MOST_TICKED
    for one in contacts.found:
        place = same_person(one.person(), there)
        same, name = "", ""
        if place is not None:
            same, name = _OLD + keys[place], there[place].name.full
        elif one.same_as is not None:
            same = f"{_NEW}{rows[one.same_as]}"
            name = next(other.name.full for other in contacts.found if other.row == one.same_as)
        form.people.append_entry(
            {
                **row_of(one.person()),
                "take": one.named and place is None and few,
                "same": same,
                "same_name": name,
                "doubts": _doubts(one),
            }
        )
    for line in [one for one in contacts.skipped if one.text][:MOST_SHOWN]:
        form.unread.append_entry({"row": line.row, "text": line.text, "reason": gettext(line.reason)})
    return form


def taken(form: ChoosingForm, present: Mapping[str, NewPerson]) -> Taken:
    """Who was chosen. Somebody merged with a person who is not taken over stands alone."""
    result = Taken()
    slots: dict[str, str | int] = {}
    for number, entry in enumerate(form.people):
        row: ContactRow = entry.form
        if not row.chosen:
            continue
        person, same = person_of(row.data), row.same.data or ""
        slot = slots.get(same) if row.merge.data else None
        if row.merge.data and same.startswith(_OLD) and same.removeprefix(_OLD) in present:
            slot = same.removeprefix(_OLD)
        if isinstance(slot, str):
            result.changed[slot] = merged(result.changed.get(slot) or present[slot], person)
        elif slot is not None:
            result.fresh[slot] = merged(result.fresh[slot], person)
        else:
            slot = len(result.fresh)
            result.fresh.append(person)
        slots[f"{_NEW}{number}"] = slot
    return result


def _doubts(one: Found) -> str:
    words = [
        f"{gettext(doubt.reason)} ‘{doubt.text}’" if doubt.text else gettext(doubt.reason)
        for doubt in one.doubts
    ]
    return " ".join(words)
