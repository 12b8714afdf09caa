"""What no file may contain: the place where it happened to be written, hosts of package registries, numbers of a
tracker that readers do not have, and comments that silence a check instead of answering it.

The patterns are spelled so that they do not find themselves.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.findings import ROOT, Finding, tell

FORBIDDEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), message)
    for pattern, message in (
        (r"(?<![\w.)}\]/*-])/(?:[w]ork|[r]oot)(?:/|\b(?![-.\w]))", "a path of one machine"),
        (r"(?<![\w.)}\]/-])/(?:[h]ome|[U]sers)/\w+", "a path of one machine"),
        (r"/[t]mp/nb\b", "a path of one machine"),
        (
            r"(?i)\b(?:[p]ypi\.org|[p]ythonhosted\.org|registry\.[n]pmjs|[n]pmjs\.(?:org|com))",
            "a registry's host",
        ),
        (r"(?i)\b(?:deb\.[d]ebian\.org|archive\.[u]buntu\.com|[c]rates\.io)", "a registry's host"),
        (r"(?i)\b[i]ssues? #?\d+\b", "the number of an issue"),
        (r"#\s*(?:[n]oqa|[t]ype:\s*ignore|[p]ragma:|[n]osec|[m]ypy:\s*ignore)", "a check silenced"),
        (r"(?:#|//|/\*|<!--).*\b(?:[T]ODO|[F]IXME|[X]XX)\b", "unfinished work"),
        (r"pytest\.(?:mark\.)?(?:[s]kip|[x]fail)", "a test that does not run"),
    )
)
EXEMPT = ("LICENSE", "netwerkberaad/web/static/vendor/")


def forbidden_in(path: str, text: str) -> Iterator[Finding]:
    """Each line of a text that contains something forbidden."""
    for number, line in enumerate(text.splitlines(), start=1):
        for pattern, message in FORBIDDEN:
            match = pattern.search(line)
            if match:
                yield Finding(path, number, f"{message}: {match.group().strip()}")


def tracked_files(root: Path) -> list[str]:
    """Paths that are or could be committed, seen from the root of the working tree."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    return [path for path in listed.split("\0") if path]


def read_text(path: Path) -> str | None:
    """The text of a file, or None when it is no text."""
    data = path.read_bytes()
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def check(root: Path) -> Iterator[Finding]:
    """Every forbidden thing in the working tree."""
    for name in tracked_files(root):
        path = root / name
        if name.startswith(EXEMPT) or not path.is_file():
            continue
        text = read_text(path)
        if text is not None:
            yield from forbidden_in(name, text)


if __name__ == "__main__":
    sys.exit(tell(check(ROOT)))
