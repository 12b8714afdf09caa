"""A file of parts, sealed for whoever has the root keys; it opens whole or not at all.

A head (format, root key id, moment in seconds, 16 bytes of salt), then for each part its length and AES-256-GCM under a key
derived from that root key and the salt. The nonce counts the parts and says which one is the last: a part that is altered,
moved, left out or cut off at the end shows (the STREAM construction, Hoang et al., 2015).
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from struct import Struct, error
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from netwerkberaad.foundation.vault.errors import KeyRingError, VaultError
from netwerkberaad.foundation.vault.key_files import writing_whole
from netwerkberaad.foundation.vault.keyring import KeyRing

_MARK = b"NBR\x01"
_HEAD = Struct(">4s4sQ16s")
_LENGTH = Struct(">I")
_MOST = 64 * 1024 * 1024


class SealedFileError(VaultError):
    """A sealed file that cannot be read here: cut off, altered, or not one of ours."""


def write_parts(ring: KeyRing, path: Path, parts: Iterable[bytes], *, purpose: str, now: datetime) -> int:
    """Write a new file; how many bytes it has. Raises FileExistsError; what is cut off leaves no file of this name."""
    salt = os.urandom(16)
    head = _HEAD.pack(_MARK, bytes.fromhex(ring.current), int(now.timestamp()), salt)
    cipher = _cipher(ring, ring.current, purpose, salt)
    with writing_whole(path) as file:
        file.write(head)
        number, before = 0, None
        for part in parts:
            if before is not None:
                _write(file, cipher.encrypt(_nonce(number, last=False), before, head))
                number += 1
            before = part
        _write(file, cipher.encrypt(_nonce(number, last=True), before or b"", head))
        return file.tell()


@contextmanager
def reading_parts(ring: KeyRing, path: Path, *, purpose: str) -> Iterator[Iterator[bytes]]:
    """The parts of a file, one by one.

    Raises KeyRingError when its root key is missing, SealedFileError at the first part that does not fit.
    """
    try:
        file = path.open("rb")
    except OSError as reason:
        raise SealedFileError(f"{path.name} cannot be read: {reason.strerror}") from reason
    with file:
        head = file.read(_HEAD.size)
        root_id, _, salt = _parsed(head, path)
        if root_id not in ring.keys:
            raise KeyRingError(f"root key {root_id}, which closes {path.name}, is not in the ring")
        yield _parts(file, _cipher(ring, root_id, purpose, salt), head, path.name)


def moment_of(path: Path) -> datetime:
    """When a file was made, by its head, which any altered part would contradict. Raises SealedFileError."""
    with path.open("rb") as file:
        return _parsed(file.read(_HEAD.size), path)[1]


def _parts(file: BinaryIO, cipher: AESGCM, head: bytes, name: str) -> Iterator[bytes]:
    number, last = 0, False
    sealed = _read(file, name)
    while not last:
        following = _read(file, name)
        last = following is None
        try:
            part = cipher.decrypt(_nonce(number, last=last), sealed or b"", head)
        except InvalidTag:
            raise SealedFileError(f"{name} was altered or cut off at part {number}") from None
        yield part
        sealed, number = following, number + 1


def _read(file: BinaryIO, name: str) -> bytes | None:
    length = file.read(_LENGTH.size)
    if not length:
        return None
    wanted = _LENGTH.unpack(length)[0] if len(length) == _LENGTH.size else _MOST
    sealed = file.read(wanted) if wanted < _MOST else b""
    if len(sealed) != wanted:
        raise SealedFileError(f"{name} was cut off")
    return sealed


def _write(file: BinaryIO, sealed: bytes) -> None:
    file.write(_LENGTH.pack(len(sealed)))
    file.write(sealed)


def _parsed(head: bytes, path: Path) -> tuple[str, datetime, bytes]:
    try:
        mark, root, seconds, salt = _HEAD.unpack(head)
    except error:
        mark, root, seconds, salt = b"", b"", 0, b""
    if mark != _MARK:
        raise SealedFileError(f"{path.name} is not a file that netwerkberaad sealed")
    return root.hex(), datetime.fromtimestamp(seconds, UTC), salt


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _cipher(ring: KeyRing, root_id: str, purpose: str, salt: bytes) -> AESGCM:
    return AESGCM(ring.derive(f"{purpose}/{salt.hex()}", key_id=root_id))
