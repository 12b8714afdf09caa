"""Browsers in which somebody signed in before: tries from there are counted apart, so that nobody else can use them up.

A browser keeps a mark: a random number and a date, sealed by us for one account. No row is written; who holds a mark has
a place to be counted in and nothing more.
"""

import base64
import hmac
import os
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from netwerkberaad.accounts.model import Staff
from netwerkberaad.foundation.vault import keys_of

MARK_LIVES = timedelta(days=180)
_NONCE, _MOMENT, _SEAL = 16, 8, 16


def new_mark(session: Session, staff: Staff, *, now: datetime) -> str:
    """A fresh mark for the browser in which this member of staff just took every step of signing in."""
    until = int((now + MARK_LIVES).timestamp())
    body = os.urandom(_NONCE) + until.to_bytes(_MOMENT, "big")
    return base64.urlsafe_b64encode(body + _seal(session, staff, body)).decode()


def place_of(session: Session, staff: Staff, marks: Collection[str], *, now: datetime) -> str:
    """Where tries on this account from a browser with these marks are counted apart; '' where they are not."""
    for mark in marks:
        try:
            known = base64.urlsafe_b64decode(mark.encode())
        except ValueError:
            continue
        body, seal = known[: _NONCE + _MOMENT], known[_NONCE + _MOMENT :]
        until = int.from_bytes(body[_NONCE:], "big")
        if hmac.compare_digest(seal, _seal(session, staff, body)) and until > now.timestamp():
            return f"{staff.id}/{body.hex()}"
    return ""


def _seal(session: Session, staff: Staff, body: bytes) -> bytes:
    told = f"{staff.id}/{body.hex()}"
    return keys_of(session).blind("known-browser", told, scope_id=staff.region_id)[:_SEAL]
