"""An answer taken for somebody who says it by phone, in a letter or across the table."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases import Person, get_person
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import spoken_day
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import (
    Answer,
    AnswerContent,
    Need,
    Reply,
    can_undo_answer,
    current_answer,
    record_answer,
    undo_answer,
)
from netwerkberaad.web.context import actor, case, db, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_frame
from netwerkberaad.web.kit.fields import ChecksField
from netwerkberaad.web.kit.forms import LONG, MEDIUM, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import CHANNEL_NAMES
from netwerkberaad.web.kit.need_names import NEED_NAMES
from netwerkberaad.web.kit.need_words import needs_said
from netwerkberaad.web.kit.once import OnceForm, fresh_token, sent_before
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.seen import SeenForm, digest_of
from netwerkberaad.web.templating import language

SAID_BY = (Channel.PHONE, Channel.IN_PERSON, Channel.LETTER, Channel.PAPER, Channel.SMS, Channel.MAIL)
_REPLIES = (
    (Reply.COMES.value, _("Ja, komt")),
    (Reply.COMES_REMOTE.value, _("Doet op afstand mee, met telefoon of video")),
    (Reply.CONTRIBUTES.value, _("Komt niet, maar wil wel iets doen")),
    (Reply.UNSURE.value, _("Weet het nog niet")),
    (Reply.DOES_NOT_COME.value, _("Komt niet")),
)


class AnswerForm(SeenForm, OnceForm):
    """What somebody answers, in the order in which one asks it."""

    via = SelectField(
        _("Hoe kreeg u dit antwoord?"),
        [required()],
        choices=[(one.value, CHANNEL_NAMES[one]) for one in SAID_BY],
    )
    reply = RadioField(
        _("Komt deze persoon?"), [required(_("Kies wat deze persoon antwoordt."))], choices=_REPLIES
    )
    needs = ChecksField(
        _("Wat is er nodig?"), [Optional()], choices=[(key.value, name) for key, name in NEED_NAMES.items()]
    )
    needs_text = StringField(_("Nog iets anders nodig"), [Optional(), at_most(MEDIUM)])
    contributes = TextAreaField(_("Wat zou deze persoon kunnen bijdragen?"), [Optional(), at_most(LONG)])
    limits = TextAreaField(_("Wat kan niet, of niet te vaak?"), [Optional(), at_most(LONG)])
    limits_until = DateField(_("Tot wanneer niet"), [Optional()])
    suggests = TextAreaField(_("Wie kunnen we nog meer vragen?"), [Optional(), at_most(MEDIUM)])
    question = TextAreaField(_("Heeft deze persoon een vraag?"), [Optional(), at_most(LONG)])
    stay_informed = BooleanField(_("Wil wel horen hoe het verder gaat"))

    def content(self) -> AnswerContent:
        """What was said, as an answer."""
        return AnswerContent(
            reply=Reply(self.reply.data),
            needs=tuple(Need(one) for one in self.needs.data or []),
            needs_text=self.needs_text.data or "",
            contributes=self.contributes.data or "",
            limits=self.limits.data or "",
            limits_until=self.limits_until.data,
            suggests=self.suggests.data or "",
            question=self.question.data or "",
            stay_informed=bool(self.stay_informed.data),
        )


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    path = "/casussen/<uuid:case_id>/uitnodigen/<uuid:person_id>/antwoord"
    blueprint.add_url_rule(path, "answer_for", answer_for, methods=["GET", "POST"])
    undone = f"{path}/<uuid:answer_id>/ongedaan"
    blueprint.add_url_rule(undone, "undo_answer", undo, methods=["POST"])


@allow(Permission.CHANGE_CASE)
def answer_for(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Take the answer of somebody in their place, with how it was said."""
    person = get_person(db(), case=case(), person_id=person_id)
    before = current_answer(db(), case=case(), person=person)
    form = AnswerForm(data=_data(before))
    board_url = url_for("desk.invites", case_id=case_id)
    if sent_before(form.once.data):
        return see(board_url)

    def keep() -> Answer:
        form.require_current(_seen(before))
        content, via = form.content(), Channel(form.via.data)
        return record_answer(db(), actor(), case=case(), person=person, content=content, via=via, now=now())

    if form.attempt(keep) is None:
        return page(
            "desk/invites/answer.html",
            form=form,
            name=person.name.full,
            short=person.name.short,
            case_id=case_id,
            person_id=person_id,
            **case_frame("invites", ahead=False),
        )
    flash(gettext("Het antwoord van %(name)s is vastgelegd.", name=person.name.short), "ok")
    return see(board_url)


@allow(Permission.CHANGE_CASE)
def undo(case_id: uuid.UUID, person_id: uuid.UUID, answer_id: uuid.UUID) -> Response:
    """Take back an answer that was put on record by mistake."""
    person = get_person(db(), case=case(), person_id=person_id)
    undo_answer(db(), actor(), case=case(), person=person, answer_id=answer_id, now=now())
    flash(gettext("Het antwoord van %(name)s is weer weggehaald.", name=person.name.short), "ok")
    return see(url_for("desk.invite", case_id=case_id, person_id=person_id))


def undo_answer_url(person: Person) -> str:
    """Where an answer that was put on record by mistake is taken back, as long as that can be."""
    answer = current_answer(db(), case=case(), person=person)
    if answer is None or not can_undo_answer(actor(), answer, person, now=now()):
        return ""
    return url_for("desk.undo_answer", case_id=case().id, person_id=person.id, answer_id=answer.id)


def _data(answer: Answer | None) -> dict[str, object]:
    start: dict[str, object] = {"seen": _seen(answer), "once": fresh_token()}
    if answer is None:
        return start
    content = answer.content
    replies = {value for value, _name in _REPLIES}
    return start | {
        "reply": content.reply.value if content.reply.value in replies else None,
        "needs": [one.value for one in content.needs],
        "needs_text": content.needs_text,
        "contributes": content.contributes,
        "limits": content.limits,
        "limits_until": content.limits_until,
        "suggests": content.suggests,
        "question": content.question,
        "stay_informed": content.stay_informed,
    }


def answer_lines(content: AnswerContent) -> list[tuple[str, str]]:
    """What somebody said besides coming or not, without what was left open."""
    until = content.limits_until
    told_until = gettext("tot %(day)s", day=spoken_day(until, language())) if until else ""
    rows = (
        (gettext("Brengt mee"), content.contributes),
        (gettext("Kan niet"), ", ".join(part for part in (content.limits, told_until) if part)),
        (gettext("Heeft nodig"), needs_said(content)),
        (gettext("Noemt nog"), content.suggests),
        (gettext("Vraagt"), content.question),
    )
    return [(term, value) for term, value in rows if value]


def _seen(answer: Answer | None) -> str:
    return digest_of(str(answer.id) if answer else "")
