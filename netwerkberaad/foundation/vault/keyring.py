"""The ring of root keys: outside the database, made once, refused when it is not well formed."""

import base64
import binascii
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from netwerkberaad.foundation.vault.errors import KeyRingError
from netwerkberaad.foundation.vault.key_files import read_safely, write_first

KEY_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """Root keys by id (8 hexadecimal digits), oldest first, and the id that seals from now on."""

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
        return KeyRing.parse(read_safely(path), path.name)

    @staticmethod
    def load_or_make(path: Path) -> "KeyRing":
        """Read the ring, or make one on the first start. Of two first starts one ring wins."""
        if not path.exists():
            write_first(path, KeyRing.fresh().dump())
        return KeyRing.load(path)

    @staticmethod
    def parse(content: bytes, name: str) -> "KeyRing":
        """A ring out of the content of its file. Raises KeyRingError naming the file."""
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

    @property
    def newest(self) -> str:
        """The id of the key added last; another than ``current`` when a rotation was prepared."""
        return list(self.keys)[-1]

    def grown(self) -> "KeyRing":
        """This ring with one new key, which seals nothing yet."""
        return KeyRing(self.keys | KeyRing.fresh().keys, self.current)

    def sealing_with(self, key_id: str) -> "KeyRing":
        """This ring with another key to seal with."""
        return KeyRing(self.keys, key_id)

    def without(self, key_id: str) -> "KeyRing":
        """This ring without one key. Raises KeyRingError for the current one."""
        if key_id == self.current:
            raise KeyRingError(f"root key {key_id} is the one that seals now")
        return KeyRing({name: key for name, key in self.keys.items() if name != key_id}, self.current)

    def derive(self, purpose: str, *, key_id: str | None = None) -> bytes:
        """A 32-byte key for one purpose outside the database, such as signing a cookie; of the current root key."""
        info = f"derived/1/{purpose}".encode()
        root = self.keys[key_id or self.current]
        return HKDFExpand(algorithm=SHA256(), length=KEY_BYTES, info=info).derive(root)

    def dump(self) -> bytes:
        """The ring as the content of its file."""
        keys = {key_id: base64.b64encode(key).decode() for key_id, key in self.keys.items()}
        return json.dumps({"format": 1, "current": self.current, "keys": keys}, indent=1).encode()
