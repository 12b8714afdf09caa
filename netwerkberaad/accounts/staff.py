"""Staff: added, changed, ended."""

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from netwerkberaad.accounts.errors import (
    LastAdminError,
    MailMissingError,
    MailTakenError,
    NameMissingError,
    RoleMissingError,
)
from netwerkberaad.accounts.model import Organisation, Profile, Region, Staff
from netwerkberaad.accounts.regions import record, require_in_region
from netwerkberaad.accounts.second_step import drop_second_step
from netwerkberaad.accounts.staff_links import drop_staff_links
from netwerkberaad.foundation.access import Actor, Permission, Role
from netwerkberaad.foundation.core.audit import declare
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError
from netwerkberaad.foundation.links import end_sessions_of
from netwerkberaad.foundation.vault import keys_of

STAFF_ADDED = declare("staff.added", "staff")
STAFF_CHANGED = declare("staff.changed", "staff")
STAFF_ENDED = declare("staff.ended", "staff")
LANGUAGE_CHOSEN = declare("staff.language_chosen", "staff")


def add_staff(
    session: Session,
    actor: Actor,
    *,
    region: Region,
    organisation: Organisation,
    profile: Profile,
    roles: Collection[Role],
    now: datetime,
) -> Staff:
    """An account without a password: its owner chooses one with a one-time link.

    Raises NameMissingError, MailMissingError, MailTakenError, RoleMissingError.
    """
    require_in_region(actor, Permission.MANAGE_STAFF, region.id)
    profile = _checked(profile, roles, organisation, region.id)
    staff = Staff(
        id=new_id(),
        region_id=region.id,
        organisation_id=organisation.id,
        mail_index=_free_mail_index(session, profile.mail, but=None),
        role_words=_words(roles),
        made_at=now,
        profile=profile,
    )
    session.add(staff)
    record(session, actor, STAFF_ADDED, region_id=region.id, object_id=staff.id, now=now)
    return staff


def change_staff(
    session: Session,
    actor: Actor,
    *,
    staff: Staff,
    profile: Profile,
    roles: Collection[Role],
    organisation: Organisation,
    now: datetime,
) -> Staff:
    """Change who somebody is and what they are here for. Other roles end their sessions: they sign in anew.

    Raises what add_staff raises, and LastAdminError.
    """
    require_in_region(actor, Permission.MANAGE_STAFF, staff.region_id)
    if staff.ended_at is not None:
        raise NotFoundError
    profile = _checked(profile, roles, organisation, staff.region_id)
    if Role.ADMIN in staff.roles and Role.ADMIN not in roles:
        _require_other_admin(session, staff)
    if frozenset(roles) != staff.roles:
        end_sessions_of(session, staff_id=staff.id)
    staff.mail_index = _free_mail_index(session, profile.mail, but=staff.id)
    staff.role_words = _words(roles)
    staff.organisation_id = organisation.id
    staff.profile = profile
    record(session, actor, STAFF_CHANGED, region_id=staff.region_id, object_id=staff.id, now=now)
    return staff


def end_staff(session: Session, actor: Actor, *, staff: Staff, now: datetime) -> Staff:
    """End an account at once, with its sessions and links. Its name stays for what it did; its address is free again.

    Raises LastAdminError.
    """
    require_in_region(actor, Permission.MANAGE_STAFF, staff.region_id)
    if staff.ended_at is not None:
        return staff
    if Role.ADMIN in staff.roles:
        _require_other_admin(session, staff)
    staff.ended_at = now
    staff.password_hash = ""
    staff.mail_index = keys_of(session).blind("staff-ended", str(staff.id))
    drop_second_step(session, staff)
    end_sessions_of(session, staff_id=staff.id)
    drop_staff_links(session, staff_id=staff.id, now=now)
    record(session, actor, STAFF_ENDED, region_id=staff.region_id, object_id=staff.id, now=now)
    return staff


def choose_desk_language(
    session: Session, actor: Actor, *, staff: Staff, language: str, now: datetime
) -> None:
    """The desk speaks this language to somebody from now on. Raises DeniedError for somebody else's account."""
    if actor.staff_id != staff.id:
        raise DeniedError
    if staff.language == language:
        return
    staff.language = language
    record(session, actor, LANGUAGE_CHOSEN, region_id=staff.region_id, object_id=staff.id, now=now)


def normal_mail(mail: str) -> str:
    """A mail address as it is compared: without spaces around it, in lower case."""
    return mail.strip().casefold()


def mail_index(session: Session, mail: str) -> bytes:
    """The keyed digest that finds an account by its mail address."""
    return keys_of(session).blind("staff-mail", normal_mail(mail))


def _checked(
    profile: Profile, roles: Collection[Role], organisation: Organisation, region_id: uuid.UUID
) -> Profile:
    if organisation.region_id != region_id or organisation.ended_at is not None:
        raise NotFoundError
    if not profile.full_name.strip():
        raise NameMissingError(field="first")
    if not profile.mail.strip():
        raise MailMissingError(field="mail")
    if not roles:
        raise RoleMissingError(field="roles")
    return replace(profile, mail=profile.mail.strip())


def _free_mail_index(session: Session, mail: str, *, but: uuid.UUID | None) -> bytes:
    index = mail_index(session, mail)
    holder = session.scalar(select(Staff.id).where(Staff.mail_index == index))
    if holder is not None and holder != but:
        raise MailTakenError(field="mail")
    return index


def other_admin(session: Session, staff: Staff) -> bool:
    """Whether the region has another beheerder."""
    # Words of roles stand between spaces or ends; 'admin' is part of no other role.
    others = exists().where(
        Staff.region_id == staff.region_id,
        Staff.id != staff.id,
        Staff.ended_at.is_(None),
        Staff.role_words.contains(Role.ADMIN.value),
    )
    return bool(session.scalar(select(others)))


def _require_other_admin(session: Session, staff: Staff) -> None:
    if not other_admin(session, staff):
        raise LastAdminError


def _words(roles: Collection[Role]) -> str:
    return " ".join(sorted({role.value for role in roles}))
