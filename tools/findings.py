"""What a check found, and how it is told: one line per finding, in a form that editors can jump to."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, order=True)
class Finding:
    """One thing wrong at one place."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def tell(findings: Iterable[Finding]) -> int:
    """Print the findings in order; the exit code of the check: 1 if there is any."""
    ordered = sorted(set(findings))
    for finding in ordered:
        print(finding)
    return 1 if ordered else 0
