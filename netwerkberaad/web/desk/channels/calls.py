"""Te vertellen: what has to be said by phone, with the words to read aloud, and that it was said."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from netwerkberaad.flows.calling import CallLine, told_aloud, waiting_calls
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.messages import MessageKind
from netwerkberaad.web.context import actor, db, now
from netwerkberaad.web.desk.channels.messages import KIND_NAMES
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.phones import quiet_words, spoken_phone
from netwerkberaad.web.language import direction, own_name

_ANSWERED_AT = {MessageKind.MENTOR: "desk.mentors", MessageKind.CONSENT: "desk.consents"}
"""Where the answer to a question is put down."""


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/vertellen", "calls", calls)
    blueprint.add_url_rule("/vertellen/<uuid:message_id>", "call_told", call_told, methods=["POST"])


@allow(Permission.LIST_CASES)
def calls() -> Response:
    """What waits to be told, with the words to say."""
    return page("desk/channels/calls.html", lines=[_shown(line) for line in waiting_calls(db(), actor())])


@allow(Permission.LIST_CASES)
def call_told(message_id: uuid.UUID) -> Response:
    """Somebody was told."""
    line = told_aloud(db(), actor(), message_id=message_id, now=now())
    flash(gettext("Vastgelegd: %(name)s weet het.", name=line.short), "ok")
    return see(url_for("desk.calls"))


def _shown(line: CallLine) -> dict[str, object]:
    return {
        "line": line,
        "kind": KIND_NAMES[line.kind],
        "phone": spoken_phone(line.phone) if line.phone else "",
        "dial": line.phone,
        "quiet": quiet_words(line.contact),
        "speaks": own_name(line.language) if line.language != "nl" else "",
        "lang": line.language,
        "dir": direction(line.language),
        "answer": url_for(_ANSWERED_AT[line.kind], case_id=line.case_id) if line.kind in _ANSWERED_AT else "",
    }
