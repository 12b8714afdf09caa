"""Every component, as the preview pages show it, is honest HTML that a strict policy and a screen reader accept."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import html5lib
import pytest

from tools import build_static
from tools.preview_components import TOOLS, WEB, environment

PREVIEWS = sorted(path.stem for path in (TOOLS / "preview").glob("*.html") if not path.stem.startswith("_"))
ERRORS = sorted(path.stem for path in (WEB / "templates" / "errors").glob("*.html"))
DOOR_FIRST_VISIT = 120_000
DESK_FIRST_VISIT = 250_000


templates = cache(environment)


@cache
def rendered(template: str) -> str:
    return templates().get_template(template).render()


@cache
def parsed(html: str) -> Any:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(html)


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("name", PREVIEWS)
def test_a_page_of_components_is_valid_html_with_one_h1_that_begins_the_title(name: str) -> None:
    page = parsed(rendered(f"{name}.html"))
    heads = page.findall(".//h1")
    assert len(heads) == 1
    title = words(page.find(".//title"))
    assert name == "papier-brief" or title.startswith(words(heads[0]))


@pytest.mark.parametrize("name", PREVIEWS)
def test_nothing_is_inline_and_nothing_is_named_twice(name: str) -> None:
    page = parsed(rendered(f"{name}.html"))
    everything = list(page.iter())
    ids = [element.get("id") for element in everything if element.get("id")]
    assert len(ids) == len(set(ids))
    assert not [element for element in everything if element.get("style") or element.tag == "style"]
    assert not [key for element in everything for key in element.attrib if key.startswith("on")]
    assert not [script for script in page.iter("script") if not script.get("src")]


@pytest.mark.parametrize("name", PREVIEWS)
def test_what_is_pointed_at_exists(name: str) -> None:
    page = parsed(rendered(f"{name}.html"))
    ids = {element.get("id") for element in page.iter()}
    for element in page.iter():
        for key in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            assert set((element.get(key) or "").split()) <= ids
        if (element.get("href") or "").startswith("#") and element.tag == "a":
            assert element.get("href") == "#" or element.get("href")[1:] in ids


@pytest.mark.parametrize("name", PREVIEWS)
def test_each_control_has_a_name_and_each_change_a_token(name: str) -> None:
    page = parsed(rendered(f"{name}.html"))
    named = {label.get("for") for label in page.iter("label")}
    wrapped = {id(control) for label in page.iter("label") for control in label.iter()}
    for control in [*page.iter("input"), *page.iter("textarea"), *page.iter("select")]:
        hidden = control.get("type") == "hidden"
        assert hidden or control.get("id") in named or id(control) in wrapped or control.get("aria-label")
    for form in page.iter("form"):
        if form.get("action"):
            fields = {field.get("name") for field in form.iter("input")}
            assert form.get("method") == "get" or "csrf_token" in fields


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_page_needs_nothing_but_words_and_files(code: str) -> None:
    env = environment()
    for name in ("csrf_token", "get_flashed_messages", "form", "wrong_form", "wrong_short_form"):
        del env.globals[name]
    page = parsed(env.get_template(f"errors/{code}.html").render())
    assert words(page.find(".//title")).startswith(words(page.find(".//h1")))


def test_each_icon_that_a_template_names_is_in_the_sprite() -> None:
    sprite = (WEB / "static" / "icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    used = {
        icon for name in PREVIEWS for icon in re.findall(r"icons\.svg#([a-z0-9-]+)", rendered(f"{name}.html"))
    }
    assert used
    assert used <= drawn


def test_what_is_built_is_up_to_date() -> None:
    for name, data in build_static.results().items():
        assert (WEB / "static" / name).read_bytes() == data, f"run tools/build_static.py: {name} is stale"


def on_the_wire(html: str) -> int:
    """Bytes of a first visit: the page as it is, the rest as the browser gets it, with every latin font."""
    static = WEB / "static"
    files = {static / path for path in re.findall(r"static/([\w./-]+)", html)}
    files |= set((static / "fonts").glob("atkinson*.woff2"))

    def size(path: Path) -> int:
        smaller = path.with_name(path.name + ".br")
        return (smaller if smaller.exists() else path).stat().st_size

    return len(html.encode()) + sum(size(path) for path in files)


def test_a_first_visit_stays_light() -> None:
    assert on_the_wire(rendered("deur-antwoord.html")) <= DOOR_FIRST_VISIT
    assert on_the_wire(rendered("uitnodigen.html")) <= DESK_FIRST_VISIT
