"""An OpenID Connect provider that can lie: on a loopback port, with keys of its own, for the answers no honest one gives."""

import hmac
import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from netwerkberaad.accounts.single_sign_on import discovery
from netwerkberaad.foundation.core.clock import MovableClock

CLIENT, SECRET = "netwerkberaad", "een geheim + teken"
WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass
class Forger:
    """The provider. ``claims`` go over those of an honest token, and None takes one out; ``algorithm`` signs it."""

    address: str
    clock: MovableClock
    key: ECKey
    claims: dict[str, Any] = field(default_factory=dict)
    user_info: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "ES256"
    signed_with: ECKey | None = None
    redirects_to: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    nonces: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @property
    def issuer(self) -> str:
        """Its name."""
        return self.address

    def said_of_itself(self) -> dict[str, Any]:
        """The discovery document."""
        honest = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.address}/auth",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "userinfo_endpoint": f"{self.address}/me",
            "end_session_endpoint": f"{self.address}/end",
        }
        return {**honest, **self.metadata}

    def sign_in(self, way_there: str) -> dict[str, str]:
        """What it sends a person back with who followed this link and signed in there."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(way_there).query).items()}
        code = f"code-{len(self.nonces)}"
        self.nonces[code] = asked["nonce"]
        return {"code": code, "state": asked["state"]}

    def token(self, nonce: str) -> str:
        """An ID token, honest but for what was set otherwise."""
        now = int(self.clock.now().timestamp())
        honest = {
            "iss": self.issuer,
            "sub": "1234",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
        }
        claims = {name: value for name, value in {**honest, **self.claims}.items() if value is not None}
        if self.algorithm != "ES256":
            return self._unsigned(claims)
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, claims, self.signed_with or self.key)

    def _unsigned(self, claims: dict[str, Any]) -> str:
        """A token that needs no private key: of no algorithm, or with the public key as the secret of a HMAC."""
        header = {"alg": self.algorithm, "kid": self.key.kid}
        said = ".".join(
            urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims)
        )
        digest = (
            b""
            if self.algorithm == "none"
            else hmac.digest(self.key.as_pem(private=False), said.encode(), "sha256")
        )
        return f"{said}.{urlsafe_b64encode(digest).decode().rstrip('=')}"

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, object]:
        """Status and content of its answer to a request."""
        if path == WELL_KNOWN:
            return 200, self.said_of_itself()
        if path == "/keys":
            return 200, KeySet([self.key]).as_dict(private=False)
        if path == "/me":
            return 200, {"sub": self.claims.get("sub", "1234"), **self.user_info}
        code = form.get("code", "")
        if path != "/token" or code in self.used or code not in self.nonces:
            return 400, {"error": "invalid_grant"}
        self.used.add(code)
        return 200, {
            "access_token": "open",
            "token_type": "Bearer",
            "id_token": self.token(self.nonces[code]),
        }


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    forger: Forger


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        """Answer without a form."""
        self._answer({})

    def do_POST(self) -> None:
        """Answer with the form that was sent."""
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer({name: values[0] for name, values in parse_qs(sent).items()})

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing."""

    def _answer(self, form: dict[str, str]) -> None:
        forger, path = self.server.forger, urlsplit(self.path).path
        forger.asked.append((path, {**form, "authorization": self.headers.get("Authorization", "")}))
        if forger.redirects_to:
            self.send_response(302)
            self.send_header("Location", forger.redirects_to + path)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        status, said = forger.answer(path, form)
        content = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _forger(clock: MovableClock) -> Iterator[Forger]:
    for kept in (discovery._known, discovery._keys, discovery._silent):
        kept.clear()  # another one may have answered at the same port, in the same minute on the clock of the test
    server = _Server(("127.0.0.1", 0), _Handler)
    key = ECKey.generate_key("P-256", {"use": "sig"}, auto_kid=True)
    server.forger = Forger(f"http://127.0.0.1:{server.server_port}", clock, key)
    answering = threading.Thread(target=server.serve_forever, daemon=True)
    answering.start()
    try:
        yield server.forger
    finally:
        server.shutdown()
        answering.join()
        server.server_close()


@pytest.fixture
def forger(clock: MovableClock) -> Iterator[Forger]:
    """A provider that tells the truth until a test has it lie."""
    yield from _forger(clock)


@pytest.fixture
def other_forger(clock: MovableClock) -> Iterator[Forger]:
    """A second provider."""
    yield from _forger(clock)
