"""`netwerkberaad database`: the roles of PostgreSQL."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from netwerkberaad.foundation.core.config import Settings

if TYPE_CHECKING:
    from netwerkberaad.commands.keys import Command


def add_database(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """Add the commands below `database`."""
    actions = parser.add_subparsers(required=True, metavar="action")

    def add(name: str, command: "Command", explanation: str) -> argparse.ArgumentParser:
        added = actions.add_parser(name, help=explanation, description=explanation, parents=[common])
        added.set_defaults(command=command)
        return added

    add("roles", roles, "print what gives the application a role on PostgreSQL that cannot change the log")


def roles(_options: argparse.Namespace, _settings: Settings) -> int:
    """Print a script for psql."""
    from netwerkberaad import migrations

    print(Path(migrations.__file__).with_name("roles.sql").read_text(encoding="utf-8"), end="")
    return 0
