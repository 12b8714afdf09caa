"""The words of the log: each event that is declared has a phrase of its own, and no phrase is left over."""

from flask import Flask

from netwerkberaad.foundation.core import audit
from netwerkberaad.web.kit.event_words import EVENT_WORDS


def test_each_declared_event_has_words_of_its_own(app: Flask) -> None:
    declared = {name for name in audit.declared() if not name.startswith(("test.", "tests."))}
    assert declared == EVENT_WORDS.keys()
    with app.test_request_context():
        phrases = [str(words) for words in EVENT_WORDS.values()]
    assert len(set(phrases)) == len(phrases)
