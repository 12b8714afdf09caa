"""Reads a scenario so that nothing gets lost: whatever was not asked for can be counted afterwards."""

from collections import Counter
from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from typing import TypeVar

from netwerkberaad.demo.moments import Moment

Word = TypeVar("Word", bound=StrEnum)


class ScenarioError(ValueError):
    """A scenario does not have the shape it should have. The text says where."""


class Node:
    """One mapping of a scenario, that remembers which of its keys were asked for."""

    def __init__(self, data: object, path: str = "") -> None:
        if not isinstance(data, Mapping):
            raise ScenarioError(f"{path or 'the scenario'} is not a mapping")
        self._data: dict[str, object] = {str(key): value for key, value in data.items()}
        self._path = path
        self._asked: set[str] = set()
        self._inside: list[Node] = []
        self._noted: Counter[str] = Counter()

    def has(self, key: str) -> bool:
        """Whether there is such a key; does not count as asking for it."""
        return self._data.get(key) is not None

    def text(self, key: str, default: str = "") -> str:
        """Text, without the blanks around it."""
        value = self._take(key)
        return default if value is None else str(value).strip()

    def number(self, key: str) -> int | None:
        """A whole number, or None without the key."""
        value = self._take(key)
        if value is not None and not isinstance(value, int):
            raise ScenarioError(f"{self._at(key)} is not a number")
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Yes or no."""
        value = self._take(key)
        return default if value is None else value is True

    def words(self, key: str) -> tuple[str, ...]:
        """A list of ids or sentences; empty without the key."""
        return tuple(str(value).strip() for value in self._list(key))

    def node(self, key: str) -> "Node":
        """A mapping inside this one; empty without the key."""
        found = Node(self._take(key) or {}, self._at(key))
        self._inside.append(found)
        return found

    def nodes(self, key: str) -> list["Node"]:
        """A list of mappings; empty without the key."""
        found = [Node(value, self._at(key)) for value in self._list(key)]
        self._inside += found
        return found

    def moment(self, key: str) -> Moment:
        """A moment. Raises ScenarioError when it is missing."""
        found = self.maybe_moment(key)
        if found is None:
            raise ScenarioError(f"{self._at(key)} is missing")
        return found

    def maybe_moment(self, key: str) -> Moment | None:
        """A moment, or None without the key."""
        if not self.has(key):
            return None
        value = self.node(key)
        at = value.text("time")
        return Moment(value.number("day") or 0, time.fromisoformat(at) if at else None)

    def leave(self, *keys: str) -> None:
        """These keys are not for the program, such as what a test should expect."""
        self._asked.update(keys)

    def note(self, what: str) -> None:
        """Count something that was asked for and cannot be held."""
        self._noted[f"{self._path}.{what}".lstrip(".")] += 1

    def choose(self, key: str, words: type[Word], default: Word) -> Word:
        """A fixed word. One that the program does not know is counted, and the default taken."""
        value = self.text(key)
        if value in {word.value for word in words}:
            return words(value)
        if value:
            self.note(f"{key} {value}")
        return default

    def unread(self) -> Counter[str]:
        """What nobody asked for, by its path, with how many there are; with what was noted."""
        found = Counter(self._noted)
        for key, value in self._data.items():
            if key not in self._asked and value is not None:
                found[self._at(key)] += len(value) if isinstance(value, list) else 1
        for inside in self._inside:
            found += inside.unread()
        return found

    def _take(self, key: str) -> object:
        self._asked.add(key)
        return self._data.get(key)

    def _list(self, key: str) -> list[object]:
        value = self._take(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise ScenarioError(f"{self._at(key)} is not a list")
        return value

    def _at(self, key: str) -> str:
        return f"{self._path}.{key}".lstrip(".")
