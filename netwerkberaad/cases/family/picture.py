"""The family tree as a picture: a row for each generation, the signs of a genogram, and lines below the names."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from netwerkberaad.cases.circle_layout import Box
from netwerkberaad.cases.family.households import Household, Kinship, generations_of, households_of
from netwerkberaad.cases.family.rows import Branch, Slot, branches_of, ordered, placed
from netwerkberaad.cases.people import Person, TreeSign
from netwerkberaad.cases.picture import cut_name, name_width
from netwerkberaad.cases.ties.model import CircleTie, TieKind

MARK = 13.0  # half of a sign
_NAME_DOWN, _NAME_UP = 33.0, 13.0  # from the middle of a sign to the line of its name; how high letters are
_ROW = 44.0  # from the middle of a sign to where lines may begin
_TRACK, _SPACE = 14.0, 20.0  # between lines below one row; above and below them
_AIR, _LEAST_HALF, _STOP = 9.0, 24.0, 8.0
_MARGIN = 24.0
_LEG, _MOST_ASIDE = 10.0, 18.0  # between the legs of one parent; the farthest of them from the middle
_BESIDE = 18.0  # from the last parent to what marks a bond


@dataclass(frozen=True, slots=True)
class Relative:
    """What the tree needs to know of somebody."""

    id: uuid.UUID
    short: str
    full: str
    sign: TreeSign = TreeSign.UNKNOWN
    deceased: bool = False
    principal: bool = False


@dataclass(frozen=True, slots=True)
class TreeMark:
    """Somebody in the tree: the sign, the name under it, and the room both take."""

    person: Relative
    label: str
    x: float
    y: float
    box: Box

    @property
    def label_y(self) -> float:
        """The line the name stands on."""
        return round(self.y + _NAME_DOWN, 1)


@dataclass(frozen=True, slots=True)
class TreeLine:
    """Parents and children joined: the path, and the place between two parents for what marks their bond."""

    path: str
    segments: tuple[tuple[float, float, float, float], ...]
    bond: TieKind | None
    middle: tuple[float, float]


@dataclass(frozen=True, slots=True)
class TreePicture:
    """The whole tree, in whole tenths."""

    marks: tuple[TreeMark, ...]
    lines: tuple[TreeLine, ...]
    rows: tuple[tuple[Relative, ...], ...]
    households: tuple[Household, ...]
    view: Box

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return self.view.right - self.view.left, self.view.bottom - self.view.top


def draw_tree(people: Iterable[Person], ties: Iterable[CircleTie]) -> TreePicture:
    """The tree of these people: the hoofdpersonen and everybody with a family tie to somebody among them."""
    relatives = [
        Relative(
            one.id,
            one.name.short,
            one.name.full,
            one.about.sign,
            one.about.deceased,
            one.is_principal,
        )
        for one in people
    ]
    return place_tree(relatives, [(row.tie.kind, row.one_id, row.other_id) for row in ties])


def place_tree(people: Sequence[Relative], ties: Sequence[Kinship]) -> TreePicture:
    """Place everybody. The same people and ties give the same picture, in whatever order they come."""
    known = {one.id: one for one in people}
    kin = [tie for tie in ties if tie[0] is not TieKind.KNOWS and {tie[1], tie[2]} <= known.keys()]
    inside = {one for _kind, *pair in kin for one in pair} | {one.id for one in people if one.principal}
    households = households_of(kin)
    row = generations_of(sorted(inside), households)
    branches = branches_of(households, row)
    labels = _labels([known[one] for one in inside])
    half: dict[Slot, float] = defaultdict(
        lambda: _STOP,
        {one: max(_LEAST_HALF, name_width(labels[one]) / 2 + _AIR) for one in inside},
    )
    rows = ordered(row, branches)
    at = placed(rows, half, branches)
    tracks, asides = _tracks(branches), _asides(branches)
    tops = _tops(len(rows), branches, tracks)
    marks = tuple(
        _mark(known[slot], labels[slot], at[slot], tops[number])
        for number, slots in enumerate(rows)
        for slot in slots
        if isinstance(slot, uuid.UUID)
    )
    lines = tuple(
        _line(branch, at, asides[index], tops, tops[branch.row] + _ROW + _SPACE + _TRACK * tracks[index])
        for index, branch in enumerate(branches)
    )
    people_by_row = tuple(tuple(known[one] for one in slots if isinstance(one, uuid.UUID)) for slots in rows)
    return TreePicture(marks, lines, people_by_row, tuple(households), _view(marks, lines))


def _labels(people: Sequence[Relative]) -> dict[uuid.UUID, str]:
    """What people are called; who share a name get their last name with it."""
    short = [one.short.casefold() for one in people]
    return {
        one.id: cut_name(one.full if short.count(one.short.casefold()) > 1 else one.short) for one in people
    }


def _tracks(branches: Sequence[Branch]) -> list[int]:
    """For each line its place among the lines below the same row."""
    used: defaultdict[int, int] = defaultdict(int)
    tracks = []
    for branch in branches:
        tracks.append(used[branch.row])
        used[branch.row] += 1
    return tracks


def _tops(many: int, branches: Sequence[Branch], tracks: Sequence[int]) -> list[float]:
    """The height of each row: under the lines below the one before."""
    tops, y = [], 0.0
    for number in range(many):
        tops.append(y)
        most = max(
            (track for branch, track in zip(branches, tracks, strict=True) if branch.row == number), default=0
        )
        y += _ROW + 2 * _SPACE + _TRACK * most + MARK
    return tops


def _mark(person: Relative, label: str, x: float, y: float) -> TreeMark:
    half = max(MARK, name_width(label) / 2)
    box = Box(x - half, y - MARK, x + half, y + _NAME_DOWN + 5)
    return TreeMark(person, label, round(x, 1), round(y, 1), box)


def _asides(branches: Sequence[Branch]) -> list[dict[Slot, float]]:
    """For each line how far its legs stand aside, so that those of one parent to several households stay apart."""
    many = Counter(slot for branch in branches for slot in branch.above)
    seen: Counter[Slot] = Counter()
    found: list[dict[Slot, float]] = []
    for branch in branches:
        found.append({})
        for slot in branch.above:
            between = min(_LEG, 2 * _MOST_ASIDE / max(1, many[slot] - 1))
            found[-1][slot] = (seen[slot] - (many[slot] - 1) / 2) * between
            seen[slot] += 1
    return found


def _line(
    branch: Branch,
    at: Mapping[Slot, float],
    aside: Mapping[Slot, float],
    tops: Sequence[float],
    track: float,
) -> TreeLine:
    """A level line with a leg up to each parent and down to each child; a stop is passed right through."""
    begin = tops[branch.row] + _NAME_DOWN + 7
    legs = [at[slot] + aside[slot] for slot in branch.above]
    segments = [(x, begin, x, track) for x in legs]
    for slot in branch.below:
        end = tops[branch.row + 1] - MARK
        if isinstance(slot, tuple):
            end = tops[branch.row + 1] + _NAME_DOWN + 7
        segments.append((at[slot], track, at[slot], end))
    ends = [*legs, *(at[slot] for slot in branch.below)]
    if max(ends) > min(ends):
        segments.append((min(ends), track, max(ends), track))
    tidy = tuple(tuple(round(number, 1) for number in one) for one in segments)
    path = "".join(f"M{x1:g} {y1:g}L{x2:g} {y2:g}" for x1, y1, x2, y2 in tidy)
    middle = (round(max(legs) - min(_BESIDE, (max(legs) - min(legs)) / 2), 1), round(track, 1))
    return TreeLine(path, tuple((x1, y1, x2, y2) for x1, y1, x2, y2 in tidy), branch.bond, middle)


def _view(marks: Sequence[TreeMark], lines: Sequence[TreeLine]) -> Box:
    xs = [0.0, *(edge for mark in marks for edge in (mark.box.left, mark.box.right))]
    ys = [0.0, *(mark.box.bottom for mark in marks), *(line.middle[1] for line in lines)]
    return Box(
        round(min(xs) - _MARGIN, 1),
        round(-MARK - _MARGIN, 1),
        round(max(xs) + _MARGIN, 1),
        round(max(ys) + _MARGIN, 1),
    )
