"""What somebody sent after their personal session had run out, to be sent again."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.door.frame import guest_page
from netwerkberaad.web.guard import allow
from netwerkberaad.web.held import held, let_go
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.pages import see


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    blueprint.add_url_rule("/p/verder", "held_form", held_form, methods=["GET", "POST"])


@allow(Permission.ASK_PROOF)
def held_form() -> Response:
    """Read what was typed, send it again, or throw it away."""
    form, found = BaseForm(), held()
    if form.validate_on_submit():
        let_go()
        return see(url_for("door.welcome"))
    if found is None:
        return redirect(url_for("door.welcome"), code=303)
    return guest_page("door/held.html", form=form, held=found)
