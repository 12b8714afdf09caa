"""The one next step of a case, in a sentence with one act. It follows from where the case is on its way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from netwerkberaad.beraden import Beraad
from netwerkberaad.cases import Case, Person, Phase, principals_of
from netwerkberaad.cases.contact_person import asked_of
from netwerkberaad.cases.mentors import without_mentor
from netwerkberaad.cases.promises import PromiseKind, open_promises
from netwerkberaad.foundation.documents import listed, local, spoken_date, spoken_moment
from netwerkberaad.invites import Board, BoardGroup, BoardRow, board_of, permits_of
from netwerkberaad.plans import FollowUpKind, confirmations_of, follow_ups_of, is_gap
from netwerkberaad.web.context import db, now
from netwerkberaad.web.templating import language

Step = dict[str, object]
_TO_INVITE = frozenset({BoardGroup.NOT_APPROACHED, BoardGroup.APPROACHED})
_OURS = frozenset({FollowUpKind.CALL, FollowUpKind.EVALUATION})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case is, as far as it was read for its frame already."""

    case: Case
    people: Sequence[Person]
    ahead: Beraad | None


def next_step(case: Case, people: Sequence[Person], ahead: Beraad | None) -> Step | None:
    """Text and action of the next step, or None when there is nothing to do. ``ahead`` is the coming beraad, if any."""
    teller = _TELLERS.get(case.phase)
    return teller(Standing(case, people, ahead)) if teller else None


def step(text: str, label: str = "", url: str = "", icon: str = "arrow-right", *, post: bool = False) -> Step:
    """A step with its act; without a label it is a sentence alone."""
    if not label:
        return {"text": text}
    return {"text": text, "action": {"label": label, "url": url, "icon": icon, "post": post}}


def _preparing(here: Standing) -> Step:
    case, people = here.case, here.people
    principals = listed([person.name.short for person in principals_of(people)], language())
    if case.next_contact_at is not None:
        promise = open_promises(db(), [case.id])[0]
        moment = spoken_moment(promise.due_at, language())
        text = _("Bel de aanmelder, zoals beloofd vóór %(moment)s.", moment=moment)
        if promise.kind is PromiseKind.TALK:
            text = _("Praat met %(names)s, zoals beloofd vóór %(moment)s.", names=principals, moment=moment)
        kept = url_for("desk.promise_kept", case_id=case.id, promise_id=promise.id)
        label = _("Gesproken") if promise.kind is PromiseKind.TALK else _("Ik heb gebeld")
        return step(text, label, kept, "phone", post=True)
    young = without_mentor(db(), case, people, on=local(now()).date())
    if young:
        text = _("Vraag %(name)s: wie kan je JIM zijn?", name=young[0].name.short)
        return step(text, _("Leg vast"), url_for("desk.mentors", case_id=case.id), "users")
    members = asked_of(people)
    if not members:
        text = _("Wie staan er om %(names)s heen? Vraag het en schrijf hen op.", names=principals)
        return step(text, _("Voeg iemand toe"), url_for("desk.person_new", case_id=case.id), "plus")
    permits = permits_of(db(), case, people)
    waiting = sum(bool(permits[person.id].missing and not permits[person.id].early) for person in members)
    if waiting:
        text = ngettext(
            "Vraag akkoord voor %(num)d persoon in de kring.",
            "Vraag akkoord voor %(num)d mensen in de kring.",
            waiting,
        )
        return step(text, _("Vraag akkoord op de lijst"), url_for("desk.approvals", case_id=case.id), "check")
    return _to_invite(case, [person.name.short for person in members if permits[person.id].given])


def _to_invite(case: Case, names: Sequence[str]) -> Step:
    if not names:
        text = _("Niemand op de lijst mag worden uitgenodigd. Wie kan er nog meer meedenken?")
        return step(text, _("Voeg iemand toe"), url_for("desk.person_new", case_id=case.id), "plus")
    text = ngettext("Nodig %(num)d persoon uit.", "Nodig %(num)d mensen uit.", len(names))
    return step(text, _("Nodig uit"), url_for("desk.invites", case_id=case.id), "send")


