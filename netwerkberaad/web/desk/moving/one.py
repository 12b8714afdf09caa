"""One move: what goes and what stays and why, how far it is, and the act that is next."""

import uuid
from io import BytesIO

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response
from wtforms import FileField
from wtforms.validators import Optional

from netwerkberaad.accounts import staff_named
from netwerkberaad.foundation.access import Permission, may
from netwerkberaad.foundation.vault.parcels import read_card
from netwerkberaad.privacy.moving.errors import BadProofError
from netwerkberaad.privacy.moving.model import ItemState, Move, MoveItem, MoveState
from netwerkberaad.privacy.moving.proposing import (
    approve_move,
    approve_removal,
    cancel_move,
    count_states,
    get_move,
    items_of,
)
from netwerkberaad.privacy.moving.receipts import hand_over, read_proof, receipt_for
from netwerkberaad.web.context import actor, db, now
from netwerkberaad.web.desk.moving.words import GROUNDS, ITEMS, STATES, WHYS
from netwerkberaad.web.desk.privacy.words import dated, name_of, reference
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see

_SHOWN, _MOST_RECEIPT = 500, 16_000_000
_MAY_STOP = (MoveState.PROPOSED, MoveState.PACKING, MoveState.PACKED)


class ReceiptForm(BaseForm):
    """What the other side signed."""

    upload = FileField(_("Het ontvangstbewijs"), [Optional()])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, both = "/privacy-taken/overdracht/<uuid:move_id>", ["GET", "POST"]
    blueprint.add_url_rule(path, "moving", one)
    blueprint.add_url_rule(f"{path}/akkoord", "move_approve", approve, methods=both)
    blueprint.add_url_rule(f"{path}/afblazen", "move_cancel", cancel, methods=["POST"])
    blueprint.add_url_rule(f"{path}/pakket", "move_package", package)
    blueprint.add_url_rule(f"{path}/ontvangstbewijs", "move_receipt", receipt)
    blueprint.add_url_rule(f"{path}/bewijs", "move_proof", proof, methods=both)
    blueprint.add_url_rule(f"{path}/vernietigen", "move_remove", remove, methods=both)


@allow(Permission.SEE_MOVES)
def one(move_id: uuid.UUID) -> Response:
    """The report of one move."""
    move = get_move(db(), actor(), move_id)
    counts = count_states(db(), move)
    items = items_of(db(), move)
    goes = [item for item in items if item.state is not ItemState.KEPT]
    done = sum(counts.values()) - counts.get(ItemState.PLANNED, 0) - counts.get(ItemState.KEPT, 0)
    return page(
        "desk/moving/move.html",
        move_id=move.id,
        title=move.words.name or gettext("Pakket %(reference)s", reference=reference(move.package_id)),
        state=move.state.value,
        state_name=STATES[move.state],
        works=move.state in {MoveState.PACKING, MoveState.READING, MoveState.REMOVING},
        done=counts.get(ItemState.REMOVED, 0) if move.state is MoveState.REMOVING else done,
        total=len(goes),
        facts=_facts(move, goes),
        goes=[_row(item) for item in goes[:_SHOWN]],
        more=max(0, len(goes) - _SHOWN),
        stays=[_row(item) for item in items if item.state is ItemState.KEPT],
        mine=actor().staff_id == move.begun_by,
        stops=move.state in _MAY_STOP and may(actor(), Permission.PROPOSE_MOVE),
    )


@allow(Permission.APPROVE_MOVE)
def approve(move_id: uuid.UUID) -> Response:
    """Decide that the cases are packed."""
    move = get_move(db(), actor(), move_id)
    form = BaseForm()
    if form.attempt(lambda: approve_move(db(), actor(), move=move, now=now())) is None:
        going = count_states(db(), move).get(ItemState.PLANNED, 0)
        return page(
            "desk/moving/approve.html",
            form=form,
            move_id=move_id,
            name=move.words.name,
            going=going,
            fingerprint=read_card(move.words.card).fingerprint,
        )
    flash(gettext("De casussen worden ingepakt. Niemand werkt er intussen in."), "ok")
    return see(url_for("desk.moving", move_id=move_id))


