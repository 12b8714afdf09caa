"""Asking about one's own data at the door: a copy, a correction, an objection, or to be erased."""

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.foundation.access import Permission
from netwerkberaad.privacy import Asked, ask, requests_of
from netwerkberaad.web.context import actor, db, guest, now
from netwerkberaad.web.door.frame import guest_page
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import see

KINDS = {
    Asked.COPY: _("Ik wil een kopie van mijn gegevens"),
    Asked.CORRECTION: _("Er klopt iets niet"),
    Asked.OBJECTION: _("Ik wil niet dat u mijn gegevens gebruikt"),
    Asked.ERASURE: _("Ik wil dat u mijn gegevens wist"),
}


class AskForm(BaseForm):
    """What somebody asks."""

    kind = RadioField(
        _("Wat wilt u?"),
        [required(_("Kies wat u wilt."))],
        choices=[(one.value, name) for one, name in KINDS.items()],
    )
    words = TextAreaField(_("Wilt u er iets bij zeggen?"), [Optional(), at_most(LONG)])


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    blueprint.add_url_rule("/p/gegevens/verzoek", "ask_data", ask_data, methods=["GET", "POST"])


@allow(Permission.READ_OWN_PART)
def ask_data() -> AnyResponse:
    """Choose what to ask; it begins the month within which we answer."""
    form = AskForm()
    asked = form.attempt(
        lambda: ask(
            db(),
            actor(),
            case=guest().case,
            person=guest().person,
            kind=Asked(form.kind.data),
            words=form.words.data or "",
            now=now(),
        )
    )
    if asked is None:
        return guest_page("door/ask_data.html", form=form)
    flash(gettext("Wij hebben uw verzoek. U krijgt binnen een maand antwoord."), "ok")
    return see(url_for("door.my_data"))


def asked_lines() -> list[dict[str, object]]:
    """What this person asked before, with the answer once it is there."""
    return [
        {
            "what": KINDS[one.kind],
            "asked": one.asked_at,
            "due": one.due_at,
            "longer": one.extension if one.extended_at else "",
            "answer": one.answer if one.decided_at else "",
        }
        for one in requests_of(db(), person_id=guest().person.id)
    ]
