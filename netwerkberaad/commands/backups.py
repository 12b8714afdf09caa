"""`netwerkberaad backup` and `netwerkberaad restore`: the data, sealed and without wrapped keys."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from netwerkberaad.foundation.core.clock import SystemClock
from netwerkberaad.foundation.core.config import ConfigurationError, Settings

if TYPE_CHECKING:
    from netwerkberaad.flows.keeping import Verified


def add_restore_options(parser: argparse.ArgumentParser) -> None:
    """What `restore` wants to know."""
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="a backup of data (with --verify: the newest)"
    )
    parser.add_argument(
        "--verify",
        action="store_true",
        help="change nothing: put it back in a temporary place, look at all of it and say what was found",
    )
    parser.add_argument("--keys", metavar="FILE", help="a backup of keys (default with --verify: the newest)")


def backup(_options: argparse.Namespace, settings: Settings) -> int:
    """Make and prove a backup, of the data and of the keys."""
    from netwerkberaad.commands.keys import opened
    from netwerkberaad.flows.keeping import backups_in, keep_now

    store, _ = opened(settings)
    found = keep_now(store, settings, SystemClock().now())
    store.engine.dispose()
    print(backups_in(settings.backups)[-1])
    print(_newest_keys(settings))
    _print_found(found)
    print("Both were put back as a trial. Copy them away from this machine, each to another place.")
    return 0


def restore(options: argparse.Namespace, settings: Settings) -> int:
    """Put a backup back in an empty database, or prove that it can be."""
    from netwerkberaad.flows.keeping import backups_in

    if options.verify:
        made = backups_in(settings.backups)
        if not options.file and not made:
            raise ConfigurationError(f"there is no backup in {settings.backups}")
        return _verify(Path(options.file) if options.file else made[-1], options.keys, settings)
    if not options.file:
        raise ConfigurationError("name the backup to put back")
    return _put_back(Path(options.file), options.keys, settings)


def _verify(path: Path, keys: str | None, settings: Settings) -> int:
    from netwerkberaad.flows.keeping import alone_in, verify
    from netwerkberaad.foundation.vault import provider_of

    ring = provider_of(settings).load()
    with alone_in(settings.backups):
        found = verify(path, Path(keys) if keys else _newest_keys(settings), ring, folder=settings.backups)
    _print_found(found)
    for fault in found.faults:
        print(f"fault: {fault}", file=sys.stderr)
    if found.without_key:
        print(f"{len(found.without_key)} scopes have no key in this backup of keys: destroyed since, or lost")
    print("it can be put back" if not found.faults else "IT CANNOT BE TRUSTED")
    return 1 if found.faults else 0


def _put_back(path: Path, keys: str | None, settings: Settings) -> int:
    from netwerkberaad.flows.keeping import put_back
    from netwerkberaad.foundation.core.database import build_engine
    from netwerkberaad.foundation.vault import LiveRing, Store, key_backup, provider_of

    ring = provider_of(settings).load()
    engine = build_engine(settings.database_url)
    rows = put_back(engine, ring, path)
    print(f"{sum(rows.values())} rows in {len(rows)} tables were put back")
    if keys:
        with Store(engine, LiveRing(ring)).writing() as session:
            print(f"{key_backup.restore(session, ring, Path(keys)).added} keys were put back")
    engine.dispose()
    if not keys:
        print(
            "Now put the keys back, with the newest backup of keys: netwerkberaad keys restore --erase FILE"
        )
    return 0


def _newest_keys(settings: Settings) -> Path:
    from netwerkberaad.foundation.vault import key_backup

    made = key_backup.backups_in(settings.key_backups)
    if not made:
        raise ConfigurationError(
            f"there is no backup of keys in {settings.key_backups}: name one with --keys"
        )
    return made[-1]


def _print_found(found: "Verified") -> None:
    for name, count in sorted(found.rows.items()):
        if count:
            print(f"  {name:32}{count:>12}")
    print(f"data of {found.made_at:%Y-%m-%d %H:%M} UTC, {sum(found.rows.values())} rows in all")
    print(f"{found.opened} sealed values opened, one of each kind in every case and person")
