"""The application for a WSGI server: `gunicorn wsgi:application`, set up by environment variables."""

from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.process import keep_memory_private
from netwerkberaad.web import create_app

keep_memory_private()
application = create_app(Settings.from_env())
