"""The only requests this application makes to a provider: https, short, bounded, and never sent on elsewhere."""

import ssl
from collections.abc import Mapping
from typing import TYPE_CHECKING

from netwerkberaad.accounts.single_sign_on.errors import UnreachableError
from netwerkberaad.foundation.core.urls import is_safe

if TYPE_CHECKING:
    import requests

CONNECT, READ = 5, 10
"""Seconds to wait for a connection, and for the next piece of an answer."""
MOST_BYTES = 500_000


def fetch(
    method: str,
    url: str,
    *,
    loopback: bool,
    headers: Mapping[str, str] | None = None,
    body: str | None = None,
) -> tuple[int, bytes]:
    """Status and content of an answer. Raises UnreachableError; a redirect is not followed."""
    import requests

    if not is_safe(url, loopback=loopback):
        raise UnreachableError("address-not-safe")
    try:
        with requests.Session() as http:
            http.trust_env = False  # no .netrc, no proxy that an environment variable names
            http.verify = ssl.get_default_verify_paths().cafile or True
            with http.request(
                method,
                url,
                headers={"Accept": "application/json", **(headers or {})},
                data=body,
                timeout=(CONNECT, READ),
                allow_redirects=False,
                stream=True,
            ) as answer:
                return answer.status_code, _bounded(answer)
    except requests.RequestException as error:
        raise UnreachableError(f"no-answer {type(error).__name__}") from None


def _bounded(answer: "requests.Response") -> bytes:
    content = b""
    for piece in answer.iter_content(16_384):
        content += piece
        if len(content) > MOST_BYTES:
            raise UnreachableError("answer-too-long")
    return content
