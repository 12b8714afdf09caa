"""The authenticator app: codes of six digits that change every thirty seconds (RFC 6238)."""

import hmac
import re
from datetime import datetime

import pyotp
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from netwerkberaad.accounts.errors import WrongCodeError
from netwerkberaad.accounts.factor_model import Authenticator
from netwerkberaad.accounts.model import Staff
from netwerkberaad.accounts.regions import record
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.audit import declare
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import DeniedError

ADDED = declare("staff.authenticator_added", "staff")
STEP = 30
"""Seconds that a code lives."""
_DRIFT = (0, -1, 1)
_SECRET = re.compile(r"[A-Z2-7]{32}")


def new_secret() -> str:
    """A fresh secret of 160 bits in base 32, as apps take it."""
    return pyotp.random_base32(32)


def fit_secret(text: str | None) -> str:
    """This secret when it is one, else a fresh one: it travels with the page until the app has shown its code."""
    return text if text and _SECRET.fullmatch(text) else new_secret()


def secret_address(secret: str, *, mail: str, issuer: str) -> str:
    """The address that an app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=mail, issuer_name=issuer)


def has_authenticator(session: Session, staff: Staff) -> bool:
    """Whether this member of staff uses an app."""
    return session.scalar(select(Authenticator.id).where(Authenticator.staff_id == staff.id)) is not None


def add_authenticator(
    session: Session, actor: Actor, *, staff: Staff, secret: str, code: str, now: datetime
) -> None:
    """Use an app from now on, instead of an earlier one. Its code of now shows that it took over the secret.

    Raises WrongCodeError(field="code"), and DeniedError for anybody but the owner of the account.
    """
    if actor.staff_id != staff.id:
        raise DeniedError
    step = _step_of(secret, code, now) if _SECRET.fullmatch(secret) else None
    if step is None:
        raise WrongCodeError(field="code")
    session.execute(delete(Authenticator).where(Authenticator.staff_id == staff.id))
    session.add(
        Authenticator(
            id=new_id(),
            staff_id=staff.id,
            region_id=staff.region_id,
            made_at=now,
            last_step=step,
            secret=secret,
        )
    )
    session.flush()  # whether there is a second step is asked in the same unit of work
    record(session, actor, ADDED, region_id=staff.region_id, object_id=staff.id, now=now)


def use_app_code(session: Session, staff: Staff, code: str, now: datetime) -> bool:
    """Whether this is the code of now, or of one step before or after it. A code that was used works no more.

    RFC 6238 §5.2: the verifier must not accept the second attempt of a code.
    """
    kept = session.scalar(select(Authenticator).where(Authenticator.staff_id == staff.id))
    step = _step_of(kept.secret, code, now) if kept is not None else None
    if kept is None or step is None:
        return False
    used = update(Authenticator).where(Authenticator.id == kept.id, Authenticator.last_step < step)
    taken = session.execute(used.values(last_step=step).returning(Authenticator.id))
    return taken.one_or_none() is not None


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step that a code belongs to. Every step allowed is compared, in the same time."""
    totp = pyotp.TOTP(secret, interval=STEP)
    here = int(now.timestamp()) // STEP
    typed = code.encode(errors="backslashreplace")
    right = [
        here + away for away in _DRIFT if hmac.compare_digest(totp.generate_otp(here + away).encode(), typed)
    ]
    return right[0] if right else None
