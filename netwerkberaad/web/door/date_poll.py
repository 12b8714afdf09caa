"""Which days suit, at the door: one page with the proposed days. Needs only the link; can be changed while it is open.

What somebody chose before is shown as in ``answering``: after a second proof, or when it was chosen in this very session.
"""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import (
    DatePoll,
    Reply,
    current_answer,
    current_poll,
    slots_of,
    votable_poll,
    vote,
    votes_of,
)
from netwerkberaad.web.context import READING, actor, db, guest, now
from netwerkberaad.web.door.frame import first_names, guest_page
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.poll_forms import VOTE_NAMES, VotesForm, votes_form
from netwerkberaad.web.sessions import current

_CHOSE = "days"
_AT_THE_TABLE = frozenset({Reply.COMES, Reply.COMES_REMOTE, Reply.UNSURE})


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/p/dagen", "date_poll", date_poll, methods=["GET", "POST"])
    blueprint.add_url_rule("/p/dagen/klaar", "date_poll_done", date_poll_done)


def days_to_choose(reply: Reply | None) -> bool:
    """Whether somebody with this answer to the invitation can choose days now."""
    comes = reply in _AT_THE_TABLE or reply is None
    return comes and votable_poll(db(), guest().case, now()) is not None


@allow(Permission.ANSWER_INVITATION)
def date_poll() -> Response:
    """The days, three choices for each. Who comes from the invitation goes on with its questions."""
    poll = current_poll(db(), guest().case)
    if poll is None:
        return redirect(url_for("door.welcome"))
    if not poll.takes_votes(now()):
        if request.method not in READING:
            return see(url_for("door.date_poll"))
        return guest_page("door/date_poll_closed.html", chosen=poll.chosen_slot_id is not None)
    onward = "verder" in request.args
    before = votes_of(db(), poll=poll, person=guest().person)
    visible = guest().proven or current().get(_CHOSE) == str(poll.id)
    kind = votes_form(VotesForm, slots_of(db(), poll), names=VOTE_NAMES, whole=visible or not before)
    form = kind()
    if request.method in READING and visible:
        form.show(before)
    if form.attempt(lambda: _keep(poll, form)) is None:
        return guest_page(
            "door/date_poll.html",
            form=form,
            poll=poll,
            target=url_for("door.date_poll", verder=1 if onward else None),
            hidden=bool(before) and not visible,
            first_names=first_names(),
        )
    current()[_CHOSE] = str(poll.id)
    on = onward and _reply() in _AT_THE_TABLE
    return see(url_for("door.answer", step=2) if on else url_for("door.date_poll_done"))


@allow(Permission.ANSWER_INVITATION)
def date_poll_done() -> Response:
    """Thanks, and what happens now; who did not say yet whether they come is asked that."""
    asks = _reply() is None and not guest().person.is_principal
    open_now = votable_poll(db(), guest().case, now()) is not None
    return guest_page("door/date_poll_done.html", asks=asks, open_now=open_now)


def _keep(poll: DatePoll, form: VotesForm) -> bool:
    case, person, said = guest().case, guest().person, form.said()
    if said:
        vote(db(), actor(), case=case, poll=poll, person=person, votes=said, via=Channel.LINK, now=now())
    return True


def _reply() -> Reply | None:
    answer = current_answer(db(), case=guest().case, person=guest().person)
    return answer.content.reply if answer else None
