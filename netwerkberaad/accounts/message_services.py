"""The services that send for a region and its organisations: added, changed and ended by the beheerder."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from netwerkberaad.accounts.errors import (
    ApiKeyError,
    ChannelTakenError,
    PracticeError,
    ServiceAddressError,
    TemplateMissingError,
)
from netwerkberaad.accounts.model import Region
from netwerkberaad.accounts.queries import find_organisation
from netwerkberaad.accounts.regions import record, require_in_region
from netwerkberaad.foundation.access import Actor, Permission
from netwerkberaad.foundation.core.audit import declare
from netwerkberaad.foundation.core.config import LOOPBACK
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.core.urls import is_safe
from netwerkberaad.foundation.links import hash_token, new_token
from netwerkberaad.foundation.messages import (
    Channel,
    MessageService,
    ServiceSettings,
    running_services,
    try_again,
)
from netwerkberaad.foundation.messages.services import API_KEY, CARRIED

SERVICE_ADDED = declare("message_service.added", "message_service")
SERVICE_CHANGED = declare("message_service.changed", "message_service")
SERVICE_ENDED = declare("message_service.ended", "message_service")
TOKEN_MADE = declare("message_service.token_made", "message_service")
SENT_AGAIN = declare("messages.sent_again", "region")
TRIED = declare("message_service.tried", "message_service")


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """What a beheerder fills in. An empty ``api_key`` leaves the one that is kept."""

    settings: ServiceSettings
    channels: frozenset[Channel]
    api_key: str = ""
    organisation_id: uuid.UUID | None = None


def add_service(
    session: Session,
    actor: Actor,
    *,
    region_id: uuid.UUID,
    choice: ServiceChoice,
    loopback: bool,
    now: datetime,
) -> MessageService:
    """A new service. Raises ServiceAddressError, ApiKeyError, TemplateMissingError and ChannelTakenError."""
    require_in_region(actor, Permission.MANAGE_ORGANISATIONS, region_id)
    service = MessageService(id=new_id(), region_id=region_id, made_at=now, channel_words="")
    _fill(session, actor, service, choice, loopback=loopback)
    session.add(service)
    record(session, actor, SERVICE_ADDED, region_id=region_id, object_id=service.id, now=now)
    return service


def change_service(
    session: Session,
    actor: Actor,
    *,
    service: MessageService,
    choice: ServiceChoice,
    loopback: bool,
    now: datetime,
) -> MessageService:
    """Change a service. Raises what ``add_service`` raises."""
    require_in_region(actor, Permission.MANAGE_ORGANISATIONS, service.region_id)
    _fill(session, actor, service, choice, loopback=loopback)
    record(session, actor, SERVICE_CHANGED, region_id=service.region_id, object_id=service.id, now=now)
    return service


def end_service(session: Session, actor: Actor, *, service: MessageService, now: datetime) -> None:
    """Nothing leaves by it from now on; its key and the token for reports are erased."""
    require_in_region(actor, Permission.MANAGE_ORGANISATIONS, service.region_id)
    service.ended_at = now
    service.api_key, service.callback_hash = "", None
    record(session, actor, SERVICE_ENDED, region_id=service.region_id, object_id=service.id, now=now)


def renew_token(session: Session, actor: Actor, *, service: MessageService, now: datetime) -> str:
    """A new token with which the service reports back; the one before stops. It exists in clear only now."""
    require_in_region(actor, Permission.MANAGE_ORGANISATIONS, service.region_id)
    token = new_token()
    service.callback_hash = hash_token(token)
    record(session, actor, TOKEN_MADE, region_id=service.region_id, object_id=service.id, now=now)
    return token


def note_trial(session: Session, actor: Actor, *, service: MessageService, now: datetime) -> None:
    """Somebody sends a trial to themselves."""
    require_in_region(actor, Permission.MANAGE_ORGANISATIONS, service.region_id)
    record(session, actor, TRIED, region_id=service.region_id, object_id=service.id, now=now)


def send_again(session: Session, actor: Actor, *, region_id: uuid.UUID, now: datetime) -> int:
    """What was given up is sent once more. Returns how many messages."""
    require_in_region(actor, Permission.SEE_HEALTH, region_id)
    count = try_again(session, region_id=region_id, now=now)
    record(session, actor, SENT_AGAIN, region_id=region_id, object_id=region_id, now=now)
    return count


def find_service(session: Session, actor: Actor, service_id: uuid.UUID) -> MessageService:
    """A running service of the actor's region. Raises NotFoundError for any other."""
    service = session.get(MessageService, service_id)
    if service is None or service.ended_at is not None or service.region_id != actor.region_id:
        raise NotFoundError
    return service


def _fill(
    session: Session, actor: Actor, service: MessageService, choice: ServiceChoice, *, loopback: bool
) -> None:
    settings = replace(choice.settings, base_url=choice.settings.base_url.strip().rstrip("/"))
    if not is_safe(settings.base_url, loopback=loopback) or "?" in settings.base_url:
        raise ServiceAddressError(field="base_url")
    require_here(session, service.region_id, urlsplit(settings.base_url).hostname or "", field="base_url")
    moved = service.settings.base_url != settings.base_url
    if choice.api_key and not API_KEY.fullmatch(choice.api_key.strip()):
        raise ApiKeyError(field="api_key")
    if not choice.api_key and (moved or not service.api_key):
        raise ApiKeyError(field="api_key")  # the key of one service is not shown to another
    for channel, template in ((Channel.MAIL, "mail_template"), (Channel.SMS, "sms_template")):
        if channel in choice.channels and not getattr(settings, template):
            raise TemplateMissingError(field=template)
    if choice.organisation_id is not None:
        find_organisation(session, actor, choice.organisation_id)
    _require_free(session, service, choice)
    service.organisation_id = choice.organisation_id
    service.channel_words = " ".join(channel.value for channel in CARRIED if channel in choice.channels)
    service.settings = settings
    if choice.api_key:
        service.api_key = choice.api_key.strip()


def require_here(session: Session, region_id: uuid.UUID, host: str, *, field: str) -> None:
    """In a region for practice nothing goes to another machine. Raises PracticeError."""
    region = session.get(Region, region_id)
    if region is not None and region.practice and host not in LOOPBACK:
        raise PracticeError(field=field)


def _require_free(session: Session, service: MessageService, choice: ServiceChoice) -> None:
    """One organisation sends one channel one way."""
    for other in running_services(session, region_id=service.region_id):
        same = other.id != service.id and other.organisation_id == choice.organisation_id
        if same and other.channels & choice.channels:
            raise ChannelTakenError(field="channels")
