"""One table from errors to pages. Error pages need no database and show nothing of a case."""

import logging

from flask import Flask, Response, current_app, g, make_response, redirect, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from netwerkberaad.cases.keyless import find_erased, find_keyless
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.errors import DomainError
from netwerkberaad.foundation.vault import MissingKeyError, SealError
from netwerkberaad.web.context import READING, services
from netwerkberaad.web.language import chosen_language, direction

log = logging.getLogger(__name__)
PAGES = frozenset({400, 403, 404, 405, 409, 413, 429, 500})
_LIKE = {422: 400, 415: 400, 408: 400, 414: 400, 431: 400}


def install_errors(app: Flask) -> None:
    """Turn every error into a calm page."""
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(MissingKeyError, _missing_key)
    app.register_error_handler(SealError, _other_key)
    app.register_error_handler(Exception, _unexpected)


def _page(status: int) -> Response:
    known = _LIKE.get(status, status)
    template = current_app.jinja_env.get_template(f"errors/{known if known in PAGES else 500}.html")
    code = chosen_language()
    # Rendered without what other pages get from the database or the session: these may be what failed.
    return make_response(template.render(page_lang=code, page_dir=direction(code)), status)


def _domain(error: DomainError) -> Response:
    return _page(error.status)


def _csrf(_error: CSRFError) -> Response:
    return _page(400)


def _http(error: HTTPException) -> Response:
    response = error.get_response()
    if error.code is None or error.code < 400:
        return make_response(response)
    page = _page(error.code)
    if "Allow" in response.headers:
        page.headers["Allow"] = response.headers["Allow"]
    return page


def _missing_key(error: MissingKeyError) -> AnyResponse:
    """A case turns out to have no key any more: from now on no list shows it. A page that was read is read again."""
    if not services().store.look_for_keyless(find_keyless):
        return _unexpected(error)
    return _read_again() if request.method in READING else _page(404)


def _other_key(error: SealError) -> AnyResponse:
    """Somebody turns out to have another key, as they were erased: from now on they are shown without content."""
    if not services().store.look_for_erased(find_erased):
        return _unexpected(error)
    return _read_again() if request.method in READING else _page(409)


def _read_again() -> AnyResponse:
    if "db" in g:
        audit.take_pending(g.db)  # nothing was shown
    return redirect(request.full_path.rstrip("?"), code=303)


def _unexpected(error: Exception) -> Response:
    # The text of an exception may quote what somebody typed: only its kind and the endpoint are logged.
    log.error(
        "unexpected %s at %s", type(error).__name__, request.endpoint, extra={"error": type(error).__name__}
    )
    return _page(500)
