"""A client that reads pages as a person does, and checks on every page what must hold for every page."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request

from netwerkberaad.accounts import Staff
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.foundation.vault import Store
from netwerkberaad.web import create_app
from netwerkberaad.web.app import configure
from netwerkberaad.web.context import Services
from netwerkberaad.web.headers import HEADERS
from tests.builders import PASSWORD
from tests.stores import RING

_VOID_ERRORS = frozenset({"non-void-element-with-trailing-solidus"})
_LABELLED = frozenset({"input", "select", "textarea"})
Values = Mapping[str, str | list[str]]


@dataclass
class Form:
    """A form on a page: where it goes and what it would send as it stands."""

    action: str
    method: str
    values: dict[str, list[str]]
    buttons: list[str]


@dataclass
class Page:
    """A page that was read."""

    response: TestResponse
    root: Element
    path: str
    forms: list[Form] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All visible text, white space folded."""
        return " ".join("".join(_visible(self.root)).split())

    @property
    def h1(self) -> str:
        """The heading of the page."""
        return _text(next(self.root.iter("h1")))

    @property
    def errors(self) -> list[str]:
        """Texts of the error summary, one per line."""
        summary = [node for node in self.root.iter() if "error-summary" in (node.get("class") or "").split()]
        return [_text(item) for node in summary for item in node.iter("li")]

    def link(self, words: str) -> str:
        """Address of the link with these words. Raises LookupError when there is none."""
        for node in self.root.iter("a"):
            if words in _text(node):
                return node.get("href") or ""
        raise LookupError(f"no link {words!r} in: {self.text[:500]}")

    def form(self, words: str) -> Form:
        """The form that has a button with these words. Raises LookupError when there is none."""
        for form in self.forms:
            if any(words in button for button in form.buttons):
                return form
        raise LookupError(f"no button {words!r}; buttons: {[form.buttons for form in self.forms]}")


