"""Casussen: the caseload with search and filter in the address, and the overview of one case."""

import re
import uuid
from collections import Counter

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import SelectField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.accounts import Staff, staff_named
from netwerkberaad.beraden import Beraad, current_beraden, latest_beraad
from netwerkberaad.cases import (
    Case,
    CaseRow,
    Person,
    Phase,
    Referral,
    caseload,
    circle_counts,
    goes_back,
    move_to,
    principals_of,
    subject_of,
)
from netwerkberaad.cases.joined import joined_to
from netwerkberaad.foundation.access import Permission, may
from netwerkberaad.foundation.documents import spoken_date, spoken_moment
from netwerkberaad.plans import FollowUp, FollowUpKind, ours_next
from netwerkberaad.web.context import READING, actor, case, db, may_change, may_reopen, now
from netwerkberaad.web.desk.caseload.case_search import search
from netwerkberaad.web.desk.requesting.request_forms import LANGUAGES
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_frame, case_people
from netwerkberaad.web.kit.forms import LONG, BaseForm, at_most, required, words_asked
from netwerkberaad.web.kit.growing import grown_words
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import ORIGIN_NAMES, UNSAFE_NAMES
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.phones import spoken_phone
from netwerkberaad.web.kit.skipped import begins_now, still_to_do
from netwerkberaad.web.kit.when import plain_day, sentence
from netwerkberaad.web.kit.words import PHASE_NAMES
from netwerkberaad.web.templating import language

PER_PAGE = 25
_MOST = 2_000
_QUOTED = re.compile(r"[\"“„‘'](?P<text>[^\"”]+)[\"”’']\s*(?:\((?P<who>[^)]+)\))?")
_SLUGS = {
    "verdeling": Phase.ASSIGNMENT,
    "voorbereiding": Phase.PREPARATION,
    "uitnodigen": Phase.INVITING,
    "beraad": Phase.BERAAD,
    "plan": Phase.PLAN,
    "opvolgen": Phase.FOLLOW_UP,
    "afgesloten": Phase.CLOSED,
}
_REACHABLE = (Phase.PREPARATION, Phase.INVITING, Phase.BERAAD, Phase.PLAN, Phase.FOLLOW_UP)


