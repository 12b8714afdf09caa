"""The certified oidc-provider of tests/oidc, running on a loopback port with people of its own."""

import json
import shutil
import socket
import subprocess
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from joserfc.jwk import ECKey

CLIENT, SECRET = "netwerkberaad", "alleen-voor-de-proef"
SCRIPT = Path(__file__).parent / "oidc" / "server.mjs"
INSTALLED = Path(__file__).parents[1] / ".venv" / "oidc"
LEAST_NODE = 20
PEOPLE = {
    "wilma": {
        "email": "wilma.poppe@example.org",
        "email_verified": True,
        "given_name": "Wilma",
        "family_name": "Poppe",
        "roles": ["nb-gespreksleider"],
    },
    "onzeker": {"email": "wilma.poppe@example.org", "email_verified": False, "given_name": "Wilma"},
}


def node() -> str:
    """A Node of version 20 or newer: the machine's own, or the one that Playwright brings. Raises LookupError."""
    bundled = Path(sysconfig.get_path("purelib")) / "playwright" / "driver" / "node"
    for candidate in (shutil.which("node"), str(bundled)):
        if candidate is None or not Path(candidate).exists():
            continue
        said = subprocess.run([candidate, "--version"], capture_output=True, text=True, check=False).stdout
        if said.startswith("v") and int(said[1:].partition(".")[0]) >= LEAST_NODE:
            return candidate
    raise LookupError(f"no Node {LEAST_NODE} or newer here")


@dataclass(frozen=True)
class Provider:
    """A provider that can be started for one application."""

    port: int

    @property
    def issuer(self) -> str:
        """Its name, which is where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def running(self, *, back: str, after: str) -> Iterator[None]:
        """Run it for an application that has people sent back to these addresses."""
        setup = {
            "issuer": self.issuer,
            "port": self.port,
            "client": {
                "client_id": CLIENT,
                "client_secret": SECRET,
                "redirect_uris": [back],
                "post_logout_redirect_uris": [after],
                "id_token_signed_response_alg": "ES256",
            },
            "people": PEOPLE,
            "jwks": {"keys": [_key().as_dict(private=True)]},
            "cookieKey": "alleen-voor-de-proef",
        }
        command = [node(), str(SCRIPT), str(INSTALLED.resolve())]
        pipe = subprocess.PIPE
        with subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True
        ) as process:
            try:
                assert process.stdin is not None
                process.stdin.write(json.dumps(setup))
                process.stdin.close()
                _await_start(process)
                yield
            finally:
                process.terminate()


def _key() -> ECKey:
    return ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)


def _await_start(process: "subprocess.Popen[str]") -> None:
    said = []
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == "listening":
            return
        said.append(line)
    raise RuntimeError("the provider of tests/oidc does not start; make installs it:\n" + "".join(said))


@pytest.fixture
def provider() -> Provider:
    """A provider on a free port; the test starts it when the address of the application is known."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    return Provider(port)
