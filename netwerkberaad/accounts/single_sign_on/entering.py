"""Signing in through a provider: from the ticket of a browser to a member of staff.

An account is bound to issuer and subject at the first sign-in, through an invitation or by a mail address that the
provider vouches for; from then on only the subject counts (OpenID Connect Core §5.7).
"""

import hmac
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from netwerkberaad.accounts.errors import LastAdminError, LinkSpentError
from netwerkberaad.accounts.model import Organisation, Region, Staff, StaffLinkPurpose
from netwerkberaad.accounts.queries import actor_for
from netwerkberaad.accounts.regions import record
from netwerkberaad.accounts.single_sign_on.errors import (
    MailUnsureError,
    NoRoleError,
    OnlyAdminError,
    OtherPersonError,
    StartForgottenError,
    UnknownHereError,
)
from netwerkberaad.accounts.single_sign_on.model import IdentityProvider, StaffIdentity
from netwerkberaad.accounts.single_sign_on.people import Newcomer
from netwerkberaad.accounts.single_sign_on.protocol import Answer, Secrets
from netwerkberaad.accounts.staff import add_staff, change_staff, mail_index, other_admin
from netwerkberaad.accounts.staff_links import use_staff_link
from netwerkberaad.foundation.access import Role, system_actor, visitor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.audit import Outcome, declare
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import DomainError, TooManyTriesError
from netwerkberaad.foundation.core.limits import Limit, count_try, keep_tries
from netwerkberaad.foundation.links import end_sessions_of
from netwerkberaad.foundation.vault import keys_of

SIGNED_IN = declare("staff.signed_in_by_provider", "staff")
REFUSED = declare("staff.provider_sign_in_refused", "provider")
BOUND = declare("staff.identity_bound", "staff")
ROLES_GIVEN = declare("staff.roles_by_provider", "staff")

