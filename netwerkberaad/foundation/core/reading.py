"""What was read once in a unit of work that only reads is not read again: several parts of a page ask the same."""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from sqlalchemy.orm import Session

T = TypeVar("T")
_KEPT = "reading.kept"


def keep_reads(session: Session) -> None:
    """Begin to keep answers in a session that will write nothing."""
    session.info[_KEPT] = {}


def read_once(session: Session, key: Hashable, read: Callable[[], T]) -> T:
    """The answer to a question, from memory when it was asked before. In a session that writes it is read anew each time.

    Whoever calls gets the same object each time: give out a list as a copy.
    """
    kept: dict[Hashable, object] | None = session.info.get(_KEPT)
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    return cast(T, kept[key])
