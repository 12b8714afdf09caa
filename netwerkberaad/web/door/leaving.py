"""Ways out that change something: call me, this is not me, no more messages, stop the whole; and the goodbye after."""

from flask import Blueprint, Response, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import TextAreaField

from netwerkberaad.flows.inviting import not_me as hand_back
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.invites import ask_call, stop_messages
from netwerkberaad.web.context import actor, db, guest, now
from netwerkberaad.web.door.frame import guest_page, team
from netwerkberaad.web.guard import allow, public
from netwerkberaad.web.kit.forms import MEDIUM, BaseForm, at_most
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.sessions import current

GOODBYES = frozenset({"afgemeld", "niet-ik", "geen-berichten", "gestopt"})
_NO_MESSAGES = "Wil geen berichten meer. Het mailadres is gewist."


class CallForm(BaseForm):
    """When somebody can be called best."""

    when = TextAreaField(_("Wanneer kunnen we u het best bellen?"), [at_most(MEDIUM)])


class SureForm(BaseForm):
    """Asks once whether somebody is sure; has no field of its own."""


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/p/bel-mij", "call_me", call_me, methods=["GET", "POST"])
    blueprint.add_url_rule("/p/bel-mij/klaar", "call_asked", call_asked)
    blueprint.add_url_rule("/p/niet-ik", "not_me", not_me, methods=["GET", "POST"])
    blueprint.add_url_rule("/p/geen-berichten", "no_messages", no_messages, methods=["GET", "POST"])
    blueprint.add_url_rule("/p/tot-ziens/<why>", "goodbye", goodbye)


@allow(Permission.ANSWER_INVITATION)
def call_me() -> AnyResponse:
    """Ask to be called instead of answering here."""
    form = CallForm()
    asked = form.attempt(
        lambda: ask_call(
            db(), actor(), case=guest().case, person=guest().person, note=form.when.data or "", now=now()
        )
    )
    if asked is None:
        return guest_page("door/call_me.html", form=form)
    return see(url_for("door.call_asked"))


@allow(Permission.ANSWER_INVITATION)
def call_asked() -> Response:
    """What happens now."""
    return guest_page("door/call_asked.html")


@allow(Permission.ASK_PROOF)
def not_me() -> AnyResponse:
    """The message reached somebody else: one question, then the link stops for good. Shows nothing of anybody."""
    form = SureForm()
    if form.attempt(_hand_back) is None:
        return page("door/not_me.html", form=form)
    current().end()
    return see(url_for("door.goodbye", why="niet-ik"))


@allow(Permission.ANSWER_INVITATION)
def no_messages() -> AnyResponse:
    """No more messages; who wants to stop the whole netwerkberaad is sent to the page for that."""
    form = SureForm()
    done = form.attempt(
        lambda: stop_messages(
            db(), actor(), case=guest().case, person=guest().person, note=_NO_MESSAGES, now=now()
        )
    )
    if done is None:
        return guest_page("door/no_messages.html", form=form)
    return see(url_for("door.goodbye", why="geen-berichten"))


@public
def goodbye(why: str) -> Response:
    """Thanks after leaving; the same for everybody, so it needs no session."""
    if why not in GOODBYES:
        raise NotFoundError
    return page("door/goodbye.html", why=why, team=team())


def _hand_back() -> bool:
    hand_back(db(), actor(), link=guest().link, now=now())
    return True
