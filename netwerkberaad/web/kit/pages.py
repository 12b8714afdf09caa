"""Answers of a view: a page, a page with errors, a redirect after a post."""

from urllib.parse import urlsplit

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from netwerkberaad.web.context import READING


def page(template: str, **data: object) -> Response:
    """A page. After a post that did not go through, the same page with status 422, so nothing is committed."""
    return make_response(render_template(template, **data), 200 if request.method in READING else 422)


def see(url: str) -> AnyResponse:
    """Redirect after a post: going back or reloading sends nothing twice."""
    return redirect(url, code=303)


def own_path(target: str | None) -> str | None:
    """A path on this site, or None for anything that could lead elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    return (
        None if parts.scheme or parts.netloc or "\\" in target or any(ord(c) < 32 for c in target) else target
    )
