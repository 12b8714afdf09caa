"""Templates keep the page's promises: nothing inline, nothing from elsewhere, every word translatable.

Each template is parsed by Jinja itself. The HTML that stands in it is put together again, with a mark wherever an
expression or a translated text comes in, and read by an HTML parser; what is left of visible text or of a spoken
attribute is text that gettext never sees. Words handed to a component as an argument are looked at in the tree.
"""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TypeGuard

from jinja2 import Environment, TemplateSyntaxError, nodes

from tools.findings import ROOT, Finding, tell

MARK = "\ufffc"
SPOKEN = {
    "alt",
    "title",
    "placeholder",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "label",
    "summary",
}
LOADED = {
    "src",
    "srcset",
    "href",
    "action",
    "formaction",
    "poster",
    "data",
    "hx-get",
    "hx-post",
    "xlink:href",
}
SPOKEN_ARGUMENTS = {
    "label",
    "title",
    "text",
    "hint",
    "heading",
    "legend",
    "caption",
    "message",
    "summary",
    "alt",
}
GETTEXT = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
NAMES = {"Netwerkberaad"}
ELSEWHERE = re.compile(r"(?i)\s*(?:https?:)?//")
LETTERS = re.compile(r"[^\W\d_]")
SENTENCE = re.compile(r"^[A-ZÀ-Þ][a-zß-ÿ]+\b|\w \w.*[.?:…]$")
PART_OF_A_TAG = re.compile(r"_(?:class|attrs|scheme)$")

_environment = Environment(
    extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"], autoescape=True
)


class _Page(HTMLParser):
    """Reads the HTML of one template; collects what may not stand in it."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self._path = path
        self._inside: str | None = None
        self.findings: list[Finding] = []

    def _found(self, message: str) -> None:
        self.findings.append(Finding(self._path, self.getpos()[0], message))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if tag == "style" or (tag == "script" and "src" not in names):
            self._found(f"inline <{tag}>")
        self._inside = tag if tag in {"style", "script"} else None
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def handle_endtag(self, tag: str) -> None:
        self._inside = None

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name == "style" or name.startswith(("on", "hx-on")):
            self._found(f"inline attribute {name}")
        link_for_people = tag == "a" and name == "href"
        if name in LOADED and ELSEWHERE.match(value) and not link_for_people:
            self._found(f"something from elsewhere: {name}={value}")
        if name in LOADED and value.strip().lower().startswith("javascript:"):
            self._found(f"inline script in {name}")
        if name in SPOKEN and _speaks(value):
            self._found(f"attribute {name} outside gettext: {_short(value)}")

    def handle_data(self, data: str) -> None:
        if self._inside is None and _speaks(data):
            self._found(f"text outside gettext: {_short(data)}")


def _speaks(text: str) -> bool:
    """Whether letters are left when marks and the product's own name are taken away."""
    left = text.replace(MARK, " ")
    for name in NAMES:
        left = left.replace(name, "")
    return LETTERS.search(left) is not None


def _short(text: str) -> str:
    return " ".join(text.replace(MARK, "…").split())[:60]


def _outputs(node: nodes.Node) -> Iterator[nodes.Output]:
    """The pieces that the template puts out, in the order of the source.

    A macro or block named …_class, …_attrs or …_scheme puts out a part of a tag, no text.
    """
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Output):
            yield child
        elif not (isinstance(child, nodes.Macro | nodes.Block) and PART_OF_A_TAG.search(child.name)):
            yield from _outputs(child)


def literal_text(tree: nodes.Template) -> str:
    """What the template says itself, on its own lines, with a mark for everything that comes in."""
    text, line = [], 1
    for output in _outputs(tree):
        for piece in output.nodes:
            if piece.lineno > line:
                text.append("\n" * (piece.lineno - line))
                line = piece.lineno
            data = piece.data if isinstance(piece, nodes.TemplateData) else MARK
            text.append(data)
            line += data.count("\n")
    return "".join(text)


def _callee(call: nodes.Call) -> str:
    target = call.node
    return target.name if isinstance(target, nodes.Name) else ""


def _is_text(node: nodes.Node, pattern: re.Pattern[str]) -> TypeGuard[nodes.Const]:
    if not isinstance(node, nodes.Const) or not isinstance(node.value, str):
        return False
    return pattern.search(node.value) is not None and _speaks(node.value)


def words_handed_on(node: nodes.Node) -> Iterator[nodes.Const]:
    """Strings in expressions that read like text for people and are not inside gettext."""
    if isinstance(
        node, nodes.Compare | nodes.Import | nodes.FromImport | nodes.Include | nodes.Extends | nodes.Test
    ):
        return
    if isinstance(node, nodes.Call) and _callee(node) in GETTEXT | {"url_for"}:
        return
    if isinstance(node, nodes.Keyword) and node.key in SPOKEN_ARGUMENTS and _is_text(node.value, LETTERS):
        yield node.value
        return
    if _is_text(node, SENTENCE):
        yield node
    for child in node.iter_child_nodes():
        yield from words_handed_on(child)


def unused_imports(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Names that are imported and never used, with their lines."""
    used = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    for imported in tree.find_all(nodes.FromImport):
        for entry in imported.names:
            name = entry if isinstance(entry, str) else entry[1]
            if name not in used:
                yield imported.lineno, name
    for whole in tree.find_all(nodes.Import):
        if whole.target not in used:
            yield whole.lineno, whole.target


def check_template(path: str, source: str) -> Iterator[Finding]:
    """Everything wrong with one template; plain text templates are checked for words only."""
    try:
        tree = _environment.parse(source)
    except TemplateSyntaxError as error:
        yield Finding(path, error.lineno, f"does not parse: {error.message}")
        return
    for line, name in unused_imports(tree):
        yield Finding(path, line, f"imported and not used: {name}")
    for constant in words_handed_on(tree):
        yield Finding(path, constant.lineno, f"text outside gettext: {_short(constant.value)}")
    text = literal_text(tree)
    if path.endswith(".txt"):
        for number, line_text in enumerate(text.splitlines(), start=1):
            if _speaks(line_text):
                yield Finding(path, number, f"text outside gettext: {_short(line_text)}")
        return
    page = _Page(path)
    page.feed(text)
    page.close()
    yield from page.findings


def check(root: Path) -> Iterator[Finding]:
    """Every template of the program: HTML, SVG and plain text in folders named templates."""
    for path in sorted((root / "netwerkberaad").rglob("*")):
        name = path.relative_to(root)
        if "templates" in name.parts and path.suffix in {".html", ".svg", ".txt", ".jinja"}:
            yield from check_template(name.as_posix(), path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(tell(check(ROOT)))
