"""The providers of a region: added, changed, ended and tried by its beheerder."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from netwerkberaad.accounts.errors import NameMissingError
from netwerkberaad.accounts.model import Staff
from netwerkberaad.accounts.queries import find_organisation
from netwerkberaad.accounts.regions import record, require_in_region
from netwerkberaad.accounts.single_sign_on.discovery import keys_at
from netwerkberaad.accounts.single_sign_on.errors import RolesNeededError, TeamNeededError, UnsafeAddressError
from netwerkberaad.accounts.single_sign_on.model import (
    IdentityProvider,
    ProviderSettings,
    SecondFactor,
    StaffIdentity,
)
from netwerkberaad.accounts.single_sign_on.protocol import Client
from netwerkberaad.foundation.access import Actor, Permission
from netwerkberaad.foundation.core.audit import declare
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.core.urls import is_safe

PROVIDER_ADDED = declare("provider.added", "provider")
PROVIDER_CHANGED = declare("provider.changed", "provider")
PROVIDER_ENDED = declare("provider.ended", "provider")
IDENTITY_RELEASED = declare("staff.identity_released", "staff")


@dataclass(frozen=True, slots=True)
class ProviderChoice:
    """What a beheerder fills in. An empty ``client_secret`` leaves the one that is kept."""

    settings: ProviderSettings
    client_secret: str = ""
    organisation_id: uuid.UUID | None = None
    just_in_time: bool = False
    second_factor: SecondFactor = SecondFactor.OURS


@dataclass(frozen=True, slots=True)
class Bound:
    """A member of staff who signs in with a provider, since when and last when."""

    id: uuid.UUID
    staff: Staff
    made_at: datetime
    seen_at: datetime


def add_provider(
    session: Session,
    actor: Actor,
    *,
    region_id: uuid.UUID,
    choice: ProviderChoice,
    loopback: bool,
    now: datetime,
) -> IdentityProvider:
    """A new provider. Raises NameMissingError, UnsafeAddressError, TeamNeededError and RolesNeededError."""
    require_in_region(actor, Permission.MANAGE_STAFF, region_id)
    provider = IdentityProvider(id=new_id(), region_id=region_id, made_at=now)
    _fill(session, actor, provider, choice, loopback=loopback)
    session.add(provider)
    record(session, actor, PROVIDER_ADDED, region_id=region_id, object_id=provider.id, now=now)
    return provider


def change_provider(
    session: Session,
    actor: Actor,
    *,
    provider: IdentityProvider,
    choice: ProviderChoice,
    loopback: bool,
    now: datetime,
) -> IdentityProvider:
    """Change a provider. Raises what add_provider raises."""
    require_in_region(actor, Permission.MANAGE_STAFF, provider.region_id)
    _fill(session, actor, provider, choice, loopback=loopback)
    record(session, actor, PROVIDER_CHANGED, region_id=provider.region_id, object_id=provider.id, now=now)
    return provider


def end_provider(session: Session, actor: Actor, *, provider: IdentityProvider, now: datetime) -> None:
    """Nobody signs in with it from now on; its client secret is erased. Accounts stay."""
    require_in_region(actor, Permission.MANAGE_STAFF, provider.region_id)
    provider.ended_at = now
    provider.client_secret = ""
    record(session, actor, PROVIDER_ENDED, region_id=provider.region_id, object_id=provider.id, now=now)


def find_provider(session: Session, actor: Actor, provider_id: uuid.UUID) -> IdentityProvider:
    """A running provider of the actor's region. Raises NotFoundError for any other."""
    provider = running_provider(session, provider_id)
    if provider.region_id != actor.region_id:
        raise NotFoundError
    return provider


def running_provider(session: Session, provider_id: uuid.UUID) -> IdentityProvider:
    """A provider that has not ended, for whoever comes to sign in. Raises NotFoundError."""
    provider = session.get(IdentityProvider, provider_id)
    if provider is None or provider.ended_at is not None:
        raise NotFoundError
    return provider


