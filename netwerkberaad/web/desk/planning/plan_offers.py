"""What a line that is being written could still be given: who and when, as its own words tell, and how it could read better.

All of it is offered. Nothing is filled in before somebody takes it over, and no field that was chosen is changed.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext

from netwerkberaad.cases import Person
from netwerkberaad.foundation.documents import listed, local, spoken_day
from netwerkberaad.invites import Limit, limits_in
from netwerkberaad.plans import Advice, Every, Known, LineView, PlanView, Proposal, advice, crosses, recognise
from netwerkberaad.web.context import case, db, now
from netwerkberaad.web.desk.planning.plan_forms import LineForm, optional_id
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.plan_words import rhythm_from
from netwerkberaad.web.templating import language

HINTS = {
    Advice.SAY_I: _("Begin met ‘Ik …’: dan is het van iemand."),
    Advice.PASSIVE: _("Wie doet het? Schrijf ‘Ik …’ en wat diegene doet."),
    Advice.SEVERAL: _("Dit zijn er misschien twee. Een regel voor elke afspraak."),
    Advice.VAGUE: _("Kan het preciezer? Wat doet u, en wanneer?"),
    Advice.OFFICIAL: _("Kan het in gewone woorden?"),
    Advice.LONG: _("Kan het korter? Het moet op een kaartje passen."),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal in words; its place in the list is what a button sends."""

    label: str
    proposal: Proposal


def hint_of(text: str) -> str:
    """How the words could be better, in one sentence; empty when they are fine."""
    found = advice(text)
    return str(HINTS[found[0]]) if found else ""


def line_hint(form: LineForm) -> str:
    """How the words of a line could be better, and what those who do it said that they cannot do; of a form that may be filled in wrong."""
    owners = {form.owner.data, *(form.more_owners.data or [])}
    words = f"{form.text.data or ''} {form.when.data or ''}"
    every = next((one for one in Every if one.value == form.every.data), None)
    told = [
        _limit_told(limit, limit_crossed(limit, words, form.first_at.data, every))
        for limit in limits_now()
        if str(limit.person_id) in owners
    ]
    return " ".join(filter(None, [hint_of(form.text.data or ""), *told]))


def limits_now() -> list[Limit]:
    """What people of this case cannot do and of which the last day is not over."""
    today = local(now()).date()
    return [one for one in limits_in(db(), [case().id]) if one.until is None or one.until >= today]


def limit_crossed(limit: Limit, words: str, first: date | None, every: Every | None) -> bool:
    """Whether a line may fall within it."""
    today = local(now()).date()
    return crosses(limit.text, limit.until, words=words, first=first, every=every, today=today)


def _limit_told(limit: Limit, crossed: bool) -> str:
    words = limit.text
    if limit.until is not None:
        day = spoken_day(limit.until, language())
        words = gettext("%(words)s (tot %(day)s)", words=words, day=day)
    if crossed:
        return gettext("Past dit? %(name)s kan niet: ‘%(words)s’", name=limit.person_name, words=words)
    return gettext("%(name)s kan niet: ‘%(words)s’", name=limit.person_name, words=words)


def offers_for(form: LineForm, speaker: uuid.UUID | None) -> list[Offer]:
    """What this line could be given, of what it does not say yet."""
    people = [person for person in case_people() if person.left_at is None and not person.nameless]
    known = [Known(person.id, _names(person)) for person in people]
    today = local(now()).date()
    read = recognise(form.text.data or "", known, today=today, speaker=speaker)
    useful = dict.fromkeys(_still_open(form, one) for one in read)
    short = {person.id: person.name.short for person in people}
    return [Offer(_label(one, short), one) for one in useful if _fills(one)]


def take(form: LineForm, proposal: Proposal) -> dict[str, str]:
    """Fill in what is proposed; the fields that changed, as the page has them."""
    changed: dict[str, str] = {}
    if proposal.text != (form.text.data or "").strip():
        form.text.data = changed["text"] = proposal.text
    if proposal.owners:
        form.owner.data = changed["owner"] = str(proposal.owners[0])
        form.more_owners.data = [str(owner) for owner in proposal.owners[1:]]
    if proposal.checker:
        form.checker.data = changed["checker"] = str(proposal.checker)
    if proposal.first:
        form.first_at.data = proposal.first
        changed["first_at"] = proposal.first.isoformat()
        form.every.data = changed["every"] = proposal.every.value if proposal.every else ""
    if proposal.at:
        form.first_time.data = changed["first_time"] = f"{proposal.at:%H:%M}"
    if proposal.until:
        form.until_at.data = proposal.until
        changed["until_at"] = proposal.until.isoformat()
    return changed


def speaker_before(view: PlanView, line_id: uuid.UUID, goal_id: uuid.UUID | None) -> uuid.UUID | None:
    """Who 'ik' may be: who did the line before under the same goal, or else the one whose words the goal is in."""
    goal = next((one for one in view.goals if one.id == goal_id), None)
    lines: Iterable[LineView] = goal.lines if goal else view.loose
    before: LineView | None = None
    for line in lines:
        if line.id == line_id:
            break
        before = line
    if before is not None and len(before.owners) == 1:
        return before.owners[0].id
    return goal.words_of.id if goal and goal.words_of else None


def speaker_of(view: PlanView, line_id: uuid.UUID, form: LineForm) -> uuid.UUID | None:
    """The same for a form that came in."""
    return speaker_before(view, line_id, optional_id(form.goal.data))


def _names(person: Person) -> tuple[str, ...]:
    name = person.name
    return tuple({name.short, name.full, name.first, name.called} - {""})


def _still_open(form: LineForm, read: Proposal) -> Proposal:
    """The proposal without what the form says already."""
    left = read
    if form.owner.data or form.more_owners.data:
        left = replace(left, owners=(), guessed=False)
    if form.checker.data:
        left = replace(left, checker=None)
    if form.first_at.data or form.when.data:
        left = replace(left, every=None, first=None, at=None, until=None)
    return left


def _fills(read: Proposal) -> bool:
    return bool(read.owners or read.checker or read.first)


def _label(read: Proposal, short: dict[uuid.UUID, str]) -> str:
    parts: list[str] = []
    if read.owners:
        names = listed([short[owner] for owner in read.owners], language())
        parts.append(gettext("‘ik’ is %(name)s", name=names) if read.guessed else names)
    if read.first:
        parts.append(
            rhythm_from(read.first, read.every)
            if read.every
            else gettext("alleen %(day)s", day=spoken_day(read.first, language()))
        )
    if read.at:
        parts.append(gettext("om %(time)s uur", time=f"{read.at:%H.%M}"))
    if read.until:
        parts.append(gettext("tot en met %(day)s", day=spoken_day(read.until, language())))
    if read.checker:
        parts.append(gettext("%(name)s kijkt mee", name=short[read.checker]))
    return ", ".join(parts)
