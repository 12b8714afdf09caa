"""Records what was sent, a few messages in one commit: a commit waits for the disk longer than a mail server nearby
needs for a message."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

Record = dict[str, object]
TOGETHER = 4
"""Never are more messages handed over and not yet on record."""


class Ledger:
    """Notes records and commits them a few at a time; the last ones at the end of the block, however it ends."""

    def __init__(self, commit: Callable[[list[Record]], None]) -> None:
        self._commit = commit
        self._waiting: list[Record] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._settle()

    def note(self, record: Record) -> None:
        """Put a record with those that wait, and commit them when there are enough."""
        self._waiting.append(record)
        if len(self._waiting) >= TOGETHER:
            self._settle()

    def _settle(self) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting:
            self._commit(waiting)
