"""People with a browser at a real server: everybody in a thread, all begin at the same moment, over loopback alone."""

import http.client
import re
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.cookies import SimpleCookie
from threading import Barrier
from typing import TypeVar
from urllib.parse import urlencode

from bench.serving import HOST

G = TypeVar("G")
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_MOST_STEPS = 4
FAILURES = (OSError, http.client.HTTPException, RuntimeError)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    location: str
    text: str

    @property
    def token(self) -> str:
        """The token of a form on the page. Raises RuntimeError when there is none."""
        found = _TOKEN.search(self.text)
        if found is None:
            raise RuntimeError(f"no form on the page, status {self.status}")
        return found[1]


class Guest:
    """A browser that keeps cookies and opens a connection for each request. After ``until`` it gives up."""

    def __init__(self, port: int, *, until: float) -> None:
        self._place, self._until = (HOST, port), until
        self.cookies: dict[str, str] = {}

    def turn_to(self, host: str, port: int) -> None:
        """Go on at another server."""
        self._place = (host, port)

    def get(self, path: str) -> Answer:
        """Read a page, or the one it leads to. Raises RuntimeError when it is not there."""
        answer = self._send("GET", path)
        for _step in range(_MOST_STEPS):
            if answer.status == 200:
                return answer
            if answer.status not in {302, 303}:
                break
            answer = self._send("GET", answer.location)
        raise RuntimeError(f"GET: {answer.status}")

    def post(self, path: str, values: Mapping[str, str]) -> Answer:
        """Send a form that goes through. Raises RuntimeError when it does not."""
        answer = self._send("POST", path, urlencode(values))
        if answer.status != 303:
            raise RuntimeError(f"POST: {answer.status}")
        return answer

    def _send(self, method: str, path: str, body: str | None = None) -> Answer:
        left = self._until - time.monotonic()
        if left <= 0:
            raise RuntimeError("the time is over")
        headers = {"Sec-Fetch-Site": "same-origin", "Cookie": self._cookie()}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(*self._place, timeout=left)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
            for line in response.headers.get_all("Set-Cookie", []):
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        finally:
            connection.close()
        return Answer(response.status, response.headers.get("Location", ""), text)

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


@dataclass(frozen=True, slots=True)
class Done:
    """How long one of them took, in seconds, and why it did not go through, if so."""

    seconds: float
    failure: str = ""


def all_at_once(guests: Sequence[G], act: Callable[[G], object]) -> list[Done]:
    """Everybody does this, beginning at the same moment; in the order of the guests."""
    begin = Barrier(len(guests))

    def one(guest: G) -> Done:
        begin.wait()
        began = time.perf_counter()
        try:
            act(guest)
        except FAILURES as error:
            return Done(time.perf_counter() - began, str(error) or type(error).__name__)
        return Done(time.perf_counter() - began)

    with ThreadPoolExecutor(len(guests)) as people:
        return list(people.map(one, guests))
