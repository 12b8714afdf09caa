"""Backups of the wrapped keys, apart from those of the data, with a short life.

A backup of the database holds no wrapped key, so that it opens nothing by itself; a backup of keys holds no content. Who
destroys a case deletes its key here and in the next backup of keys; when the older ones are past their life, no old backup
of the database can bring the case back.

A file is a head (format, root key id, moment in seconds), 16 bytes of salt, and AES-256-GCM under a key derived from that
root key and the salt.
"""

import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from struct import Struct

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.vault.errors import KeyRingError, VaultError
from netwerkberaad.foundation.vault.key_files import write_first
from netwerkberaad.foundation.vault.keyring import KeyRing
from netwerkberaad.foundation.vault.scopes import RootKey, ScopeKey, ScopeKind

KEPT_APART = ("scope_key",)
"""Tables that a backup of the database leaves out: they have a backup of their own."""
_FORMAT = 1
_HEAD = Struct(">B4sQ")
_PURPOSE = "key-backup"
_ENDING = ".keys"
_SALT = 16
_NONCE = bytes(12)  # every file has a key of its own, see _cipher


class KeyBackupError(VaultError):
    """A backup of keys that cannot be read here, or does not fit the database."""


class KeyBackupThereError(KeyBackupError):
    """There is a backup of this second already; nothing was written."""


class _Record(msgspec.Struct, frozen=True, array_like=True):
    """One wrapped key, as `scope_key` has it."""

    id: uuid.UUID
    kind: ScopeKind
    parent_id: uuid.UUID | None
    root_key_id: str | None
    key_id: bytes
    wrapped: bytes
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: keys put back, keys that were there already, and from when the backup is."""

    added: int
    present: int
    made_at: datetime


def write_backup(session: Session, ring: KeyRing, folder: Path, *, now: datetime) -> Path:
    """Write all wrapped keys to a new file in a folder. Raises KeyBackupThereError when one of this second is."""
    rows = session.scalars(select(ScopeKey).order_by(ScopeKey.id))
    content = msgspec.msgpack.encode(
        [
            _Record(row.id, row.kind, row.parent_id, row.root_key_id, row.key_id, row.wrapped, row.made_at)
            for row in rows
        ]
    )
    head = _HEAD.pack(_FORMAT, bytes.fromhex(ring.current), int(now.timestamp()))
    path = folder / f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{_ENDING}"
    salt = os.urandom(_SALT)
    sealed = _cipher(ring, ring.current, salt).encrypt(_NONCE, content, head + salt)
    if not write_first(path, head + salt + sealed):
        raise KeyBackupThereError(f"{path.name} is there already")
    return path


def remove_old(folder: Path, *, days: int, now: datetime) -> list[Path]:
    """Delete the backups of keys that are past their life of so many days; which they were."""
    gone = [path for path in backups_in(folder) if now - _moment(path) > timedelta(days=days)]
    for path in gone:
        path.unlink()
    return gone


def backups_in(folder: Path) -> list[Path]:
    """The backups of keys in a folder, oldest first."""
    return sorted(folder.glob(f"*{_ENDING}"))


def restore(session: Session, ring: KeyRing, path: Path) -> Restored:
    """Put back the keys that the database lacks; nothing of what is there is changed.

    Raises KeyBackupError when the file does not open, or holds another key for something that is there; KeyRingError when a
    root key is missing.
    """
    records, made_at = _read(ring, path)
    needed = {record.root_key_id for record in records if record.root_key_id is not None}
    lost = needed - ring.keys.keys()
    if lost:
        raise KeyRingError(f"root key {min(lost)}, which the backup needs, is not in the ring")
    there = {row.id: row for row in session.scalars(select(ScopeKey))}
    for record in records:
        row = there.get(record.id)
        if row is not None and row.key_id != record.key_id:
            raise KeyBackupError(f"the key of {record.id} in the backup is another than in the database")
    allowed = set(session.scalars(select(RootKey.id)))
    session.add_all(RootKey(id=root_id, made_at=made_at) for root_id in needed - allowed)
    missing = [record for record in records if record.id not in there]
    session.add_all(_rows(missing))
    return Restored(added=len(missing), present=len(records) - len(missing), made_at=made_at)


def _rows(records: Iterable[_Record]) -> list[ScopeKey]:
    return [
        ScopeKey(
            id=record.id,
            kind=record.kind,
            parent_id=record.parent_id,
            root_key_id=record.root_key_id,
            key_id=record.key_id,
            wrapped=record.wrapped,
            made_at=record.made_at,
        )
        for record in records
    ]


def _read(ring: KeyRing, path: Path) -> tuple[list[_Record], datetime]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise KeyBackupError(f"{path.name} cannot be read: {error.strerror}") from error
    body = _HEAD.size + _SALT
    if len(content) <= body or content[0] != _FORMAT:
        raise KeyBackupError(f"{path.name} is not a backup of keys")
    head, salt = content[: _HEAD.size], content[_HEAD.size : body]
    _, root, seconds = _HEAD.unpack(head)
    if root.hex() not in ring.keys:
        raise KeyRingError(f"root key {root.hex()}, which closes {path.name}, is not in the ring")
    try:
        opened = _cipher(ring, root.hex(), salt).decrypt(_NONCE, content[body:], head + salt)
    except InvalidTag:
        raise KeyBackupError(f"{path.name} was altered, or is of another installation") from None
    return msgspec.msgpack.decode(opened, type=list[_Record]), datetime.fromtimestamp(seconds, UTC)


def _cipher(ring: KeyRing, root_id: str, salt: bytes) -> AESGCM:
    return AESGCM(ring.derive(f"{_PURPOSE}/{salt.hex()}", key_id=root_id))


def _moment(path: Path) -> datetime:
    """When a backup was made, by its name; one that is named otherwise is as old as the file."""
    try:
        return datetime.strptime(path.name.removesuffix(_ENDING), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