LASTS = timedelta(minutes=15)
ONCE = Limit("single-sign-on/ticket", 1, LASTS)
PER_ADDRESS = Limit("single-sign-on/address", 60, LASTS)
IN_ALL = Limit("single-sign-on/all", 2000, LASTS)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A sign-in that a browser began. ``number`` is random; ``invitation`` is the token of a link for staff, or ''."""

    provider_id: uuid.UUID
    number: str
    began: datetime
    path: str = ""
    invitation: str = ""


def secrets_for(session: Session, ticket: Ticket) -> Secrets:
    """State, nonce and PKCE verifier of a ticket: keyed digests, so that nobody reads them off a cookie."""
    blind, told = keys_of(session).blind, f"{ticket.provider_id}/{ticket.number}"
    return Secrets(*(blind(f"single-sign-on-{what}", told).hex() for what in ("state", "nonce", "verifier")))


def match(session: Session, ticket: Ticket | None, answer: Answer, *, now: datetime) -> Secrets:
    """The secrets of the sign-in to which an answer belongs. Raises StartForgottenError."""
    if ticket is None or not timedelta() <= now - ticket.began < LASTS:
        raise StartForgottenError("no-ticket")
    secrets = secrets_for(session, ticket)
    if not hmac.compare_digest(secrets.state.encode(), answer.state.encode()):
        raise StartForgottenError("other-state")
    return secrets


def count_answer(session: Session, ticket: Ticket, *, address: str, now: datetime) -> None:
    """Use up a ticket before the provider is asked anything. Raises StartForgottenError and TooManyTriesError."""
    place = keys_of(session).blind("sign-in-address", address).hex()
    first = count_try(session, ONCE, ticket.number, now=now)
    allowed = [
        count_try(session, limit, subject, now=now) for limit, subject in ((PER_ADDRESS, place), (IN_ALL, ""))
    ]
    keep_tries(session)
    if not all(allowed):
        raise TooManyTriesError
    if not first:
        raise StartForgottenError("used-before")


def admit(
    session: Session, *, provider: IdentityProvider, person: Newcomer, invitation: str = "", now: datetime
) -> Staff:
    """The member of staff this is, with the roles the provider gives now. Raises SingleSignOnError and LinkSpentError."""
    index = _subject_index(session, provider, person)
    identity = session.scalar(select(StaffIdentity).where(StaffIdentity.subject_index == index))
    staff = session.get(Staff, identity.staff_id) if identity else None
    if identity is not None and (staff is None or staff.ended_at is not None):
        session.delete(identity)
        session.flush()  # the digest must be free before somebody is bound to it again
        identity = staff = None
    if identity is None or staff is None:
        staff = _first_time(session, provider, person, invitation, now)
        identity = _bind(session, provider, staff, index, now)
    elif invitation:
        raise OtherPersonError("bound-already")
    if not _belongs(provider, staff):
        raise UnknownHereError("elsewhere")
    if person.roles is not None:
        _give_roles(session, staff, person.roles, now)
    identity.seen_at = now
    record(session, actor_for(staff), SIGNED_IN, region_id=staff.region_id, object_id=staff.id, now=now)
    return staff


def refuse(
    session: Session,
    *,
    provider: IdentityProvider,
    person: Newcomer | None,
    error: DomainError,
    now: datetime,
) -> None:
    """Put a refusal on record, in a unit of work of its own; who was given no role any more has none here either.

    Raises OnlyAdminError: the only beheerder keeps the role, and signs in with a password.
    """
    entry = visitor().entry(REFUSED, now=now, object_id=provider.id, outcome=Outcome.DENIED)
    audit.record(session, replace(entry, region_id=provider.region_id))
    if person is None or not isinstance(error, NoRoleError):
        return
    identity = session.scalar(
        select(StaffIdentity).where(StaffIdentity.subject_index == _subject_index(session, provider, person))
    )
    staff = session.get(Staff, identity.staff_id) if identity else None
    if staff is None or not staff.roles or not _belongs(provider, staff):
        return
    if Role.ADMIN in staff.roles and not other_admin(session, staff):
        raise OnlyAdminError("only-beheerder")
    staff.role_words = ""
    end_sessions_of(session, staff_id=staff.id)
    record(
        session,
        system_actor(staff.region_id),
        ROLES_GIVEN,
        region_id=staff.region_id,
        object_id=staff.id,
        now=now,
    )


def _subject_index(session: Session, provider: IdentityProvider, person: Newcomer) -> bytes:
    return keys_of(session).blind("identity-subject", f"{provider.settings.issuer}\0{person.subject}")


def _first_time(
    session: Session, provider: IdentityProvider, person: Newcomer, invitation: str, now: datetime
) -> Staff:
    if invitation:
        staff_id = use_staff_link(session, invitation, StaffLinkPurpose.SET_PASSWORD, now=now)
        invited = session.get(Staff, staff_id) if staff_id else None
        if invited is None or invited.ended_at is not None or not _belongs(provider, invited):
            raise LinkSpentError
        return invited
    if not person.mail_sure:
        raise MailUnsureError("mail-not-verified")
    known = session.scalar(
        select(Staff).where(
            Staff.mail_index == mail_index(session, person.profile.mail), Staff.ended_at.is_(None)
        )
    )
    if known is not None:
        if not _belongs(provider, known):
            raise UnknownHereError("elsewhere")
        return known
    return _make(session, provider, person, now)


def _make(session: Session, provider: IdentityProvider, person: Newcomer, now: datetime) -> Staff:
    """An account for somebody the provider vouches for, where the beheerder allowed that."""
    team = session.get(Organisation, provider.organisation_id) if provider.organisation_id else None
    if not provider.just_in_time or team is None or team.ended_at is not None:
        raise UnknownHereError("no-account")
    if not person.roles:
        raise NoRoleError("no-role")
    return add_staff(
        session,
        system_actor(provider.region_id),
        region=session.get_one(Region, provider.region_id),
        organisation=team,
        profile=person.profile,
        roles=person.roles,
        now=now,
    )


def _bind(
    session: Session, provider: IdentityProvider, staff: Staff, index: bytes, now: datetime
) -> StaffIdentity:
    issuer = keys_of(session).blind("identity-issuer", provider.settings.issuer)
    taken = exists().where(StaffIdentity.staff_id == staff.id, StaffIdentity.issuer_index == issuer)
    if session.scalar(select(taken)):
        raise OtherPersonError("bound-to-another")
    identity = StaffIdentity(
        id=new_id(), staff_id=staff.id, issuer_index=issuer, subject_index=index, made_at=now, seen_at=now
    )
    session.add(identity)
    record(session, actor_for(staff), BOUND, region_id=staff.region_id, object_id=staff.id, now=now)
    return identity


def _belongs(provider: IdentityProvider, staff: Staff) -> bool:
    """Whether a provider may speak for this account: never beyond its region, nor beyond its organisation."""
    same_team = provider.organisation_id in (None, staff.organisation_id)
    return staff.region_id == provider.region_id and same_team


def _give_roles(session: Session, staff: Staff, roles: frozenset[Role], now: datetime) -> None:
    if roles == staff.roles and roles:
        return
    system = system_actor(staff.region_id)
    if not roles:
        raise NoRoleError("no-role")
    try:
        change_staff(
            session,
            system,
            staff=staff,
            profile=staff.profile,
            roles=roles,
            organisation=session.get_one(Organisation, staff.organisation_id),
            now=now,
        )
    except LastAdminError:
        raise OnlyAdminError("only-beheerder") from None
    record(session, system, ROLES_GIVEN, region_id=staff.region_id, object_id=staff.id, now=now)
