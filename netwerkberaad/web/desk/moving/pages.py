"""Overdracht: the key of this region, what goes and what comes, and proposing that cases go."""

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.accounts import organisations_of_region
from netwerkberaad.foundation.access import Permission, may
from netwerkberaad.privacy.moving.arriving import take_in
from netwerkberaad.privacy.moving.errors import BrokenPackageError
from netwerkberaad.privacy.moving.keys import current_key, make_key
from netwerkberaad.privacy.moving.model import Ground, Move, MoveWords
from netwerkberaad.privacy.moving.proposing import moves_of, propose_move
from netwerkberaad.web.context import actor, db, now
from netwerkberaad.web.desk.moving.words import GROUNDS, STATES
from netwerkberaad.web.desk.privacy.words import dated, reference
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import MEDIUM, SHORT, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see


class ProposeForm(BaseForm):
    """Which cases go where, and why that may be."""

    name = StringField(_("Naar wie gaan de casussen?"), [required(), at_most(SHORT)])
    card = TextAreaField(_("De ontvangstsleutel van de andere kant"), [required(), at_most(MEDIUM)])
    municipality = StringField(_("Alleen casussen uit deze gemeente"), [Optional(), at_most(SHORT)])
    organisation = SelectField(_("Alleen casussen van deze organisatie"), [Optional()])
    ground = RadioField(
        _("Waarom mag dit?"), [required()], choices=[(one.value, name) for one, name in GROUNDS.items()]
    )
    reason = TextAreaField(_("Toelichting"), [required(_("Schrijf in één zin op waarom.")), at_most(MEDIUM)])


class ReadForm(BaseForm):
    """A package that came."""

    upload = FileField(_("Het pakket"), [Optional()])
    fingerprint = StringField(_("De vingerafdruk van de afzender"), [required(), at_most(SHORT)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, both = "/privacy-taken/overdracht", ["GET", "POST"]
    blueprint.add_url_rule(path, "moves", moves)
    blueprint.add_url_rule(f"{path}/sleutel", "move_key", new_key, methods=["POST"])
    blueprint.add_url_rule(f"{path}/nieuw", "move_propose", propose, methods=both)
    blueprint.add_url_rule(f"{path}/inlezen", "move_read", read_in, methods=both)


@allow(Permission.SEE_MOVES)
def moves() -> Response:
    """The key to hand out, and every move, newest first."""
    key = current_key(db(), actor().region_id)
    card = key.pair.card if key else None
    found = moves_of(db(), actor())
    return page(
        "desk/moving/moves.html",
        card=str(card) if card else "",
        fingerprint=card.fingerprint if card else "",
        key_since=dated(key.made_at) if key else "",
        proposes=may(actor(), Permission.PROPOSE_MOVE),
        leaving=[_line(move) for move in found if move.state.leaves],
        coming=[_line(move) for move in found if not move.state.leaves],
    )


@allow(Permission.RECEIVE_CASES)
def new_key() -> Response:
    """Make a new key for this region."""
    make_key(db(), actor(), now=now())
    flash(gettext("De ontvangstsleutel is gemaakt. Geef hem aan de andere kant."), "ok")
    return see(url_for("desk.moves"))


@allow(Permission.PROPOSE_MOVE)
def propose() -> Response:
    """Say which cases go where; the next page tells which ones can, before anything happens."""
    form = ProposeForm()
    choices = {"": gettext("Alle organisaties")}
    choices |= {str(one.id): one.name for one in organisations_of_region(db(), actor())}
    form.organisation.choices = choices

    def act() -> Move:
        words = MoveWords(
            name=form.name.data or "",
            card=form.card.data or "",
            reason=form.reason.data or "",
            municipality=form.municipality.data or "",
            organisation=form.organisation.data or "",
        )
        return propose_move(db(), actor(), words=words, ground=Ground(form.ground.data), now=now())

    move = form.attempt(act)
    if move is None:
        return page("desk/moving/propose.html", form=form)
    flash(gettext("Het voorstel ligt klaar. Kijk wat er meegaat. Een ander besluit."), "ok")
    return see(url_for("desk.moving", move_id=move.id))


@allow(Permission.RECEIVE_CASES)
def read_in() -> Response:
    """Read a package in: it is kept as it came, and the cases are let in one by one."""
    form = ReadForm()

    def act() -> Move:
        sent = request.files.get("upload")
        if sent is None or not sent.filename:
            raise BrokenPackageError(field="upload")
        return take_in(db(), actor(), file=sent.stream, fingerprint=form.fingerprint.data or "", now=now())

    move = form.attempt(act)
    if move is None:
        return page(
            "desk/moving/read.html", form=form, ready=current_key(db(), actor().region_id) is not None
        )
    flash(
        gettext("Het pakket is heel en voor deze regio. De casussen worden nu een voor een ingelezen."), "ok"
    )
    return see(url_for("desk.moving", move_id=move.id))


def _line(move: Move) -> dict[str, object]:
    return {
        "when": dated(move.begun_at),
        "name": move.words.name or gettext("Pakket %(reference)s", reference=reference(move.package_id)),
        "state": STATES[move.state],
        "url": url_for("desk.moving", move_id=move.id),
        "reference": reference(move.package_id),
    }
