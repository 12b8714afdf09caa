"""What leaves for somewhere else: locked for one reader with age (X25519), signed by the sender (Ed25519).

A card holds the two public keys of a place, to hand over by any way; its fingerprint is what people compare by phone.
"""

import base64
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from netwerkberaad.foundation.vault.errors import VaultError

_MARK = "nbo1"
_GROUP, _GROUPS = 4, 6


class ParcelError(VaultError):
    """A parcel, card or signature that is not what it should be, or not for us."""


@dataclass(frozen=True, slots=True)
class Card:
    """The public keys of a place: whom to lock for, and whose signature it is."""

    reader: str
    signer: bytes

    def __str__(self) -> str:
        said = f"{_MARK}.{self.reader}.{_plain(self.signer)}"
        return f"{said}.{_check(said)}"

    @property
    def fingerprint(self) -> str:
        """Six groups of four signs, to read aloud."""
        digits = hashlib.sha256(str(self).encode()).hexdigest()
        return " ".join(digits[start : start + _GROUP] for start in range(0, _GROUP * _GROUPS, _GROUP))


def read_card(text: str) -> Card:
    """A card as somebody pasted it. Raises ParcelError when it is damaged or something else."""
    said = "".join(text.split())
    parts = said.split(".")
    try:
        mark, reader, signer, check = parts
        if mark != _MARK or check != _check(said.rpartition(".")[0]):
            raise ParcelError("this is no card of keys")
        pyrage.x25519.Recipient.from_str(reader)
        card = Card(reader, base64.urlsafe_b64decode(signer + "=" * (-len(signer) % 4)))
        Ed25519PublicKey.from_public_bytes(card.signer)
    except (ValueError, pyrage.RecipientError) as reason:
        raise ParcelError("this is no card of keys") from reason
    return card


@dataclass(frozen=True, slots=True, repr=False)
class Pair:
    """The secret keys of a place, as they are kept sealed; empty when there are none."""

    opens: str = ""
    signs: str = ""

    @property
    def card(self) -> Card:
        """What may be shown to everybody."""
        reader = pyrage.x25519.Identity.from_str(self.opens).to_public()
        return Card(str(reader), self._signer.public_key().public_bytes_raw())

    @property
    def _signer(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.signs))

    def unlock(self, parcel: bytes) -> bytes:
        """What was locked for us. Raises ParcelError when it was for another key, altered or cut off."""
        try:
            return pyrage.decrypt(parcel, [pyrage.x25519.Identity.from_str(self.opens)])
        except pyrage.DecryptError as reason:
            raise ParcelError("this parcel does not open with this key") from reason

    def sign(self, content: bytes) -> bytes:
        """A signature that everybody with our card can check."""
        return self._signer.sign(content)


def make_pair() -> Pair:
    """New keys for a place."""
    return Pair(
        str(pyrage.x25519.Identity.generate()), Ed25519PrivateKey.generate().private_bytes_raw().hex()
    )


def lock(content: bytes, reader: str) -> bytes:
    """Lock content for whoever has the key of this reader. Raises ParcelError for what is no reader."""
    try:
        return pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(reader)])
    except pyrage.RecipientError as reason:
        raise ParcelError("this is no key to lock for") from reason


def lock_parts(parts: Iterable[bytes], reader: str, file: io.BufferedIOBase) -> None:
    """Lock parts that come one by one into a file, for whoever has the key of this reader. Raises ParcelError."""
    try:
        pyrage.encrypt_io(_Joined(iter(parts)), file, [pyrage.x25519.Recipient.from_str(reader)])
    except pyrage.RecipientError as reason:
        raise ParcelError("this is no key to lock for") from reason


class _Joined(io.BufferedIOBase):
    """Parts, to be read as a file."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._left = parts, b""

    def readable(self) -> bool:
        """It can be read."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """As much as there is, up to this size."""
        while len(self._left) < (size or 0) and (part := next(self._parts, None)) is not None:
            self._left += part
        found, self._left = self._left[:size], self._left[size:]
        return found


def check_signature(content: bytes, signature: bytes, card: Card) -> None:
    """Raises ParcelError when this was not signed by the owner of the card."""
    try:
        Ed25519PublicKey.from_public_bytes(card.signer).verify(signature, content)
    except InvalidSignature as reason:
        raise ParcelError("this was signed by somebody else, or altered since") from reason


def _plain(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _check(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:8]
