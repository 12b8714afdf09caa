"""Passwords: which are good enough, and Argon2id to keep them.

The rules follow NIST SP 800-63B §3.1.1: length and a list of common ones, no demands on kinds of characters.
"""

import secrets
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from netwerkberaad.accounts.errors import (
    CommonPasswordError,
    OwnNamePasswordError,
    PasswordTooLongError,
    PasswordTooShortError,
)
from netwerkberaad.accounts.model import Profile

LEAST = 12
MOST = 200
_NAME_COUNTS_FROM = 4
_FEWEST_DIFFERENT = 5
# OWASP Password Storage Cheat Sheet, first choice for Argon2id: 46 MiB, one pass, one lane. Heavier would hold
# SQLite's write lock longer at every sign-in; a hash made with lighter parameters is renewed at the next one.
_hasher = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)


def hash_password(password: str) -> str:
    """Argon2id hash of a password, with its parameters and salt."""
    return _hasher.hash(_normal(password))


def verify_password(kept: str, password: str) -> bool:
    """Whether this is the password. Costs one Argon2 verification, also without a hash to compare with."""
    decoy = _decoy()
    try:
        _hasher.verify(kept or decoy, _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with lighter parameters than those of now."""
    return _hasher.check_needs_rehash(kept)


def check_password(password: str, profile: Profile) -> None:
    """Refuse what is guessed too soon.

    Raises PasswordTooShortError, PasswordTooLongError, CommonPasswordError and OwnNamePasswordError.
    """
    normal = _normal(password)
    if len(normal) < LEAST:
        raise PasswordTooShortError(field="password", least=LEAST)
    if len(normal) > MOST:
        raise PasswordTooLongError(field="password", most=MOST)
    folded = normal.casefold()
    if any(part in folded for part in _own_parts(profile)):
        raise OwnNamePasswordError(field="password")
    if _is_common(folded):
        raise CommonPasswordError(field="password")


def _normal(password: str) -> str:
    # The same key pressed on another machine may give another form of the same letter.
    return unicodedata.normalize("NFKC", password)


def _own_parts(profile: Profile) -> Iterable[str]:
    account, _at, domain = profile.mail.casefold().partition("@")
    names = (profile.first, profile.last, profile.full_name, profile.full_name.replace(" ", ""))
    parts = (*(name.casefold() for name in names), account, domain.partition(".")[0])
    return [part for part in parts if len(part) >= _NAME_COUNTS_FROM]


def _is_common(folded: str) -> bool:
    """Whether this is a common word, once or repeated, with only digits and signs around it, or hardly varies."""
    if len(set(folded)) < _FEWEST_DIFFERENT:
        return True
    core = folded.strip("".join({sign for sign in folded if not sign.isalpha()}))
    plain = "".join(sign for sign in core if sign.isalnum())
    return not core or any(_once(text) in common_passwords() for text in (folded, core, plain))


def _once(text: str) -> str:
    """The shortest piece that, repeated, makes the text."""
    start = (text + text).find(text, 1)
    return text[:start]


@cache
def common_passwords() -> frozenset[str]:
    """The shipped list, in lower case: one a line, lines that begin with # are remarks."""
    text = files("netwerkberaad.accounts").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(
        line.strip().casefold() for line in text.splitlines() if line and not line.startswith("#")
    )


@cache
def _decoy() -> str:
    """A hash that no password fits, for accounts that do not exist."""
    return _hasher.hash(secrets.token_urlsafe())
