"""Where the root keys come from: a file, a credential of the service manager, or a file that an outside device opens.

Whatever the place, the application holds the ring in memory while it runs. What an outside device protects is the file
at rest: stolen with the disk, it opens nowhere else. Another key service takes part by being a ``Closure``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault.errors import KeyRingError
from netwerkberaad.foundation.vault.key_files import (
    OTHERS,
    STRANGERS,
    only_one,
    read_safely,
    write_first,
    write_over,
)
from netwerkberaad.foundation.vault.keyring import KeyRing
from netwerkberaad.foundation.vault.pkcs11 import Token


class Closure(Protocol):
    """Something outside that closes the file of the ring and opens it again, with a key that it never gives away."""

    def close(self, content: bytes) -> bytes:
        """Content as only this place can open it. Raises KeyRingError when the place does not answer."""
        ...

    def open(self, closed: bytes) -> bytes:
        """The content again. Raises KeyRingError when the place does not answer, or when it was altered."""
        ...


class Provider:
    """The place of one ring. Every way to keep root keys is one of these."""

    def __init__(self, path: Path, *, closure: Closure | None = None, writable: bool = True) -> None:
        self.path = path
        self._closure = closure
        self._writable = writable

    @property
    def exists(self) -> bool:
        """Whether there is a ring already."""
        return self.path.exists()

    def load(self) -> KeyRing:
        """Read the ring. Raises KeyRingError on anything but a safe, well-formed one."""
        content = read_safely(self.path, forbidden=OTHERS if self._writable else STRANGERS)
        return KeyRing.parse(self._closure.open(content) if self._closure else content, self.path.name)

    def load_or_make(self) -> KeyRing:
        """Read the ring, or make one on the first start. Raises KeyRingError where nothing can be written."""
        if not self.exists:
            self.place(KeyRing.fresh())
        return self.load()

    def place(self, ring: KeyRing) -> bool:
        """Put a ring where there is none; False when another was first."""
        self._must_be_writable()
        return write_first(self.path, self._closed(ring))

    @contextmanager
    def changing(self) -> Iterator[KeyRing]:
        """The ring as it is now, while nobody else changes it. Raises KeyRingError when another process does."""
        self._must_be_writable()
        with only_one(self.path):
            yield self.load()

    def replace(self, ring: KeyRing) -> None:
        """Put a changed ring in the place of the old, and read it back: no row may rest on a key that is not there.

        Only within ``changing``. Raises KeyRingError when it does not read back as it was written.
        """
        write_over(self.path, self._closed(ring))
        if self.load() != ring:
            raise KeyRingError(f"{self.path.name} does not hold what was written to it")

    def stamp(self) -> tuple[int, int, int]:
        """Changes when the ring changes; costs one look at the file."""
        try:
            found = self.path.stat()
        except OSError as error:
            raise KeyRingError(f"the root keys are gone: {self.path.name}: {error.strerror}") from error
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _closed(self, ring: KeyRing) -> bytes:
        content = ring.dump()
        return self._closure.close(content) if self._closure else content

    def _must_be_writable(self) -> None:
        if not self._writable:
            raise KeyRingError(
                f"{self.path.name} is given by the service manager and cannot be written from here:"
                " set ROOT_KEYS=file:… to where that takes it from, and restart the service afterwards"
            )


def provider_of(settings: Settings) -> Provider:
    """The place of the ring that the settings name."""
    kind = settings.root_keys.partition(":")[0]
    if kind == "credential":
        return Provider(settings.key_file, writable=False)
    closure = Token.from_uri(settings.root_keys) if kind == "pkcs11" else None
    return Provider(settings.key_file, closure=closure)


class LiveRing:
    """The ring of a running process, read again when it changed: a rotation asks nobody to restart."""

    def __init__(self, ring: KeyRing, provider: Provider | None = None) -> None:
        self.ring = ring
        self._provider = provider
        self._stamp = provider.stamp() if provider else None

    @staticmethod
    def of(provider: Provider) -> "LiveRing":
        """The ring of a place. Raises KeyRingError when it is not safe to use."""
        return LiveRing(provider.load(), provider)

    def renewed(self) -> KeyRing:
        """The ring as it is now. Raises KeyRingError when it is gone or no longer well formed."""
        if self._provider is not None:
            stamp = self._provider.stamp()
            if stamp != self._stamp:
                self.ring = self._provider.load()
                self._stamp = stamp
        return self.ring

    def key(self, root_id: str) -> bytes:
        """A root key; one that is not known is looked for once more. Raises KeyError when it is not there either."""
        known = self.ring.keys.get(root_id)
        return known if known is not None else self.renewed().keys[root_id]
