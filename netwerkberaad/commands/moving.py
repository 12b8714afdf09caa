"""`netwerkberaad overdracht`: what the pages about moving do, for packages that are too large for a browser.

Two people decide on the pages; here is only carried out what was decided, and read in what came.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from netwerkberaad.foundation.core.clock import SystemClock
from netwerkberaad.foundation.core.config import ConfigurationError, Settings

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from netwerkberaad.foundation.access import Actor
    from netwerkberaad.foundation.vault import Store
    from netwerkberaad.privacy.moving.model import Move


def add_moving(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """What `overdracht` can do."""
    acts = parser.add_subparsers(required=True, metavar="act")

    def add(name: str, explanation: str, *places: tuple[str, str]) -> argparse.ArgumentParser:
        added = acts.add_parser(name, help=explanation, description=explanation, parents=[common])
        for place, told in places:
            added.add_argument(place, help=told)
        added.set_defaults(command=overdracht, act=name)
        return added

    move, file = ("move", "the number of the move, or how it begins"), ("file", "where to write or read")
    add("list", "what goes and what came, and the key of each region")
    add("work", "pack, let in and destroy what was decided, with a progress bar; what breaks off goes on")
    add("package", "write the package of a move that is packed", move, file)
    reading = add("read", "read a package in, and let its cases in", file)
    reading.add_argument("--sender", required=True, help="the fingerprint of the sender, as heard by phone")
    reading.add_argument("--region", help="the number of the region it comes to (default: the only one)")
    exporting = add("export", "write a region as JSON Lines, locked for one reader (age)", file)
    exporting.add_argument("--reader", required=True, help="an age key, or the card of a region")
    exporting.add_argument("--region", help="the number of the region (default: the only one)")
    add("schema", "print what each kind of line in an export holds, as JSON Schema")
    add("receipt", "write what this side signs for", move, file)
    add("proof", "read what the other side signed for; nothing is destroyed yet", move, file)


def overdracht(options: argparse.Namespace, settings: Settings) -> int:
    """Do one of these; 1 when it was refused, with the reason in Dutch."""
    from netwerkberaad.commands.keys import opened
    from netwerkberaad.foundation.core.errors import DomainError

    store, _ = opened(settings)
    try:
        if options.act == "list":
            _list(store)
        elif options.act == "work":
            _work(store, settings)
        elif options.act == "read":
            _read(store, options)
            _work(store, settings)
        elif options.act == "export":
            _export(store, options)
        elif options.act == "schema":
            _schema()
        else:
            _one(store, options)
    except DomainError as error:
        print(
            f"netwerkberaad: {error.message % error.data if error.data else error.message}", file=sys.stderr
        )
        return 1
    finally:
        store.engine.dispose()
    return 0


def _list(store: "Store") -> None:
    from sqlalchemy import select

    from netwerkberaad.accounts import Region
    from netwerkberaad.privacy.moving.keys import current_key
    from netwerkberaad.privacy.moving.model import Move

    with store.reading() as session:
        for region in session.scalars(select(Region).order_by(Region.made_at, Region.id)):
            print(f"{region.id}  {region.name}")
            key = current_key(session, region.id)
            print(f"  {key.pair.card}\n  {key.pair.card.fingerprint}" if key else "  no key yet")
            for move in session.scalars(
                select(Move).where(Move.region_id == region.id).order_by(Move.begun_at)
            ):
                print(f"  {move.package_id}  {move.state:10}  {move.words.name}")


def _work(store: "Store", settings: Settings) -> None:
    from tqdm import tqdm

    from netwerkberaad.flows.moving import move_on
    from netwerkberaad.privacy.moving.model import ItemState
    from netwerkberaad.privacy.moving.proposing import count_states, working_items

    with store.reading() as session:
        waiting = working_items(session)
    with tqdm(total=waiting, unit="case") as bar:
        done = move_on(
            store, base_url=settings.base_url, now=SystemClock().now(), told=lambda _move: bar.update()
        )
    print(f"{done} cases done")
    with store.reading() as session:
        for move in _moves(session):
            refused = count_states(session, move).get(ItemState.REFUSED, 0)
            if refused:
                print(f"{move.package_id}: {refused} cases were refused; the page of this move tells why")


def _read(store: "Store", options: argparse.Namespace) -> None:
    from netwerkberaad.privacy.moving.arriving import take_in

    with store.writing() as session, Path(options.file).open("rb") as file:
        actor = _machine(_region(session, options.region))
        move = take_in(session, actor, file=file, fingerprint=options.sender, now=SystemClock().now())
        print(f"{move.package_id}: whole, from this sender, and for this region")


def _export(store: "Store", options: argparse.Namespace) -> None:
    from netwerkberaad.foundation.vault.parcels import lock_parts, read_card
    from netwerkberaad.privacy.moving.exporting import export_region

    reader = options.reader if options.reader.startswith("age1") else read_card(options.reader).reader
    with store.reading() as session, Path(options.file).open("xb") as file:
        actor = _machine(_region(session, options.region))
        lines = export_region(session, actor, now=SystemClock().now())
        lock_parts((line + b"\n" for line in lines), reader, file)
    print(f"{options.file}: open it with the key of the reader: age --decrypt --identity KEY {options.file}")


def _schema() -> None:
    from netwerkberaad.privacy.moving.exporting import schema_of_lines

    print(schema_of_lines().decode())


def _one(store: "Store", options: argparse.Namespace) -> None:
    from netwerkberaad.privacy.moving.receipts import hand_over, read_proof, receipt_for

    now, path = SystemClock().now(), Path(options.file)
    with store.writing() as session:
        move = _named(session, options.move)
        actor = _machine(move.region_id)
        if options.act == "package":
            with path.open("xb") as file:
                hand_over(session, actor, move=move, file=file, now=now)
        elif options.act == "receipt":
            path.write_bytes(receipt_for(session, actor, move=move, now=now))
        else:
            signed = read_proof(session, actor, move=move, content=path.read_bytes(), now=now)
            print(f"signed for: {signed} cases; somebody else than who proposed it now decides on the pages")


def _moves(session: "Session") -> "list[Move]":
    from sqlalchemy import select

    from netwerkberaad.privacy.moving.model import Move

    return list(session.scalars(select(Move).order_by(Move.begun_at, Move.id)))


def _named(session: "Session", text: str) -> "Move":
    found = [move for move in _moves(session) if str(move.package_id).startswith(text.lower())]
    if len(found) != 1:
        raise ConfigurationError(f"{text} names {len(found)} moves; look with: netwerkberaad overdracht list")
    return found[0]


def _region(session: "Session", text: str | None) -> "uuid.UUID":
    from sqlalchemy import select

    from netwerkberaad.accounts import Region

    found = [one for one in session.scalars(select(Region.id)) if str(one).startswith(text or "")]
    if len(found) != 1:
        raise ConfigurationError("name the region with --region; look with: netwerkberaad overdracht list")
    return found[0]


def _machine(region_id: "uuid.UUID") -> "Actor":
    """Who has the machine, for what two people decided or what a sender signed."""
    from netwerkberaad.foundation.access import system_actor

    return system_actor(region_id)
