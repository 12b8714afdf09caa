"""The ring of root keys: outside the database, made once, refused when the file is not safe."""

import base64
import binascii
import json
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from netwerkberaad.foundation.vault.errors import KeyRingError

KEY_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """Root keys by id (8 hexadecimal digits) and the id that seals from now on."""

    keys: dict[str, bytes]
    current: str

    @staticmethod
    def fresh() -> "KeyRing":
        """A ring with one new key."""
        key_id = secrets.token_hex(4)
        return KeyRing({key_id: secrets.token_bytes(KEY_BYTES)}, key_id)

    @staticmethod
    def load(path: Path) -> "KeyRing":
        """Read the ring from its file. Raises KeyRingError on anything but a safe, well-formed file."""
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
            content = path.read_bytes()
        except OSError as error:
            raise KeyRingError(f"the root keys cannot be read: {path.name}: {error.strerror}") from error
        if mode & 0o077:
            raise KeyRingError(f"{path.name} can be read by others (mode {mode:o}): make it 0600")
        return _parse(content, path.name)

    @staticmethod
    def load_or_make(path: Path) -> "KeyRing":
        """Read the ring, or make one on the first start. Never replaces an existing file."""
        if path.exists():
            return KeyRing.load(path)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        ring = KeyRing.fresh()
        # Written aside and then linked: a crash leaves no half ring, and of two first starts one ring wins.
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            _write(draft, ring.dump())
            os.link(draft, path)
        except FileExistsError:
            return KeyRing.load(path)
        finally:
            draft.unlink(missing_ok=True)
        return ring

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose outside the database, such as signing a cookie."""
        info = f"derived/1/{purpose}".encode()
        return HKDFExpand(algorithm=SHA256(), length=KEY_BYTES, info=info).derive(self.keys[self.current])

    def dump(self) -> bytes:
        """The ring as the content of its file."""
        keys = {key_id: base64.b64encode(key).decode() for key_id, key in self.keys.items()}
        return json.dumps({"format": 1, "current": self.current, "keys": keys}, indent=1).encode()


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _parse(content: bytes, name: str) -> KeyRing:
    try:
        data = json.loads(content)
        keys = {str(key_id): base64.b64decode(key, validate=True) for key_id, key in data["keys"].items()}
        current = str(data["current"])
        well_formed = data["format"] == 1 and current in keys
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise KeyRingError(f"{name} is not a ring of root keys") from error
    if not well_formed or any(len(key) != KEY_BYTES or len(set(key)) < 8 for key in keys.values()):
        raise KeyRingError(f"{name} holds a key that is too short or a placeholder")
    return KeyRing(keys, current)
