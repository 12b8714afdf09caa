"""What only a hoofdpersoon can do: say who is asked, and stop the whole."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, TextAreaField

from netwerkberaad.cases import (
    HowGiven,
    InviteApproval,
    Person,
    approvals_of,
    get_person,
    record_approval,
)
from netwerkberaad.cases.contact_person import asked_of
from netwerkberaad.flows.ending import stop_case
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.web.context import READING, actor, base_url, db, guest, now
from netwerkberaad.web.door.frame import circle, guest_page
from netwerkberaad.web.door.own import my_sight
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, MEDIUM, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.sessions import current

YES, NO = "ja", "nee"


class ApprovalForm(BaseForm):
    """Whether one person may be asked."""

    invite = RadioField(
        _("Mogen we deze persoon vragen?"),
        [required(_("Kies ja of nee."))],
        choices=[(YES, _("Ja, vraag maar")), (NO, _("Nee, liever niet"))],
    )
    text = TextAreaField(_("Wilt u er iets bij zeggen?"), [at_most(MEDIUM)])


class StopForm(BaseForm):
    """Stopping, with words if somebody wants."""

    words = TextAreaField(_("Wilt u er iets bij zeggen?"), [at_most(LONG)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/p/lijst", "invite_list", invite_list)
    blueprint.add_url_rule("/p/lijst/<uuid:person_id>", "approve", approve, methods=["GET", "POST"])
    blueprint.add_url_rule("/p/stoppen", "stop", stop, methods=["GET", "POST"])


@allow(Permission.APPROVE_INVITES)
def invite_list() -> AnyResponse:
    """Everybody who could be asked, with what this hoofdpersoon said. Nobody sees what another said."""
    said = _own_verdicts()
    people = [
        {
            "id": person.id,
            "name": person.name.full,
            "relation": my_sight().clean(person.about.relation),
            "said": _word(said.get(person.id)),
        }
        for person in _members()
    ]
    left = sum(person["said"] is None for person in people)
    return guest_page("door/invite_list.html", people=people, left=left)


@allow(Permission.APPROVE_INVITES)
def approve(person_id: uuid.UUID) -> AnyResponse:
    """Yes or no for one person; then on to the next who has no answer yet."""
    member = get_person(db(), case=guest().case, person_id=person_id)
    if member.is_principal or member.left_at is not None:
        raise NotFoundError
    form = ApprovalForm()
    before = _own_verdicts().get(member.id)
    if request.method in READING and before is not None:
        form.invite.data, form.text.data = YES if before.verdict.invite else NO, before.verdict.text
    if form.attempt(lambda: _record(member, form)) is None:
        relation = my_sight().clean(member.about.relation)
        return guest_page("door/approve.html", form=form, member=member, relation=relation)
    said = _own_verdicts()
    following = [person for person in _members() if person.id not in said]
    if following:
        return see(url_for("door.approve", person_id=following[0].id))
    flash(gettext("Dank u wel. U hebt over iedereen iets gezegd."), "ok")
    return see(url_for("door.invite_list"))


@allow(Permission.STOP_OWN_CASE)
def stop() -> AnyResponse:
    """Stop the whole netwerkberaad, after one question."""
    form = StopForm()
    done = form.attempt(
        lambda: stop_case(
            db(),
            actor(),
            case=guest().case,
            by=guest().person,
            words=form.words.data or "",
            how=HowGiven.LINK,
            base_url=base_url(),
            now=now(),
        )
    )
    if done is None:
        return guest_page("door/stop.html", form=form)
    current().end()
    return see(url_for("door.goodbye", why="gestopt"))


def _record(member: Person, form: ApprovalForm) -> InviteApproval:
    return record_approval(
        db(),
        actor(),
        case=guest().case,
        principal=guest().person,
        member=member,
        invite=form.invite.data == YES,
        text=form.text.data or "",
        how=HowGiven.LINK,
        now=now(),
    )


def _members() -> list[Person]:
    return asked_of(circle())


def _own_verdicts() -> dict[uuid.UUID, InviteApproval]:
    own = guest().person.id
    return {row.member_id: row for row in approvals_of(db(), guest().case) if row.principal_id == own}


def _word(approval: InviteApproval | None) -> str | None:
    if approval is None:
        return None
    return YES if approval.verdict.invite else NO
