"""Toestemming: giving somebody who decides a link of their own, to say yes or no and to take a yes back."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from netwerkberaad.cases import get_person, present
from netwerkberaad.cases.consents import get_consent, mark_words_seen
from netwerkberaad.flows import ask_consent_by_link
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import local
from netwerkberaad.web.context import actor, as_uuid, base_url, case, db, now
from netwerkberaad.web.desk.sharing.consent_view import consent_card
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.once import sent_before
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.question_links import LinkForm, link_given, shown_once
from netwerkberaad.web.kit.rooms import room_page


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/casussen/<uuid:case_id>/gegevens/toestemming/<uuid:consent_id>"
    blueprint.add_url_rule(f"{path}/vraag", "consent_ask", consent_ask, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{path}/gezien", "consent_seen", consent_seen, methods=["POST"])


@allow(Permission.CHANGE_CASE)
def consent_ask(case_id: uuid.UUID, consent_id: uuid.UUID) -> Response:
    """Who gets a link, and how. Only who decides can be asked, and nobody for whom that is dangerous."""
    today = local(now()).date()
    view = get_consent(db(), case=case(), consent_id=consent_id, on=today)
    people = {person.id: person for person in present(case_people()) if not person.nameless}
    home, form = url_for("desk.consents", case_id=case_id), LinkForm()
    form.who.choices = [
        (str(key), people[key].name.full) for key in view.asked if not isinstance(key, str) and key in people
    ]
    if sent_before(form.once.data):
        return shown_once(home)
    asked = form.attempt(
        lambda: ask_consent_by_link(
            db(),
            actor(),
            case=case(),
            view=view,
            who=get_person(db(), case=case(), person_id=as_uuid(form.who.data)),
            hand_over=form.hand_over,
            base_url=base_url(),
            now=now(),
        )
    )
    if asked is None:
        everybody = {person.id: person for person in case_people()}
        card = consent_card(view, everybody, today=today)
        return room_page(
            "desk/sharing/consent_ask.html", "data", ahead=False, form=form, card=card, home=home
        )
    return link_given(asked, people[as_uuid(form.who.data)], room="data", home=home)


@allow(Permission.CHANGE_CASE)
def consent_seen(case_id: uuid.UUID, consent_id: uuid.UUID) -> Response:
    """What was said at the door was read."""
    view = get_consent(db(), case=case(), consent_id=consent_id, on=local(now()).date())
    mark_words_seen(db(), actor(), consent=view.consent, now=now())
    flash(_("Gezien."), "ok")
    return see(url_for("desk.consents", case_id=case_id))
