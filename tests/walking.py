"""Walks the pages of somebody as far as links lead, each kind of page as often as one likes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.pages import Page, Visitor, read_page

_LONG = re.compile(r"[^/?]{20,}|\?.*")
LEAVES = frozenset({"static", "door.leave", "desk.view_page_as"})
"""Not walked: files, the link that ends the session of who walks, and pages of the door that are walked at the door."""


def endpoint_of(app: Flask, path: str, method: str = "GET") -> str:
    """The endpoint behind a path; empty when there is none."""
    try:
        endpoint: object = app.url_map.bind("localhost").match(urlsplit(path).path, method=method)[0]
    except HTTPException:
        return ""
    return str(endpoint)


def is_page(response: TestResponse) -> bool:
    """Whether this is a page, and not a file or a piece of one."""
    return response.mimetype == "text/html" and b"<html" in response.data[:200]


class Walk:
    """A walk of one visitor. One page of each kind is read, or ``most`` where that says so by endpoint."""

    def __init__(self, app: Flask, visitor: Visitor, *, most: Mapping[str, int] | None = None) -> None:
        self._app = app
        self._visitor = visitor
        self._most = most or {}
        self._seen: set[str] = set()
        self._counts: Counter[str] = Counter()
        self.endpoints: set[str] = set()
        self.answers: list[TestResponse] = []

    def pages(self, *starts: str) -> Iterator[Page]:
        """Every page that can be reached from these by following links. Fails on a link that leads nowhere."""
        waiting, came = list(starts), dict[str, str]()
        while waiting:
            path = waiting.pop(0)
            if not self._new(path):
                continue
            response = self._visitor.client.get(path, follow_redirects=True)
            self.answers.append(response)
            assert response.status_code == 200, f"{path}: {response.status_code}, from {came.get(path)}"
            if is_page(response):
                page = read_page(response)
                yield page
                for link in links_of(page):
                    came.setdefault(link, path)
                    waiting.append(link)

    def _new(self, path: str) -> bool:
        """Whether a path is ours and not walked often enough yet; counts it if so."""
        endpoint = endpoint_of(self._app, path)
        if not path.startswith("/") or path in self._seen or not endpoint or endpoint in LEAVES:
            return False
        self._seen.add(path)
        self.endpoints.add(endpoint)
        kind = _LONG.sub("", path)
        self._counts[kind] += 1
        return self._counts[kind] <= self._most.get(endpoint, 1)


def links_of(page: Page) -> Iterable[str]:
    """Where the links of a page lead, on this site, without the place within a page."""
    hrefs = [node.get("href") or "" for node in page.root.iter("a")]
    return [href.partition("#")[0] for href in hrefs if href.startswith("/")]
