"""What gunicorn loads for a row: an installation that was filled before, sealed or plain, at the moment of looking.

Imports no more than the application does, so that its memory is the application's.
"""

from datetime import datetime
from pathlib import Path

from flask import Flask

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.foundation.vault import KeyRing, Store
from netwerkberaad.web import create_app


def sealed(folder: str, url: str, moment: str) -> Flask:
    """The application as it is."""
    settings = Settings(Path(folder), url, "http://localhost:8000")
    store = Store(build_engine(url), KeyRing.load(settings.key_file))
    return create_app(settings, MovableClock(datetime.fromisoformat(moment)), store)


def plain(folder: str, url: str, moment: str) -> Flask:
    """The same without a vault."""
    from bench.plain import PlainStore

    settings = Settings(Path(folder), url, "http://localhost:8000")
    store = PlainStore(build_engine(url), KeyRing.load(settings.key_file))
    return create_app(settings, MovableClock(datetime.fromisoformat(moment)), store)
