"""Static files: named with a digest so that they may be kept for ever, sent compressed where a compressed twin lies ready."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, send_from_directory, url_for

from netwerkberaad.web.guard import public

STATIC = Path(__file__).parent / "static"
_YEAR = 31_536_000
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))


def install_assets(app: Flask) -> None:
    """Serve ``/static``."""
    app.add_url_rule("/static/<path:filename>", "static", public(_serve))


def static_url(filename: str) -> str:
    """Address of a static file, with a digest of its content."""
    return url_for("static", filename=filename, v=_digest(filename))


@cache
def _digest(filename: str) -> str:
    return hashlib.sha256((STATIC / filename).read_bytes()).hexdigest()[:12]


def _serve(filename: str) -> Response:
    accepted = request.headers.get("Accept-Encoding", "")
    max_age = _YEAR if request.args.get("v") else 3600
    for encoding, ending in _ENCODINGS:
        if (
            encoding in accepted
            and not filename.endswith(ending)
            and (STATIC / (filename + ending)).is_file()
        ):
            response = send_from_directory(
                STATIC, filename + ending, max_age=max_age, mimetype=_type_of(filename)
            )
            response.headers["Content-Encoding"] = encoding
            response.vary.add("Accept-Encoding")
            return response
    return send_from_directory(STATIC, filename, max_age=max_age)


def _type_of(filename: str) -> str:
    kinds = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
    return kinds.get(Path(filename).suffix, "application/octet-stream")
