"""Files that hold keys or what they seal: read only when nobody else can, written whole or not at all."""

import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from netwerkberaad.foundation.vault.errors import KeyRingError

OTHERS = 0o077
STRANGERS = 0o037
"""What nobody may do with a file from the service manager: that may come with a group to read it."""


def read_safely(path: Path, *, forbidden: int = OTHERS) -> bytes:
    """The content of a file of keys. Raises KeyRingError when it is missing or too open."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        content = path.read_bytes()
    except OSError as error:
        raise KeyRingError(f"the root keys cannot be read: {path.name}: {error.strerror}") from error
    if mode & forbidden:
        raise KeyRingError(f"{path.name} can be read by others (mode {mode:o}): make it 0600")
    return content


def write_first(path: Path, content: bytes) -> bool:
    """Write a file that is not there yet; False when another was first. A crash leaves no half file."""
    with _draft(path) as (draft, file):
        file.write(content)
        _sync(file)
        try:
            os.link(draft, path)
        except FileExistsError:
            return False
    _sync_folder(path.parent)
    return True


@contextmanager
def writing_whole(path: Path) -> Iterator[BinaryIO]:
    """A new file to write to, which gets its name when all of it is on disk. Raises FileExistsError when there is one."""
    with _draft(path) as (draft, file):
        yield file
        _sync(file)
        os.link(draft, path)
    _sync_folder(path.parent)


def drafts_in(folder: Path, ending: str) -> list[Path]:
    """What writing left behind when it was cut off: never a whole file."""
    return sorted(folder.glob(f".*{ending}.*"))


def write_over(path: Path, content: bytes) -> None:
    """Put new content in the place of the old, which stays until the new is safely on disk."""
    with _draft(path) as (draft, file):
        file.write(content)
        _sync(file)
        draft.replace(path)
    _sync_folder(path.parent)


@contextmanager
def only_one(path: Path, *, of: str = "the root keys") -> Iterator[None]:
    """Let one process at a time change something. Raises KeyRingError when another is at it."""
    lock = os.open(path.with_name(f".{path.name}.lock"), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise KeyRingError(f"{of} are being changed by another process") from None
    else:
        yield
    finally:
        os.close(lock)


@contextmanager
def _draft(path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            yield draft, file
    finally:
        draft.unlink(missing_ok=True)


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
