"""What this guest takes out of the way after a bewoner-MDO: is it gone, or what is needed. Only after the second proof."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.plans import Obstacle, answer_obstacle, obstacles_of
from netwerkberaad.web.context import actor, db, guest, now
from netwerkberaad.web.door.frame import guest_page
from netwerkberaad.web.door.own import my_sight
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import see

GONE, NOT_YET = "weg", "nog-niet"


class ObstacleForm(BaseForm):
    """Whether it is gone."""

    gone = RadioField(
        _("Is dit uit de weg?"),
        [required(_("Kies wat het best past."))],
        choices=[(GONE, _("Ja, het is weg")), (NOT_YET, _("Nog niet"))],
    )
    words = TextAreaField(_("Wilt u er iets bij zeggen?"), [Optional(), at_most(LONG)])


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    blueprint.add_url_rule("/p/hobbel/<uuid:obstacle_id>", "obstacle", obstacle, methods=["GET", "POST"])


@allow(Permission.CONFIRM_COMMITMENT)
def obstacle(obstacle_id: uuid.UUID) -> AnyResponse:
    """Say whether one own obstacle is out of the way."""
    found = next((one for one in _open() if one.id == obstacle_id), None)
    if found is None:
        raise NotFoundError
    form = ObstacleForm()
    if not form.is_submitted():
        form.words.data = found.content.needs
    if form.attempt(lambda: _answer(found, form)) is None:
        return guest_page("door/obstacle.html", form=form, line=_shown(found))
    flash(gettext("Dank u wel. De gespreksleider leest dit."), "ok")
    return see(url_for("door.own_plan"))


def own_obstacles() -> list[dict[str, object]]:
    """What this guest still has to take out of the way."""
    return [_shown(one) for one in _open()]


def _open() -> list[Obstacle]:
    own = guest().person.id
    return [
        one for one in obstacles_of(db(), guest().case) if own in one.owner_ids and one.removed_at is None
    ]


def _shown(one: Obstacle) -> dict[str, object]:
    return {"id": one.id, "what": my_sight().clean(one.content.text), "due_at": one.due_at}


def _answer(found: Obstacle, form: ObstacleForm) -> Obstacle:
    return answer_obstacle(
        db(),
        actor(),
        case=guest().case,
        obstacle_id=found.id,
        owner_id=guest().person.id,
        gone=form.gone.data == GONE,
        words=form.words.data or "",
        now=now(),
    )
