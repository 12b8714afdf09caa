"""Secrets that people carry: tokens in links and cookies, and codes that can be typed."""

import hashlib
import secrets
import unicodedata

TOKEN_BYTES = 32
CODE_LENGTH = 10
# Nothing that looks like something else on paper, and no vowels, so that no code spells a word.
CODE_ALPHABET = "23456789CDFGHJKMNPQRTVWXY"
_LOOKALIKES = str.maketrans({"S": "5", "Z": "2", "B": "8"})


def new_token() -> str:
    """A token of 32 random bytes, safe in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> bytes:
    """SHA-256 of a token: what is kept of it. Plain, as 256 random bits cannot be guessed back."""
    return hashlib.sha256(token.encode(errors="backslashreplace")).digest()


def new_code() -> str:
    """A code of ten unambiguous characters, about 46 bits."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def normal_code(text: str) -> str:
    """A code as it was meant: upper case, without spaces and dashes, look-alikes read as what they must be."""
    upper = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in upper if sign.isascii() and sign.isalnum()).translate(_LOOKALIKES)
