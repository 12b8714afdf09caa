"""The ladder at the door: can you take it over, and the news that something you look along with does not work out."""

import uuid

from flask import Blueprint, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, TextAreaField

from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.plans import CheckInResult, FollowUp, FollowUpKind, answer_step_in, get_follow_up
from netwerkberaad.web.context import actor, db, guest, now
from netwerkberaad.web.door.frame import guest_page
from netwerkberaad.web.door.own import current_plan
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import see

YES, NO = "ja", "nee"
_NEWS = frozenset({FollowUpKind.LOOK_ALONG, FollowUpKind.STAND_BY})


class StepInForm(BaseForm):
    """Whether this guest takes it over."""

    answer = RadioField(
        _("Kunt u het overnemen?"),
        [required(_("Kies wat het best past."))],
        choices=[(YES, _("Ja, ik neem het over")), (NO, _("Nee, het lukt mij niet"))],
    )
    note = TextAreaField(_("Wilt u er iets bij zeggen?"), [at_most(LONG)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/p/bijspringen/<uuid:follow_up_id>", "step_in", step_in, methods=["GET", "POST"])
    blueprint.add_url_rule("/p/bericht/<uuid:follow_up_id>", "step_news", step_news)


@allow(Permission.ANSWER_CHECK_IN)
def step_in(follow_up_id: uuid.UUID) -> AnyResponse:
    """Say whether one can take it over. What it is stays hidden until the second proof."""
    row = _own(follow_up_id, frozenset({FollowUpKind.STEP_IN}))
    form = StepInForm()
    if not form.is_submitted() and row.answered_at is not None and guest().proven:
        form.answer.data = YES if row.content.result is CheckInResult.DONE else NO
        form.note.data = row.content.note
    done = form.attempt(
        lambda: answer_step_in(
            db(),
            actor(),
            case=guest().case,
            follow_up=row,
            yes=form.answer.data == YES,
            note=form.note.data or "",
            via=Channel.LINK,
            now=now(),
        )
    )
    if done is None:
        return guest_page("door/step_in.html", form=form, row=row, words=_words(row))
    return see(url_for("door.checked_in"))


@allow(Permission.READ_OWN_PART)
def step_news(follow_up_id: uuid.UUID) -> AnyResponse:
    """Something does not work out; what it is, as far as this guest may read it."""
    row = _own(follow_up_id, _NEWS)
    return guest_page("door/step_news.html", words=_words(row), row=row)


def _own(follow_up_id: uuid.UUID, kinds: frozenset[FollowUpKind]) -> FollowUp:
    row = get_follow_up(db(), case=guest().case, follow_up_id=follow_up_id)
    own = row.kind in kinds and row.person_id == guest().person.id
    if not own or row.sent_at is None or row.cancelled_at is not None:
        raise NotFoundError
    return row


def _words(row: FollowUp) -> str:
    """The words of the promise, on a device that proved who is there and as far as they were opened to this guest."""
    plan = current_plan() if guest().proven else None
    lines = plan.lines if plan else ()
    return next((line.words.text for line in lines if line.lineage_id == row.lineage_id), "")
