"""Pages travel compressed, but never one that another site asked for.

How small a compressed page is tells something of what is in it, to whoever can add to the page and watch the line (BREACH,
2013). That asks for a page of another site that makes this browser fetch ours; browsers say so, and then nothing is compressed.
"""

import gzip

from flask import Flask, Response, request

_OWN_DOING = frozenset({"same-origin", "none"})
_LEAST = 1_000
_LEVEL = 5


def install_compressing(app: Flask) -> None:
    """Compress what is large enough to gain by it."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """The same answer with gzip where this browser asked for it by itself. Streams, files and static parts stay as they are."""
    if response.mimetype != "text/html" or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    response.vary.update(("Accept-Encoding", "Sec-Fetch-Site"))
    content = response.get_data()
    if len(content) < _LEAST or not _wanted():
        return response
    response.set_data(gzip.compress(content, _LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response


def _wanted() -> bool:
    own = request.headers.get("Sec-Fetch-Site") in _OWN_DOING
    return own and request.accept_encodings.quality("gzip") > 0
