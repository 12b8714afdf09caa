"""What keeps robots from the public form, without anybody else looking on, and without keeping a person out.

A field that stays empty, a form that is read before it is sent, and a rate. When the rate gets high nobody is refused:
the form comes back with a signed token. It opens after a short wait, without any script; a browser with JavaScript
may do a small sum instead. See docs/decisions/0013.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Protocol

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import HiddenField, StringField

from netwerkberaad.foundation.core.errors import N_, InvalidError
from netwerkberaad.foundation.core.limits import Limit, count_try, keep_tries
from netwerkberaad.foundation.vault import keys_of
from netwerkberaad.web.context import db, now

_QUARTER = timedelta(minutes=15)
PER_ADDRESS = Limit("public-request/address", 6, _QUARTER)
IN_ALL = Limit("public-request/all", 120, _QUARTER)
MUCH_PER_ADDRESS = Limit("public-request/address-much", 18, _QUARTER)
MUCH_IN_ALL = Limit("public-request/all-much", 480, _QUARTER)
PASS = Limit("public-request/pass", 3, timedelta(minutes=1))
_AGAIN = 30
"""Seconds to wait for somebody whose wait is over while others of the same address pass."""
ONCE = Limit("public-request/held", 1, timedelta(hours=12))
LEAST_TIME = timedelta(seconds=3)


class TooFastError(InvalidError):
    """Filled in faster than a person reads."""

    message = N_("Dat ging wel erg snel. Kijk het nog eens na en druk dan opnieuw op ‘Verstuur’.")


class NotEmptyError(InvalidError):
    """Something filled in the field that people do not see."""

    message = N_(
        "Er stond iets in een veld dat leeg moet blijven. Dat is nu leeg. Druk nog eens op ‘Verstuur’."
    )


class BusyError(InvalidError):
    """Many requests at this moment: wait a little, with everything typed still there."""

    message = N_(
        "Het is nu druk op dit formulier. Wacht %(seconds)s seconden en druk dan nog eens op ‘Verstuur’. "
        "Wat u typte, blijft staan. Bellen kan ook."
    )


class Gated(Protocol):
    """The fields of a form that the gate reads."""

    website: StringField
    started: HiddenField
    hold: HiddenField
    work: HiddenField


@dataclass(frozen=True, slots=True)
class Hold:
    """A wait: since when, for how many seconds, and how many bits the sum has that may take its place."""

    id: str
    since: str
    seconds: int
    bits: int

    @property
    def left(self) -> int:
        """How many seconds there are still to wait."""
        waited = now() - datetime.fromisoformat(self.since)
        return max(0, self.seconds - int(waited.total_seconds()))

    def solved_by(self, number: str) -> bool:
        """Whether this number makes the digest begin with enough zero bits."""
        if not (number.isascii() and number.isdigit() and len(number) <= 12):
            return False
        digest = hashlib.sha256(f"{self.id}:{number}".encode()).digest()
        return int.from_bytes(digest, "big") >> (256 - self.bits) == 0


def keep_robots_out(form: Gated) -> None:
    """Raises NotEmptyError, TooFastError or BusyError; a person has to press the button again, at most after a wait."""
    if form.website.data:
        raise NotEmptyError
    if now() - datetime.fromisoformat(started_at(form)) < LEAST_TIME:
        raise TooFastError
    address = keys_of(db()).blind("address", request.remote_addr or "").hex()
    calm, quiet = _counted(PER_ADDRESS, IN_ALL, address), _counted(MUCH_PER_ADDRESS, MUCH_IN_ALL, address)
    if calm or _let_through(form, address):
        return
    keep_tries(db())
    hold = _held(form) or Hold(token_hex(16), now().isoformat(), 30 if quiet else 120, 14 if quiet else 18)
    form.hold.data = _signer("hold").dumps(json.dumps(asdict(hold)))
    form.work.data = ""
    raise BusyError(seconds=hold.left or _AGAIN)


def started_at(form: Gated) -> str:
    """When the form was opened; one that does not say was opened just now."""
    try:
        said = str(_signer("started").loads(form.started.data or ""))
        return datetime.fromisoformat(said).isoformat()
    except (BadSignature, ValueError):
        return now().isoformat()


def begin(form: Gated) -> None:
    """Sign when the form was opened, and empty what must be empty."""
    form.started.data = _signer("started").dumps(started_at(form))
    form.website.data = ""


def sum_of(form: Gated) -> Hold | None:
    """The sum that a browser may do instead of waiting, if the form is held."""
    return _held(form)


def _let_through(form: Gated, address: str) -> bool:
    """Whether the wait is over or the sum is done; each token opens once, and an address passes three a minute."""
    hold = _held(form)
    if hold is None or not (hold.left == 0 or hold.solved_by(form.work.data or "")):
        return False
    return count_try(db(), PASS, address, now=now()) and count_try(db(), ONCE, hold.id, now=now())


def _counted(per_address: Limit, in_all: Limit, address: str) -> bool:
    allowed = count_try(db(), per_address, address, now=now())
    return count_try(db(), in_all, "", now=now()) and allowed


def _held(form: Gated) -> Hold | None:
    try:
        return Hold(**json.loads(_signer("hold").loads(form.hold.data or "")))
    except (BadSignature, ValueError):
        return None


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or b"", salt=f"public-request/{purpose}")
