"""The package to hand over, the receipt for what arrived, and what a receipt that came back says."""

import hashlib
from datetime import datetime
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.access import Actor, Permission
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.vault.parcels import read_card
from netwerkberaad.privacy.moving.container import (
    FORMAT,
    Contents,
    Receipt,
    read_receipt,
    write_package,
    write_receipt,
)
from netwerkberaad.privacy.moving.errors import (
    BadProofError,
    BrokenPackageError,
    NotNowError,
    OtherSenderError,
)
from netwerkberaad.privacy.moving.keys import own_pair, pair_for, require_or_machine
from netwerkberaad.privacy.moving.model import ItemState, Move, MoveItem, MoveState
from netwerkberaad.privacy.moving.parts import schema

TAKEN_OUT = audit.declare("move.package_fetched", "move")
SIGNED_FOR = audit.declare("move.signed_for", "move")
RECEIPT_READ = audit.declare("move.receipt_read", "move")


def hand_over(session: Session, actor: Actor, *, move: Move, file: IO[bytes], now: datetime) -> None:
    """Write the package of a move that is packed, case by case. Raises NotNowError."""
    require_or_machine(actor, Permission.SEE_MOVES)
    if move.state is not MoveState.PACKED or move.ready_at is None:
        raise NotNowError
    pair = own_pair(session, move.region_id)
    packed = select(MoveItem).where(MoveItem.move_id == move.id, MoveItem.state == ItemState.PACKED)
    items = list(session.scalars(packed.order_by(MoveItem.position)))
    digests = tuple((item.file_id, hashlib.sha256(_parcel(session, item)).hexdigest()) for item in items)
    contents = Contents(
        FORMAT,
        move.package_id,
        move.ready_at,
        read_card(move.words.card).reader,
        str(pair.card),
        schema(),
        digests,
    )
    write_package(file, pair, contents, (_parcel(session, item) for item in items))
    audit.record(session, actor.entry(TAKEN_OUT, now=now, object_id=move.id))


def receipt_for(session: Session, actor: Actor, *, move: Move, now: datetime) -> bytes:
    """Sign for every case that arrived. Raises NotNowError while some are still to be let in."""
    require_or_machine(actor, Permission.RECEIVE_CASES)
    if move.state is not MoveState.ARRIVED or move.ready_at is None:
        raise NotNowError
    statement = select(MoveItem.file_id, MoveItem.digest).where(
        MoveItem.move_id == move.id, MoveItem.state == ItemState.ARRIVED
    )
    found = session.execute(statement.order_by(MoveItem.position)).all()
    cases = tuple((file_id, (digest or b"").hex()) for file_id, digest in found)
    pair = pair_for(session, move.region_id, move.words.reader)
    audit.record(session, actor.entry(SIGNED_FOR, now=now, object_id=move.id))
    return write_receipt(pair, Receipt(FORMAT, move.package_id, move.ready_at, cases))


def read_proof(session: Session, actor: Actor, *, move: Move, content: bytes, now: datetime) -> int:
    """Read what the other side signed for; how many cases. Nothing is destroyed yet.

    Raises NotNowError, or BadProofError when it is of another package, another signer, or of other contents.
    """
    require_or_machine(actor, Permission.APPROVE_MOVE)
    if move.state is not MoveState.PACKED:
        raise NotNowError
    try:
        receipt = read_receipt(content, read_card(move.words.card))
    except (BrokenPackageError, OtherSenderError) as reason:
        raise BadProofError(field="upload") from reason
    items = {
        item.file_id: item for item in session.scalars(select(MoveItem).where(MoveItem.move_id == move.id))
    }
    signed = dict(receipt.cases)
    ours = {case_id: (items[case_id].digest or b"").hex() for case_id in signed if case_id in items}
    if receipt.package != move.package_id or not signed or signed != ours:
        raise BadProofError(field="upload")
    for case_id in signed:
        if items[case_id].state is ItemState.PACKED:
            items[case_id].state, items[case_id].parcel = ItemState.RECEIVED, None
    move.state, move.receipt_at = MoveState.RECEIVED, now
    audit.record(session, actor.entry(RECEIPT_READ, now=now, object_id=move.id))
    return len(signed)


def _parcel(session: Session, item: MoveItem) -> bytes:
    """The locked file of one case, read without keeping all of them in memory."""
    return session.scalars(select(MoveItem.parcel).where(MoveItem.id == item.id)).one() or b""
