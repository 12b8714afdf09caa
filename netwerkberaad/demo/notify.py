"""A stand-in for the API of NotifyNL and GOV.UK Notify on a loopback port. It checks tokens and payloads as the real one does,
remembers what it took, and reports back with a bearer token. The tests and the demo send through it.

Runs by itself too, to look at the whole way: ``python -m netwerkberaad.demo.notify --help``.
"""

import argparse
import base64
import hmac
import json
import re
import sys
import threading
import time
import uuid
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from netwerkberaad.foundation.core.clock import SystemClock
from netwerkberaad.foundation.messages import Channel, ServiceSettings

SERVICE_ID = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
API_KEY = f"proef-{SERVICE_ID}-{SECRET}"
MAIL_TEMPLATE = "9d751e0e-f929-4891-82a1-a3e1c3c18ee3"
SMS_TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
_WANTED = {MAIL_TEMPLATE: {"onderwerp", "bericht"}, SMS_TEMPLATE: {"bericht"}}
_FIELDS = {
    "email": {"email_address", "template_id", "personalisation", "reference", "email_reply_to_id"},
    "sms": {"phone_number", "template_id", "personalisation", "reference", "sms_sender_id"},
    "letter": {"reference", "content", "postage"},
}
_LEEWAY = 30
_A4 = re.compile(rb"/MediaBox\s*\[\s*0 0 595\.\d+ 841\.\d+\s*\]")


