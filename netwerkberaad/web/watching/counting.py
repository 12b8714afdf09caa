"""Requests by the name of their endpoint: how many, and how long. Several workers count together by files of the library
in the folder PROMETHEUS_MULTIPROC_DIR, which the server names before this is imported.
"""

import time

from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_REQUESTS = Counter(
    "netwerkberaad_requests",
    "Requests by endpoint, method and kind of status",
    ["endpoint", "method", "status"],
)
_DURATION = Histogram(
    "netwerkberaad_request_seconds", "Time to answer by endpoint", ["endpoint"], buckets=_SECONDS
)
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


def install_counting(app: Flask) -> None:
    """Look at the clock before and after every request."""
    app.before_request(_begin)
    app.after_request(_count)


def _begin() -> None:
    g.began = time.perf_counter()


def _count(response: Response) -> Response:
    endpoint = request.endpoint or "none"  # an address that is nowhere must not make a name of its own
    method = request.method if request.method in _METHODS else "other"
    _REQUESTS.labels(endpoint, method, f"{response.status_code // 100}xx").inc()
    if "began" in g:
        _DURATION.labels(endpoint).observe(time.perf_counter() - g.began)
    return response
