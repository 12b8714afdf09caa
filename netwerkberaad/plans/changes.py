"""What changed between two versions, and whom it concerns. Pure: works on views alone."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from netwerkberaad.plans.content import LineView, PlanView
from netwerkberaad.plans.model import Leave


class ChangeKind(StrEnum):
    """What happened to a line."""

    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Change:
    """One line that is new, different or gone; ``before`` and ``after`` say how it was and is."""

    kind: ChangeKind
    lineage_id: uuid.UUID
    before: LineView | None
    after: LineView | None

    @property
    def people_ids(self) -> frozenset[uuid.UUID]:
        """Owners, checker, back-up and fallback, before and after."""
        sides = [side.people_ids for side in (self.before, self.after) if side is not None]
        return frozenset().union(*sides)


def changes_between(before: PlanView, after: PlanView) -> list[Change]:
    """The lines that differ, in the order of the newer version; what ended comes last."""
    old = {line.lineage_id: line for line in before.lines}
    new = {line.lineage_id: line for line in after.lines}
    changes: list[Change] = []
    for lineage_id, line in new.items():
        earlier = old.get(lineage_id)
        if earlier is None:
            changes.append(Change(ChangeKind.ADDED, lineage_id, None, line))
        elif not same_line(earlier, line):
            changes.append(Change(ChangeKind.CHANGED, lineage_id, earlier, line))
    changes += [
        Change(ChangeKind.ENDED, lineage_id, line, None)
        for lineage_id, line in old.items()
        if lineage_id not in new
    ]
    return changes


def concerned(changes: Iterable[Change]) -> frozenset[uuid.UUID]:
    """Everybody whom at least one of these changes is about."""
    return frozenset().union(*(change.people_ids for change in changes))


def changes_for(changes: Iterable[Change], person_id: uuid.UUID) -> list[Change]:
    """The changes that are about one person."""
    return [change for change in changes if person_id in change.people_ids]


def same_promise(one: LineView, other: LineView) -> bool:
    """Whether the same people promise the same, in the same words, at the same time: then a confirmation stays."""
    return _promise(one) == _promise(other)


def same_line(one: LineView, other: LineView) -> bool:
    """Whether nothing about the line changed for anybody. Its place in the plan does not count."""
    return _promise(one) == _promise(other) and _around(one) == _around(other)


def _promise(line: LineView) -> tuple[object, ...]:
    return (
        replace(line.words, leave=Leave.ASK),
        line.first_at,
        line.every,
        line.until_at,
        line.after_id,
        line.owner_ids,
    )


def _around(line: LineView) -> tuple[object, ...]:
    others = (line.checker, line.backup, line.fallback)
    return line.words.leave, *(other.id if other else None for other in others)
