"""The application for a WSGI server: `gunicorn wsgi:application`, set up by environment variables."""

from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.web import create_app

application = create_app(Settings.from_env())