@allow(Permission.PROPOSE_MOVE)
def cancel(move_id: uuid.UUID) -> Response:
    """Call it off."""
    cancel_move(db(), actor(), move=get_move(db(), actor(), move_id), now=now())
    flash(gettext("De overdracht gaat niet door. Alle casussen zijn er weer."), "ok")
    return see(url_for("desk.moving", move_id=move_id))


@allow(Permission.SEE_MOVES)
def package(move_id: uuid.UUID) -> Response:
    """The package, to bring to the other side."""
    move = get_move(db(), actor(), move_id)
    file = BytesIO()
    hand_over(db(), actor(), move=move, file=file, now=now())
    name = f"overdracht-{reference(move.package_id)}.zip"
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(file.getvalue(), mimetype="application/zip", headers=headers)


@allow(Permission.RECEIVE_CASES)
def receipt(move_id: uuid.UUID) -> Response:
    """What this region signs for, to send back."""
    move = get_move(db(), actor(), move_id)
    signed = receipt_for(db(), actor(), move=move, now=now())
    name = f"ontvangstbewijs-{reference(move.package_id)}.txt"
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(signed, mimetype="text/plain", headers=headers)


@allow(Permission.APPROVE_MOVE)
def proof(move_id: uuid.UUID) -> Response:
    """Read in what the other side signed for."""
    move = get_move(db(), actor(), move_id)
    form = ReceiptForm()

    def act() -> int:
        sent = request.files.get("upload")
        content = sent.stream.read(_MOST_RECEIPT) if sent else b""
        if not content:
            raise BadProofError(field="upload")
        return read_proof(db(), actor(), move=move, content=content, now=now())

    signed = form.attempt(act)
    if signed is None:
        return page("desk/moving/proof.html", form=form, move_id=move_id)
    flash(
        ngettext(
            "Het bewijs klopt: %(num)d casus is aangekomen, gelijk aan wat hier stond.",
            "Het bewijs klopt: %(num)d casussen zijn aangekomen, gelijk aan wat hier stond.",
            signed,
        ),
        "ok",
    )
    return see(url_for("desk.moving", move_id=move_id))


@allow(Permission.APPROVE_MOVE)
def remove(move_id: uuid.UUID) -> Response:
    """Decide that what arrived is destroyed here."""
    move = get_move(db(), actor(), move_id)
    form = BaseForm()
    if form.attempt(lambda: approve_removal(db(), actor(), move=move, now=now())) is None:
        counts = count_states(db(), move)
        return page(
            "desk/moving/remove.html",
            form=form,
            move_id=move_id,
            name=move.words.name,
            going=counts.get(ItemState.RECEIVED, 0),
        )
    flash(gettext("Wat is aangekomen, wordt hier nu vernietigd."), "ok")
    return see(url_for("desk.moving", move_id=move_id))


def _facts(move: Move, goes: list[MoveItem]) -> list[tuple[str, str]]:
    names = staff_named(db(), {move.begun_by, move.approved_by, move.removed_by})
    people = ngettext("%(num)d mens", "%(num)d mensen", sum(item.people for item in goes))
    cases = ngettext("%(num)d casus", "%(num)d casussen", len(goes))
    told = [
        (gettext("Stand"), str(STATES[move.state])),
        (gettext("Wat meegaat"), f"{cases}, {people}"),
        (
            gettext("Vingerafdruk van de andere kant"),
            read_card(move.words.card).fingerprint,
        ),
    ]
    if move.state.leaves:
        told += [
            (gettext("Waarom dit mag"), str(GROUNDS[move.ground])),
            (gettext("Toelichting"), move.words.reason),
            (gettext("Voorgesteld door"), f"{name_of(move.begun_by, names)}, {dated(move.begun_at)}"),
        ]
    if move.approved_at:
        told.append(
            (gettext("Besloten door"), f"{name_of(move.approved_by, names)}, {dated(move.approved_at)}")
        )
    if move.receipt_at:
        told.append((gettext("Ontvangstbewijs gelezen"), dated(move.receipt_at)))
    return told


def _row(item: MoveItem) -> list[object]:
    why = f": {WHYS[item.why]}" if item.why else ""
    return [reference(item.file_id), item.people, item.rows or "–", f"{ITEMS[item.state]}{why}"]
