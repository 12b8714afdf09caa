"""The second step at signing in: who must take it, and whether what was typed is right."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from netwerkberaad.accounts.authenticator import has_authenticator, use_app_code
from netwerkberaad.accounts.errors import LastFactorError, PasskeyError, WrongCodeError, WrongPasswordError
from netwerkberaad.accounts.factor_model import Authenticator, SecondStepReset
from netwerkberaad.accounts.known_browsers import place_of
from netwerkberaad.accounts.model import Staff
from netwerkberaad.accounts.passkeys import Site, drop_passkeys, passkeys_of, use_passkey
from netwerkberaad.accounts.passwords import verify_password
from netwerkberaad.accounts.queries import actor_for, region_of
from netwerkberaad.accounts.recovery import drop_recovery_codes, use_recovery_code
from netwerkberaad.accounts.regions import record
from netwerkberaad.foundation.access import Actor, visitor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.audit import Outcome, declare
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError, TooManyTriesError
from netwerkberaad.foundation.core.limits import Limit, count_try, forget_tries, keep_tries
from netwerkberaad.foundation.links import SessionStage

SIGNED_IN = declare("staff.signed_in", "staff")
LOCKED = declare("staff.screen_locked", "staff")
UNLOCKED = declare("staff.screen_unlocked", "staff")
PROVEN = declare("staff.proven_again", "staff")
REFUSED = declare("staff.second_step_refused", "staff")
REMOVED = declare("staff.authenticator_removed", "staff")
PASSKEY_REMOVED = declare("staff.passkey_removed", "staff")

CODES_A_QUARTER = Limit("second-step/quarter", 10, timedelta(minutes=15))
CODES_A_DAY = Limit("second-step/day", 50, timedelta(days=1))
"""Of a million codes three are right at a time: fifty guesses a day are right once in eighteen years."""


def has_second_step(session: Session, staff: Staff) -> bool:
    """Whether signing in asks this member of staff for more than a password."""
    return has_authenticator(session, staff) or bool(passkeys_of(session, staff))


def must_have_second_step(session: Session, staff: Staff) -> bool:
    """Whether the region wants a second step of everybody."""
    return region_of(session, staff.region_id).second_step


def stage_after_password(session: Session, staff: Staff) -> SessionStage:
    """How far somebody is once the password was right."""
    if has_second_step(session, staff):
        return SessionStage.SECOND_STEP
    return SessionStage.ENROLMENT if must_have_second_step(session, staff) else SessionStage.OPEN


def take_second_step(
    session: Session, *, staff: Staff, code: str, now: datetime, marks: Collection[str] = ()
) -> None:
    """Check a code of the app or a recovery code, after the password. A browser with a mark is counted by itself.

    Raises WrongCodeError(field="code") and TooManyTriesError. A refused try stays counted.
    """
    subject = place_of(session, staff, marks, now=now) or str(staff.id)
    allowed = [count_try(session, limit, subject, now=now) for limit in (CODES_A_QUARTER, CODES_A_DAY)]
    if not all(allowed):
        keep_tries(session)
        raise TooManyTriesError
    typed, actor = "".join(code.split()), actor_for(staff)
    right = use_app_code(session, staff, typed, now) or use_recovery_code(session, actor, staff, typed, now)
    if not right:
        keep_tries(session)
        audit.record(session, actor.entry(REFUSED, now=now, object_id=staff.id, outcome=Outcome.DENIED))
        raise WrongCodeError(field="code")
    forget_tries(session, CODES_A_QUARTER, subject)
    forget_tries(session, CODES_A_DAY, subject)


def prove_again(
    session: Session, *, staff: Staff, typed: str, now: datetime, marks: Collection[str] = ()
) -> None:
    """Check that the one at a locked screen is this member of staff: by a code, or by the password where there is no code.

    Raises WrongCodeError(field="code"), WrongPasswordError(field="code") and TooManyTriesError.
    """
    if has_second_step(session, staff):
        take_second_step(session, staff=staff, code=typed, marks=marks, now=now)
        return
    subject = place_of(session, staff, marks, now=now) or str(staff.id)
    if not count_try(session, CODES_A_QUARTER, subject, now=now):
        keep_tries(session)
        raise TooManyTriesError
    if not verify_password(staff.password_hash, typed):
        keep_tries(session)
        actor = actor_for(staff)
        audit.record(session, actor.entry(REFUSED, now=now, object_id=staff.id, outcome=Outcome.DENIED))
        raise WrongPasswordError(field="code")
    forget_tries(session, CODES_A_QUARTER, subject)


def note_lock(session: Session, *, staff: Staff, locked: bool, now: datetime) -> None:
    """Put on record that a screen was locked, or opened by its owner."""
    event = LOCKED if locked else UNLOCKED
    record(session, actor_for(staff), event, region_id=staff.region_id, object_id=staff.id, now=now)


def note_proven(session: Session, *, staff: Staff, now: datetime) -> None:
    """Put on record that somebody showed again who they are, to change how they sign in."""
    record(session, actor_for(staff), PROVEN, region_id=staff.region_id, object_id=staff.id, now=now)


def note_signed_in(session: Session, *, staff: Staff, now: datetime) -> None:
    """Put on record that somebody is in, with every step they have."""
    record(session, actor_for(staff), SIGNED_IN, region_id=staff.region_id, object_id=staff.id, now=now)


def pass_with_passkey(
    session: Session, *, site: Site, credential: str, now: datetime, staff: Staff | None = None
) -> Staff:
    """Check the answer of a passkey: as second step of ``staff``, or of whoever it belongs to instead of a password.

    Raises PasskeyError. Nobody guesses a passkey, so no tries are counted: who floods this page keeps nobody out.
    """
    try:
        return use_passkey(session, site=site, credential=credential, staff=staff, now=now)
    except PasskeyError:
        keep_tries(session)
        who = actor_for(staff) if staff else visitor()
        entry = who.entry(REFUSED, now=now, object_id=staff.id if staff else None, outcome=Outcome.DENIED)
        audit.record(session, entry)
        raise


def remove_authenticator(session: Session, actor: Actor, *, staff: Staff, now: datetime) -> None:
    """Use the app no more. The last second step takes the recovery codes along.

    Raises LastFactorError where the region wants a second step, and DeniedError for anybody but the owner.
    """
    if actor.staff_id != staff.id:
        raise DeniedError
    _require_other(session, staff, bool(passkeys_of(session, staff)))
    session.execute(delete(Authenticator).where(Authenticator.staff_id == staff.id))
    _drop_codes_of_nothing(session, staff)
    record(session, actor, REMOVED, region_id=staff.region_id, object_id=staff.id, now=now)


def remove_passkey(
    session: Session, actor: Actor, *, staff: Staff, passkey_id: uuid.UUID, now: datetime
) -> None:
    """Let a passkey sign in no more. The last second step takes the recovery codes along.

    Raises NotFoundError, LastFactorError and DeniedError.
    """
    if actor.staff_id != staff.id:
        raise DeniedError
    others = [one for one in passkeys_of(session, staff) if one.id != passkey_id]
    _require_other(session, staff, bool(others) or has_authenticator(session, staff))
    if not drop_passkeys(session, staff, only=passkey_id):
        raise NotFoundError
    _drop_codes_of_nothing(session, staff)
    record(session, actor, PASSKEY_REMOVED, region_id=staff.region_id, object_id=staff.id, now=now)


def drop_second_step(session: Session, staff: Staff) -> None:
    """Delete everything somebody signs in with besides a password, and a proposal to do so."""
    session.execute(delete(Authenticator).where(Authenticator.staff_id == staff.id))
    drop_passkeys(session, staff)
    drop_recovery_codes(session, staff)
    session.execute(delete(SecondStepReset).where(SecondStepReset.staff_id == staff.id))


def _require_other(session: Session, staff: Staff, other: bool) -> None:
    if not other and must_have_second_step(session, staff):
        raise LastFactorError


def _drop_codes_of_nothing(session: Session, staff: Staff) -> None:
    if not has_second_step(session, staff):
        drop_recovery_codes(session, staff)
