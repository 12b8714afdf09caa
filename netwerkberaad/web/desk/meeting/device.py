"""A device for the family in its besloten tijd: giving it, taking it back, and what was written in it afterwards."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from netwerkberaad import beraden
from netwerkberaad.beraden import NoPrivateTimeError, ProposalKind
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents.qr import qr_of
from netwerkberaad.plans import save_goal
from netwerkberaad.web.context import actor, base_url, case, db, now
from netwerkberaad.web.desk.planning.plan_editor import draft_view, locked_in_private_time, put_under_plan
from netwerkberaad.web.guard import allow, at_table
from netwerkberaad.web.kit.once import sent_before
from netwerkberaad.web.kit.pages import page, see

TAKE = "neem"


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    table, post = "/casussen/<uuid:case_id>/beraad/tafel", ["POST"]
    blueprint.add_url_rule(f"{table}/apparaat", "give_device", give, methods=post)
    blueprint.add_url_rule(f"{table}/apparaat/terug", "take_device_back", take_back, methods=post)
    blueprint.add_url_rule(
        "/casussen/<uuid:case_id>/plan/familie/<uuid:proposal_id>", "deal_proposal", deal, methods=post
    )


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def give(case_id: uuid.UUID) -> Response:
    """Make the link and show it this once: as a square to scan and as an address."""
    beraad, once = beraden.current_beraad(db(), case()), request.form.get("once")
    if beraad is None or not once or sent_before(once):
        return see(url_for("desk.table", case_id=case_id))
    try:
        token = beraden.give_device(db(), actor(), beraad=beraad, now=now())
    except NoPrivateTimeError as error:
        flash(gettext(error.message), "error")
        return see(url_for("desk.table", case_id=case_id))
    url = f"{base_url()}{url_for('public.family_device', token=token)}"
    part = beraden.private_ahead(db(), beraad)
    response = page("desk/beraad/device.html", case_id=case_id, url=url, squares=qr_of(url), part=part)
    response.status_code = 200
    return response


@at_table
@allow(Permission.CHANGE_CASE)
def take_back(case_id: uuid.UUID) -> Response:
    """The link stops working; that may be in besloten tijd too, as it writes nothing."""
    beraad = beraden.current_beraad(db(), case())
    if beraad is None:
        return redirect(url_for("desk.beraad", case_id=case_id))
    beraden.take_device_back(db(), actor(), beraad=beraad, now=now())
    flash(gettext("De link van de familie werkt niet meer."), "ok")
    return see(url_for("desk.table", case_id=case_id))


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def deal(case_id: uuid.UUID, proposal_id: uuid.UUID) -> Response:
    """Put what the family wrote in the plan, in their words, or leave it out as they say."""
    proposal = beraden.get_proposal(db(), case=case(), proposal_id=proposal_id)
    if request.form.get("act") == TAKE:
        _put_in_plan(proposal)
    beraden.drop_proposal(db(), actor(), proposal=proposal, now=now())
    there = request.form.get("back") == "tafel"
    return see(
        url_for("desk.table" if there else "desk.write_plan", case_id=case_id, _anchor="van-de-familie")
    )


def _put_in_plan(proposal: beraden.FamilyProposal) -> None:
    """The goal or the line takes the id of the proposal, so that pressing twice makes one."""
    view = draft_view()
    if proposal.kind is ProposalKind.GOAL:
        save_goal(
            db(),
            actor(),
            case=case(),
            goal_id=proposal.id,
            text=proposal.text,
            words_of=None,
            position=len(view.goals),
            revision=0,
            now=now(),
        )
        return
    put_under_plan(view, proposal.text, line_id=proposal.id)
