"""Markup, formulas, templates and headers in every name and text of a case come out as text, wherever they come out."""

import csv
import io
import re
import zlib
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as mail_policy
from pathlib import Path

import html5lib
import pytest
from werkzeug.test import TestResponse

from tests.attacks.marked_scenario import RESULT, marked_scenario
from tests.web import played as playing
from tests.web.filling import RAW
from tests.web.played import Played

BASE = "http://localhost:8000"
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def case(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The marked case with all its moments."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(playing, "read_scenario", marked_scenario)
        made = playing.played(sqlite_template, tmp_path_factory.mktemp("marked"))
    yield made
    made.store.engine.dispose()


@pytest.fixture(scope="module")
def answers(case: Played) -> list[TestResponse]:
    """Every page and file that anybody could reach. Reading a page checks that it has no markup of its own making."""
    found: list[TestResponse] = []
    for moment in case.kept:
        case.go_back(moment)
        walks = {id(walk): walk for _who, walk, _page in case.walk(moment)}
        found += [answer for walk in walks.values() for answer in walk.answers]
    return found


@pytest.fixture(scope="module")
def mails(case: Played) -> list[EmailMessage]:
    """Every mail that left."""
    folder = case.stage.house.settings.spool
    return [
        message_from_bytes(path.read_bytes(), EmailMessage, policy=mail_policy)
        for path in sorted(folder.glob("*.eml"))
    ]


def test_no_page_holds_markup_or_a_result_out_of_a_text(answers: list[TestResponse]) -> None:
    pages = [answer.get_data(as_text=True) for answer in answers if answer.mimetype == "text/html"]
    assert len([page for page in pages if "kwaad()" in page]) > 50
    for page in pages:
        assert not [raw for raw in RAW if raw in page]
        assert RESULT not in page


def test_no_answer_gets_a_header_out_of_a_text(answers: list[TestResponse]) -> None:
    for answer in answers:
        assert "X-Kwaad" not in answer.headers
        assert not any("kwaad" in value for value in answer.headers.values())


def test_a_pdf_has_nothing_that_acts_and_no_link_out_of_a_text(answers: list[TestResponse]) -> None:
    papers = [answer.data for answer in answers if answer.mimetype == "application/pdf"]
    assert papers
    for paper in papers:
        inside = [paper, *(_opened(stream) for stream in _STREAM.findall(paper))]
        for name in (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/URI", b"/SubmitForm"):
            assert not any(re.search(name + rb"\b", part) for part in inside), name


def _opened(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_no_cell_of_an_export_begins_a_formula(answers: list[TestResponse]) -> None:
    exports = [answer for answer in answers if answer.mimetype == "text/csv"]
    assert exports
    for export in exports:
        cells = [cell for row in csv.reader(io.StringIO(export.get_data(as_text=True))) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_no_mail_gets_a_header_or_a_receiver_out_of_a_text(mails: list[EmailMessage]) -> None:
    assert len(mails) > 30
    assert {name for mail in mails for name in mail} == {
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Reply-To",
        "Auto-Submitted",
        "X-Auto-Response-Suppress",
        "MIME-Version",
        "Content-Type",
    }
    assert all(len(mail["To"].addresses) == 1 for mail in mails)


def test_no_mail_holds_an_element_or_a_link_out_of_a_text(mails: list[EmailMessage]) -> None:
    bodies = [body.get_content() for mail in mails if (body := mail.get_body(("html",)))]
    assert any("kwaad()" in body for body in bodies)
    for body in bodies:
        root = html5lib.parse(body, namespaceHTMLElements=False)
        assert not [node for node in root.iter() if node.tag in {"script", "img", "iframe", "form", "object"}]
        assert not [name for node in root.iter() for name in node.attrib if name.startswith("on")]
        links = [node.get("href") or "" for node in root.iter("a")]
        assert not [link for link in links if not link.startswith((f"{BASE}/", "tel:", "mailto:"))]
        assert RESULT not in body


def test_no_event_for_a_calendar_gets_a_line_out_of_a_text(mails: list[EmailMessage]) -> None:
    events = [
        part.get_content()
        for mail in mails
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    ]
    assert events
    for event in events:
        lines = event.replace("\r\n ", "").splitlines()
        assert lines.count("BEGIN:VEVENT") == 1
        assert not [line for line in lines if line.startswith("X-Kwaad")]
