"""Reading accounts. Lists are of one region, in the order of the alphabet."""

import uuid
from collections.abc import Iterable

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from netwerkberaad.accounts.model import Organisation, Region, Staff
from netwerkberaad.foundation.access import Actor, ActorKind, Role
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.core.reading import read_once


def get_staff(session: Session, staff_id: uuid.UUID) -> Staff | None:
    """The member of staff with this id, also when the account has ended. For the one who signed in and for names."""
    found = session.get(Staff, staff_id)
    if found is not None:
        _read_before(session)[staff_id] = found
    return found


def _read_before(session: Session) -> dict[uuid.UUID, Staff]:
    """The members of staff that a session which only reads knows already."""
    kept: dict[uuid.UUID, Staff] = read_once(session, "staff", dict)
    return kept


def find_staff(session: Session, actor: Actor, staff_id: uuid.UUID) -> Staff:
    """A member of staff of the actor's region. Raises NotFoundError for anybody else."""
    staff = session.get(Staff, staff_id)
    if staff is None or staff.region_id != actor.region_id:
        raise NotFoundError
    return staff


def actor_for(staff: Staff) -> Actor:
    """The actor that a member of staff is; after the end of the account one without roles."""
    roles = staff.roles if staff.ended_at is None else frozenset[Role]()
    return Actor(ActorKind.STAFF, staff.id, staff.region_id, roles, language=staff.language)


def staff_of_region(session: Session, actor: Actor) -> list[Staff]:
    """Everybody with a running account in the actor's region."""
    return _running(session, actor.region_id)


def staff_ever(session: Session, actor: Actor) -> list[Staff]:
    """Everybody who has or had an account in the actor's region: for looking back."""
    if actor.region_id is None:
        return []
    return sorted(session.scalars(select(Staff).where(Staff.region_id == actor.region_id)), key=_alphabetical)


def facilitators(session: Session, actor: Actor) -> list[Staff]:
    """The gespreksleiders of the actor's region."""
    return [staff for staff in _running(session, actor.region_id) if Role.FACILITATOR in staff.roles]


def staff_with_role(session: Session, region_id: uuid.UUID, role: Role) -> list[Staff]:
    """Everybody in a region with this role: for telling them something on behalf of the system."""
    return [staff for staff in _running(session, region_id) if role in staff.roles]


def staff_named(session: Session, ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, Staff]:
    """The members of staff with these ids, also those who left, for showing their names. At most one query."""
    wanted, known = {staff_id for staff_id in ids if staff_id is not None}, _read_before(session)
    if missing := wanted - known.keys():
        known |= {staff.id: staff for staff in session.scalars(select(Staff).where(Staff.id.in_(missing)))}
    return {staff_id: known[staff_id] for staff_id in wanted & known.keys()}


def organisations_of_region(session: Session, actor: Actor) -> list[Organisation]:
    """The organisations of the actor's region that have not ended."""
    statement = select(Organisation).where(
        Organisation.region_id == actor.region_id, Organisation.ended_at.is_(None)
    )
    return sorted(session.scalars(statement), key=lambda organisation: organisation.name.casefold())


def find_organisation(session: Session, actor: Actor, organisation_id: uuid.UUID) -> Organisation:
    """An organisation of the actor's region. Raises NotFoundError for any other."""
    organisation = session.get(Organisation, organisation_id)
    if organisation is None or organisation.region_id != actor.region_id:
        raise NotFoundError
    return organisation


def organisation_of(session: Session, organisation_id: uuid.UUID) -> Organisation:
    """The organisation with this id. Raises NotFoundError."""
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFoundError
    return organisation


def region_of(session: Session, region_id: uuid.UUID) -> Region:
    """The region with this id. Raises NotFoundError."""
    region = session.get(Region, region_id)
    if region is None:
        raise NotFoundError
    return region


def any_region(session: Session) -> bool:
    """Whether the installation was set up."""
    return bool(session.scalar(select(exists().where(Region.id.is_not(None)))))


def public_regions(session: Session) -> list[Region]:
    """The regions to which a citizen can send a request: the real ones; those for practice where there is no other."""
    regions = sorted(session.scalars(select(Region)).all(), key=lambda region: region.name.casefold())
    return [region for region in regions if not region.practice] or regions


def public_region(session: Session) -> Region | None:
    """The one region for the public form, or None when there is none or a choice."""
    regions = public_regions(session)
    return regions[0] if len(regions) == 1 else None


def _running(session: Session, region_id: uuid.UUID | None) -> list[Staff]:
    if region_id is None:
        return []
    statement = select(Staff).where(Staff.region_id == region_id, Staff.ended_at.is_(None))
    return sorted(session.scalars(statement), key=_alphabetical)


def _alphabetical(staff: Staff) -> tuple[str, str]:
    return staff.profile.last.casefold(), staff.profile.first.casefold()
