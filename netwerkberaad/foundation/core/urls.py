"""Which addresses of other servers this application may ask: https, or plain http to this machine for practice."""

from urllib.parse import urlsplit

from netwerkberaad.foundation.core.config import LOOPBACK


def is_safe(url: object, *, loopback: bool) -> bool:
    """Whether this is an https address; with ``loopback`` plain http to this machine will do, for practice and tests."""
    if not isinstance(url, str):
        return False
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.username is None and not parts.fragment
    except ValueError:
        return False
    if any(sign <= " " for sign in url) or not named:
        return False
    return parts.scheme == "https" or (loopback and parts.scheme == "http" and parts.hostname in LOOPBACK)
