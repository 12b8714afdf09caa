"""Answering an invitation: one question per page, kept at each step. Needs only the link.

A device that gave no second proof shows nothing of an earlier answer, except what was typed in this very session. What
somebody leaves empty there, without having seen what stood in it, stays as it was.
"""

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import AnswerContent, Reply, current_answer, record_answer
from netwerkberaad.plans import version_fixed
from netwerkberaad.web.context import READING, actor, db, guest, now
from netwerkberaad.web.door.answer_forms import APART, STEPS, AnswerForm, ComingForm
from netwerkberaad.web.door.date_poll import days_to_choose
from netwerkberaad.web.door.frame import ends, first_names, guest_page, own_words
from netwerkberaad.web.door.own import is_apart, my_beraad, my_place
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.sessions import current

_SEEN = "answered"
_AT_THE_TABLE = frozenset({Reply.COMES, Reply.COMES_REMOTE, Reply.UNSURE})
_ONE_QUESTION = frozenset({Reply.NO_REACTION, Reply.DOES_NOT_COME})


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/p/antwoord/<int:step>", "answer", answer, methods=["GET", "POST"])
    blueprint.add_url_rule("/p/antwoord/klaar", "answered", answered)


@allow(Permission.GIVE_ANSWER)
def answer(step: int) -> AnyResponse:
    """One question. What is sent is kept at once, so that nobody loses what they said by stopping halfway."""
    if step not in STEPS:
        raise NotFoundError
    before = _content()
    steps = _steps(before)
    if step not in steps:
        return redirect(url_for("door.answer", step=1))
    form = STEPS[step]()
    if isinstance(form, ComingForm) and is_apart():
        form.reply.choices = list(APART)
    visible = _visible(step)
    if request.method in READING and before is not None and visible:
        form.fill(before)
    after = form.attempt(lambda: _keep(form, before, visible=visible))
    if after is None:
        return _page(step, steps, form, before)
    current()[_SEEN] = sorted({*_seen(), step})
    return see(_next_page(step, after))


@allow(Permission.GIVE_ANSWER)
def answered() -> AnyResponse:
    """Thanks, and what happens now."""
    content = _content()
    if content is None:
        return redirect(url_for("door.answer", step=1))
    return guest_page(
        "door/answered.html",
        beraad=my_beraad(),
        place=my_place(),
        ends=ends,
        over=not guest().case.open,
        declined=content.reply is Reply.DOES_NOT_COME,
        comes=content.reply in _AT_THE_TABLE,
    )


def _page(step: int, steps: tuple[int, ...], form: AnswerForm, before: AnswerContent | None) -> Response:
    return guest_page(
        f"door/answer_{step}.html",
        form=form,
        step=steps.index(step) + 1,
        total=len(steps),
        last=step == steps[-1],
        back=url_for("door.answer", step=steps[steps.index(step) - 1]) if step != 1 else None,
        beraad=my_beraad(),
        place=my_place(),
        days=days_to_choose(None),
        apart=is_apart(),
        planned=version_fixed(db(), guest().case) is not None,
        ends=ends,
        over=not guest().case.open,
        first_names=first_names(),
        own=own_words() if step == 1 else None,
        hidden=before is not None and not _visible(step) and form.holds(before),
    )


def _keep(form: AnswerForm, before: AnswerContent | None, *, visible: bool) -> AnswerContent:
    after = form.said(before or AnswerContent(), seen=visible)
    if after != before:
        case, person = guest().case, guest().person
        record_answer(db(), actor(), case=case, person=person, content=after, via=Channel.LINK, now=now())
    return after


def _next_page(step: int, content: AnswerContent) -> str:
    if content.reply is Reply.DOES_NOT_COME and not content.stay_informed:
        current().end()
        return url_for("door.goodbye", why="afgemeld")
    if step == 1 and content.reply in _AT_THE_TABLE and days_to_choose(content.reply):
        return url_for("door.date_poll", verder=1)
    following = [other for other in _steps(content) if other > step]
    return url_for("door.answer", step=following[0]) if following else url_for("door.answered")


def _content() -> AnswerContent | None:
    found = current_answer(db(), case=guest().case, person=guest().person)
    return found.content if found else None


def _steps(content: AnswerContent | None) -> tuple[int, ...]:
    """The questions that make sense after the reply; before there is one, only whether somebody can come."""
    if content is None or content.reply in _ONE_QUESTION:
        return (1,)
    return (1, 3, 4, 5) if content.reply is Reply.CONTRIBUTES else (1, 2, 3, 4, 5)


def _seen() -> list[int]:
    kept = current().get(_SEEN, [])
    return [step for step in kept if isinstance(step, int)] if isinstance(kept, list) else []


def _visible(step: int) -> bool:
    return guest().proven or step in _seen()
