"""The envelope of a sealed value: format, key id, nonce, AES-256-GCM. Bound to its place by associated data.

Layout: 1 byte format · 4 bytes key id · 12 bytes nonce · ciphertext with 16 bytes tag.
"""

import os
from struct import Struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from netwerkberaad.foundation.vault.errors import SealError

FORMAT = b"\x01"
ID_BYTES = 4
_NONCE = 12
_KEY_END = 1 + ID_BYTES
_HEAD = _KEY_END + _NONCE
_STEP = 32
_LONG = 512
_length = Struct(">I").unpack_from


def pad(content: bytes) -> bytes:
    """Content with its length in front, filled up: to 32 bytes, above 512 to 256, so that length tells little."""
    framed = len(content).to_bytes(4, "big") + content
    length = len(framed)
    return framed.ljust(length + -length % (_STEP if length <= _LONG else 256), b"\0")


def unpad(framed: bytes) -> bytes:
    """The content inside a padded frame."""
    return framed[4 : 4 + _length(framed)[0]]


class Lock:
    """One cipher made ready for many values: everything of their places but the end is put together once."""

    __slots__ = ("_bound", "_decrypt", "_encrypt", "_head")

    def __init__(self, cipher: AESGCM, key_id: bytes, place: bytes) -> None:
        self._encrypt = cipher.encrypt
        self._decrypt = cipher.decrypt
        self._head = FORMAT + key_id
        self._bound = self._head + place

    def seal(self, content: bytes, place: bytes = b"") -> bytes:
        """Seal content for this place only. Places are bound with the head, so neither can be swapped."""
        nonce = os.urandom(_NONCE)
        return self._head + nonce + self._encrypt(nonce, pad(content), self._bound + place)

    def open(self, envelope: bytes, place: bytes = b"") -> bytes:
        """The content of an envelope. Raises SealError when it was altered, or belongs elsewhere or to another key."""
        if len(envelope) <= _HEAD or not envelope.startswith(self._head):
            raise SealError("unknown envelope")
        try:
            return unpad(self._decrypt(envelope[_KEY_END:_HEAD], envelope[_HEAD:], self._bound + place))
        except InvalidTag:
            raise SealError("a value does not open") from None


def seal(cipher: AESGCM, key_id: bytes, content: bytes, place: bytes) -> bytes:
    """Seal one content for this place only."""
    return Lock(cipher, key_id, place).seal(content)


def key_id_of(envelope: bytes) -> bytes:
    """The id of the key an envelope was sealed with. Raises SealError on an unknown format."""
    if len(envelope) <= _HEAD or envelope[:1] != FORMAT:
        raise SealError("unknown envelope")
    return envelope[1:_KEY_END]


def open_(cipher: AESGCM, envelope: bytes, place: bytes) -> bytes:
    """The content of one envelope. Raises SealError when it was altered or belongs elsewhere."""
    return Lock(cipher, key_id_of(envelope), place).open(envelope)
