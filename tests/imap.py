"""A real IMAP server for the tests (pymap), in a process of its own on a free port of the loopback address, with STARTTLS."""

import imaplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from netwerkberaad.foundation.messages import MailboxSettings, Security

USER, PASSWORD = "terug@example.org", "een-wachtwoord-van-de-proef"
_STARTS_WITHIN = 30


@dataclass(frozen=True)
class ImapServer:
    """The server as a test sees it. ``certificate`` is a file with the certificate it shows."""

    port: int
    certificate: Path

    def settings(self, security: Security = Security.STARTTLS) -> MailboxSettings:
        """How it is filled in at the desk."""
        return MailboxSettings(host="127.0.0.1", port=self.port, security=security, user=USER)

    def put(self, content: bytes) -> None:
        """A mail comes in."""
        with self._client() as client:
            state, _said = client.append("INBOX", "", imaplib.Time2Internaldate(time.time()), content)
            assert state == "OK"

    def subjects(self) -> list[str]:
        """The subjects of what lies there, oldest first, with a star for what was read."""
        with self._client() as client:
            client.select("INBOX", readonly=True)
            _state, said = client.search(None, "ALL")
            found = []
            for number in said[0].split():
                _state, parts = client.fetch(number.decode(), "(FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
                text = b" ".join(
                    part if isinstance(part, bytes) else b" ".join(part) for part in parts if part
                )
                subject = text.partition(b"Subject: ")[2].splitlines()[0].decode()
                found.append(subject + ("*" if b"\\Seen" in text else ""))
            return found

    def clear(self) -> None:
        """Throw everything away."""
        with self._client() as client:
            client.select("INBOX")
            client.store("1:*", "+FLAGS", r"(\Deleted)")
            client.expunge()

    def _client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4("127.0.0.1", self.port)
        client.login(USER, PASSWORD)
        return client


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this address with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return paths


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_start(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while process.poll() is None and time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the IMAP server did not start")


@pytest.fixture(scope="session")
def imap_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ImapServer]:
    """The server of this worker."""
    certificate, key = _certificate(tmp_path_factory.mktemp("imap"))
    port = _free_port()
    serve = ["--host", "127.0.0.1", "--port", str(port), "--cert", str(certificate), "--key", str(key)]
    login = ["dict", "--demo-user", USER, "--demo-password", PASSWORD]
    command = [sys.executable, "-c", "from pymap.main import main; main()", *serve, *login]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _await_start(process, port)
            yield ImapServer(port, certificate)
        finally:
            process.terminate()


@pytest.fixture
def imap(imap_process: ImapServer) -> ImapServer:
    """The server, with an empty mailbox."""
    imap_process.clear()
    return imap_process