def running_providers(session: Session, *, region_id: uuid.UUID | None = None) -> list[IdentityProvider]:
    """All running providers, or those of one region, by the name on their button."""
    statement = select(IdentityProvider).where(IdentityProvider.ended_at.is_(None))
    if region_id is not None:
        statement = statement.where(IdentityProvider.region_id == region_id)
    return sorted(session.scalars(statement), key=lambda provider: provider.settings.label.casefold())


def providers_for(session: Session, staff: Staff) -> list[IdentityProvider]:
    """The providers that may speak for this account: of its region, and of its organisation or none."""
    running = running_providers(session, region_id=staff.region_id)
    return [provider for provider in running if provider.organisation_id in (None, staff.organisation_id)]


def client_of(provider: IdentityProvider, *, base_url: str, loopback: bool) -> Client:
    """Who we are to this provider. Each has an address of its own to send people back to (against mix-ups)."""
    return Client(
        issuer=provider.settings.issuer,
        client_id=provider.settings.client_id,
        client_secret=provider.client_secret,
        redirect_uri=f"{base_url}{return_path(provider.id)}",
        loopback=loopback,
    )


def return_path(provider_id: uuid.UUID | str) -> str:
    """The path to which a provider sends people back."""
    return f"/inloggen/via/{provider_id}/terug"


def try_provider(client: Client, *, now: datetime) -> int:
    """Ask the provider anew for its addresses and keys. Returns how many keys can be used.

    Raises UnreachableError and OtherIssuerError.
    """
    addresses = client.addresses(now, fresh=True)
    return len(keys_at(addresses.keys, loopback=client.loopback, now=now, fresh=True).keys)


def bound_staff(session: Session, actor: Actor) -> list[Bound]:
    """Who of the actor's region signs in with a provider, in the order of the alphabet."""
    statement = (
        select(StaffIdentity, Staff)
        .join(Staff, Staff.id == StaffIdentity.staff_id)
        .where(Staff.region_id == actor.region_id, Staff.ended_at.is_(None))
    )
    rows = session.execute(statement).all()
    bound = [Bound(identity.id, staff, identity.made_at, identity.seen_at) for identity, staff in rows]
    return sorted(bound, key=lambda one: one.staff.profile.full_name.casefold())


def release_identity(session: Session, actor: Actor, *, identity_id: uuid.UUID, now: datetime) -> None:
    """Let go of who somebody is at a provider: at the next sign-in it is proven anew. Raises NotFoundError."""
    identity = session.get(StaffIdentity, identity_id)
    staff = session.get(Staff, identity.staff_id) if identity else None
    if identity is None or staff is None:
        raise NotFoundError
    require_in_region(actor, Permission.MANAGE_STAFF, staff.region_id)
    session.execute(delete(StaffIdentity).where(StaffIdentity.id == identity.id))
    record(session, actor, IDENTITY_RELEASED, region_id=staff.region_id, object_id=staff.id, now=now)


def _fill(
    session: Session, actor: Actor, provider: IdentityProvider, choice: ProviderChoice, *, loopback: bool
) -> None:
    settings = choice.settings
    if not settings.label.strip():
        raise NameMissingError(field="label")
    if not is_safe(settings.issuer, loopback=loopback) or "?" in settings.issuer:
        raise UnsafeAddressError(field="issuer")
    if choice.organisation_id is not None:
        find_organisation(session, actor, choice.organisation_id)
    elif choice.just_in_time:
        raise TeamNeededError(field="organisation")
    if choice.just_in_time and not (settings.roles_claim and settings.role_values):
        raise RolesNeededError(field="roles_claim")
    if provider.settings.issuer != settings.issuer and not choice.client_secret:
        provider.client_secret = ""  # a secret of one provider is not sent to another
    provider.settings = replace(settings, label=settings.label.strip())
    provider.organisation_id = choice.organisation_id
    provider.just_in_time = choice.just_in_time
    provider.second_factor = choice.second_factor
    if choice.client_secret:
        provider.client_secret = choice.client_secret
