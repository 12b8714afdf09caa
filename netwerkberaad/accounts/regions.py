"""Regions and the organisations in them."""

import dataclasses
import uuid
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from netwerkberaad.accounts.errors import NameMissingError, OrganisationInUseError, OrganisationKnownError
from netwerkberaad.accounts.model import Organisation, Region, Staff
from netwerkberaad.foundation.access import Actor, ActorKind, Permission, require
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.audit import AuditEvent, declare
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError
from netwerkberaad.foundation.vault import ScopeKind, keys_of

REGION_MADE = declare("region.made", "region")
REGION_CHANGED = declare("region.changed", "region")
SECOND_STEP_WANTED = declare("region.second_step_obliged", "region")
SECOND_STEP_FREE = declare("region.second_step_freed", "region")
ORGANISATION_ADDED = declare("organisation.added", "organisation")
ORGANISATION_RENAMED = declare("organisation.renamed", "organisation")
ORGANISATION_ENDED = declare("organisation.ended", "organisation")


def make_region(
    session: Session,
    actor: Actor,
    *,
    name: str,
    phone: str,
    now: datetime,
    practice: bool = False,
    second_step: bool = True,
) -> Region:
    """A new tenant with its own key. ``phone`` is the number that people are told to call.

    Raises DeniedError for anybody but the system: regions are made on the machine, not from another region.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise DeniedError
    region_id = new_id()
    keys_of(session).make_scope(region_id, ScopeKind.REGION, now=now)
    region = Region(
        id=region_id,
        made_at=now,
        practice=practice,
        second_step=second_step,
        name=_name(name),
        phone=phone.strip(),
    )
    session.add(region)
    record(session, actor, REGION_MADE, region_id=region_id, object_id=region_id, now=now)
    return region


def change_region(
    session: Session,
    actor: Actor,
    *,
    region: Region,
    name: str,
    phone: str,
    second_step: bool,
    now: datetime,
) -> Region:
    """Give a region another name or number to call, or say that a second step at signing in is obligatory or not.

    Whoever has none yet is asked for it at their next signing in.
    """
    require_in_region(actor, Permission.MANAGE_ORGANISATIONS, region.id)
    region.name, region.phone = _name(name), phone.strip()
    if region.second_step != second_step:
        region.second_step = second_step
        event = SECOND_STEP_WANTED if second_step else SECOND_STEP_FREE
        record(session, actor, event, region_id=region.id, object_id=region.id, now=now)
    record(session, actor, REGION_CHANGED, region_id=region.id, object_id=region.id, now=now)
    return region


def add_organisation(
    session: Session, actor: Actor, *, region: Region, name: str, now: datetime
) -> Organisation:
    """An organisation in the region. Raises NameMissingError and OrganisationKnownError."""
    require_in_region(actor, Permission.MANAGE_ORGANISATIONS, region.id)
    wanted = _name(name)
    there = select(Organisation).where(Organisation.region_id == region.id, Organisation.ended_at.is_(None))
    if any(known.name.casefold() == wanted.casefold() for known in session.scalars(there)):
        raise OrganisationKnownError(field="name")
    organisation = Organisation(id=new_id(), region_id=region.id, made_at=now, name=wanted)
    session.add(organisation)
    record(session, actor, ORGANISATION_ADDED, region_id=region.id, object_id=organisation.id, now=now)
    return organisation


def rename_organisation(
    session: Session, actor: Actor, *, organisation: Organisation, name: str, now: datetime
) -> Organisation:
    """Give an organisation another name. Raises NameMissingError."""
    require_in_region(actor, Permission.MANAGE_ORGANISATIONS, organisation.region_id)
    organisation.name = _name(name)
    record(
        session,
        actor,
        ORGANISATION_RENAMED,
        region_id=organisation.region_id,
        object_id=organisation.id,
        now=now,
    )
    return organisation


def end_organisation(
    session: Session, actor: Actor, *, organisation: Organisation, now: datetime
) -> Organisation:
    """Offer an organisation no longer. Raises OrganisationInUseError while staff work there."""
    require_in_region(actor, Permission.MANAGE_ORGANISATIONS, organisation.region_id)
    in_use = exists().where(Staff.organisation_id == organisation.id, Staff.ended_at.is_(None))
    if session.scalar(select(in_use)):
        raise OrganisationInUseError
    organisation.ended_at = now
    record(
        session,
        actor,
        ORGANISATION_ENDED,
        region_id=organisation.region_id,
        object_id=organisation.id,
        now=now,
    )
    return organisation


def require_in_region(actor: Actor, permission: Permission, region_id: uuid.UUID) -> None:
    """Let the system and whoever may do this in this region pass; for others the thing does not exist."""
    if actor.kind is ActorKind.SYSTEM:
        return
    require(actor, permission)
    if actor.region_id != region_id:
        raise NotFoundError


def record(
    session: Session,
    actor: Actor,
    event: AuditEvent,
    *,
    region_id: uuid.UUID,
    object_id: uuid.UUID,
    now: datetime,
) -> None:
    """Put an event of a region on record, also when the actor belongs to none."""
    entry = actor.entry(event, now=now, object_id=object_id)
    audit.record(session, dataclasses.replace(entry, region_id=region_id))


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise NameMissingError(field="name")
    return name
