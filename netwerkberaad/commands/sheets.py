"""The recovery sheet: root keys on paper, and back from paper. Words are read from a prompt or a file, never from arguments."""

import argparse
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from netwerkberaad.foundation.core.clock import SystemClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import KeyRingError, RootKey, Store, provider_of

if TYPE_CHECKING:
    from netwerkberaad.foundation.vault import KeyRing, Provider
    from netwerkberaad.foundation.vault.recovery import KeyShares, Recovery

_TEMPLATES = Path(__file__).with_name("templates")


def sheet(options: argparse.Namespace, settings: Settings) -> int:
    """Make the sheets, one for each share."""
    from netwerkberaad.commands.keys import opened
    from netwerkberaad.foundation.vault.recovery import shares_of

    store, _ = opened(settings)
    now = SystemClock().now()
    try:
        shares = shares_of(store.ring, count=options.shares, needed=options.needed)
    except ValueError as error:
        raise KeyRingError(str(error)) from None
    if options.terminal:
        _print_words(shares)
    else:
        _write(Path(options.file), sheet_pdf(shares, installation=settings.base_url, now=now))
    note_sheet(store, now=now)
    store.engine.dispose()
    if not options.terminal:
        print(
            f"{options.file} holds the root keys: print it, put it in a safe, then shred the file (shred -u)"
        )
    return 0


def sheet_pdf(shares: "list[KeyShares]", *, installation: str, now: datetime) -> bytes:
    """One page for each share of each root key."""
    from netwerkberaad.foundation.documents.paper import plan_pdf

    return plan_pdf(sheet_html(shares, installation=installation, now=now), _TEMPLATES)


def sheet_html(shares: "list[KeyShares]", *, installation: str, now: datetime) -> str:
    """The pages in Dutch, for people who read them years later and without this program at hand."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from netwerkberaad.foundation.documents import gettext_for, local
    from netwerkberaad.foundation.documents.qr import qr_of

    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)
    texts = gettext_for("nl")
    environment.globals["_"] = lambda message, **values: texts.gettext(message) % values
    pages = [
        {
            "key_id": key.key_id,
            "number": number,
            "count": len(key.shares),
            "needed": key.needed,
            "words": share.split(),
            "qr": qr_of(share.upper()),
        }
        for key in shares
        for number, share in enumerate(key.shares, start=1)
    ]
    return environment.get_template("recovery_sheet.html").render(
        pages=pages, installation=installation, made=f"{local(now):%d-%m-%Y}"
    )


def note_sheet(store: Store, *, now: datetime) -> None:
    """Remember that the keys of the ring are on paper."""
    with store.writing() as session:
        for key_id in store.ring.keys:
            row = session.get(RootKey, key_id)
            if row is not None:
                row.sheet_at = now


def has_sheet(store: Store) -> bool:
    """Whether the root key that seals now is on paper."""
    with store.reading() as session:
        row = session.get(RootKey, store.ring.current)
        return row is not None and row.sheet_at is not None


def recover(options: argparse.Namespace, settings: Settings) -> int:
    """Make the ring again out of the words of its sheets."""
    from netwerkberaad.foundation.vault.recovery import Recovery

    provider = provider_of(settings)
    if provider.exists:
        raise KeyRingError(f"{provider.path.name} is there already: nothing was changed")
    recovery = Recovery()
    lines = _from_files(options.file) if options.file else _typed(recovery)
    for line in lines:
        _take(recovery, line, typed=not options.file)
    ring = _place(provider, recovery, settings)
    print(f"{len(ring.keys)} root keys are back; root key {ring.current} seals from now on")
    return 0


def _place(provider: "Provider", recovery: "Recovery", settings: Settings) -> "KeyRing":
    """Put the ring back, if it is the one this database wants."""
    from netwerkberaad.foundation.core.database import build_engine
    from netwerkberaad.foundation.vault.rotation import newest_root_key, uses_of_root_keys
    from netwerkberaad.migrations import up_to_date

    engine = build_engine(settings.database_url)
    if up_to_date(engine):
        with Store(engine, recovery.ring()).reading() as session:
            ring = recovery.ring(current=newest_root_key(session, recovery.keys))
            uses = uses_of_root_keys(session, ring)
        lost = [use for use in uses if not use.in_ring]
        if lost and not any(use.total for use in uses if use.in_ring):
            raise KeyRingError("these root keys open nothing of this database: nothing was changed")
        for use in lost:
            print(f"root key {use.id} is missing still; {use.total} keys need it", file=sys.stderr)
    else:
        ring = recovery.ring()
    engine.dispose()
    if not provider.place(ring):
        raise KeyRingError(f"{provider.path.name} is there already: nothing was changed")
    return ring


def _take(recovery: "Recovery", line: str, *, typed: bool) -> None:
    """Add a share. One that was typed wrong is asked for again; in a file it ends the recovery."""
    from netwerkberaad.foundation.vault.recovery import RecoveryError

    try:
        recovery.add(line)
    except RecoveryError as error:
        if not typed:
            raise
        print(f"netwerkberaad: {error}; type this share again", file=sys.stderr)


def _typed(recovery: "Recovery") -> Iterator[str]:
    """Shares from the keyboard, until an empty line after everything that was begun is whole."""
    while True:
        wanted = "an empty line ends" if recovery.keys and not recovery.missing else "a share"
        print(
            f"Type or scan the words of a share on one line ({wanted}): ", file=sys.stderr, end="", flush=True
        )
        line = sys.stdin.readline()
        if line.strip():
            yield line
        elif not line or (recovery.keys and not recovery.missing):
            return


def _from_files(names: list[str]) -> Iterator[str]:
    for name in names:
        try:
            text = Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise KeyRingError(f"{Path(name).name} cannot be read") from None
        yield from (line for line in text.splitlines() if line.strip())


def _print_words(shares: "list[KeyShares]") -> None:
    for key in shares:
        for number, share in enumerate(key.shares, start=1):
            print(f"\nroot key {key.key_id}, share {number} of {len(key.shares)}, {key.needed} needed:")
            words = [f"{place:2} {word:10}" for place, word in enumerate(share.split(), start=1)]
            for start in range(0, len(words), 6):
                print("  ".join(words[start : start + 6]).rstrip())


def _write(path: Path, content: bytes) -> None:
    from netwerkberaad.foundation.vault.key_files import write_first

    if not write_first(path.resolve(), content):
        raise KeyRingError(f"{path.name} is there already")
