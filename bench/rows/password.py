"""What a password costs, apart from everything else: by design far more than all the rest of signing in."""

from collections.abc import Iterator
from pathlib import Path

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError

from bench.harness import Row, at_most, compare
from netwerkberaad.accounts.passwords import hash_password, verify_password

_TYPED, _WRONG = "een-lange-zin-voor-de-proef", "een-andere-lange-zin-voor-de-proef"
_MOST = 1.1


def measure(_folder: Path) -> Iterator[Row]:
    """One Argon2id verification against the bare library, and for an unknown account against a known one."""
    kept = hash_password(_TYPED)
    bare = PasswordHasher.from_parameters(extract_parameters(kept))

    def refused() -> bool:
        try:
            return bare.verify(kept, _WRONG)
        except VerifyMismatchError:
            return False

    rows = (
        (
            "Argon2id: a right password (ms)",
            lambda: verify_password(kept, _TYPED),
            lambda: bare.verify(kept, _TYPED),
        ),
        ("Argon2id: a wrong password (ms)", lambda: verify_password(kept, _WRONG), refused),
        (
            "Argon2id: unknown account, of a known one (ms)",
            lambda: verify_password("", _WRONG),
            lambda: verify_password(kept, _WRONG),
        ),
    )
    for name, ours, reference in rows:
        yield at_most(name, compare(ours, reference, rounds=15, calls=3), _MOST)
