"""What a view may reach: the services of the application and what belongs to this request."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app, g, request
from sqlalchemy.orm import Session

from netwerkberaad.accounts import Staff
from netwerkberaad.cases import Case, Person
from netwerkberaad.foundation.access import Actor, visitor
from netwerkberaad.foundation.core.audit import Basis
from netwerkberaad.foundation.core.clock import Clock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.links import PersonalLink
from netwerkberaad.foundation.vault import Store

READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Services:
    """What the application is made of."""

    settings: Settings
    clock: Clock
    store: Store


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who came in with a personal link."""

    person: Person
    case: Case
    link: PersonalLink
    proven: bool


def services() -> Services:
    """The services of this application."""
    return cast(Services, current_app.extensions["netwerkberaad"])


def now() -> datetime:
    """The moment of this request: one and the same throughout."""
    if "now" not in g:
        g.now = services().clock.now()
    return cast(datetime, g.now)


def db() -> Session:
    """The database session of this request; it ends at the edge, never in a view."""
    if "db" not in g:
        g.db = services().store.open(writes=request.method not in READING)
    return cast(Session, g.db)


def actor() -> Actor:
    """Who asks."""
    return cast(Actor, g.get("actor") or visitor())


def staff() -> Staff:
    """The member of staff who asks. Raises NotFoundError for anybody else."""
    if g.get("staff") is None:
        raise NotFoundError
    return cast(Staff, g.staff)


def halfway() -> Staff | None:
    """The member of staff whose password was right and who has not taken the second step yet."""
    return cast(Staff | None, g.get("halfway"))


def locked_out() -> Staff | None:
    """The member of staff whose screen is locked."""
    return cast(Staff | None, g.get("locked_out"))


def guest() -> Guest:
    """The guest who asks. Raises NotFoundError for anybody else."""
    if g.get("guest") is None:
        raise NotFoundError
    return cast(Guest, g.guest)


def case() -> Case:
    """The case in the address, which the guard opened for this actor. Raises NotFoundError without one."""
    if g.get("case") is None:
        raise NotFoundError
    return cast(Case, g.case)


def may_change() -> bool:
    """Whether the actor can work in the case in the address now: it runs, and it is not open by emergency alone."""
    return case().open and actor().basis is not Basis.EMERGENCY


def may_reopen() -> bool:
    """Whether the actor can open the closed case in the address again: its own gespreksleider alone."""
    return not case().open and actor().basis is Basis.TASK


def base_url() -> str:
    """The address of this installation, for links in messages. From the settings, never from a Host header."""
    return services().settings.base_url


def as_uuid(text: str | None) -> uuid.UUID:
    """An id out of a form. Raises NotFoundError when it is none."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        raise NotFoundError from None
