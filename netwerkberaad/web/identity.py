"""Finds out who asks: staff by Flask-Login, guests by their personal session and known device."""

import hashlib
import uuid

from flask import Flask, g, request
from flask_login import LoginManager, UserMixin, current_user

from netwerkberaad.accounts import Staff, actor_for, get_staff
from netwerkberaad.cases.standing import standing_of
from netwerkberaad.flows.guests import guest_of
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.links import SessionStage, known_device
from netwerkberaad.web.context import Guest, db, now
from netwerkberaad.web.guard import table_open_until
from netwerkberaad.web.sessions import current, host_only, require_opened


class SignedIn(UserMixin):
    """A member of staff as Flask-Login wants one."""

    def __init__(self, staff: Staff) -> None:
        self.staff = staff

    def get_id(self) -> str:
        """The id kept in the session."""
        return str(self.staff.id)


def install_identity(app: Flask) -> None:
    """Load staff or guest before the guard asks what they may do."""
    login = LoginManager()
    login.user_loader(_load_staff)
    login.init_app(app)
    app.before_request(_identify)


def _load_staff(staff_id: str) -> SignedIn | None:
    row = current().row
    if row is None or str(row.staff_id) != staff_id:
        return None
    staff = get_staff(db(), uuid.UUID(staff_id))
    return SignedIn(staff) if staff is not None and staff.ended_at is None else None


def _identify() -> None:
    require_opened()
    if request.endpoint is None or request.endpoint == "static":
        return
    if current().door:
        _identify_guest()
        return
    signed_in: object = current_user
    if not isinstance(signed_in, SignedIn):
        return
    if current().stage is SessionStage.SECOND_STEP:
        g.halfway = signed_in.staff
    elif table_open_until() is None and current().over:
        return
    elif table_open_until() is None and current().locked:
        g.locked_out = signed_in.staff
    else:
        g.staff = signed_in.staff
        g.actor = standing_of(db(), actor_for(signed_in.staff), now=now())


def device_cookie(person_id: uuid.UUID) -> str:
    """Name of the cookie that a device keeps after the second proof, one for each person who uses the device.

    People who share a phone, and a professional in several cases, each stay proven. The name tells nobody who they are.
    """
    who = hashlib.sha256(person_id.bytes).hexdigest()[:12]
    return host_only(f"nb-toestel-{who}")


def opened_cookie(person_id: uuid.UUID) -> str:
    """Name of the cookie by which a browser shows that it opened messages to this person before; it holds nothing else."""
    who = hashlib.sha256(b"opened" + person_id.bytes).hexdigest()[:12]
    return host_only(f"nb-geopend-{who}")


def _identify_guest() -> None:
    row = current().row
    if row is None or row.person_id is None:
        return
    found = guest_of(db(), person_id=row.person_id, link_id=uuid.UUID(str(current()["link"])), now=now())
    if found is None:
        return
    person, case, link = found
    token = request.cookies.get(device_cookie(person.id), "")
    device = known_device(db(), person_id=person.id, token=token, now=now()) if token else None
    g.guest = Guest(person, case, link, proven=device is not None)
    g.actor = Actor(
        ActorKind.GUEST,
        person.id,
        case.region_id,
        case_id=case.id,
        proven=device is not None,
        principal=person.is_principal,
    )
