"""Who sees what, decided by a hoofdpersoon. Nobody sees what another hoofdpersoon decided."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from netwerkberaad.cases import HowGiven, Person, get_person, present
from netwerkberaad.cases.sight import Opened, decisions_of, open_to
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.web.context import READING, actor, db, guest, now
from netwerkberaad.web.door.frame import circle, guest_page
from netwerkberaad.web.door.own import my_sight
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.seen import digest_of
from netwerkberaad.web.kit.sight_forms import SightForm, opened_words


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/p/wie-ziet-wat", "sights", sights)
    blueprint.add_url_rule("/p/wie-ziet-wat/<uuid:person_id>", "sight", sight, methods=["GET", "POST"])


@allow(Permission.DECIDE_SIGHT)
def sights() -> AnyResponse:
    """Everybody with what this hoofdpersoon opened to them."""
    said = _own()
    people = [
        {
            "id": person.id,
            "name": person.name.full,
            "relation": my_sight().clean(person.about.relation),
            "sees": opened_words(said.get(person.id, Opened()), circle()),
        }
        for person in present(circle())
        if not person.is_principal and not person.nameless
    ]
    return guest_page("door/sights.html", people=people)


@allow(Permission.DECIDE_SIGHT)
def sight(person_id: uuid.UUID) -> AnyResponse:
    """What one person may see; it holds at once."""
    member = get_person(db(), case=guest().case, person_id=person_id)
    if member.is_principal or member.left_at is not None or member.nameless:
        raise NotFoundError
    before = _own().get(member.id, Opened())
    form = SightForm()
    form.ask(circle(), own=True)
    if request.method in READING:
        form.seen.data = digest_of(before)
        form.show(before)
    if form.attempt(lambda: _open(form, member, before)) is None:
        return guest_page(
            "door/sight.html", form=form, member=member, relation=my_sight().clean(member.about.relation)
        )
    flash(gettext("Dit geldt vanaf nu."), "ok")
    return see(url_for("door.sights"))


def _open(form: SightForm, member: Person, before: Opened) -> object:
    form.require_current(digest_of(before))
    return open_to(
        db(),
        actor(),
        case=guest().case,
        principal=guest().person,
        member=member,
        opened=form.opened(),
        how=HowGiven.LINK,
        now=now(),
    )


def _own() -> dict[uuid.UUID, Opened]:
    own = guest().person.id
    return {row.member_id: row.opened for row in decisions_of(db(), guest().case) if row.principal_id == own}
