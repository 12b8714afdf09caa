"""Lines of the log as JSON: ids and numbers under names, and of an error its kind alone."""

import json
import logging
import sys

from netwerkberaad.foundation.core.logs import SAID, JsonLines


def line(**more: object) -> dict[str, object]:
    record = logging.LogRecord("jobs", logging.INFO, "", 1, "job %s did %d", ("sweep", 3), None)
    vars(record).update(more)
    parsed: dict[str, object] = json.loads(JsonLines().format(record))
    return parsed


def test_a_line_is_one_object_with_moment_level_and_place() -> None:
    said = line(created=0.5)
    assert said == {
        "at": "1970-01-01T00:00:00.500+00:00",
        "level": "info",
        "logger": "jobs",
        "message": "job sweep did 3",
    }


def test_names_and_values_take_the_place_of_the_text() -> None:
    said = line(**{SAID: {"path": "/p/", "status": 200}})
    assert (said["path"], said["status"]) == ("/p/", 200)
    assert "message" not in said


def test_an_error_is_told_by_its_kind() -> None:
    try:
        raise ValueError("Fatma Yılmaz")
    except ValueError:
        said = line(exc_info=sys.exc_info())
    assert said["error"] == "ValueError"
    assert "Fatma" not in json.dumps(said, ensure_ascii=False)
