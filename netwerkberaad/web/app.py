"""Makes the application, step by step."""

from io import BytesIO
from typing import IO

from flask import Flask, Request, request
from flask_wtf.csrf import CSRFProtect

from netwerkberaad.foundation.core.clock import Clock, SystemClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import Store
from netwerkberaad.web import desk, door, public
from netwerkberaad.web.assets import install_assets
from netwerkberaad.web.compressing import install_compressing
from netwerkberaad.web.context import Services
from netwerkberaad.web.edge import install_edge
from netwerkberaad.web.errors import install_errors
from netwerkberaad.web.guard import install_guard
from netwerkberaad.web.headers import install_headers
from netwerkberaad.web.identity import install_identity
from netwerkberaad.web.kit.frame import install_frame
from netwerkberaad.web.language import install_language
from netwerkberaad.web.reports import install_reports
from netwerkberaad.web.sessions import ServerSessions
from netwerkberaad.web.templating import install_templating
from netwerkberaad.web.watching import install_watching

MOST_BYTES = 1_000_000
WITH_PICTURE = 16_000_000
"""More than a picture may have, so that who sends one that is too large reads that beside the field, and loses no words."""
_SEND_MORE = {
    "door.bring": WITH_PICTURE,
    "desk.take_in_message": WITH_PICTURE,
    "desk.move_read": 512_000_000,
    "desk.move_proof": 16_000_000,
}


class MemoryRequest(Request):
    """A request that never puts a part of what was sent on disk, as the parser otherwise does with a large file."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()


def create_app(settings: Settings, clock: Clock | None = None, store: Store | None = None) -> Flask:
    """The application for these settings. Raises ConfigurationError or KeyRingError when it cannot run safely."""
    settings.check()
    app = Flask(__name__, static_folder=None)
    app.request_class = MemoryRequest
    services = Services(settings, clock or SystemClock(), store or Store.from_settings(settings))
    app.extensions["netwerkberaad"] = services
    configure(app, services)
    app.session_interface = ServerSessions()
    app.before_request(_let_files_in)  # before anything reads the form
    install_watching(app)
    install_headers(app)
    install_compressing(app)
    install_assets(app)
    install_language(app)
    install_templating(app)
    install_frame(app)
    install_edge(app)
    install_identity(app)
    install_guard(app)
    csrf = CSRFProtect(app)
    install_errors(app)
    for blueprint in (*public.blueprints(), *desk.blueprints(), *door.blueprints()):
        app.register_blueprint(blueprint)
    install_reports(app, csrf)
    return app


def _let_files_in() -> None:
    if request.endpoint in _SEND_MORE:
        request.max_content_length = _SEND_MORE[request.endpoint]


def configure(app: Flask, services: Services) -> None:
    """Flask's own settings. The secret comes from the key ring, so that every host has the same one."""
    app.config.update(
        SECRET_KEY=services.store.ring.derive("flask"),
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        MAX_FORM_PARTS=2_000,
        SESSION_COOKIE_SECURE=services.settings.secure,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # it wants a Referer, which our own pages never send; the guard asks Sec-Fetch-Site
    )
