"""The edge of a request: one transaction, committed here on success and undone otherwise (but a counted try stays).

A reading request lets go of its snapshot first and then records in a short transaction what was looked at. A denial is
undone first and recorded in a transaction of its own.
"""

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from netwerkberaad.foundation.core import audit, limits
from netwerkberaad.foundation.links import touch_session
from netwerkberaad.web.context import READING, now, services
from netwerkberaad.web.sessions import ServerSession, current


def install_edge(app: Flask) -> None:
    """End every request's unit of work. Behind our own proxies the address of a visitor is what the last ones say."""
    if proxies := app.extensions["netwerkberaad"].settings.proxies:
        vars(app)["wsgi_app"] = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0)
    app.after_request(_finish)
    app.teardown_request(_close)


def _finish(response: Response) -> Response:
    if "db" not in g:
        return response
    went_well = response.status_code < 400
    session = current()
    if request.method not in READING and (went_well or limits.tries_count(g.db)):
        if not session.keep(now()) and session.row is not None and session.stale(now()) and not is_quiet():
            touch_session(session.row, now=now())  # whoever writes is there
        services().store.commit(g.db)
        return response
    entries = audit.take_pending(g.db) if went_well else []
    g.db.rollback() if request.method not in READING else g.db.close()
    _record(entries + g.get("denials", []), session, went_well)
    return response


def _record(entries: list[audit.Entry], session: ServerSession, went_well: bool) -> None:
    """After a reading request: what was looked at and that the session is alive, in one short transaction."""
    touch = went_well and session.stale(now()) and not is_quiet()
    if not entries and not touch:
        return
    store = services().store
    with store.writing() as work:
        audit.write(work, entries)
        if touch and session.row is not None:
            session.row = work.merge(session.row, load=True)
            session.modified = True
            session.keep(now())


def is_quiet() -> bool:
    """Whether a page asks or saves again by itself: that is nobody being there, and the session must not live on it."""
    return "stil" in request.args


def _close(_error: BaseException | None) -> None:
    opened = g.pop("db", None)
    if opened is not None:
        opened.close()
