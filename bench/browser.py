"""A browser that costs next to nothing: it calls the application directly, so that what is measured is the application."""

import gzip
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Flask

from netwerkberaad.accounts import Staff
from tests.builders import PASSWORD

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"|data-csrf="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status, its headers and its body as it was sent."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def size(self) -> int:
        """Bytes of status line, headers and body, as they go over the wire."""
        lines = [f"{name}: {value}\r\n" for name, value in self.headers]
        return len("HTTP/1.1 200 OK\r\n\r\n") + len("".join(lines).encode()) + len(self.body)

    @property
    def text(self) -> str:
        """The body as text."""
        packed = self.header("Content-Encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()

    @property
    def token(self) -> str:
        """The token a form on this page sends back. Raises LookupError when there is none."""
        found = _TOKEN.search(self.text)
        if found is None:
            raise LookupError("no form on this page")
        return found[1] or found[2]

    def header(self, name: str) -> str:
        """The first header of this name; '' without one."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    path: str
    body: bytes = b""
    kind: str = ""
    token: str = ""
    encodings: str = "gzip, deflate, br"


class Browser:
    """Keeps cookies and sends requests. An answer that is not expected is an error, never a measurement."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Reply:
        """Read a page."""
        return self._send(_Request("GET", path), 200)

    def follow(self, path: str) -> Reply:
        """Read a page, or the one it leads to."""
        reply = self._send(_Request("GET", path), 200, 302, 303)
        return reply if reply.status == 200 else self.follow(reply.header("Location"))

    def get_plain(self, path: str) -> Reply:
        """Read a file as it is, not compressed."""
        return self._send(_Request("GET", path, encodings=""), 200)

    def post(self, path: str, values: Mapping[str, str]) -> Reply:
        """Send a form that goes through."""
        body = urlencode(values).encode()
        return self._send(_Request("POST", path, body, "application/x-www-form-urlencoded"), 303)

    def post_json(self, path: str, values: Mapping[str, object], token: str) -> Reply:
        """Send what a page saves by itself."""
        body = json.dumps(values).encode()
        return self._send(_Request("POST", path, body, "application/json", token), 200)

    def sign_in(self, staff: Staff) -> "Browser":
        """Sign in as somebody the builders made."""
        token = self.get("/inloggen").token
        self.post("/inloggen", {"mail": staff.profile.mail, "password": PASSWORD, "csrf_token": token})
        return self

    def _send(self, request: _Request, *expected: int) -> Reply:
        begun: list[tuple[str, list[tuple[str, str]]]] = []
        written: list[bytes] = []

        def start(
            status: str, headers: list[tuple[str, str]], _error: object = None
        ) -> Callable[[bytes], object]:
            begun.append((status, headers))
            return written.append

        answer = self._app(self._environ(request), start)
        content = b"".join([*written, *answer])
        close = getattr(answer, "close", None)
        if close is not None:
            close()
        ((status, headers),) = begun
        if int(status[:3]) not in expected:
            raise RuntimeError(f"{request.method} {request.path}: {status} instead of {expected}")
        self._keep_cookies(headers)
        return Reply(int(status[:3]), tuple(headers), content)

    def _environ(self, request: _Request) -> "WSGIEnvironment":
        place, _, query = request.path.partition("?")
        environ: WSGIEnvironment = {
            "REQUEST_METHOD": request.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": place,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost:8000",
            "HTTP_ACCEPT_ENCODING": request.encodings,
            "HTTP_SEC_FETCH_SITE": "same-origin",
            "CONTENT_LENGTH": str(len(request.body)),
            "CONTENT_TYPE": request.kind,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(request.body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        if self.cookies:
            environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if request.token:
            environ["HTTP_X_CSRFTOKEN"] = request.token
        return environ

    def _keep_cookies(self, headers: list[tuple[str, str]]) -> None:
        for name, value in headers:
            if name == "Set-Cookie":
                key, _, rest = value.partition("=")
                content = rest.partition(";")[0]
                self.cookies.pop(key, None)
                if content:
                    self.cookies[key] = content