class RefusedError(Exception):
    """The request is not good; ``status`` and the text go back."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True)
class Taken:
    """One message that was taken."""

    id: str
    kind: str
    to: str
    reference: str
    words: dict[str, str]
    pdf: bytes = b""


@dataclass
class Notify:
    """The stand-in. ``answers`` is the status of every answer from now on, when it is not 201; ``lose_answers``: what is
    sent is taken, but the answer never comes.
    """

    address: str = ""
    answers: int = 201
    lose_answers: bool = False
    taken: list[Taken] = field(default_factory=list)
    receipts_to: str = ""
    texts_to: str = ""
    token: str = ""

    @property
    def settings(self) -> ServiceSettings:
        """How it is filled in at the desk."""
        return ServiceSettings(
            base_url=self.address, mail_template=MAIL_TEMPLATE, sms_template=SMS_TEMPLATE, answers=True
        )

    def of(self, channel: Channel) -> list[Taken]:
        """What was taken of one channel, oldest first."""
        kind = {Channel.MAIL: "email", Channel.SMS: "sms", Channel.LETTER: "letter"}[channel]
        return [one for one in self.taken if one.kind == kind]

    def take(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        """Check one message and remember it. Raises RefusedError."""
        unknown = set(body) - _FIELDS[kind]
        if unknown:
            raise RefusedError(400, f"Additional properties are not allowed ({sorted(unknown)})")
        made = self._letter(body) if kind == "letter" else self._filled(kind, body)
        self.taken.append(made)
        return {"id": made.id, "reference": made.reference or None}

    def report(self, taken: Taken, status: str) -> int:
        """Tell what came of a message. Returns the status of the answer."""
        return self._call_back(self.receipts_to, receipt(taken, status))

    def text(self, number: str, words: str, *, id_: str = "") -> int:
        """Pass on a text that somebody sent."""
        return self._call_back(self.texts_to, text_from(number, words, id_=id_))

    def _call_back(self, url: str, said: dict[str, Any]) -> int:
        place = urlsplit(url)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        connection = HTTPConnection(place.netloc, timeout=10)
        try:
            connection.request("POST", place.path, json.dumps(said), headers)
            return connection.getresponse().status
        finally:
            connection.close()

    def _filled(self, kind: str, body: dict[str, Any]) -> Taken:
        template, words = body.get("template_id"), body.get("personalisation", {})
        wanted = MAIL_TEMPLATE if kind == "email" else SMS_TEMPLATE
        if template != wanted:
            raise RefusedError(400, "Template not found")
        if not isinstance(words, dict) or not _WANTED[template] <= set(words) or not all(words.values()):
            raise RefusedError(400, "Missing personalisation")
        to = body.get("email_address" if kind == "email" else "phone_number")
        shape = r"[^@\s]+@[^@\s]+\.[a-z]+" if kind == "email" else r"\+[1-9]\d{7,14}"
        if not isinstance(to, str) or not re.fullmatch(shape, to):
            raise RefusedError(400, f"{kind} Not a valid address")
        return Taken(str(uuid.uuid4()), kind, to, str(body.get("reference", "")), words)

    def _letter(self, body: dict[str, Any]) -> Taken:
        pdf = base64.b64decode(body.get("content", ""), validate=True)
        if not body.get("reference"):
            raise RefusedError(400, "reference is a required property")
        if not pdf.startswith(b"%PDF-") or not any(map(_A4.search, _parts(pdf))):
            raise RefusedError(400, "Letter content is not a valid PDF of A4")
        return Taken(str(uuid.uuid4()), "letter", "", body["reference"], {}, pdf)


def receipt(taken: Taken, status: str) -> dict[str, Any]:
    """The report of a delivery, as the real service words it."""
    return {
        "id": taken.id,
        "reference": taken.reference,
        "to": taken.to,
        "status": status,
        "created_at": "2026-03-02T08:00:00.000000Z",
        "completed_at": "2026-03-02T08:00:04.000000Z",
        "sent_at": "2026-03-02T08:00:01.000000Z",
        "notification_type": taken.kind,
        "template_id": MAIL_TEMPLATE,
        "template_version": 1,
    }


def text_from(number: str, words: str, *, id_: str = "") -> dict[str, Any]:
    """A text that came in, as the real service passes it on."""
    return {
        "id": id_ or str(uuid.uuid4()),
        "source_number": number,
        "destination_number": "+3197000000000",
        "message": words,
        "date_received": "2026-03-02T08:10:00.000000Z",
    }


def check_token(header: str) -> None:
    """A JWT of HS256 with our secret, of our service, of this moment. Raises RefusedError."""
    kind, _, token = header.partition(" ")
    parts = token.split(".")
    if kind != "Bearer" or len(parts) != 3:
        raise RefusedError(401, "Unauthorized: authentication token must be provided")
    head, claims = (json.loads(_decoded(part)) for part in parts[:2])
    right = hmac.digest(SECRET.encode(), ".".join(parts[:2]).encode(), "sha256")
    if head.get("alg") != "HS256" or not hmac.compare_digest(right, _decoded(parts[2])):
        raise RefusedError(403, "Invalid token: signature, api token not found")
    if claims.get("iss") != SERVICE_ID:
        raise RefusedError(403, "Invalid token: service not found")
    if abs(SystemClock().now().timestamp() - claims.get("iat", 0)) > _LEEWAY:
        raise RefusedError(403, "Error: Your system clock must be accurate to within 30 seconds")


def _parts(pdf: bytes) -> Iterator[bytes]:
    """The file itself and what is packed in it, as far as that opens."""
    yield pdf
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(found[1])


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    notify: Notify


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        match = re.fullmatch(r"/v2/notifications/(email|sms|letter)", self.path)
        self._answer(lambda: self._take(match[1] if match else "", body))

    def do_GET(self) -> None:
        wanted = parse_qs(urlsplit(self.path).query).get("reference", [""])[0]
        known = [one for one in self.server.notify.taken if one.reference == wanted]
        found = [{"id": one.id, "reference": one.reference, "status": "sending"} for one in known]
        self._answer(lambda: (200, {"notifications": found, "links": {}}))

    def _take(self, kind: str, body: bytes) -> tuple[int, dict[str, Any]]:
        notify = self.server.notify
        if notify.answers != 201:
            raise RefusedError(notify.answers, "not now")
        if not kind:
            raise RefusedError(404, "The requested URL was not found")
        return 201, notify.take(kind, json.loads(body))

    def _answer(self, work: Any) -> None:
        try:
            check_token(self.headers.get("Authorization", ""))
            status, content = work()
        except RefusedError as error:
            status = error.status
            content = {"status_code": status, "errors": [{"error": "BadRequestError", "message": str(error)}]}
        if self.server.notify.lose_answers:
            self.close_connection = True
            return
        said = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing."""


@contextmanager
def running_notify(port: int = 0) -> Iterator[Notify]:
    """The stand-in on a port of the loopback address."""
    with _Server(("127.0.0.1", port), _Handler) as server:
        server.notify = Notify(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.notify
        server.shutdown()
        thread.join()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _main() -> None:
    parser = argparse.ArgumentParser(
        description="A stand-in for the Notify API, for looking at the whole way."
    )
    parser.add_argument("--port", type=int, default=6011)
    parser.add_argument("--receipts-to", default="", help="address for reports of deliveries")
    parser.add_argument("--token", default="", help="bearer token for the reports")
    arguments = parser.parse_args()
    with running_notify(arguments.port) as notify:
        notify.receipts_to, notify.token = arguments.receipts_to, arguments.token
        _say(
            f"address   {notify.address}\nAPI key   {API_KEY}\nmail      {MAIL_TEMPLATE}\nsms       {SMS_TEMPLATE}"
        )
        shown = 0
        while True:
            time.sleep(1)
            for taken in notify.taken[shown:]:
                _say(
                    f"\n{taken.kind} to {taken.to or 'the address on the sheet'}\n{taken.words.get('bericht', '')}"
                )
                if notify.receipts_to:
                    notify.report(taken, "delivered")
            shown = len(notify.taken)


if __name__ == "__main__":
    _main()
