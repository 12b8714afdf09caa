"""Uitnodigen: the board of people and answers, contact in one tap, and what has to be arranged."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Optional

from netwerkberaad.beraden import latest_beraad
from netwerkberaad.cases import principals_of
from netwerkberaad.cases.gathering import choose_gathering
from netwerkberaad.cases.safety import safety_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.audit import Basis
from netwerkberaad.foundation.documents import spoken_moment
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import (
    Board,
    BoardGroup,
    BoardRow,
    NeedLine,
    Reply,
    board_of,
    finish_need,
    get_need,
    needs_of,
    take_need,
)
from netwerkberaad.web.context import actor, case, db, may_change, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.barred import alike_words
from netwerkberaad.web.kit.case_frame import case_frame, case_people
from netwerkberaad.web.kit.forms import SHORT, BaseForm, at_most
from netwerkberaad.web.kit.lazy import lazy_gettext
from netwerkberaad.web.kit.names import CHANNEL_NAMES, GROUP_NAMES, REPLY_NAMES, RESULT_NAMES
from netwerkberaad.web.kit.need_words import need_to_arrange, needs_said
from netwerkberaad.web.kit.once import fresh_token
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.when import day_and_time, plain_day, sentence
from netwerkberaad.web.templating import language

MARKS = {
    Reply.COMES: "comes",
    Reply.COMES_REMOTE: "comes",
    Reply.UNSURE: "unsure",
    Reply.CONTRIBUTES: "gives",
    Reply.DOES_NOT_COME: "not",
    Reply.NO_REACTION: "not",
}
_ICONS = {
    Channel.MAIL: "mail",
    Channel.SMS: "sms",
    Channel.PHONE: "phone",
    Channel.LETTER: "letter",
    Channel.PAPER: "letter",
}
_TO_REACH = (BoardGroup.NOT_APPROACHED, BoardGroup.APPROACHED, BoardGroup.INVITED)


class NeedForm(BaseForm):
    """Who arranges it."""

    who = StringField(lazy_gettext("Wie regelt dit?"), [Optional(), at_most(SHORT)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/casussen/<uuid:case_id>/uitnodigen"
    blueprint.add_url_rule(path, "invites", invites)
    blueprint.add_url_rule(f"{path}/bijeenkomst", "gathering", gathering, methods=["POST"])
    blueprint.add_url_rule(f"{path}/taken/<uuid:need_id>", "need", need, methods=["GET", "POST"])


@allow(Permission.READ_CASE)
def invites(case_id: uuid.UUID) -> Response:
    """Everybody in the circle with where they stand."""
    board = board_of(db(), case())
    beraad = latest_beraad(db(), case())
    token = fresh_token()
    return page(
        "desk/invites/board.html",
        case_id=case_id,
        open=may_change(),
        tally=_tally(board),
        groups=[
            (GROUP_NAMES[group], [_line(row, token) for row in rows], group is BoardGroup.INVITED)
            for group, rows in board.groups
        ],
        beraad=beraad,
        apart=case().without_meeting and beraad is None,
        beraad_when=sentence(spoken_moment(beraad.starts_at, language())) if beraad else "",
        needs=[_need_item(item) for item in needs_of(db(), case())],
        checks=[_safety_check(), *_checks(board.rows)],
        principals=[
            {"name": person.name.short, "url": url_for("desk.invite", case_id=case_id, person_id=person.id)}
            for person in principals_of(case_people())
        ],
        **case_frame("invites"),
    )


@allow(Permission.CHANGE_CASE)
def gathering(case_id: uuid.UUID) -> Response:
    """Whether people sit down together, or everybody says apart what they can do."""
    form, meeting = BaseForm(), request.form.get("meeting") == "1"
    form.attempt(lambda: choose_gathering(db(), actor(), case=case(), meeting=meeting, now=now()))
    flash(_("Er komt een bijeenkomst.") if meeting else _("Er komt geen bijeenkomst."), "ok")
    return see(url_for("desk.invites", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def need(case_id: uuid.UUID, need_id: uuid.UUID) -> Response:
    """Something to arrange: by whom, or that it is done."""
    task = get_need(db(), case=case(), need_id=need_id)
    board_url = url_for("desk.invites", case_id=case_id)
    if request.form.get("done") == "1":
        finish_need(db(), actor(), case=case(), need=task, now=now())
        flash(_("Dat is geregeld."), "ok")
        return see(board_url)
    form = NeedForm(data={"who": task.who})
    taken = form.attempt(
        lambda: take_need(db(), actor(), case=case(), need=task, who=form.who.data or "", now=now())
    )
    if taken is None:
        line = next(item for item in needs_of(db(), case()) if item.id == need_id)
        return page(
            "desk/invites/need.html",
            form=form,
            text=need_to_arrange(line),
            done=bool(line.done_at),
            case_id=case_id,
            need_id=need_id,
            **case_frame("invites", ahead=False),
        )
    flash(_("Bewaard."), "ok")
    return see(board_url)


def _tally(board: Board) -> list[tuple[str, int, str]]:
    counts = board.counts
    comes, gives = counts[BoardGroup.COMES], counts[BoardGroup.CONTRIBUTES]
    unsure = counts[BoardGroup.UNSURE]
    away = counts[BoardGroup.DOES_NOT_COME] + counts[BoardGroup.NO_REACTION]
    lines = [
        ("comes", comes, ngettext("komt", "komen", comes)),
        ("gives", gives, ngettext("draagt bij", "dragen bij", gives)),
        ("unsure", unsure, ngettext("weet nog niet", "weten nog niet", unsure)),
        ("asked", counts[BoardGroup.INVITED], _("nog niets")),
        ("not", away, ngettext("komt niet", "komen niet", away)),
    ]
    return [line for line in lines if line[1] or line[0] in {"comes", "asked"}]


def _line(row: BoardRow, token: str) -> dict[str, object]:
    """One person on the board: what the row shows, and its acts."""
    latest = row.latest_contact
    used = [contact.channel for contact in reversed(row.contacts)]
    used = [*([row.channel] if row.channel else []), *used]
    url = url_for("desk.invite", case_id=case().id, person_id=row.person_id)
    reachable = row.group in _TO_REACH and may_change()
    return {
        "name": row.name.full,
        "short": row.name.short,
        "relation": row.relation,
        "url": url if may_change() else None,
        "waits": row.group is BoardGroup.INVITED,
        "unseen": row.unseen,
        "seen_url": _seen_url(row),
        "channels": list(dict.fromkeys(_ICONS[channel] for channel in used if channel in _ICONS)),
        "approached": plain_day(row.approached_at) if row.approached_at else "",
        "invited": plain_day(row.invited_at) if row.invited_at else "",
        "answer": answer_of(row),
        "brings": _brings(row),
        "blocked": blocked_words(row) if reachable and not row.may_invite else "",
        "latest": _(
            "%(result)s op %(moment)s.", result=RESULT_NAMES[latest.result], moment=day_and_time(latest.at)
        )
        if latest and reachable
        else "",
        "erased": plain_day(row.contact_erased_at) if row.contact_erased_at else "",
        "invite_url": url if reachable and row.may_invite and row.group is not BoardGroup.INVITED else "",
        "log_url": url_for("desk.log_contact", case_id=case().id, person_id=row.person_id)
        if reachable and not row.excluded
        else "",
        "log_fields": {"channel": Channel.PHONE.value, "once": token},
    }


def _seen_url(row: BoardRow) -> str:
    """In a stopped case the board itself says that an answer was read: its other pages are closed."""
    late = row.unseen and case().stopped and actor().basis is not Basis.EMERGENCY
    return url_for("desk.answer_seen", case_id=case().id, person_id=row.person_id) if late else ""


def answer_of(row: BoardRow) -> tuple[str, str, str] | None:
    """Mark, word and note of the answer that counts; 'nog niets' for who was invited."""
    if row.answer is None:
        return ("asked", _("nog niets"), "") if row.group is BoardGroup.INVITED else None
    reply = row.answer.content.reply
    spoken = row.answer.via is not Channel.LINK and reply is not Reply.NO_REACTION
    return MARKS[reply], str(REPLY_NAMES[reply]), str(CHANNEL_NAMES[row.answer.via]) if spoken else ""


def blocked_words(row: BoardRow) -> str:
    """Why somebody may not be invited yet, in one sentence; empty when nothing stands in the way."""
    if row.excluded:
        return _("Staat op ‘niet uitnodigen’.")
    if row.refused_by:
        return _("%(names)s wil dit niet.", names=", ".join(row.refused_by))
    if row.missing:
        return _("Akkoord nodig van %(names)s.", names=", ".join(row.missing))
    return ""


def _brings(row: BoardRow) -> dict[str, str]:
    if row.answer is None:
        return {"gives": "", "limits": "", "needs": "", "question": ""}
    content = row.answer.content
    return {
        "gives": content.contributes,
        "limits": content.limits,
        "needs": needs_said(content),
        "question": content.question,
    }


def _need_item(item: NeedLine) -> dict[str, object]:
    line: dict[str, object] = {
        "text": need_to_arrange(item),
        "note": item.who,
        "done": item.done_at is not None,
    }
    if item.done_at is None:
        line["note"] = item.who or _("Nog niemand. Wie vragen we?")
        line["attention"] = not item.who
    if item.done_at is None and may_change():
        line["url"] = line["note_url"] = url_for("desk.need", case_id=case().id, need_id=item.id)
    return line


def _safety_check() -> tuple[bool, str]:
    known = safety_of(db(), case())
    if known is None:
        return False, _("De vragen over veiligheid zijn nog niet beantwoord.")
    if known.content.passed:
        return False, _("De vragen over veiligheid zijn met spoed overgeslagen.")
    return True, _("De vragen over veiligheid zijn beantwoord op %(day)s.", day=plain_day(known.at))


def _checks(rows: Sequence[BoardRow]) -> list[tuple[bool, str]]:
    """What is looked at before anything is sent."""
    missing = sum(bool(row.missing) for row in rows)
    barred = [row.name.short for row in rows if row.excluded]
    refused = [row.name.short for row in rows if row.refused_by]
    alike = [row.name.short for row in rows if row.alike]
    checks = [
        (
            not missing,
            _("Alle hoofdpersonen hebben de lijst gezien.")
            if not missing
            else _("Nog niet alle hoofdpersonen hebben de hele lijst gezien."),
        ),
        (
            not barred,
            _("Niemand staat op ‘niet uitnodigen’.")
            if not barred
            else _("Op ‘niet uitnodigen’: %(names)s.", names=", ".join(barred)),
        ),
    ]
    if alike:
        checks.append((False, alike_words(", ".join(alike))))
    if refused:
        checks.append((True, _("Niet akkoord, dus niet gevraagd: %(names)s.", names=", ".join(refused))))
    return [*checks, (True, _("Het bericht zegt niet waar het over gaat."))]
