"""A security device after PKCS#11 that closes the file of the ring: its key is made inside and never leaves it.

The library of its maker runs in a process of its own, once for each call: it neither shares memory with what people
write, nor minds that the server is copied into workers. The PIN is read there from its file, and passes nowhere else.
"""

import base64
import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from urllib.parse import unquote

from netwerkberaad.foundation.core.config import ConfigurationError
from netwerkberaad.foundation.vault.errors import KeyRingError

_WORK = "netwerkberaad.foundation.vault.pkcs11_work"
_LIMIT = 60
"""Seconds that a device may take."""


@dataclass(frozen=True, slots=True)
class Token:
    """One key (``object``) on one ``token``, reached through the library ``module``."""

    token: str
    object: str
    module: str
    pin_file: str

    @staticmethod
    def from_uri(uri: str) -> "Token":
        """The token that a ``pkcs11:`` URI (RFC 7512) names. Raises ConfigurationError when a part is missing."""
        path, _, query = uri.removeprefix("pkcs11:").partition("?")
        parts = [part.partition("=") for part in (*path.split(";"), *query.split("&"))]
        named = {name: unquote(value) for name, _, value in parts}
        try:
            return Token(
                token=named["token"],
                object=named["object"],
                module=named["module-path"],
                pin_file=named["pin-source"].removeprefix("file:"),
            )
        except KeyError as error:
            raise ConfigurationError(f"ROOT_KEYS=pkcs11:… does not say its {error.args[0]}") from None

    def close(self, content: bytes) -> bytes:
        """Content closed by the device. Raises KeyRingError when it does not answer."""
        return self._ask("close", content)

    def open(self, closed: bytes) -> bytes:
        """The content again. Raises KeyRingError when the device does not answer, or when it was altered."""
        return self._ask("open", closed)

    def _ask(self, action: str, content: bytes) -> bytes:
        question = {**asdict(self), "action": action, "content": base64.b64encode(content).decode()}
        try:
            done = subprocess.run(
                [sys.executable, "-m", _WORK],
                input=json.dumps(question).encode(),
                capture_output=True,
                timeout=_LIMIT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise KeyRingError(f"the token {self.token} did not answer in {_LIMIT} seconds") from None
        if done.returncode != 0:
            reason = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            raise KeyRingError(f"the token {self.token} did not {action} the root keys: {reason}")
        return base64.b64decode(done.stdout)