def _inviting(here: Standing) -> Step:
    case, board = here.case, board_of(db(), here.case)
    unseen = next((row for row in board.rows if row.unseen), None)
    if unseen is not None:
        text = _("%(name)s gaf antwoord.", name=unseen.name.short)
        return step(text, _("Lees het antwoord"), _page_of(case, unseen), "eye")
    ready = [row for row in board.rows if row.may_invite and row.group in _TO_INVITE]
    if ready:
        return _to_invite(case, [row.name.short for row in ready])
    if here.ahead is None and case.without_meeting:
        text = _("Ieder zegt apart wat kan. Schrijf daarmee het plan.")
        return step(text, _("Naar het plan"), url_for("desk.plan", case_id=case.id), "pencil")
    if here.ahead is None:
        text = _("Kies een dag en een plek voor het beraad.")
        return step(text, _("Kies dag en plek"), url_for("desk.plan_beraad", case_id=case.id), "calendar")
    silent = _first(board, BoardGroup.INVITED)
    if silent is not None:
        text = _("%(name)s gaf nog geen antwoord.", name=silent.name.short)
        return step(text, _("Bel %(name)s", name=silent.name.short), _page_of(case, silent), "phone")
    return _meeting(here)


def _first(board: Board, group: BoardGroup) -> BoardRow | None:
    return next((row for row in board.rows if row.group is group), None)


def _page_of(case: Case, row: BoardRow) -> str:
    return url_for("desk.invite", case_id=case.id, person_id=row.person_id)


def _meeting(here: Standing) -> Step:
    url = url_for("desk.beraad", case_id=here.case.id)
    if here.ahead is None:
        write = url_for("desk.plan", case_id=here.case.id)
        return step(_("Het beraad is geweest. Stel het plan vast."), _("Naar het plan"), write)
    when = spoken_moment(here.ahead.starts_at, language())
    return step(_("Het beraad is op %(moment)s.", moment=when), _("Naar het beraad"), url, "calendar")


def _planning(here: Standing) -> Step:
    lines = confirmations_of(db(), here.case)
    url = url_for("desk.plan", case_id=here.case.id)
    waits = next((line for line in lines if line.waits_for_us), None)
    if waits is not None:
        return step(
            _("%(name)s zei iets terug.", name=waits.owner.name), _("Lees wat er terugkwam"), url, "eye"
        )
    done = sum(line.confirmed for line in lines)
    if lines and done < len(lines):
        text = _("%(done)s van de %(all)s toezeggingen zijn bevestigd.", done=done, all=len(lines))
        return step(text, _("Bekijk het plan"), url)
    text = _("Schrijf het plan verder en stel het vast.")
    return step(text, _("Naar het plan"), url, "pencil")


def _following(here: Standing) -> Step:
    rows = follow_ups_of(db(), here.case)
    url = url_for("desk.follow_up", case_id=here.case.id)
    names = {person.id: person.name.short for person in here.people}
    gap = next((row for row in rows if is_gap(row, now=now())), None)
    if gap is not None and gap.person_id in names:
        name = names[gap.person_id]
        page = url_for("desk.check_in_for", case_id=here.case.id, follow_up_id=gap.id)
        if gap.kind is FollowUpKind.STEP_IN:
            text = _("%(name)s liet nog niet weten of overnemen lukt.", name=name)
        else:
            text = _("%(name)s liet nog niet weten hoe het gaat.", name=name)
        return step(text, _("Bel %(name)s", name=name), page, "phone")
    ours = [row for row in rows if row.kind in _OURS and row.handled_at is None]
    if not ours:
        close = url_for("desk.close", case_id=here.case.id)
        return step(_("Er is teruggekeken. Sluit samen af."), _("Sluit de casus af"), close, "check")
    when = spoken_date(ours[0].due_at, language())
    if ours[0].kind is FollowUpKind.CALL:
        return step(_("Bellen hoe het gaat, op %(day)s.", day=when), _("Naar de opvolging"), url, "phone")
    return step(_("Samen terugkijken op %(day)s.", day=when), _("Naar de opvolging"), url, "calendar")


_TELLERS: dict[Phase, Callable[[Standing], Step]] = {
    Phase.PREPARATION: _preparing,
    Phase.INVITING: _inviting,
    Phase.BERAAD: _meeting,
    Phase.PLAN: _planning,
    Phase.FOLLOW_UP: _following,
}
