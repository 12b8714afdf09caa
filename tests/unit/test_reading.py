"""A unit of work that only reads asks each question once; one that writes asks it anew."""

import itertools

from sqlalchemy.orm import Session

from netwerkberaad.foundation.core.reading import keep_reads, read_once


def test_in_a_session_that_only_reads_a_question_is_asked_once() -> None:
    session, numbers = Session(), itertools.count()
    keep_reads(session)
    answers = [read_once(session, ("people", 1), lambda: next(numbers)) for _time in range(3)]
    assert answers == [0, 0, 0]


def test_another_question_is_asked_for_itself() -> None:
    session = Session()
    keep_reads(session)
    assert read_once(session, ("people", 1), lambda: "Fatma") == "Fatma"
    assert read_once(session, ("people", 2), lambda: "Joke") == "Joke"


def test_a_session_that_writes_sees_what_it_wrote() -> None:
    session, answers = Session(), iter(["before", "after"])
    assert read_once(session, "words", lambda: next(answers)) == "before"
    assert read_once(session, "words", lambda: next(answers)) == "after"
