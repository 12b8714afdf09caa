"""Passkeys (WebAuthn level 3): a second step, or both steps at once, as the device asks for a finger, face or PIN.

The library is imported when it is needed: it brings much along, and few requests use it.
"""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from netwerkberaad.accounts.challenges import (
    credential_id_in,
    new_challenge,
    transports_in,
    used_challenge,
)
from netwerkberaad.accounts.errors import NameMissingError, PasskeyError
from netwerkberaad.accounts.factor_model import Passkey, PasskeyContent
from netwerkberaad.accounts.model import Staff
from netwerkberaad.accounts.regions import record
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.audit import declare
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import DeniedError
from netwerkberaad.foundation.vault import keys_of

ADDED = declare("staff.passkey_added", "staff")
NAME = "Netwerkberaad"


@dataclass(frozen=True, slots=True)
class Site:
    """Where a passkey works: the address of this installation."""

    base_url: str

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def host(self) -> str:
        """The host: what the passkey is bound to."""
        return urlsplit(self.base_url).hostname or ""


def registration_options(session: Session, *, staff: Staff, site: Site, now: datetime) -> str:
    """What the browser needs to make a passkey, as JSON."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = generate_registration_options(
        rp_id=site.host,
        rp_name=NAME,
        user_id=keys_of(session).blind("passkey-user", str(staff.id), scope_id=staff.region_id),
        user_name=staff.profile.mail,
        user_display_name=staff.profile.full_name,
        challenge=new_challenge(session, _adding(staff), now),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=known.content.credential_id)
            for known in passkeys_of(session, staff)
        ],
    )
    return options_to_json(options)


def add_passkey(
    session: Session, actor: Actor, *, staff: Staff, site: Site, credential: str, name: str, now: datetime
) -> Passkey:
    """Keep a passkey that the browser made. ``credential`` is its answer as JSON.

    Raises NameMissingError(field="name"), PasskeyError, and DeniedError for anybody but the owner of the account.
    """
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException

    if actor.staff_id != staff.id:
        raise DeniedError
    if not name.strip():
        raise NameMissingError(field="name")
    challenge = used_challenge(session, _adding(staff), credential, now)
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except WebAuthnException:
        raise PasskeyError from None
    passkey = Passkey(
        id=new_id(),
        staff_id=staff.id,
        region_id=staff.region_id,
        handle=_handle(made.credential_id),
        uses=made.sign_count,
        made_at=now,
        content=PasskeyContent(
            name=name.strip(),
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            transports=transports_in(credential),
        ),
    )
    session.add(passkey)
    session.flush()  # whether there is a second step is asked in the same unit of work
    record(session, actor, ADDED, region_id=staff.region_id, object_id=staff.id, now=now)
    return passkey


def sign_in_options(session: Session, *, site: Site, now: datetime, staff: Staff | None = None) -> str:
    """What the browser needs to sign in with a passkey, as JSON: of this member of staff, or of whoever has one."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorTransport,
        PublicKeyCredentialDescriptor,
        UserVerificationRequirement,
    )

    reach = {kind.value: kind for kind in AuthenticatorTransport}
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=new_challenge(session, _using(staff), now),
        allow_credentials=[
            PublicKeyCredentialDescriptor(
                id=known.content.credential_id,
                transports=[reach[word] for word in known.content.transports if word in reach],
            )
            for known in (passkeys_of(session, staff) if staff is not None else [])
        ],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def use_passkey(
    session: Session, *, site: Site, credential: str, now: datetime, staff: Staff | None = None
) -> Staff:
    """Whose passkey answered; where ``staff`` is given it must be theirs. Its own count must have gone up.

    Raises PasskeyError, the same for a passkey that is unknown, of somebody else, of somebody who left, or wrong.
    """
    from webauthn import verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    challenge = used_challenge(session, _using(staff), credential, now)
    handle = _handle(credential_id_in(credential))
    known = session.scalar(select(Passkey).where(Passkey.handle == handle))
    owner = session.get(Staff, known.staff_id) if known is not None else None
    if known is None or owner is None or owner.ended_at is not None or (staff and staff.id != owner.id):
        raise PasskeyError
    try:
        used = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=known.content.public_key,
            credential_current_sign_count=known.uses,
            require_user_verification=True,
        )
    except WebAuthnException:
        raise PasskeyError from None
    known.uses, known.used_at = used.new_sign_count, now
    return owner


def passkeys_of(session: Session, staff: Staff) -> list[Passkey]:
    """The passkeys of somebody, oldest first."""
    own = select(Passkey).where(Passkey.staff_id == staff.id)
    return list(session.scalars(own.order_by(Passkey.made_at, Passkey.id)))


def drop_passkeys(session: Session, staff: Staff, *, only: uuid.UUID | None = None) -> bool:
    """Delete the passkeys of somebody, or only one of them. Tells whether there were any."""
    statement = delete(Passkey).where(Passkey.staff_id == staff.id)
    if only is not None:
        statement = statement.where(Passkey.id == only)
    return bool(session.scalars(statement.returning(Passkey.id)).all())


def _adding(staff: Staff) -> str:
    return f"add/{staff.id}"


def _using(staff: Staff | None) -> str:
    return f"use/{staff.id}" if staff is not None else "sign-in"


def _handle(credential_id: bytes) -> bytes:
    return hashlib.sha256(credential_id).digest()
