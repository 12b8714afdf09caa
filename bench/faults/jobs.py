"""The jobs as ``netwerkberaad jobs work`` runs them, with a clock that can be put wrong: ``python -m bench.faults.jobs FILE``."""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from netwerkberaad.foundation.core.clock import SystemClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.jobs import run_until_told


class WrongClock:
    """The machine's clock and so many seconds more, as a file says at that moment."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        return SystemClock().now() + timedelta(seconds=int(self._path.read_text() or 0))


def set_clock(path: Path, seconds: int) -> None:
    """Put a clock so many seconds ahead; whoever reads it meanwhile reads the old or the new value."""
    new = path.with_suffix(".new")
    new.write_text(str(seconds))
    new.rename(path)


if __name__ == "__main__":
    run_until_told(Settings.from_env(), parent=os.getppid(), clock=WrongClock(Path(sys.argv[1])))
