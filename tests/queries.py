"""Counting queries: a list must cost as many for thirty rows as for one."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from netwerkberaad.foundation.vault import Store


@contextmanager
def counted_queries(store: Store) -> Iterator[list[str]]:
    """The statements that reach the database while the block runs."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(store.engine, "before_cursor_execute", note)
