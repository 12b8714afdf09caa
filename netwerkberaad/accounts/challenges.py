"""Challenges for passkeys: signed by us, for one purpose and one person, ten minutes, once. No row is written to give one."""

import base64
import hmac
import json
import os
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from netwerkberaad.accounts.errors import PasskeyError
from netwerkberaad.foundation.core.limits import Limit, count_try
from netwerkberaad.foundation.vault import keys_of

LIVES = timedelta(minutes=10)
_ONCE = Limit("passkey/challenge", 1, LIVES)
_NONCE, _MOMENT, _SEAL = 16, 8, 16


def new_challenge(session: Session, purpose: str, now: datetime) -> bytes:
    """A fresh challenge. ``purpose`` says what the answer is for, and for whom where that is known."""
    until = int((now + LIVES).timestamp())
    body = os.urandom(_NONCE) + until.to_bytes(_MOMENT, "big")
    return body + _seal(session, purpose, body)


def used_challenge(session: Session, purpose: str, credential: str, now: datetime) -> bytes:
    """The challenge that the browser's answer was made for, used up. Raises PasskeyError when it is not one of ours."""
    challenge = _challenge_in(credential)
    body, seal = challenge[: _NONCE + _MOMENT], challenge[_NONCE + _MOMENT :]
    until = int.from_bytes(body[_NONCE:], "big")
    ours = hmac.compare_digest(seal, _seal(session, purpose, body))
    if not ours or until <= now.timestamp() or not count_try(session, _ONCE, challenge.hex(), now=now):
        raise PasskeyError
    return challenge


def credential_id_in(credential: str) -> bytes:
    """The id of the passkey that answered. Raises PasskeyError for what is no answer of a browser."""
    try:
        return _from_base64url(json.loads(credential)["rawId"])
    except (ValueError, KeyError, TypeError):
        raise PasskeyError from None


def transports_in(credential: str) -> tuple[str, ...]:
    """How the passkey can be reached, in the browser's words; helps it to find the passkey again."""
    words = json.loads(credential).get("response", {}).get("transports", [])
    return tuple(str(word)[:20] for word in words[:6]) if isinstance(words, list) else ()


def _challenge_in(credential: str) -> bytes:
    try:
        client_data = _from_base64url(json.loads(credential)["response"]["clientDataJSON"])
        return _from_base64url(json.loads(client_data)["challenge"])
    except (ValueError, KeyError, TypeError):
        raise PasskeyError from None


def _from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _seal(session: Session, purpose: str, body: bytes) -> bytes:
    return keys_of(session).blind(f"passkey/{purpose}", body.hex())[:_SEAL]
