"""``netwerkberaad demo``: prepares the practice region, tells how to come in, and serves it."""

import argparse
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from textwrap import fill

from sqlalchemy import select
from tqdm import tqdm

from netwerkberaad.accounts import Region
from netwerkberaad.demo.event import Event
from netwerkberaad.demo.handouts import handouts, sign_ins
from netwerkberaad.demo.load import PASSWORD, Loaded, load
from netwerkberaad.demo.service import texts_sent
from netwerkberaad.demo.stage import Stage
from netwerkberaad.foundation.core.clock import SystemClock
from netwerkberaad.foundation.core.config import ConfigurationError, Settings
from netwerkberaad.foundation.vault import Store

WIDTH = 118
Prepare = Callable[[Settings], Store]
Serve = Callable[[argparse.Namespace, Settings], int]


def run(options: argparse.Namespace, settings: Settings, *, prepare: Prepare, serve: Serve) -> int:
    """Make the practice data when there are none yet, print how to come in, and serve unless told not to.

    Raises ConfigurationError when the instance is a real one, or the data are not in its own folder.
    """
    settings = replace(settings, practice=True, mail_url="spool:", root_keys="file:")
    if settings.database_url != f"sqlite:///{_database(settings)}":
        raise ConfigurationError("the demo keeps its data in its own folder: leave DATABASE_URL unset")
    if _database(settings).exists():
        _check_practice(prepare(settings))
        if options.reset or not _told(settings).exists():
            _throw_away(settings)
    store = prepare(settings)
    if not _told(settings).exists():
        began = SystemClock().now()
        loaded = load(store, settings, began, walk=_with_progress)
        _told(settings).write_text(_not_held(loaded), encoding="utf-8")
    print(_told(settings).read_text(encoding="utf-8"))
    print(_welcome(store, settings, SystemClock().now()), flush=True)
    store.engine.dispose()
    if options.no_serve:
        return 0
    with texts_sent(store, settings):
        return serve(options, settings)


def _database(settings: Settings) -> Path:
    return settings.instance / "netwerkberaad.sqlite"


def _told(settings: Settings) -> Path:
    """Written when all is loaded: what the cases tell and the program does not hold."""
    return settings.instance / "not-held.txt"


def _check_practice(store: Store) -> None:
    with store.reading() as session:
        real = [region for region in session.scalars(select(Region)) if not region.practice]
    store.engine.dispose()
    if real:
        raise ConfigurationError(
            "this instance holds real data: give the demo a folder of its own (INSTANCE)"
        )


def _throw_away(settings: Settings) -> None:
    """Only what the demo made itself: database, keys, mails and its list."""
    database = _database(settings)
    made = [database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))]
    made += [
        settings.key_file,
        _told(settings),
        *settings.spool.glob("*.eml"),
        *settings.spool.glob("sms-*.txt"),
    ]
    for path in made:
        path.unlink(missing_ok=True)


def _with_progress(events: list[tuple[Stage, Event]]) -> Iterable[tuple[Stage, Event]]:
    shown: Iterable[tuple[Stage, Event]] = tqdm(
        events, desc="Replaying eight fictional cases", unit="event", disable=None
    )
    return shown


def _not_held(loaded: Loaded) -> str:
    lines = ["", "What the cases tell and this version does not hold, or refuses (with how many):"]
    for case in loaded.cases:
        counts = ", ".join(f"{key} {count}" for key, count in sorted(case.not_held.items())) or "nothing"
        text = f"{case.scenario} ({case.phase}): {counts}"
        lines.append(fill(text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False))
    return "\n".join(lines)


def _welcome(store: Store, settings: Settings, now: datetime) -> str:
    with store.reading() as session:
        region = session.scalars(select(Region)).one()
        accounts = sign_ins(session, region)
        name = region.name
    lines = [
        "",
        f"{name}: a practice region. Everybody in it is invented, and no mail or text leaves this machine.",
        f"Sign in at {settings.base_url}/inloggen; password for all, for practice only: {PASSWORD}",
        *(f"  {one.role.value:<16}{one.mail:<42}{one.name}" for one in accounts),
        "",
        "Personal links, as these people got them by mail:",
    ]
    for link in handouts(store, settings, now=now):
        lines += [f"  {link.kind}: {link.name} ({link.title}) - {link.leads_to}", f"    {link.url}"]
    lines += [
        "",
        f"Mail and texts lie in {settings.spool}, a file for each message; a stand-in on this machine takes the texts.",
        "A proof code is asked for on the page that needs it; it is in the newest file there:",
        f'  cat "$(ls -t {settings.spool}/* | head -1)"',
    ]
    return "\n".join(lines)
