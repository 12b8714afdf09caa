"""Measures every row, or those whose names are given: ``python -m bench [ROWS …]``.

All rows together end up in ``latest.json``; a few of them are only printed.
"""

import argparse
import importlib
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol, cast

from tqdm import tqdm

from bench.harness import Row, table

LATEST = Path(__file__).with_name("latest.json")
GROUPS = (
    "vault",
    "password",
    "pages",
    "circle",
    "door",
    "weight",
    "queries",
    "start",
    "memory",
    "outbox",
    "insight",
    "moving",
)


class Group(Protocol):
    """A module of rows."""

    def measure(self, folder: Path) -> Iterator[Row]:
        """Its rows, one after the other; a folder is there for what they need."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 0 when every row reaches its aim, 1 when one does not."""
    parser = argparse.ArgumentParser(
        prog="bench", description="Measure, side by side with a plain reference."
    )
    parser.add_argument("groups", nargs="*", choices=[[], *GROUPS], help="which rows; all without one")
    chosen = parser.parse_args(arguments).groups or GROUPS
    rows = list(measured(chosen))
    print(table(rows))
    if set(chosen) == set(GROUPS):
        LATEST.write_text(latest(rows))
    return 0 if all(row.ok for row in rows) else 1


def measured(groups: Sequence[str]) -> Iterator[Row]:
    """The rows of some groups, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="netwerkberaad-bench-") as folder:
        progress = tqdm(groups, unit="group", file=sys.stderr)
        for name in progress:
            progress.set_description(name)
            group = cast(Group, importlib.import_module(f"bench.rows.{name}"))
            for row in group.measure(Path(folder) / name):
                progress.set_postfix_str(row.row)
                yield row


def latest(rows: Sequence[Row]) -> str:
    """What ``latest.json`` holds."""
    return json.dumps({"rows": [row.as_json() for row in rows]}, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
