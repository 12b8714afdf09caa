"""Paper: a page as a PDF with WeasyPrint, tagged for screen readers. Nothing is fetched from anywhere but our own files."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

# A host that cannot exist (RFC 2606): links of the page are read as if it came from there, and from nowhere else.
_OURS = "own.invalid"
_KINDS = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2"}


class OutsideError(ValueError):
    """A page for paper asked for something that is not one of our own files."""


def plan_pdf(html: str, base: Path) -> bytes:
    """The page as PDF/UA. ``base`` is the folder of the static files; links such as ``/static/css/paper.css`` are
    read from it.

    Raises OutsideError when the page asks for anything else. WeasyPrint takes most of a second to import: only those
    who print pay for it.
    """
    from weasyprint import HTML

    refused: list[OutsideError] = []
    document = HTML(string=html, base_url=f"https://{_OURS}/", url_fetcher=_own_files(base, refused))
    content: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    if refused:
        # WeasyPrint leaves out what it cannot get, and goes on: the page would lack its style in silence.
        raise refused[0]
    return content


def find_own(url: str, base: Path) -> Path:
    """The file behind a URL of our own. Raises OutsideError for every other scheme, host or place."""
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.netloc != _OURS:
        raise OutsideError("not one of our own files")
    root = base.resolve()
    path = (root / unquote(parts.path).lstrip("/").removeprefix("static/")).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        raise OutsideError("not one of our own files")
    return path


def _own_files(base: Path, refused: list[OutsideError]) -> "URLFetcher":
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            try:
                path = find_own(url, base)
            except OutsideError as error:
                refused.append(error)
                raise
            kind = _KINDS.get(path.suffix, "application/octet-stream")
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    make: Callable[[], URLFetcher] = OwnFiles
    return make()
