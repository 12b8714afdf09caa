"""Lines of the log as JSON, for who collects them: the same ids and numbers, under names."""

import json
import logging
from datetime import UTC, datetime

SAID = "said"
"""Under this name a record may bring what it says as names and values; then that is the line, instead of its text."""


class JsonLines(logging.Formatter):
    """One object a line. An error is told by its kind, as its text may quote what somebody typed."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = getattr(record, SAID, None) or {"message": record.getMessage()}
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **said,
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, default=str)


def log_as_json() -> None:
    """Let everything this process logs be JSON."""
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines())
