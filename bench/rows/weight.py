"""Bytes over the wire: a first visit with everything a browser fetches, and the next page with what is new on it."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urljoin

from bench.browser import Browser
from bench.harness import Row, within
from bench.house import House, fill_desk, open_house
from bench.rows.door import enter, links

_LINKED = re.compile(r'<(?:link|script|img|source|use)\b[^>]*?\s(?:href|src)="(?P<url>/[^"#]*)')
_IMPORTED = re.compile(r"""\bimport\s*(?:[\w{}*,\s]+?\bfrom\s*)?["'](?P<url>[^"']+)["']""")
_FACE = re.compile(r"@font-face\s*{[^}]*}")
_URL = re.compile(r"""url\(["']?(?P<url>[^"')]+)["']?\)""")
_RANGE = re.compile(r"unicode-range:\s*(?P<ranges>[^;}]+)")


def measure(folder: Path) -> Iterator[Row]:
    """Rows in kilobytes (of 1,000 bytes): bodies with their headers, compressed as they are sent."""
    house = open_house(folder / "weight", plain=False)
    fill_desk(house)
    yield from door_rows(house)
    yield from _desk(house)


def door_rows(house: House) -> Iterator[Row]:
    """The door: everything on a first visit, and the largest next page."""
    path = links(house)[0]
    visit = Visit(Browser(house.app))
    yield within("door: bytes, first visit (kB)", visit.look(path), 120, "kB")
    guest = Visit(enter(house, path), visit.fetched)
    pages = ("/p/begin", "/p/welkom", "/p/antwoord/1", "/p/waarom", "/p/gegevens", "/p/bewijs")
    yield within("door: bytes, next page, the largest (kB)", guest.largest(pages), 30, "kB")


def _desk(house: House) -> Iterator[Row]:
    visit = Visit(house.signed_in(house.world.other_facilitator))
    yield within("desk: bytes, first visit: Vandaag, 60 cases (kB)", visit.look("/vandaag"), 250, "kB")
    case, draft = f"/casussen/{house.marks['plan']}", f"/casussen/{house.marks['draft']}"
    rooms = ("", "/kring", "/uitnodigen", "/beraad", "/plan", "/opvolging", "/gegevens", "/geschiedenis")
    desk = Visit(house.signed_in(), visit.fetched)
    pages = ["/casussen", *(case + room for room in rooms)]
    yield within("desk: bytes, next page, the largest (kB)", desk.largest(pages), 60, "kB")
    writing = desk.look(f"{draft}/plan/schrijven")
    yield within("desk: bytes, the plan while it is written, 15 lines (kB)", writing, 60, "kB")


class Visit:
    """A browser with a cache: what was fetched before is not fetched again."""

    def __init__(self, browser: Browser, fetched: frozenset[str] = frozenset()) -> None:
        self._browser = browser
        self.fetched = fetched

    def largest(self, paths: Sequence[str]) -> float:
        """The page that takes the most after what was fetched before, in kB."""
        return max(Visit(self._browser, self.fetched).look(path) for path in paths)

    def look(self, path: str) -> float:
        """Fetch a page with everything it asks for, in kB."""
        reply = self._browser.follow(path)
        return (reply.size + self._fetch_all(_LINKED, reply.text, path, signs=set(reply.text))) / 1000

    def _fetch_all(self, pattern: re.Pattern[str], text: str, base: str, *, signs: set[str]) -> int:
        return sum(self._fetch(urljoin(base, found["url"]), signs) for found in pattern.finditer(text))

    def _fetch(self, url: str, signs: set[str]) -> int:
        if url in self.fetched or not url.startswith("/static/"):
            return 0
        self.fetched |= {url}
        plain = self._browser.get_plain(url).text if _is_text(url) else ""
        size = self._browser.get(url).size
        if ".css" in url:
            return size + self._fetch_all(_URL, _wanted(plain, signs), url, signs=signs)
        return size + (self._fetch_all(_IMPORTED, plain, url, signs=signs) if ".js" in url else 0)


def _is_text(url: str) -> bool:
    return url.partition("?")[0].endswith((".css", ".js"))


def _wanted(css: str, signs: set[str]) -> str:
    """A style sheet without the typefaces of scripts that the page does not use, as a browser passes them over."""
    return _FACE.sub(lambda face: face[0] if _in_face(face[0], signs) else "", css)


def _in_face(face: str, signs: set[str]) -> bool:
    found = _RANGE.search(face)
    if found is None:
        return True
    bounds = [part.strip()[2:].split("-") for part in found["ranges"].split(",")]
    return any(int(bound[0], 16) <= ord(sign) <= int(bound[-1], 16) for bound in bounds for sign in signs)
