"""`netwerkberaad database`: a copy without keys, and the roles of PostgreSQL."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from netwerkberaad.foundation.core.config import ConfigurationError, Settings

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
    copying = add("copy", copy, "copy a SQLite database while it is in use, without the wrapped keys")
    copying.add_argument("file", metavar="FILE", help="a new file, readable by you alone")


def roles(_options: argparse.Namespace, _settings: Settings) -> int:
    """Print a script for psql."""
    from netwerkberaad import migrations

    print(Path(migrations.__file__).with_name("roles.sql").read_text(encoding="utf-8"), end="")
    return 0


def copy(options: argparse.Namespace, settings: Settings) -> int:
    """Copy the database to a new file; on PostgreSQL say how that is done there."""
    from netwerkberaad.foundation.core.copying import copy_without
    from netwerkberaad.foundation.core.database import build_engine
    from netwerkberaad.foundation.vault.key_backup import KEPT_APART

    if not settings.database_url.startswith("sqlite"):
        left_out = " ".join(f"--exclude-table-data={table}" for table in KEPT_APART)
        raise ConfigurationError(f"on PostgreSQL use: pg_dump {left_out} --file=FILE DATABASE_URL")
    engine = build_engine(settings.database_url)
    try:
        copy_without(engine, Path(options.file), KEPT_APART)
    except FileExistsError:
        print(f"netwerkberaad: {options.file} is there already", file=sys.stderr)
        return 2
    engine.dispose()
    print(f"{options.file} holds everything but the wrapped keys; those come from: netwerkberaad keys backup")
    return 0
