"""Coming in: the session that begins once somebody showed who they are, as far as they have shown it."""

from datetime import timedelta

from flask import request, url_for
from flask_login import login_user
from werkzeug.wrappers import Response

from netwerkberaad.accounts import Staff, note_signed_in, stage_after_password
from netwerkberaad.foundation.access import Role
from netwerkberaad.foundation.links import SessionStage
from netwerkberaad.web.context import db, now
from netwerkberaad.web.identity import SignedIn
from netwerkberaad.web.kit.devices import device_words
from netwerkberaad.web.kit.pages import own_path, see
from netwerkberaad.web.known_browsers import know_browser
from netwerkberaad.web.sessions import current

HALFWAY = timedelta(minutes=10)
"""How long the second step may take after the first."""


def enter_with_password(person: Staff, target: str | None) -> Response:
    """After the right password: on to the second step, to getting one, or inside."""
    return _enter(person, stage_after_password(db(), person), target)


def enter_completely(person: Staff, target: str | None) -> Response:
    """After every step: inside, in a session with a new id, on record."""
    note_signed_in(db(), staff=person, now=now())
    return _enter(person, SessionStage.OPEN, target)


def enter_through_provider(person: Staff, target: str | None, *, two_factors: bool) -> Response:
    """After signing in elsewhere: inside where that counts as two steps, else on to our own second step."""
    stage = SessionStage.OPEN if two_factors else stage_after_password(db(), person)
    return _enter(person, stage, target)


def _begin(person: Staff, stage: SessionStage) -> None:
    half = stage is SessionStage.SECOND_STEP
    current().begin(
        scope_id=person.region_id,
        staff_id=person.id,
        stage=stage,
        ends_at=now() + HALFWAY if half else None,
    )
    current()["language"] = person.language
    current()["device"] = device_words(request.user_agent.string)
    login_user(SignedIn(person))


def _enter(person: Staff, stage: SessionStage, target: str | None) -> Response:
    _begin(person, stage)
    path = own_path(target)
    if stage is SessionStage.SECOND_STEP:
        return see(url_for("public.second_step", next=path))
    if stage is SessionStage.ENROLMENT:
        return see(url_for("desk.second_step"))
    response = see(path or home_of(person))
    know_browser(response, person)
    return response


def home_of(person: Staff) -> str:
    """The page somebody begins their day with: the first that fits their roles."""
    homes = (
        (Role.FACILITATOR, "desk.today"),
        (Role.COORDINATOR, "desk.today"),
        (Role.REFERRER, "desk.own_requests"),
        (Role.ADMIN, "desk.staff_list"),
        (Role.PRIVACY_OFFICER, "desk.privacy"),
    )
    return next(
        (url_for(page_name) for role, page_name in homes if role in person.roles), url_for("desk.account")
    )
