"""Break things on purpose and count what was kept: ``python -m bench.faults``, or ``make faults``.

Everything runs on this machine, over loopback, in processes begun here; nothing else is killed. It ends by itself.
"""

import argparse
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.faults.full import WAYS, Full, full
from bench.faults.postman import Moods, moods
from bench.faults.storm import Counted, storm

ANSWERS, MESSAGES, SEED = 2_000, 5_000, 7
MOST = 20_000
_HEAD = ("what broke", "confirmed", "lost", "doubled", "messages", "lost", "doubled", "in a break")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. ``in_a_break``: sent again after a break between the server's yes and our commit."""

    scene: str
    confirmed: int
    lost: int
    doubled: int
    messages: int
    messages_lost: int
    messages_doubled: int
    in_a_break: str
    whole: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 0 when nothing was lost and nothing came twice."""
    parser = argparse.ArgumentParser(prog="bench.faults", description="Break things and count what was kept.")
    parser.add_argument("--answers", type=int, default=ANSWERS, help=f"people who answer, at most {MOST}")
    parser.add_argument("--messages", type=int, default=MESSAGES, help=f"messages besides, at most {MOST}")
    parser.add_argument("--breaks", type=int, default=40, help="things that break, in each storm")
    parser.add_argument("--seed", type=int, default=SEED, help="chooses what breaks, and when")
    parser.add_argument("--only", choices=[name for name, _scene in _scenes(parser.parse_args([]))])
    options = parser.parse_args(arguments)
    if not (10 <= options.answers <= MOST and 10 <= options.messages <= MOST):
        parser.error(f"--answers and --messages are 10 to {MOST}")
    logging.disable(logging.CRITICAL)  # each of thousands of failed tries would have its line
    print(f"answers {options.answers}, messages {options.messages}, seed {options.seed}", flush=True)
    print(row(_HEAD), flush=True)
    lines = list(_played(options))
    return 0 if all(line.whole for line in lines) else 1


def row(cells: Sequence[object]) -> str:
    """One row of the table."""
    first, *others = (str(cell) for cell in cells)
    return f"{first:<34}" + "".join(f"{other:>11}" for other in others)


def shown(line: Line) -> str:
    """A line as people read it."""
    cells = (
        line.scene,
        line.confirmed,
        line.lost,
        line.doubled,
        line.messages,
        line.messages_lost,
        line.messages_doubled,
        line.in_a_break,
    )
    return row(cells) + ("" if line.whole else "   NOT WHOLE")


def _scenes(options: argparse.Namespace) -> list[tuple[str, Callable[[Path], Iterator[Line]]]]:
    def stormy(folder: Path, *, on_postgres: bool) -> Iterator[Line]:
        counted = storm(
            folder,
            on_postgres=on_postgres,
            answers=options.answers,
            messages=options.messages,
            breaks=options.breaks,
            seed=options.seed,
        )
        yield of_storm(counted)

    def filled(folder: Path) -> Iterator[Line]:
        for scene in WAYS:
            place = folder / scene.replace(" ", "-")
            place.mkdir()
            answers, messages = max(40, options.answers // 10), max(100, options.messages // 10)
            yield of_full(full(place, scene, answers=answers, messages=messages))

    return [
        ("postgres", lambda folder: stormy(folder, on_postgres=True)),
        ("sqlite", lambda folder: stormy(folder, on_postgres=False)),
        ("mail", lambda folder: iter([of_moods(moods(folder, messages=options.messages // 10))])),
        ("full", filled),
    ]


def _played(options: argparse.Namespace) -> Iterator[Line]:
    for name, scene in _scenes(options):
        if options.only in {None, name}:
            with tempfile.TemporaryDirectory(prefix="netwerkberaad-faults-") as folder:
                for line in scene(Path(folder)):
                    print(shown(line), flush=True)
                    yield line


def of_storm(counted: Counted) -> Line:
    """The line of a storm, with what was broken."""
    kinds = Counter(one.kind for one in counted.breaks)
    said = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
    posts = counted.posts
    return Line(
        f"{counted.scene}: {said}",
        counted.confirmed,
        counted.lost,
        counted.doubled,
        posts.owed,
        posts.lost + posts.unsaid + posts.unsent,
        counted.out_of_place,
        f"{counted.in_a_break} of {counted.bound}",
        counted.whole,
    )


def of_moods(came: Moods) -> Line:
    """The line of the mail server."""
    posts = came.posts
    lost = posts.lost + posts.unsaid + posts.unsent + came.refused - came.parked
    beyond = max(0, came.again - came.unheard)
    in_a_break = f"{came.again} of {came.unheard}"
    return Line("mail server in every mood", 0, 0, 0, posts.owed, lost, beyond, in_a_break, came.whole)


def of_full(came: Full) -> Line:
    """The line of a full database."""
    posts = came.posts
    return Line(
        f"full: {came.scene}, {came.refused} refused",
        came.confirmed,
        came.lost,
        came.doubled,
        posts.owed,
        posts.lost + posts.unsaid + posts.unsent,
        0,
        f"{came.again}",
        came.whole,
    )


if __name__ == "__main__":
    sys.exit(main())
