"""What somebody sent while their screen was locked or their session had run out, to be sent again."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.guard import allow
from netwerkberaad.web.held import held, let_go
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.pages import page, see


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    blueprint.add_url_rule("/verder", "held_form", held_form, methods=["GET", "POST"])


@allow(Permission.USE_OWN_ACCOUNT)
def held_form() -> Response:
    """Read what was typed, send it again, or throw it away."""
    form, found = BaseForm(), held()
    if form.validate_on_submit():
        let_go()
        flash(gettext("Wat u had getypt, is weggegooid."), "ok")
        return see(url_for("desk.home"))
    if found is None:
        return redirect(url_for("desk.home"), code=303)
    return page("desk/account/held.html", form=form, held=found)
