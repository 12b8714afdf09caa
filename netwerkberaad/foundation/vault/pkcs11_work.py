"""One call to a PKCS#11 device, in a process of its own: a question on standard input, the answer on standard output.

What the device closes is one byte of format, 12 bytes nonce and AES-256-GCM.
"""

import base64
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from netwerkberaad.foundation.core.process import keep_memory_private
from netwerkberaad.foundation.vault.errors import KeyRingError
from netwerkberaad.foundation.vault.key_files import STRANGERS, read_safely

if TYPE_CHECKING:
    from pkcs11 import Mechanism, Session
    from pkcs11.mechanisms import GCMParams

_FORMAT = b"\x01"
_NONCE = 12
_FOR = b"netwerkberaad root keys"


class DeviceKey(Protocol):
    """A key inside the device."""

    def encrypt(self, data: bytes, *, mechanism: "Mechanism", mechanism_param: "GCMParams") -> bytes:
        """Let the device encrypt."""
        ...

    def decrypt(self, data: bytes, *, mechanism: "Mechanism", mechanism_param: "GCMParams") -> bytes:
        """Let the device decrypt, if the content is as it was."""
        ...


def main() -> int:
    """Answer the question; 1 with the kind of fault on standard error when that does not work."""
    keep_memory_private()
    try:
        sys.stdout.write(base64.b64encode(_answer(json.load(sys.stdin))).decode())
    except ImportError:
        return _fault("python-pkcs11 is not installed (the extra 'pkcs11')")
    except KeyRingError as error:
        return _fault(str(error))
    except Exception as error:
        # The libraries of makers put anything in their texts: the kind of error is enough.
        return _fault(type(error).__name__)
    return 0


def _fault(text: str) -> int:
    sys.stderr.write(text)
    return 1


def _answer(question: dict[str, str]) -> bytes:
    import pkcs11

    pin = read_safely(Path(question["pin_file"]), forbidden=STRANGERS).decode().strip()
    token = pkcs11.lib(question["module"]).get_token(token_label=question["token"])
    content = base64.b64decode(question["content"])
    closing = question["action"] == "close"
    with token.open(user_pin=pin, rw=closing) as session:
        key = _key(session, question["object"], make=closing)
        return _close(key, content) if closing else _open(key, content)


def _key(session: "Session", label: str, *, make: bool) -> DeviceKey:
    """The key by its label; made in the device, never to leave it, when there is none and something is to be closed."""
    from pkcs11 import Attribute, KeyType, NoSuchKey, ObjectClass

    try:
        return cast(DeviceKey, session.get_key(object_class=ObjectClass.SECRET_KEY, label=label))
    except NoSuchKey:
        if not make:
            raise
    inside = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False}
    return cast(DeviceKey, session.generate_key(KeyType.AES, 256, label=label, store=True, template=inside))


def _close(key: DeviceKey, content: bytes) -> bytes:
    from pkcs11 import Mechanism
    from pkcs11.mechanisms import GCMParams

    nonce = os.urandom(_NONCE)
    parameters = GCMParams(nonce, _FOR)
    return _FORMAT + nonce + key.encrypt(content, mechanism=Mechanism.AES_GCM, mechanism_param=parameters)


def _open(key: DeviceKey, closed: bytes) -> bytes:
    from pkcs11 import Mechanism
    from pkcs11.mechanisms import GCMParams

    if closed[:1] != _FORMAT:
        raise KeyRingError("the file was not closed by a token")
    parameters = GCMParams(closed[1 : 1 + _NONCE], _FOR)
    return key.decrypt(closed[1 + _NONCE :], mechanism=Mechanism.AES_GCM, mechanism_param=parameters)


if __name__ == "__main__":
    sys.exit(main())
