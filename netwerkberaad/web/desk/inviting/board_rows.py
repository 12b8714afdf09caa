"""The rows of the board: where somebody stands, what may be done about it, and which of them are shown."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from netwerkberaad.foundation.core.audit import Basis
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import Board, BoardGroup, BoardRow, Reply, may_undo
from netwerkberaad.web.context import actor, case, may_change, now
from netwerkberaad.web.kit.lazy import lazy_gettext
from netwerkberaad.web.kit.names import CHANNEL_NAMES, REPLY_NAMES, RESULT_NAMES
from netwerkberaad.web.kit.need_words import needs_said
from netwerkberaad.web.kit.when import column_day, day_and_time, days_between, plain_day

SILENT_DAYS = 3
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
_TO_INVITE = frozenset({BoardGroup.NOT_APPROACHED, BoardGroup.APPROACHED})
_TO_REACH = _TO_INVITE | {BoardGroup.INVITED}


@dataclass(frozen=True, slots=True)
class Shown:
    """Which rows the board shows: the word in the address, what it is called, and who belongs to it."""

    key: str
    label: str
    holds: Callable[[BoardRow], bool]


def to_invite(row: BoardRow) -> bool:
    """Whether somebody may be invited and was not yet."""
    return row.may_invite and row.group in _TO_INVITE


def silent_days(row: BoardRow) -> int:
    """For how many days somebody could not be reached; 0 for who was spoken to, answered or was never tried."""
    return days_between(row.waits_since, now()) if row.waits_since else 0


FILTERS = (
    Shown("", lazy_gettext("Iedereen"), lambda _row: True),
    Shown("nodigen", lazy_gettext("Uit te nodigen"), to_invite),
    Shown("bellen", lazy_gettext("Al dagen niet bereikt"), lambda row: silent_days(row) >= SILENT_DAYS),
    Shown("wacht", lazy_gettext("Wacht op antwoord"), lambda row: row.group is BoardGroup.INVITED),
    Shown("nieuw", lazy_gettext("Nieuw antwoord"), lambda row: row.unseen),
    Shown("komt", lazy_gettext("Komt"), lambda row: row.group is BoardGroup.COMES),
    Shown("nodig", lazy_gettext("Heeft iets nodig"), lambda row: any(need.open for need in row.needs)),
)


def shown_by(word: str) -> Shown:
    """The filter with this word; everybody for a word that is none."""
    return next((one for one in FILTERS if one.key == word), FILTERS[0])


def filter_links(board: Board, chosen: Shown) -> list[dict[str, object]]:
    """The filters that hold somebody, each with how many; the chosen one is always there."""
    links: list[dict[str, object]] = []
    for one in FILTERS:
        count = sum(one.holds(row) for row in board.rows)
        if count or one is chosen:
            url = url_for("desk.invites", case_id=case().id, wie=one.key or None)
            links.append({"label": one.label, "url": url, "current": one is chosen, "count": count})
    return links


def tally(board: Board) -> list[tuple[str, int, str]]:
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


def line(row: BoardRow, token: str, chosen: Shown) -> dict[str, object]:
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
        "approached": column_day(row.approached_at) if row.approached_at else "",
        "invited": column_day(row.invited_at) if row.invited_at else "",
        "answer": answer_of(row),
        "brings": _brings(row),
        "blocked": blocked_words(row) if reachable and not row.may_invite else "",
        "latest": _(
            "%(result)s op %(moment)s.", result=RESULT_NAMES[latest.result], moment=day_and_time(latest.at)
        )
        if latest and reachable
        else "",
        "erased": plain_day(row.contact_erased_at) if row.contact_erased_at else "",
        "silent": _silent_words(row) if may_change() else "",
        "talk": _("Voorgesprek op %(moment)s.", moment=day_and_time(row.talk_at)) if row.talk_at else "",
        "undo_url": undo_url(row) if may_change() else "",
        "anchor": f"rij-{row.person_id}",
        "invite_url": url if reachable and row.may_invite and row.group is not BoardGroup.INVITED else "",
        "log_url": url_for("desk.log_contact", case_id=case().id, person_id=row.person_id)
        if reachable and not row.excluded
        else "",
        "log_fields": {"channel": Channel.PHONE.value, "once": token, "wie": chosen.key},
    }


def _silent_words(row: BoardRow) -> str:
    days = silent_days(row)
    if days < SILENT_DAYS:
        return ""
    return ngettext("Al %(num)d dag niet bereikt.", "Al %(num)d dagen niet bereikt.", days)


def undo_url(row: BoardRow) -> str:
    """Where an attempt that was logged by mistake is taken back, as long as that can be."""
    latest = row.latest_contact
    if latest is None or not may_undo(actor(), staff_id=latest.staff_id, at=latest.at, now=now()):
        return ""
    return url_for("desk.undo_contact", case_id=case().id, person_id=row.person_id, contact_id=latest.id)


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
