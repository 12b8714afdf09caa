"""Inviting everybody who was approved in one go: who gets a mail or a text is ticked, who needs another way is named."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, flash, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response
from wtforms.validators import Optional

from netwerkberaad.cases import get_person, is_landline
from netwerkberaad.cases.safety import safety_of
from netwerkberaad.flows import invite_together as together
from netwerkberaad.flows import leaves_by_itself
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import listed
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import BoardRow, board_of
from netwerkberaad.web.context import actor, as_uuid, base_url, case, db, now
from netwerkberaad.web.desk.inviting.board_rows import to_invite
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.fields import ChecksField
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.once import OnceForm, sent_before
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.templating import language


class TogetherForm(OnceForm):
    """Who gets an invitation now."""

    people = ChecksField(_("Wie krijgt nu een bericht?"), [Optional()])


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    path = "/casussen/<uuid:case_id>/uitnodigen/samen"
    blueprint.add_url_rule(path, "invite_together", invite_together, methods=["GET", "POST"])


@allow(Permission.CHANGE_CASE)
def invite_together(case_id: uuid.UUID) -> Response:
    """Invite everybody who is ticked, or nobody when one of them may not be."""
    ready = [row for row in board_of(db(), case()).rows if to_invite(row)]
    texts = leaves_by_itself(db(), case(), Channel.SMS)
    sent = [
        row
        for row in ready
        if row.contact.mail or (texts and row.contact.phone and not is_landline(row.contact.phone))
    ]
    form = TogetherForm(data={"people": [str(row.person_id) for row in sent]})
    form.people.choices = {str(row.person_id): row.name.full for row in sent}
    board_url = url_for("desk.invites", case_id=case_id)
    if sent_before(form.once.data):
        return see(board_url)
    invited = form.attempt(lambda: _invite(form.people.data or []))
    if invited is None:
        return room_page(
            "desk/invites/together.html",
            "invites",
            ahead=False,
            form=form,
            relations=_notes(sent),
            others=[_other(row) for row in ready if row not in sent],
            safe=safety_of(db(), case()) is not None,
        )
    said = ngettext("%(num)d persoon is uitgenodigd.", "%(num)d mensen zijn uitgenodigd.", invited)
    flash(said if invited else gettext("Niemand is uitgenodigd."), "ok" if invited else "info")
    return see(board_url)


def _invite(chosen: Sequence[str]) -> int:
    people = [get_person(db(), case=case(), person_id=as_uuid(one)) for one in chosen]
    together(db(), actor(), case=case(), people=people, base_url=base_url(), now=now())
    return len(people)


def _notes(rows: Sequence[BoardRow]) -> dict[str, str]:
    """What stands beside each name: who they are, and with whom they share an address or phone."""
    notes = {}
    for row in rows:
        same = [other.name.short for other in rows if other is not row and _goal(other) == _goal(row)]
        names = listed(same, language())
        if row.contact.mail:
            told = gettext("één mail samen met %(names)s", names=names) if same else ""
        else:
            told = gettext("één sms samen met %(names)s", names=names) if same else gettext("per sms")
        notes[str(row.person_id)] = " · ".join(part for part in (row.relation, told) if part)
    return notes


def _goal(row: BoardRow) -> str:
    return row.contact.mail.casefold() or row.contact.phone


def _other(row: BoardRow) -> dict[str, str]:
    contact = row.contact
    if contact.phone or contact.landline:
        way = gettext("Bel, of stuur een sms.") if contact.phone else gettext("Bel.")
    elif contact.address:
        way = gettext("Stuur een brief.")
    else:
        way = gettext("Vraag het in een gesprek.")
    url = url_for("desk.invite", case_id=case().id, person_id=row.person_id)
    return {"name": row.name.full, "way": way, "url": url}
