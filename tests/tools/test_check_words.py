"""The word check finds what no file may contain. The examples are put together here, so that this file passes."""

import subprocess
from pathlib import Path

import pytest

from tools import check_words

BAD = [
    "see /" + "work/somewhere",
    "cd /" + "root",
    "open('/" + "home/anna/file')",
    "https://py" + "pi.org/simple",
    "registry.npm" + "js.org",
    "as in issue" + " 12",
    "value = f()  # type" + ": ignore[misc]",
    "import x  # no" + "qa",
    "# TO" + "DO: later",
    "@pytest.mark." + "skip",
]
GOOD = [
    ":root { color: black }",
    "netwerkberaad/rooms/work/file",
    "the root of the key ring, the work of people",
    '<a href="/werk/">',
    "an issue with 12 people",
    "a type to ignore",
    "state = State.TO" + "DO",
]


@pytest.mark.parametrize("line", BAD)
def test_a_forbidden_line_is_found(line: str) -> None:
    (finding,) = check_words.forbidden_in("a.md", f"first\n{line}\n")
    assert (finding.path, finding.line) == ("a.md", 2)


@pytest.mark.parametrize("line", GOOD)
def test_an_innocent_line_passes(line: str) -> None:
    assert list(check_words.forbidden_in("a.md", line)) == []


def test_files_that_could_be_committed_are_read_and_ignored_ones_are_not(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("ignored.txt\n")
    (tmp_path / "ignored.txt").write_text(BAD[0])
    (tmp_path / "picture.png").write_bytes(b"\0" + BAD[0].encode())
    (tmp_path / "new.txt").write_text(BAD[0])
    assert [finding.path for finding in check_words.check(tmp_path)] == ["new.txt"]
