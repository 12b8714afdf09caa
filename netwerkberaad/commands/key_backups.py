"""Backups of the wrapped keys, apart from those of the database: made, aged out, and put back."""

import argparse
from datetime import UTC
from pathlib import Path

from netwerkberaad.foundation.core.clock import SystemClock
from netwerkberaad.foundation.core.config import Settings


def backup(_options: argparse.Namespace, settings: Settings) -> int:
    """Write a backup of the keys and delete those that are past their life."""
    from netwerkberaad.commands.keys import opened
    from netwerkberaad.foundation.vault import key_backup

    store, _ = opened(settings)
    now = SystemClock().now()
    with store.reading() as session:
        path = key_backup.write_backup(session, store.ring, settings.key_backups, now=now)
    store.engine.dispose()
    print(path)
    gone = key_backup.remove_old(settings.key_backups, days=settings.key_backup_days, now=now)
    print(f"{len(gone)} backups of keys older than {settings.key_backup_days} days were deleted")
    return 0


def restore(options: argparse.Namespace, settings: Settings) -> int:
    """Put keys back in a database that came without them."""
    from netwerkberaad.commands.keys import opened
    from netwerkberaad.foundation.vault import key_backup

    store, _ = opened(settings)
    with store.writing() as session:
        done = key_backup.restore(session, store.ring, Path(options.file))
    print(f"{done.added} keys put back, {done.present} were there already", end="")
    print(f"; the backup is of {done.made_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC")
    print("What was destroyed before that moment has no key, and stays closed.")
    if options.erase:
        from netwerkberaad.flows import erase_keyless

        print(f"{erase_keyless(store, SystemClock().now())} cases without a key were erased")
    store.engine.dispose()
    return 0