class MoveForm(BaseForm):
    """Another place on the way; a step back says why."""

    phase = SelectField(_("Naar"), [required(_("Kies een stap op de weg."))])
    reason = TextAreaField(_("Waarom"), [Optional(), at_most(LONG)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/casussen", "cases", cases)
    blueprint.add_url_rule("/casussen/<uuid:case_id>", "overview", overview)
    blueprint.add_url_rule("/casussen/<uuid:case_id>/stap", "move", move, methods=["GET", "POST"])


@allow(Permission.LIST_CASES)
def cases() -> Response:
    """My caseload; ``q`` searches the names of all people in it, ``fase`` keeps one phase."""
    query = words_asked("q")
    phase = _SLUGS.get(request.args.get("fase", ""))
    rows = caseload(db(), actor(), limit=_MOST)
    closed = caseload(db(), actor(), closed=True, limit=_MOST)
    found = search([*rows, *closed], query)
    counts = Counter(row.phase for row, _who in found)
    shown = [(row, who) for row, who in found if _in_view(row.phase, phase, searching=bool(query))]
    number, pages = _page_number(len(shown))
    part = shown[(number - 1) * PER_PAGE : number * PER_PAGE]
    ids = [row.id for row, _who in part]
    dates, ours = current_beraden(db(), ids), ours_next(db(), ids)
    owners = staff_named(db(), {row.facilitator_id for row, _who in part} - {actor().id})
    return page(
        "desk/cases/list.html",
        query=query,
        total=len(rows) + len(closed),
        rows=[_row(row, who, dates.get(row.id), ours.get(row.id), owners) for row, who in part],
        filters=_filters(counts, query, phase),
        number=number,
        pages=pages,
        previous_url=_url(query, phase, number - 1) if number > 1 else None,
        next_url=_url(query, phase, number + 1) if number < pages else None,
    )


@allow(Permission.READ_CASE)
def overview(case_id: uuid.UUID) -> Response:
    """What it is about, who it is about, and where the case stands."""
    here = case()
    beraad = latest_beraad(db(), here)
    return page(
        "desk/cases/overview.html",
        referral=here.referral,
        words=here.circle_words,
        grown=grown_words(circle_counts(case_people(), case=here, at=now())),
        told=_told(here.referral),
        quotes=_quotes(here.referral.words),
        case_id=case_id,
        urgent=here.urgent,
        open=here.open,
        workable=may_change(),
        reopenable=may_reopen(),
        meldcode=may(actor(), Permission.OPEN_MELDCODE, subject_of(db(), here)),
        closing=here.closing,
        closed_at=here.closed_at,
        asked_at=here.asked_at,
        contacted_at=here.contacted_at,
        next_contact_at=here.next_contact_at,
        principals=[_reach(person) for person in principals_of(case_people())],
        beraad=beraad,
        beraad_when=sentence(spoken_moment(beraad.starts_at, language())) if beraad else "",
        origin=ORIGIN_NAMES[here.referral.origin],
        referrer_phone=spoken_phone(here.referral.referrer_phone) if here.referral.referrer_phone else "",
        todo=still_to_do(),
        begins_now=begins_now() and may_change(),
        later=[_later(one) for one in joined_to(db(), here)],
        **case_frame("overview"),
    )


@allow(Permission.CHANGE_CASE)
def move(case_id: uuid.UUID) -> Response:
    """Take the case to another place on its way."""
    here = case()
    form = MoveForm()
    others = [phase for phase in _REACHABLE if phase is not here.phase]
    form.phase.choices = {phase.value: _step_name(here.phase, phase) for phase in others}
    before = here.phase

    def act() -> bool:
        move_to(
            db(),
            actor(),
            case=here,
            phase=Phase(form.phase.data),
            reason=form.reason.data or "",
            now=now(),
        )
        return True

    if request.method in READING:
        ahead = [phase for phase in others if not goes_back(before, phase)]
        form.phase.data = (ahead or others)[0].value
    if form.attempt(act) is None:
        return page("desk/cases/move.html", form=form, case_id=case_id, **case_frame("overview", ahead=False))
    flash(gettext("De casus staat nu bij: %(phase)s.", phase=PHASE_NAMES[here.phase]), "ok")
    return see(url_for("desk.overview", case_id=case_id))


def _in_view(phase: Phase, wanted: Phase | None, *, searching: bool) -> bool:
    # Closed cases come up when somebody asks for them, or searches through everything.
    if wanted is not None:
        return phase is wanted
    return searching or phase is not Phase.CLOSED


def _page_number(total: int) -> tuple[int, int]:
    pages = max(1, -(-total // PER_PAGE))
    asked = request.args.get("bladzijde", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    return min(max(1, number), pages), pages


def _row(
    row: CaseRow, who: str, beraad: Beraad | None, ours: FollowUp | None, owners: dict[uuid.UUID, Staff]
) -> dict[str, object]:
    return {
        "case": row,
        "phase": PHASE_NAMES[row.phase],
        "found": who,
        "since": plain_day(row.since),
        "next": _next_date(row, beraad, ours),
        "of": owners[row.facilitator_id].profile.full_name if row.facilitator_id in owners else "",
    }


def _next_date(row: CaseRow, beraad: Beraad | None, ours: FollowUp | None) -> str:
    """What comes next, and when; empty when no day is known."""
    if beraad is not None:
        return gettext("beraad op %(moment)s", moment=spoken_moment(beraad.starts_at, language()))
    if ours is not None:
        when = spoken_date(ours.due_at, language())
        back = ours.kind is FollowUpKind.EVALUATION
        return gettext("terugkijken op %(day)s", day=when) if back else gettext("bellen op %(day)s", day=when)
    if row.next_contact_at is not None:
        return gettext("contact vóór %(moment)s", moment=spoken_moment(row.next_contact_at, language()))
    return ""


def _filters(counts: Counter[Phase], query: str, current: Phase | None) -> list[dict[str, object]]:
    running = sum(count for phase, count in counts.items() if query or phase is not Phase.CLOSED)
    items: list[dict[str, object]] = [
        {
            "label": gettext("Alles") if query else gettext("Lopend"),
            "url": _url(query, None),
            "current": current is None,
            "count": running,
        }
    ]
    for slug, phase in _SLUGS.items():
        if counts[phase] or phase is current:
            name = gettext("Afgesloten") if slug == "afgesloten" else str(PHASE_NAMES[phase])
            items.append(
                {
                    "label": name,
                    "url": _url(query, phase),
                    "current": phase is current,
                    "count": counts[phase],
                }
            )
    return items


def _url(query: str, phase: Phase | None, number: int = 1) -> str:
    slug = next((slug for slug, one in _SLUGS.items() if one is phase), None)
    return url_for("desk.cases", q=query or None, fase=slug, bladzijde=number if number > 1 else None)


def _quotes(words: str) -> list[tuple[str, str]]:
    """The words of the request line by line; a line such as "Zo gaat het niet." (Rik) tells who said it."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    found = [(_QUOTED.fullmatch(line), line) for line in lines]
    return [(said["text"], said["who"] or "") if said else (line, "") for said, line in found]


def _told(referral: Referral) -> list[tuple[str, str]]:
    """What the request says, without what was left open."""
    language = dict(LANGUAGES).get(referral.language, referral.language)
    rows = (
        (gettext("Wat er anders moet zijn"), referral.change),
        (gettext("Besproken met"), referral.discussed),
        (gettext("Veiligheid"), " ".join((f"{UNSAFE_NAMES[referral.unsafe]}.", referral.safety)).strip()),
        (gettext("Waar en wanneer"), referral.place),
        (gettext("Taal"), str(language) if referral.language != "nl" else ""),
        (gettext("Tolk"), referral.interpreter),
        (gettext("Wensen voor de gespreksleider"), referral.wishes),
        (gettext("En verder"), referral.remark),
        (gettext("Gebeld namens"), referral.on_behalf),
        (gettext("Hoe"), gettext("Aan de telefoon opgeschreven.") if referral.taken_by else ""),
    )
    return [(term, value) for term, value in rows if value]


def _later(asked: Case) -> dict[str, object]:
    """A later request that was joined to this case, in its own words."""
    referral = asked.referral
    minimum = (gettext("Wat er minimaal nodig is"), referral.minimum)
    return {
        "id": asked.id,
        "at": asked.asked_at,
        "urgent": referral.urgent_reason,
        "name": referral.referrer_name or ORIGIN_NAMES[referral.origin],
        "organisation": referral.referrer_organisation,
        "ways": [
            spoken_phone(referral.referrer_phone) if referral.referrer_phone else "",
            referral.referrer_mail,
        ],
        "quotes": _quotes(referral.words),
        "told": _told(referral) + ([minimum] if referral.minimum else []),
        "doors": referral.doors,
        "next_contact_at": asked.next_contact_at,
        "contacted_at": asked.contacted_at,
    }


def _reach(person: Person) -> dict[str, object]:
    contact = person.contact
    return {
        "name": person.name.full,
        "relation": person.about.relation,
        "phone": spoken_phone(contact.phone or contact.landline) if contact.phone or contact.landline else "",
        "mail": contact.mail,
        "remark": contact.remark,
        "gives": person.about.gives,
        "id": person.id,
    }


def _step_name(here: Phase, there: Phase) -> str:
    name = str(PHASE_NAMES[there])
    return gettext("%(phase)s (stap terug)", phase=name) if goes_back(here, there) else name
