"""The plan as it is shared with somebody, and what they say of their own commitments."""

import uuid

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, TextAreaField

from netwerkberaad.cases.sight import SharedPart
from netwerkberaad.flows.accepting import confirm_commitment
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.plans import (
    Confirmation,
    ConfirmationAnswer,
    ConfirmationContent,
    LineView,
    confirmations_of,
    current_terms,
    get_commitment,
)
from netwerkberaad.web.context import READING, actor, db, guest, now
from netwerkberaad.web.door.beside.ways import co_decides
from netwerkberaad.web.door.frame import first_names, guest_page
from netwerkberaad.web.door.obstacles import own_obstacles
from netwerkberaad.web.door.own import SAID, current_plan, is_apart, my_sight, own_lines
from netwerkberaad.web.door.own_dates import dated_lines
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.plan_words import goals_shown, shown
from netwerkberaad.web.kit.term_words import terms_shown

ANSWERS = (
    (ConfirmationAnswer.CONFIRM.value, _("Ja, dit doe ik")),
    (ConfirmationAnswer.COUNTER.value, _("Ik stel iets anders voor")),
    (ConfirmationAnswer.HAND_BACK.value, _("Ik geef het terug")),
)


class ConfirmForm(BaseForm):
    """What an owner says of an own commitment."""

    answer = RadioField(_("Doet u dit?"), [required(_("Kies wat voor u klopt."))], choices=ANSWERS)
    text = TextAreaField(_("Wat zou wel kunnen?"), [at_most(LONG)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/p/plan", "own_plan", own_plan)
    blueprint.add_url_rule("/p/toezegging/<uuid:commitment_id>", "confirm", confirm, methods=["GET", "POST"])


@allow(Permission.READ_OWN_PART)
def own_plan() -> Response:
    """The own commitments first, then as much of the plan as is shared."""
    plan = current_plan()
    if plan is None:
        return guest_page("door/plan_none.html", first_names=first_names(), apart=is_apart())
    said = _said()
    lines = own_lines(plan)
    whole = my_sight().opened.plan is SharedPart.WHOLE
    others = [line for line in plan.lines if line not in lines]
    return guest_page(
        "door/plan.html",
        plan=plan,
        own=_own(lines, said),
        waiting=any(line.id not in said for line in lines),
        goals=goals_shown(plan) if whole else [],
        others=[] if whole else [shown(line) for line in others],
        first_names=first_names(),
        obstacles=own_obstacles(),
        dated=bool(dated_lines(plan)),
        co_decides=co_decides(),
        **_terms(),
    )


@allow(Permission.CONFIRM_COMMITMENT)
def confirm(commitment_id: uuid.UUID) -> AnyResponse:
    """Confirm, propose something else, or hand back one own commitment of the plan as it holds now."""
    plan = current_plan()
    line = next((line for line in own_lines(plan) if line.id == commitment_id), None) if plan else None
    if plan is None or line is None:
        raise NotFoundError
    form = ConfirmForm()
    before = _said().get(line.id)
    if request.method in READING and before is not None:
        form.answer.data, form.text.data = before.content.answer.value, before.content.text
    done = form.attempt(lambda: _record(line, form))
    if done is None:
        return guest_page("door/confirm.html", form=form, line=shown(line))
    flash(_thanks(done.content.answer), "ok")
    return see(url_for("door.own_plan"))


def _terms() -> dict[str, object]:
    """What the aanmelder needs at least and says of the plan: for the people whose plan it is. Also silence is shown."""
    asked = current_terms(db(), guest().case) if guest().person.is_principal else None
    return terms_shown(asked, now())


def _record(line: LineView, form: ConfirmForm) -> Confirmation:
    answer = ConfirmationAnswer(form.answer.data)
    return confirm_commitment(
        db(),
        actor(),
        case=guest().case,
        commitment=get_commitment(db(), case=guest().case, commitment_id=line.id),
        person=guest().person,
        content=ConfirmationContent(
            answer, "" if answer is ConfirmationAnswer.CONFIRM else form.text.data or ""
        ),
        via=Channel.LINK,
        now=now(),
    )


def _thanks(answer: ConfirmationAnswer) -> str:
    return {
        ConfirmationAnswer.CONFIRM: gettext("Dank u wel. Het staat vast."),
        ConfirmationAnswer.COUNTER: gettext("Dank u wel. De gespreksleider leest uw voorstel en belt u."),
        ConfirmationAnswer.HAND_BACK: gettext(
            "Dank u wel voor uw eerlijkheid. We zoeken een andere oplossing."
        ),
    }[answer]


def _said() -> dict[uuid.UUID, Confirmation]:
    """What this guest said of the lines of the plan that holds now, by line."""
    own = guest().person.id
    lines = confirmations_of(db(), guest().case)
    return {row.line.id: row.said for row in lines if row.owner.id == own and row.said is not None}


def _own(lines: list[LineView], said: dict[uuid.UUID, Confirmation]) -> list[dict[str, object]]:
    waiting = [line.id for line in lines if line.id not in said]
    return [
        {
            **shown(line),
            "id": line.id,
            "open": line.id in waiting,
            "first": line.id in waiting[:1],
            "state": gettext("Nog niet bevestigd")
            if line.id in waiting
            else SAID[said[line.id].content.answer],
            "attention": line.id in waiting,
        }
        for line in lines
    ]