class Visitor:
    """Somebody at a browser without JavaScript."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, path: str, *, status: int = 200) -> Page:
        """Read a page, following redirects."""
        response = self.client.get(path, follow_redirects=True)
        return read_page(response, status)

    def post(self, path: str, values: Values, *, status: int = 200) -> Page:
        """Send values to an address, following redirects."""
        response = self.client.post(path, data=dict(values), follow_redirects=True)
        return read_page(response, status)

    def submit(self, page: Page, words: str, values: Values | None = None, *, status: int = 200) -> Page:
        """Fill in the form that has a button with these words and press it."""
        form = page.form(words)
        sent: dict[str, str | list[str]] = {**form.values, **_pressed(page, form, words), **(values or {})}
        if form.method == "get":
            query = {name: value for name, value in sent.items() if value}
            return read_page(self.client.get(form.action, query_string=query, follow_redirects=True), status)
        return self.post(form.action, sent, status=status)

    def sign_in(self, staff: Staff) -> Page:
        """Sign in as a member of staff made by the builders."""
        page = self.get("/inloggen")
        return self.submit(page, "Log in", {"mail": staff.profile.mail, "password": PASSWORD})

    def come_in(self, staff: Staff) -> None:
        """Sign in without looking at the page where the day begins."""
        form = self.get("/inloggen").form("Log in")
        sent = {**form.values, "mail": staff.profile.mail, "password": PASSWORD}
        assert self.client.post(form.action, data=sent).status_code == 303


def _pressed(page: Page, form: Form, words: str) -> dict[str, list[str]]:
    for node in page.root.iter("button"):
        if words in _text(node) and node.get("name") and any(words in button for button in form.buttons):
            return {node.get("name") or "": [node.get("value") or ""]}
    return {}


def read_page(response: TestResponse, status: int = 200) -> Page:
    """An answer as a page, with all checks that hold for every page."""
    body = response.get_data(as_text=True)
    if response.status_code != status:
        raise AssertionError(
            f"{response.request.path}: {response.status_code} instead of {status}\n{body[:3000]}"
        )
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert response.headers["Cache-Control"] == "no-store"
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parse(body)
    page = Page(response, root, response.request.path, list(_forms(root, response.request)))
    problems = [f"{code} at {place}" for place, code, _data in parser.errors if code not in _VOID_ERRORS]
    assert not problems, f"{page.path}: the page does not parse: {problems}"
    _check_head(page)
    _check_ids_and_labels(page)
    inline = [
        name for node in root.iter() for name in node.attrib if name == "style" or name.startswith("on")
    ]
    assert not inline, f"{page.path}: inline style or handler: {inline}"
    assert not re.search(r"<script>|<style", body), f"{page.path}: inline script or style"
    return page


def _check_head(page: Page) -> None:
    headings = list(page.root.iter("h1"))
    assert len(headings) == 1, f"{page.path}: {len(headings)} h1"
    title = _text(next(page.root.iter("title")))
    assert title.startswith(page.h1), f"{page.path}: title {title!r} does not begin with {page.h1!r}"
    assert page.root.get("lang"), f"{page.path}: no language"


def _check_ids_and_labels(page: Page) -> None:
    ids = [node.get("id") or "" for node in _live(page.root) if node.get("id")]
    twice = {name for name in ids if ids.count(name) > 1}
    assert not twice, f"{page.path}: ids used twice: {twice}"
    labels = {node.get("for") for node in page.root.iter("label")}
    wrapped = {id(inner) for label in page.root.iter("label") for inner in label.iter()}
    for node in _live(page.root):
        if node.tag in _LABELLED and node.get("type") not in {"hidden", "submit"}:
            named = node.get("aria-label") or node.get("aria-labelledby") or node.get("id") in labels
            assert named or id(node) in wrapped, f"{page.path}: {node.tag} {node.get('name')} has no label"


def _forms(root: Element, asked: Request) -> Iterator[Form]:
    for node in root.iter("form"):
        method = (node.get("method") or "get").lower()
        here = asked.full_path.rstrip("?") if method == "post" else asked.path
        values: dict[str, list[str]] = {}
        for control in _live(node):
            name = control.get("name")
            if name and control.tag in _LABELLED:
                values.setdefault(name, []).extend(_sent_by(control))
        buttons = [_text(button) or button.get("aria-label") or "" for button in node.iter("button")]
        yield Form(node.get("action") or here, method, values, buttons)


def _sent_by(control: Element) -> list[str]:
    if control.tag == "textarea":
        return ["".join(control.itertext())]
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return [option.get("value", _text(option)) for option in chosen]
    if control.get("type") in {"checkbox", "radio"}:
        return [control.get("value") or "on"] if control.get("checked") is not None else []
    return [control.get("value") or ""]


def _live(root: Element) -> Iterator[Element]:
    """Every element but those in templates, which are not part of the page yet."""
    yield root
    for child in root:
        if child.tag != "template":
            yield from _live(child)


def _visible(node: Element) -> Iterator[str]:
    if node.tag in {"script", "style", "template", "head"}:
        return
    yield node.text or ""
    for child in node:
        yield from _visible(child)
        yield child.tail or ""
    yield " "


def _text(node: Element) -> str:
    return " ".join("".join(node.itertext()).split())


class Compiled(BytecodeCache):
    """Templates that were compiled in this process: every test makes an application of its own."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code if the same source was compiled before."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code."""
        self._codes[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once() -> Iterator[None]:
    """Every application of this process shares the compiled templates."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", Compiled())
        yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an installation in a folder of its own."""
    return Settings(tmp_path, "sqlite:///not-used.sqlite", "http://localhost:8000")


@pytest.fixture(scope="session")
def made_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, made once: giving hundreds of pages their addresses takes longer than most tests."""
    folder = tmp_path_factory.mktemp("application")
    settings = Settings(folder, "sqlite:///not-used.sqlite", "http://localhost:8000")
    return create_app(settings, store=Store(build_engine(settings.database_url), RING))


@pytest.fixture
def app(made_app: Flask, settings: Settings, clock: MovableClock, sqlite_store: Store) -> Flask:
    """The application on SQLite, with settings, clock and store of the test. A test that changes it makes its own."""
    services = Services(settings, clock, sqlite_store)
    made_app.extensions["netwerkberaad"] = services
    configure(made_app, services)
    return made_app


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """A browser nobody signed in with yet."""
    return Visitor(app)
