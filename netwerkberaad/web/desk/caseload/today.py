"""Vandaag: what needs me, oldest and most urgent first, each line with its one act."""

from datetime import datetime

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from netwerkberaad.flows import CLIMBED, Act, BeraadLine, Line, Today, What, today_for
from netwerkberaad.flows.letters import waiting_letters
from netwerkberaad.foundation.access import Permission, Role
from netwerkberaad.foundation.documents import local, spoken_date
from netwerkberaad.web.context import actor, db, now, staff
from netwerkberaad.web.desk.team.standing import covers_to_know, emergencies_to_see
from netwerkberaad.web.entering import home_of
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.lazy import lazy_gettext
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.when import (
    agenda_day,
    how_long_ago,
    how_long_until,
    plain_day,
    sentence,
    spoken_soon,
)
from netwerkberaad.web.templating import clock, language

Shown = dict[str, object]

_ICONS = {
    Act.APPROVE: "check",
    Act.CHOOSE_DAY: "calendar",
    Act.CALL: "phone",
    Act.CALL_OWNER: "phone",
    Act.ASK_LIMIT: "phone",
    Act.CALL_REFERRER: "phone",
    Act.TALK: "phone",
    Act.INVITE: "send",
    Act.READ_ANSWER: "eye",
    Act.READ_LATE: "eye",
    Act.READ_MENTOR: "eye",
    Act.ARRANGE: "check",
    Act.TELL: "phone",
}
_ABOUT_A_PERSON = frozenset({Act.CALL, Act.INVITE, Act.READ_ANSWER})
_ABOUT_A_REQUEST = frozenset({Act.CLAIM, Act.DECLARE, Act.ASSIGN})
_REQUEST_PAGES = {Act.CLAIM: "desk.claim", Act.DECLARE: "desk.declare_independence"}
_CASE_PAGES = {
    Act.APPROVE: "desk.approvals",
    Act.ASSIGN: "desk.assign",
    Act.CALL_REFERRER: "desk.promises",
    Act.TALK: "desk.promises",
    Act.CHOOSE_DAY: "desk.date_poll",
    Act.FOLLOW_UP: "desk.follow_up",
    Act.PLAN: "desk.plan",
    Act.CALL_OWNER: "desk.plan",
    Act.OBSTACLES: "desk.obstacles",
    Act.CONSENTS: "desk.consents",
    Act.READ_LATE: "desk.invites",
    Act.READ_MENTOR: "desk.mentors",
}
_FOLLOWED = frozenset({What.TOLD, What.GAP, What.CALL_DUE, What.EVALUATION_DUE, *CLIMBED})
_NEAR = frozenset({What.PROMISE_NEAR, What.PROMISE_WAITS})
_NUMBERS = (
    lazy_gettext("geen"),
    lazy_gettext("één"),
    lazy_gettext("twee"),
    lazy_gettext("drie"),
    lazy_gettext("vier"),
    lazy_gettext("vijf"),
    lazy_gettext("zes"),
    lazy_gettext("zeven"),
    lazy_gettext("acht"),
    lazy_gettext("negen"),
    lazy_gettext("tien"),
    lazy_gettext("elf"),
    lazy_gettext("twaalf"),
)


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/balie", "home", home)
    blueprint.add_url_rule("/vandaag", "today", today)


@allow(Permission.USE_OWN_ACCOUNT)
def home() -> Response:
    """Where the day begins for somebody with these roles."""
    return see(home_of(staff()))


@allow(Permission.SEE_TODAY)
def today() -> Response:
    """Everything that waits for the one who looks, over all their cases."""
    found = today_for(db(), actor(), now=now())
    return page(
        "desk/today.html",
        day=sentence(spoken_date(now(), language())),
        lede=_lede(found),
        urgent=[_urgent(line) for line in found.urgent],
        emergencies=emergencies_to_see(),
        covers=covers_to_know(),
        letters=len(waiting_letters(db(), actor())),
        lists=[
            (title, [_line(line) for line in lines])
            for title, lines in (
                (_("Bellen"), found.calls),
                (_("Regelen vóór het beraad"), found.needs),
                (_("Antwoorden die binnenkwamen"), found.answers),
                (_("Plan nog niet door iedereen bevestigd"), found.unconfirmed),
                (_("Aanvragen om te nemen"), found.claims),
                (_("Afspraken die eraan komen"), found.near),
            )
            if lines
        ],
        beraden=[_beraad(line) for line in found.beraden_this_week],
        gaps=[(gap.case_title, _("%(gaps)s van %(of)s", gaps=gap.gaps, of=gap.of)) for gap in found.gaps],
        totals=_totals(found),
        leads=actor().has(Role.FACILITATOR),
    )


def _lede(found: Today) -> str:
    """'Goedemorgen Wilma. Eén ding kan niet wachten; acht andere zijn voor vandaag.'"""
    hour = local(now()).hour
    if hour < 12:
        greeting = _("Goedemorgen %(name)s.", name=staff().profile.first)
    elif hour < 18:
        greeting = _("Goedemiddag %(name)s.", name=staff().profile.first)
    else:
        greeting = _("Goedenavond %(name)s.", name=staff().profile.first)
    return f"{greeting} {_load(len(found.urgent), found.count)}"


