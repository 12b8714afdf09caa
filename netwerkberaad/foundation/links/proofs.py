"""The second proof: a six-digit code by another way than the link, and the devices that gave it."""

import hmac
import secrets
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import TooManyTriesError
from netwerkberaad.foundation.core.limits import Limit, count_try, keep_tries
from netwerkberaad.foundation.links.model import Device, ProofCode
from netwerkberaad.foundation.links.tokens import hash_token, new_token
from netwerkberaad.foundation.vault import keys_of

DIGITS = 6
PROOF_LIVES = timedelta(minutes=10)
MOST_TRIES = 5
DEVICE_LIVES = timedelta(days=90)
# A million codes: at most 75 guesses a day for one person.
PROOFS_PER_HOUR = Limit("proof/hour", 6, timedelta(hours=1))
PROOFS_PER_DAY = Limit("proof/day", 15, timedelta(days=1))


def issue_proof(session: Session, *, case_id: uuid.UUID, person_id: uuid.UUID, now: datetime) -> str:
    """Six digits that prove who somebody is: ten minutes, five tries; the code before it stops working.

    Raises TooManyTriesError after six codes in an hour or fifteen in a day.
    """
    allowed = count_try(session, PROOFS_PER_HOUR, str(person_id), now=now)
    allowed = count_try(session, PROOFS_PER_DAY, str(person_id), now=now) and allowed
    if not allowed:
        keep_tries(session)
        raise TooManyTriesError
    session.execute(
        update(ProofCode)
        .where(ProofCode.person_id == person_id, ProofCode.expires_at > now)
        .values(expires_at=now)
    )
    code, proof_id = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}", new_id()
    session.add(
        ProofCode(
            id=proof_id,
            case_id=case_id,
            person_id=person_id,
            digest=_digest(session, person_id, proof_id, code),
            made_at=now,
            expires_at=now + PROOF_LIVES,
            tries=0,
        )
    )
    return code


def check_proof(session: Session, *, person_id: uuid.UUID, code: str, now: datetime) -> bool:
    """Whether this is the code that was given; it works once. A wrong one counts as a try."""
    # Counting and choosing is one statement, so that tries at the same moment cannot share a count.
    statement = (
        update(ProofCode)
        .where(
            ProofCode.person_id == person_id,
            ProofCode.used_at.is_(None),
            ProofCode.expires_at > now,
            ProofCode.tries < MOST_TRIES,
        )
        .values(tries=ProofCode.tries + 1)
        .returning(ProofCode)
        .execution_options(populate_existing=True)
    )
    digits = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
    for proof in session.scalars(statement).all():
        if hmac.compare_digest(proof.digest, _digest(session, person_id, proof.id, digits)):
            proof.used_at = now
            return True
    keep_tries(session)
    return False


def remember_device(session: Session, *, case_id: uuid.UUID, person_id: uuid.UUID, now: datetime) -> str:
    """Remember for ninety days that this device gave the proof. Returns the token for its cookie."""
    token = new_token()
    session.add(
        Device(
            id=new_id(),
            case_id=case_id,
            person_id=person_id,
            token_hash=hash_token(token),
            made_at=now,
            expires_at=now + DEVICE_LIVES,
        )
    )
    return token


def known_device(session: Session, *, person_id: uuid.UUID, token: str, now: datetime) -> Device | None:
    """The device with this token, if it gave the proof for this person and still counts."""
    return session.scalar(
        select(Device).where(
            Device.token_hash == hash_token(token),
            Device.person_id == person_id,
            Device.revoked_at.is_(None),
            Device.expires_at > now,
        )
    )


def devices_of(session: Session, *, person_id: uuid.UUID, now: datetime) -> list[Device]:
    """The devices a person is remembered on, newest first."""
    statement = select(Device).where(
        Device.person_id == person_id, Device.revoked_at.is_(None), Device.expires_at > now
    )
    return list(session.scalars(statement.order_by(Device.made_at.desc(), Device.id)))


def devices_in(session: Session, *, case_id: uuid.UUID, now: datetime) -> list[Device]:
    """The devices on which anybody in a case is remembered, newest first."""
    statement = select(Device).where(
        Device.case_id == case_id, Device.revoked_at.is_(None), Device.expires_at > now
    )
    return list(session.scalars(statement.order_by(Device.made_at.desc(), Device.id)))


def revoke_device(session: Session, *, person_id: uuid.UUID, device_id: uuid.UUID, now: datetime) -> bool:
    """Forget one device of this person. False when there is none like that."""
    device = session.scalar(
        select(Device).where(
            Device.id == device_id, Device.person_id == person_id, Device.revoked_at.is_(None)
        )
    )
    if device is not None:
        device.revoked_at = now
    return device is not None


def revoke_devices(session: Session, *, person_id: uuid.UUID, now: datetime) -> int:
    """Forget all devices of a person. Returns how many there were."""
    statement = (
        update(Device)
        .where(Device.person_id == person_id, Device.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(Device.id)
    )
    return len(session.scalars(statement).all())


def drop_proofs(session: Session, person_ids: Collection[uuid.UUID]) -> None:
    """Let no code count any more that these people were sent."""
    session.execute(delete(ProofCode).where(ProofCode.person_id.in_(person_ids)))


def sweep_proofs(session: Session, now: datetime) -> int:
    """Delete codes and devices whose time is over. Returns how many."""
    proofs = session.scalars(delete(ProofCode).where(ProofCode.expires_at <= now).returning(ProofCode.id))
    devices = session.scalars(delete(Device).where(Device.expires_at <= now).returning(Device.id))
    return len(proofs.all()) + len(devices.all())


def _digest(session: Session, person_id: uuid.UUID, proof_id: uuid.UUID, code: str) -> bytes:
    # Bound to its row, and keyed by the person: six digits alone are guessed back in no time.
    return keys_of(session).blind("proof", f"{proof_id}:{code}", scope_id=person_id)
