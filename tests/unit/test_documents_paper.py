"""Paper: a tagged PDF made of our own files only."""

from pathlib import Path

import pytest

from netwerkberaad.foundation.documents.paper import OutsideError, find_own, plan_pdf
from tests.pdf_text import opened

PAGE = """<!DOCTYPE html><html lang="nl"><head><title>Plan</title>{head}</head><body><h1>Plan</h1></body></html>"""


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A folder with one style sheet, and a secret beside it."""
    folder = tmp_path / "static"
    (folder / "css").mkdir(parents=True)
    (folder / "css" / "paper.css").write_text("h1 { color: #123456 }")
    (tmp_path / "secret.css").write_text("h1 { color: red }")
    return folder


def test_a_page_becomes_a_tagged_pdf_with_language_and_title(static: Path) -> None:
    pdf = plan_pdf(PAGE.format(head='<link rel="stylesheet" href="/static/css/paper.css">'), static)
    assert pdf.startswith(b"%PDF-")
    content = opened(pdf)
    assert b"/StructTreeRoot" in content
    assert b"/Lang (nl)" in content
    assert b"/Title (Plan)" in content
    assert b"pdfuaid:part" in content


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a.css",
        "http://127.0.0.1/a.css",
        "file:///etc/hostname",
        "data:text/css,h1{}",
        "//example.org/a.css",
        "/static/../secret.css",
        "/static/%2e%2e/secret.css",
        "/static/css/not-there.css",
    ],
)
def test_a_page_that_asks_for_something_else_is_refused(static: Path, url: str) -> None:
    with pytest.raises(OutsideError):
        plan_pdf(PAGE.format(head=f'<link rel="stylesheet" href="{url}">'), static)


def test_our_own_file_is_found_with_and_without_its_prefix(static: Path) -> None:
    wanted = static / "css" / "paper.css"
    assert find_own("https://own.invalid/static/css/paper.css", static) == wanted
    assert find_own("https://own.invalid/css/paper.css", static) == wanted


def test_a_link_out_of_the_folder_is_refused(static: Path) -> None:
    (static / "out.css").symlink_to(static.parent / "secret.css")
    with pytest.raises(OutsideError):
        find_own("https://own.invalid/static/out.css", static)
