"""The size check finds what is too long, and lets pass only what has a reason."""

from pathlib import Path

import pytest

from tools import check_sizes


def put(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_file_and_a_function_within_the_rule_pass(tmp_path: Path) -> None:
    put(tmp_path, "netwerkberaad/a.py", "def f() -> int:\n    return 1\n")
    assert check_sizes.check(tmp_path, {}) == []


@pytest.mark.parametrize("name", ["a.py", "a.css", "a.html", "a.js"])
def test_a_long_file_is_found(tmp_path: Path, name: str) -> None:
    put(tmp_path, f"netwerkberaad/{name}", "\n" * 301)
    (finding,) = check_sizes.check(tmp_path, {})
    assert str(finding) == f"netwerkberaad/{name}:1: 301 lines; at most 300"


def test_a_long_function_is_found_at_its_own_line(tmp_path: Path) -> None:
    put(tmp_path, "netwerkberaad/a.py", "\ndef f() -> None:\n" + "    print()\n" * 40)
    (finding,) = check_sizes.check(tmp_path, {})
    assert (finding.line, finding.message) == (2, "f: 41 lines; at most 40")


def test_the_docstring_of_a_function_does_not_count(tmp_path: Path) -> None:
    promise = '    """' + "A promise.\n" * 10 + '    """\n'
    put(tmp_path, "netwerkberaad/a.py", "def f() -> None:\n" + promise + "    print()\n" * 39)
    assert check_sizes.check(tmp_path, {}) == []


def test_a_long_file_with_a_reason_passes(tmp_path: Path) -> None:
    put(tmp_path, "tests/a.py", "\n" * 301)
    assert check_sizes.check(tmp_path, check_sizes.read_allowed("tests/a.py : a table of cases")) == []


def test_a_permission_that_is_no_longer_needed_is_found(tmp_path: Path) -> None:
    put(tmp_path, "tests/a.py", "\n")
    (finding,) = check_sizes.check(tmp_path, {"tests/a.py": "was long once"})
    assert "needs no permission" in finding.message


def test_a_permission_without_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="no reason"):
        check_sizes.read_allowed("tests/a.py")


def test_a_full_folder_is_advice_and_no_failure(tmp_path: Path) -> None:
    for number in range(11):
        put(tmp_path, f"netwerkberaad/m{number}.py", "")
    assert check_sizes.check(tmp_path, {}) == []
    assert list(check_sizes.crowded(tmp_path)) == ["advice: netwerkberaad has 11 entries; 10 read easily"]
