"""The two callbacks of NotifyNL and GOV.UK Notify. What is brought is not logged; the answer tells nothing."""

import uuid
from datetime import timedelta

from flask import Blueprint, Response, request

from netwerkberaad.flows.reporting import Text, take_report, take_text
from netwerkberaad.foundation.core.limits import Limit, count_try, keep_tries, tries_left
from netwerkberaad.foundation.messages import MessageService, reporting_service
from netwerkberaad.foundation.vault import keys_of
from netwerkberaad.web.context import db, now
from netwerkberaad.web.guard import public

MOST_BYTES = 20_000
REFUSED = Limit("reports/refused", 20, timedelta(minutes=15))
_LONGEST = 120


def blueprint() -> Blueprint:
    """Both callbacks at their addresses."""
    made = Blueprint("reports", __name__)
    made.add_url_rule("/meldingen/<uuid:service_id>/verzonden", "receipt", receipt, methods=["POST"])
    made.add_url_rule("/meldingen/<uuid:service_id>/sms", "text", text, methods=["POST"])
    return made


@public
def receipt(service_id: uuid.UUID) -> Response:
    """What came of a message. A letter that came back has no status; its report has another form."""
    service, refusal = _admit(service_id)
    if service is None:
        return refusal
    said = _said()
    if said is None:
        return _answer(400)
    status = _word(said, "status") or ("returned" if _word(said, "notification_id") else "")
    take_report(db(), service, reference=_word(said, "reference"), status=status, now=now())
    return _answer(204)


@public
def text(service_id: uuid.UUID) -> Response:
    """A text that somebody sent back."""
    service, refusal = _admit(service_id)
    if service is None:
        return refusal
    said = _said()
    if said is None or not _word(said, "id"):
        return _answer(400)
    words = said.get("message")
    if isinstance(words, str) and service.settings.answers:
        arrived = Text(id=_word(said, "id"), number=_word(said, "source_number"), words=words)
        take_text(db(), service, arrived, now=now())
    return _answer(204)


def _admit(service_id: uuid.UUID) -> tuple[MessageService | None, Response]:
    """The service that brings its token. Whoever brings a wrong one too often is not looked at for a while."""
    place = keys_of(db()).blind("reports-address", request.remote_addr or "").hex()
    if not tries_left(db(), REFUSED, place, now=now()):
        return None, _answer(429)
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    service = reporting_service(db(), service_id, token) if kind.casefold() == "bearer" else None
    if service is None:
        count_try(db(), REFUSED, place, now=now())
        keep_tries(db())
        return None, _answer(401)
    return service, _answer(204)


def _said() -> dict[str, object] | None:
    """The object that was brought; None for anything else, and for what is too long."""
    if (request.content_length or MOST_BYTES + 1) > MOST_BYTES:
        return None
    said: object = request.get_json(force=True, silent=True)
    return said if isinstance(said, dict) else None


def _word(said: dict[str, object], name: str) -> str:
    found = said.get(name)
    return found if isinstance(found, str) and len(found) <= _LONGEST else ""


def _answer(status: int) -> Response:
    return Response("", status=status, mimetype="text/plain")
