"""Sealing and opening one value, against the bare cipher on the same bytes."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from bench.harness import Act, Row, at_most, compare
from bench.house import BEGIN
from netwerkberaad.foundation.vault import KeyRing, Keys, ScopeKind
from netwerkberaad.foundation.vault.envelope import pad

CONTENT = b"Fenna en Bas gaan van huis naar huis zonder ruzie op de stoep, elke week opnieuw."
FIELD = "case_file.referral_sealed"
NONCE = 12
_BATCH = 1_000
_MOST = 2.0


def measure(_folder: Path) -> Iterator[Row]:
    """Two rows, in milliseconds per thousand values. The bare cipher keeps its nonce in front of the value too."""
    keys, scope, row = Keys(Session(create_engine("sqlite://")), KeyRing.fresh()), uuid.uuid4(), uuid.uuid4()
    keys.make_scope(scope, ScopeKind.CASE, now=BEGIN)
    sealed = keys.seal(scope, FIELD, row, CONTENT)
    cipher, place, content = AESGCM(os.urandom(32)), FIELD.encode() + scope.bytes + row.bytes, pad(CONTENT)

    def encrypt() -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + cipher.encrypt(nonce, content, place)

    bare = encrypt()
    yield _row("seal 1,000 values (ms)", lambda: keys.seal(scope, FIELD, row, CONTENT), encrypt)
    yield _row(
        "open 1,000 values (ms)",
        lambda: keys.open(scope, FIELD, row, sealed),
        lambda: cipher.decrypt(bare[:NONCE], bare[NONCE:], place),
    )


def _row(name: str, ours: Act, raw: Act) -> Row:
    return at_most(name, compare(_many(ours), _many(raw), rounds=15, calls=5), _MOST)


def _many(act: Act) -> Act:
    def repeat() -> None:
        for _number in range(_BATCH):
            act()

    return repeat
