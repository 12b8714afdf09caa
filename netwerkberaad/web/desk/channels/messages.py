"""The outbox in sight: every message to whom, by which way and how far it came. Never what it says."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Blueprint, flash, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from netwerkberaad.accounts.message_services import send_again
from netwerkberaad.cases import PersonKind, person_kinds
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.messages import (
    Arrival,
    MessageKind,
    MessageState,
    OutboxMessage,
    messages_about,
    messages_in,
)
from netwerkberaad.web.context import actor, db, now, staff
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import CHANNEL_NAMES
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.rooms import room_page

MOST = 200
KIND_NAMES = {
    MessageKind.RECEIPT: _("Ontvangstbericht"),
    MessageKind.NEXT_CONTACT: _("Ander moment van contact"),
    MessageKind.PROMISE_DUE: _("Herinnering aan beloofd contact"),
    MessageKind.URGENT_ALERT: _("Melding van spoed"),
    MessageKind.EMERGENCY_OPENED: _("Melding van noodtoegang"),
    MessageKind.INVITATION: _("Uitnodiging"),
    MessageKind.INVITATION_AGAIN: _("Uitnodiging, nog eens"),
    MessageKind.MENTOR: _("Vraag over een JIM of vertrouwenspersoon"),
    MessageKind.CONSENT: _("Vraag om toestemming"),
    MessageKind.DATE_POLL: _("Datumprikker"),
    MessageKind.DATE_SET: _("Dag en plek"),
    MessageKind.DATE_CHANGED: _("Andere dag of plek"),
    MessageKind.DATE_CANCELLED: _("Afzegging"),
    MessageKind.PROOF: _("Code van zes cijfers"),
    MessageKind.CONFIRM: _("Vraag om te bevestigen"),
    MessageKind.PLAN_CHANGED: _("Veranderd plan"),
    MessageKind.REMINDER: _("Herinnering"),
    MessageKind.CHECK_IN: _("Check-in"),
    MessageKind.FEEDBACK: _("Terugkoppeling"),
    MessageKind.REDIRECTED: _("Antwoord op een aanvraag"),
    MessageKind.STOPPED: _("Bericht dat het stopt"),
    MessageKind.CONTACT_CHANGED: _("Bericht over een nieuw contact"),
    MessageKind.ACCOUNT: _("Link naar een nieuw account"),
    MessageKind.PASSWORD_LINK: _("Link voor een wachtwoord"),
    MessageKind.ACCOUNT_CHANGED: _("Veranderd account"),
}
STATE_NAMES = {
    MessageState.WAITING: _("Wacht"),
    MessageState.TO_PRINT: _("Ligt klaar om te printen"),
    MessageState.TO_TELL: _("Nog te vertellen"),
    MessageState.CLAIMED: _("Gaat nu weg"),
    MessageState.SENT: _("Verstuurd"),
    MessageState.CANCELLED: _("Ingetrokken"),
    MessageState.PARKED: _("Niet gelukt"),
}
ARRIVAL_NAMES = {
    Arrival.DELIVERED: _("Aangekomen"),
    Arrival.MACHINE: _("Automatisch antwoord"),
    Arrival.BOUNCED: _("Niet aangekomen"),
    Arrival.RETURNED: _("Brief kwam terug"),
}
FAILURE_NAMES = {
    "address": _("het adres klopt niet"),
    "refused": _("geweigerd door de andere kant"),
    "not_now": _("de andere kant nam het nog niet aan"),
    "connection": _("geen verbinding"),
    "sign_in": _("de andere kant laat ons niet binnen"),
    "sender_refused": _("onze afzender wordt geweigerd"),
    "busy": _("de andere kant heeft het te druk"),
    "no_way": _("er is geen dienst voor dit kanaal"),
    "sealed": _("de sleutel is weg"),
    "spool": _("de map neemt niets aan"),
}
_OPEN = frozenset({MessageState.WAITING, MessageState.CLAIMED, MessageState.PARKED})


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/casussen/<uuid:case_id>/berichten", "case_messages", case_messages)
    blueprint.add_url_rule("/beheer/berichten", "messages", region_messages)
    blueprint.add_url_rule("/beheer/berichten/opnieuw", "messages_again", messages_again, methods=["POST"])


@allow(Permission.READ_CASE)
def case_messages(case_id: uuid.UUID) -> Response:
    """The messages of a case, to whom by name."""
    people = {person.id: person for person in case_people()}

    def whom(message: OutboxMessage) -> tuple[str, str]:
        person = people.get(message.person_id) if message.person_id else None
        if person is None:
            return _role(message, {}), ""
        role = gettext("hoofdpersoon") if person.is_principal else person.about.relation
        return person.name.full, role

    rows = _rows(messages_about(db(), case_id=case_id), whom)
    return room_page("desk/channels/case_messages.html", "invites", ahead=False, rows=rows)


@allow(Permission.SEE_HEALTH)
def region_messages() -> Response:
    """The newest messages of the region, to whom by role alone."""
    found = messages_in(db(), region_id=staff().region_id, limit=MOST)
    kinds = person_kinds(db(), {one.person_id for one in found if one.person_id is not None})
    rows = _rows(found, lambda message: (_role(message, kinds), ""))
    given_up = sum(message.state is MessageState.PARKED for message in found)
    return page("desk/channels/messages.html", rows=rows, given_up=given_up, most=MOST)


@allow(Permission.SEE_HEALTH)
def messages_again() -> Response:
    """Send once more what was given up."""
    count = send_again(db(), actor(), region_id=staff().region_id, now=now())
    said = ngettext("%(num)s bericht gaat opnieuw.", "%(num)s berichten gaan opnieuw.", count)
    flash(said, "ok")
    return see(url_for("desk.messages"))


def _role(message: OutboxMessage, kinds: dict[uuid.UUID, PersonKind]) -> str:
    """What somebody is, without a name."""
    if message.person_id is not None:
        principal = kinds.get(message.person_id) is PersonKind.PRINCIPAL
        return gettext("Hoofdpersoon") if principal else gettext("Iemand uit de kring")
    return gettext("Medewerker") if message.staff_id else gettext("Aanmelder")


def _rows(
    messages: Sequence[OutboxMessage], whom: Callable[[OutboxMessage], tuple[str, str]]
) -> list[dict[str, object]]:
    return [_row(message, *whom(message)) for message in messages]


def _row(message: OutboxMessage, who: str, role: str) -> dict[str, object]:
    lost = message.state is MessageState.PARKED or (message.arrival is not None and message.arrival.lost)
    arrived = ARRIVAL_NAMES[message.arrival] if message.arrival else None
    failure = message.failure if message.state in _OPEN else None
    return {
        "who": who,
        "role": role,
        "kind": KIND_NAMES[message.kind],
        "channel": CHANNEL_NAMES[message.channel],
        "state": arrived or STATE_NAMES[message.state],
        "tone": "attention" if lost else "done" if message.arrival is Arrival.DELIVERED else None,
        "why": FAILURE_NAMES.get(failure, FAILURE_NAMES["connection"]) if failure else "",
        "tries": message.tries,
        "at": _moment(message),
    }


def _moment(message: OutboxMessage) -> datetime:
    return message.arrival_at or message.sent_at or message.cancelled_at or message.made_at
