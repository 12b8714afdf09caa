"""Kring: giving a JIM, a parent or the young person a link of their own, with the question in it."""

import uuid

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from netwerkberaad.cases import get_person, present
from netwerkberaad.cases.mentors import get_mentor
from netwerkberaad.flows import ask_about_mentor
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import actor, as_uuid, base_url, case, db, now
from netwerkberaad.web.desk.preparing.mentor_forms import AskForm
from netwerkberaad.web.desk.preparing.mentor_view import mentor_card
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.once import sent_before
from netwerkberaad.web.kit.question_links import link_given, shown_once
from netwerkberaad.web.kit.rooms import room_page


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    path = "/casussen/<uuid:case_id>/kring/vertrouwenspersoon/<uuid:mentor_id>/vraag"
    blueprint.add_url_rule(path, "mentor_ask", mentor_ask, methods=["GET", "POST"])


@allow(Permission.CHANGE_CASE)
def mentor_ask(case_id: uuid.UUID, mentor_id: uuid.UUID) -> Response:
    """Who gets a link, and how; a link to hand over is shown once."""
    view = get_mentor(db(), case=case(), mentor_id=mentor_id)
    people = {person.id: person for person in case_people()}
    home, form = url_for("desk.mentors", case_id=case_id), AskForm()
    first = [view.mentor.person_id, view.mentor.principal_id]
    everybody = [person for person in present(people.values()) if not person.nameless]
    everybody.sort(key=lambda person: first.index(person.id) if person.id in first else len(first))
    form.who.choices = [(str(person.id), person.name.full) for person in everybody]
    if sent_before(form.once.data):
        return shown_once(home)
    asked = form.attempt(
        lambda: ask_about_mentor(
            db(),
            actor(),
            case=case(),
            view=view,
            who=get_person(db(), case=case(), person_id=as_uuid(form.who.data)),
            hand_over=form.hand_over,
            text=form.text.data or "",
            base_url=base_url(),
            now=now(),
        )
    )
    if asked is None:
        card = mentor_card(view, people)
        return room_page("desk/mentors/ask.html", "circle", ahead=False, form=form, card=card, home=home)
    return link_given(asked, people[as_uuid(form.who.data)], room="circle", home=home)