def _load(urgent: int, others: int) -> str:
    number, rest = _capital(urgent), _number(others)
    if urgent and others:
        first = ngettext(
            "%(number)s ding kan niet wachten;",
            "%(number)s dingen kunnen niet wachten;",
            urgent,
            number=number,
        )
        then = ngettext(
            "%(number)s ander is voor vandaag.", "%(number)s andere zijn voor vandaag.", others, number=rest
        )
        return f"{first} {then}"
    if urgent:
        return ngettext(
            "%(number)s ding kan niet wachten.",
            "%(number)s dingen kunnen niet wachten.",
            urgent,
            number=number,
        )
    if others:
        return ngettext(
            "%(number)s ding is voor vandaag.",
            "%(number)s dingen zijn voor vandaag.",
            others,
            number=_capital(others),
        )
    return _("Er wacht niets op u.")


def _capital(count: int) -> str:
    # Dutch writes the accent of a stressed 'één' on its second letter alone when the first is a capital.
    return _("Eén") if count == 1 else sentence(_number(count))


def _number(count: int) -> str:
    return str(_NUMBERS[count]) if count < len(_NUMBERS) else str(count)


def _urgent(line: Line) -> Shown:
    text = _("Aanvraag voor %(names)s", names=line.case_title)
    asked = _("%(place)s, aangemeld om %(time)s uur.", place=line.municipality, time=clock(line.since))
    given = _("Aan u gegeven.") if line.act is Act.DECLARE else _("Nog niemand heeft de aanvraag.")
    return {
        "text": text,
        "detail": f"{asked} {given}",
        "deadline": how_long_until(line.due_at, now()) if line.due_at else None,
        "action": _action(line),
    }


def _line(line: Line) -> Shown:
    """A line in words: who it is about stands out, what was said is quoted, and a promise shows its moment."""
    text = _(line.sentence) % line.facts
    who = line.who if line.who and text.startswith(line.who) else ""
    about = line.case_title
    if line.act in _ABOUT_A_REQUEST:
        who, about = line.case_title, ""
        text = f"{who}: {text[:1].lower()}{text[1:]}"
    if line.what is What.UNCONFIRMED and line.who:
        text += " " + _("%(who)s zei iets terug.", who=line.who)
    late = (
        line.what not in {*_FOLLOWED, *_NEAR, What.NEED, What.LIMIT_ENDS}
        and line.due_at is not None
        and line.due_at < now()
    )
    return {
        "when": _when(line.since) if line.what not in _NEAR else spoken_soon(line.due_at or now()),
        "gap": True if line.gap else (_("te laat") if late else False),
        "who": who,
        "text": text[len(who) :],
        "words": line.words,
        "grade": line.grade,
        "case": " · ".join(part for part in (about, line.municipality, _due(line), _hours(line)) if part),
        "action": _action(line),
    }


def _when(since: datetime) -> str:
    ago = how_long_ago(since, now())
    return f"{ago} {clock(since)}" if local(since).date() == local(now()).date() else ago


def _due(line: Line) -> str:
    if line.due_at is None:
        return ""
    if line.what in _FOLLOWED:
        return _("van %(day)s", day=plain_day(line.due_at))
    if line.what in _NEAR:
        return _("voor %(day)s", day=plain_day(line.due_at))
    if line.act is Act.ASK_LIMIT:
        return _("tot %(day)s", day=plain_day(line.due_at))
    if line.act in {Act.ARRANGE, Act.OBSTACLES}:
        return _("vóór %(day)s", day=plain_day(line.due_at))
    return _("beloofd vóór %(moment)s", moment=spoken_soon(line.due_at))


def _hours(line: Line) -> str:
    return _("niet bellen vóór %(time)s uur", time=clock(line.not_before)) if line.not_before else ""


def _action(line: Line) -> Shown:
    return {
        "label": _(line.label) % line.facts,
        "url": _address(line),
        "icon": _ICONS.get(line.act, "arrow-right"),
        "note": line.case_title,
    }


def _address(line: Line) -> str:
    """The page that goes with the act."""
    if line.act is Act.ARRANGE and line.object_id is not None:
        return url_for("desk.need", case_id=line.case_id, need_id=line.object_id)
    if line.object_id is not None:
        return url_for("desk.check_in_for", case_id=line.case_id, follow_up_id=line.object_id)
    if line.person_id is not None and line.act in _ABOUT_A_PERSON:
        return url_for("desk.invite", case_id=line.case_id, person_id=line.person_id)
    if line.act is Act.ASK_LIMIT:
        return url_for("desk.answer_for", case_id=line.case_id, person_id=line.person_id)
    if line.act is Act.TELL:
        return url_for("desk.calls")
    if line.act in _REQUEST_PAGES:
        return url_for(_REQUEST_PAGES[line.act], request_id=line.case_id)
    return url_for(_CASE_PAGES.get(line.act, "desk.overview"), case_id=line.case_id)


def _beraad(line: BeraadLine) -> Shown:
    weekday, day, month = agenda_day(line.starts_at)
    if line.open_needs:
        note = ngettext("%(num)d ding nog te regelen", "%(num)d dingen nog te regelen", line.open_needs)
    else:
        note = ngettext(
            "%(num)d komt · klaar, alles is geregeld", "%(num)d komen · klaar, alles is geregeld", line.comes
        )
    return {
        "weekday": weekday,
        "day": day,
        "month": month,
        "title": line.case_title,
        "time": _("%(time)s uur", time=clock(line.starts_at)),
        "place": line.place,
        "note": note,
        "attention": bool(line.open_needs),
        "url": url_for("desk.beraad", case_id=line.case_id),
    }


def _totals(found: Today) -> list[tuple[str, int]]:
    totals = found.totals
    rows = (
        (_("Voorbereiden en uitnodigen"), totals.preparing),
        (_("Beraad en plan"), totals.meeting),
        (_("Opvolgen"), totals.following),
    )
    return list(rows)
