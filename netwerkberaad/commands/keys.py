"""`netwerkberaad keys`: looking at, replacing and retiring root keys, and what leads to paper and backups.

No key is taken as an argument, and none is printed but by `sheet --terminal`.
"""

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from netwerkberaad.commands import key_backups, resealing, sheets
from netwerkberaad.foundation.core.clock import SystemClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import LiveRing, Provider, Store, provider_of, rotation

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from netwerkberaad.foundation.vault import KeyRing

Command = Callable[[argparse.Namespace, Settings], int]


def add_keys(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """Add the commands below `keys`."""
    actions = parser.add_subparsers(required=True, metavar="action")

    def add(name: str, command: Command, explanation: str) -> argparse.ArgumentParser:
        added = actions.add_parser(name, help=explanation, description=explanation, parents=[common])
        added.set_defaults(command=command)
        return added

    add("status", status, "say which root keys there are and what each of them wraps")
    rotating = add("rotate", rotate, "wrap everything with a new root key, while the application runs")
    rotating.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    rotating.add_argument(
        "--prepare",
        action="store_true",
        help="only add the new key, to bring the ring to other machines first",
    )
    retiring = add("retire", retire, "take a root key that wraps nothing any more out of the ring")
    retiring.add_argument("key_id", metavar="KEYID")
    sealing = add("reseal", resealing.reseal, "give a case whose key may be known new keys, and seal it anew")
    sealing.add_argument("--case", action="append", required=True, metavar="ID")
    sealing.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    _add_paper(add)
    add("backup", key_backups.backup, "write the wrapped keys to a file, and delete files past their life")
    restoring = add("restore", key_backups.restore, "put wrapped keys back in a database that came without")
    restoring.add_argument("file", metavar="FILE")
    restoring.add_argument(
        "--erase",
        action="store_true",
        help="then erase the rows of cases without a key; only after the newest backup of keys",
    )


def _add_paper(add: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    sheet = add("sheet", sheets.sheet, "make the recovery sheet: the root keys on paper, whole or in shares")
    where = sheet.add_mutually_exclusive_group(required=True)
    where.add_argument("file", nargs="?", metavar="FILE.pdf", help="a new file, readable by you alone")
    where.add_argument(
        "--terminal", action="store_true", help="show the words here, to write them down by hand"
    )
    sheet.add_argument("--shares", type=int, default=1, help="how many shares to make (default: 1)")
    sheet.add_argument("--needed", type=int, default=1, help="how many of them are needed (default: 1)")
    recover = add("recover", sheets.recover, "make the ring of root keys again from the words on its sheets")
    recover.add_argument(
        "--file", action="append", help="read shares from a file, one a line, instead of asking"
    )


def status(_options: argparse.Namespace, settings: Settings) -> int:
    """Counts per root key; 1 when keys are wrapped by a root key that is not there."""
    from netwerkberaad.cases.keyless import find_erased, find_keyless

    store, provider = opened(settings)
    print(f"root keys: {settings.root_keys.partition('?')[0]} ({provider.path.name})")
    with store.reading() as session:
        lost = _print_uses(session, store.ring)
        keyless, erased = len(find_keyless(session).cases), len(find_erased(session))
    if keyless:
        print(f"{keyless} cases have no key: nobody can open them, and no list shows them")
    if erased:
        print(f"{erased} people came back after they were erased: their place is shown, without content")
    store.engine.dispose()
    return 1 if lost else 0


def rotate(options: argparse.Namespace, settings: Settings) -> int:
    """Go on with a rotation that was cut off, or begin one."""
    store, provider = opened(settings)
    if options.dry_run:
        return _say_what_would_be_done(store)
    if options.prepare:
        ring = rotation.prepare_root_key(provider)
        print(f"root key {ring.newest} is in the ring and seals nothing yet; rotate goes on with it")
        return 0
    ring = rotation.begin_rotation(store, provider, now=SystemClock().now())
    with store.reading() as session:
        total = rotation.count_to_rewrap(session, ring)
    from tqdm import tqdm

    done = 0
    with tqdm(total=total, unit="key", desc=f"wrapping with {ring.current}", file=sys.stderr) as bar:
        for size in rotation.rewrap(store, ring):
            done += size
            bar.update(size)
    print(f"{done} keys are wrapped with root key {ring.current} now")
    with store.reading() as session:
        _print_uses(session, ring)
    print("Print a new recovery sheet (netwerkberaad keys sheet) before you retire an old key.")
    print("Keep older backups of wrapped keys in mind: they need the old key; make a new one (keys backup).")
    store.engine.dispose()
    return 0


def retire(options: argparse.Namespace, settings: Settings) -> int:
    """Take a key out of the ring."""
    store, provider = opened(settings)
    rotation.retire(store, provider, options.key_id)
    print(f"root key {options.key_id} is gone from the ring; destroy its recovery sheet")
    store.engine.dispose()
    return 0


def opened(settings: Settings) -> tuple[Store, Provider]:
    """The store and the place of its ring. Raises KeyRingError when there is none: these commands make nothing."""
    from netwerkberaad.foundation.core.database import build_engine

    provider = provider_of(settings)
    return Store(build_engine(settings.database_url), LiveRing.of(provider)), provider


def _say_what_would_be_done(store: Store) -> int:
    with store.reading() as session:
        uses = rotation.uses_of_root_keys(session, store.ring)
        waiting = rotation.count_to_rewrap(session, store.ring)
    if store.ring.newest != store.ring.current:
        print(f"would go on with the prepared root key {store.ring.newest}")
        waiting = sum(use.total for use in uses)
    elif waiting:
        print(f"would go on with root key {store.ring.current}")
    else:
        print("would make a new root key")
        waiting = sum(use.total for use in uses)
    print(f"would wrap {waiting} keys anew; nothing was changed")
    store.engine.dispose()
    return 0


def _print_uses(session: "Session", ring: "KeyRing") -> bool:
    """Print a line for each root key; whether one is needed that is not there."""
    lost = False
    for use in rotation.uses_of_root_keys(session, ring):
        lost = lost or not use.in_ring
        state = "seals now" if use.current else "can be retired" if not use.total else "still needed"
        if use.id == ring.newest and not use.current:
            state = "prepared"
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(use.wraps.items())) or "nothing"
        print(f"{use.id}  {state if use.in_ring else 'IS NOT IN THE RING'}  wraps {kinds}")
    return lost
