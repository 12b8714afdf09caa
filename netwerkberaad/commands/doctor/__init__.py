"""`netwerkberaad doctor`: looks at an installation and says what is wrong, why that matters and what to do. Changes nothing."""

import argparse
from collections.abc import Callable, Iterable
from functools import partial

from netwerkberaad.commands.doctor import database, files, running
from netwerkberaad.commands.doctor.finding import Finding
from netwerkberaad.foundation.core.config import Settings

__all__ = ["Finding", "doctor", "examine"]


def add_doctor_options(parser: argparse.ArgumentParser) -> None:
    """What `doctor` wants to know."""
    parser.add_argument(
        "--mail", action="store_true", help="also speak with the mail server (nothing is sent)"
    )


def doctor(options: argparse.Namespace, settings: Settings) -> int:
    """Print what was found, the worst first; 1 when something is wrong, 0 when nothing is or it is advice only."""
    found = examine(settings, mail=options.mail)
    for finding in sorted(found, key=lambda finding: not finding.wrong):
        print(finding.told())
    wrong = sum(finding.wrong for finding in found)
    print(
        f"{wrong} things are wrong, {len(found) - wrong} deserve a look"
        if found
        else "nothing wrong was found"
    )
    return 1 if wrong else 0


def examine(settings: Settings, *, mail: bool = False) -> list[Finding]:
    """Look at everything; what cannot be looked at is a finding too."""
    looks: list[Callable[[], Iterable[Finding]]] = [
        partial(look, settings) for look in (*files.LOOKS, *database.LOOKS, *running.LOOKS)
    ]
    if mail:
        looks.append(partial(running.mail_server, settings))
    return [finding for look in looks for finding in look()]
