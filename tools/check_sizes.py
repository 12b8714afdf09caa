"""Files of at most 300 lines and functions of at most 40, so that each can be read in one go.

The docstring of a function is not counted: a promise may take its space. Whatever must be larger stands in
`sizes_allowed.txt` with a reason; an entry that is no longer needed is a finding too. A folder with more than
ten entries is advice, printed and not failed.
"""

import ast
import fnmatch
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.findings import ROOT, Finding, tell

FILE_LINES = 300
FUNCTION_LINES = 40
FOLDER_ENTRIES = 10
PLACES = ("netwerkberaad", "tests", "bench", "tools", "wsgi.py")
SUFFIXES = {".py", ".html", ".css", ".js", ".sh"}
ALLOWED = Path(__file__).with_name("sizes_allowed.txt")


def read_allowed(text: str) -> dict[str, str]:
    """The allow-list: a pattern of paths and a reason on each line, parted by a colon.

    Raises ValueError on an entry without a reason.
    """
    allowed: dict[str, str] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        pattern, _, reason = line.partition(":")
        if not reason.strip():
            raise ValueError(f"{ALLOWED.name}: no reason given for {pattern}")
        allowed[pattern.strip()] = reason.strip()
    return allowed


def function_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, less the docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def oversized(path: str, text: str) -> Iterator[Finding]:
    """What is too long in one file."""
    lines = len(text.splitlines())
    if lines > FILE_LINES:
        yield Finding(path, 1, f"{lines} lines; at most {FILE_LINES}")
    if not path.endswith(".py"):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = function_lines(node)
            if length > FUNCTION_LINES:
                yield Finding(path, node.lineno, f"{node.name}: {length} lines; at most {FUNCTION_LINES}")


def source_files(root: Path) -> Iterator[Path]:
    """The files that the rule is about."""
    for place in PLACES:
        start = root / place
        found = [start] if start.is_file() else start.rglob("*")
        yield from (path for path in found if path.is_file() and path.suffix in SUFFIXES)


def crowded(root: Path) -> Iterator[str]:
    """Advice about folders with many entries."""
    folders = {path.parent for path in source_files(root)} - {root}
    for folder in sorted(folders):
        entries = [entry for entry in folder.iterdir() if entry.name != "__pycache__"]
        if len(entries) > FOLDER_ENTRIES:
            yield f"advice: {folder.relative_to(root)} has {len(entries)} entries; {FOLDER_ENTRIES} read easily"


def check(root: Path, allowed: dict[str, str]) -> list[Finding]:
    """Every file and function that is too long without permission, and every permission not needed."""
    findings: list[Finding] = []
    used: set[str] = set()
    for path in source_files(root):
        name = path.relative_to(root).as_posix()
        found = list(oversized(name, path.read_text(encoding="utf-8")))
        patterns = [pattern for pattern in allowed if fnmatch.fnmatch(name, pattern)]
        if not patterns:
            findings += found
        elif found or any("*" in pattern for pattern in patterns):
            used.update(patterns)
    for pattern in sorted(set(allowed) - used):
        if "*" not in pattern:
            findings.append(Finding(f"tools/{ALLOWED.name}", 1, f"{pattern} needs no permission"))
    return findings


def main() -> int:
    """Check this working tree; print advice and findings."""
    for line in crowded(ROOT):
        print(line)
    return tell(check(ROOT, read_allowed(ALLOWED.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    sys.exit(main())
