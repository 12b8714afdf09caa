"""A check-in: how did it go, what is needed, and a number from 0 to 10. Needs only the link."""

import uuid

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.plans import (
    CheckInResult,
    FollowUp,
    FollowUpContent,
    FollowUpKind,
    answer_check_in,
    get_follow_up,
)
from netwerkberaad.web.context import READING, actor, db, guest, now
from netwerkberaad.web.door.frame import guest_page
from netwerkberaad.web.door.own import current_plan, open_check_ins, own_lines
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import see

RESULTS = (
    (CheckInResult.DONE.value, _("Gelukt")),
    (CheckInResult.PARTLY.value, _("Deels")),
    (CheckInResult.NOT_DONE.value, _("Niet")),
    (CheckInResult.NO_LONGER_NEEDED.value, _("Niet meer nodig")),
)
GRADES = [(str(number), str(number)) for number in range(11)]


class CheckInForm(BaseForm):
    """How it went."""

    result = RadioField(_("Is het gelukt?"), [required(_("Kies wat het best past."))], choices=RESULTS)
    need = TextAreaField(_("Wat is er nodig?"), [at_most(LONG)])
    grade = RadioField(_("Hoe gaat het nu, van 0 tot 10?"), [Optional()], choices=GRADES)

    def content(self) -> FollowUpContent:
        """What was said, as the record keeps it."""
        grade = int(self.grade.data) if self.grade.data else None
        return FollowUpContent(result=CheckInResult(self.result.data), grade=grade, need=self.need.data or "")


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/p/check-in/<uuid:follow_up_id>", "check_in", check_in, methods=["GET", "POST"])
    blueprint.add_url_rule("/p/check-in/klaar", "checked_in", checked_in)


@allow(Permission.ANSWER_CHECK_IN)
def check_in(follow_up_id: uuid.UUID) -> AnyResponse:
    """Say how it went. The words of the commitment stay hidden until the second proof."""
    row = _own_check_in(follow_up_id)
    form = CheckInForm()
    if request.method in READING and row.answered_at is not None and guest().proven:
        form.result.data = row.content.result.value if row.content.result else None
        form.need.data = row.content.need
        form.grade.data = str(row.content.grade) if row.content.grade is not None else None
    done = form.attempt(
        lambda: answer_check_in(
            db(),
            actor(),
            case=guest().case,
            follow_up=row,
            content=form.content(),
            via=Channel.LINK,
            now=now(),
        )
    )
    if done is None:
        return guest_page("door/check_in.html", form=form, row=row, words=_words(row))
    waiting = open_check_ins()
    return see(
        url_for("door.check_in", follow_up_id=waiting[0].id) if waiting else url_for("door.checked_in")
    )


@allow(Permission.ANSWER_CHECK_IN)
def checked_in() -> AnyResponse:
    """Thanks, and what happens now."""
    return guest_page("door/checked_in.html")


def _own_check_in(follow_up_id: uuid.UUID) -> FollowUp:
    row = get_follow_up(db(), case=guest().case, follow_up_id=follow_up_id)
    own = row.kind is FollowUpKind.CHECK_IN and row.person_id == guest().person.id
    if not own or row.sent_at is None or row.cancelled_at is not None:
        raise NotFoundError
    return row


def _words(row: FollowUp) -> str:
    """The words of the commitment, for a device that proved who is there."""
    plan = current_plan() if guest().proven else None
    if plan is None:
        return ""
    return next((line.words.text for line in own_lines(plan) if line.lineage_id == row.lineage_id), "")
