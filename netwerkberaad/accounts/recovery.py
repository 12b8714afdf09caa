"""Recovery codes: ten codes on paper for the day the phone is lost. Each works once."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from netwerkberaad.accounts.factor_model import RecoveryCode
from netwerkberaad.accounts.model import Staff
from netwerkberaad.accounts.regions import record
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.audit import declare
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import DeniedError
from netwerkberaad.foundation.links import new_code, normal_code
from netwerkberaad.foundation.vault import keys_of

CODES_MADE = declare("staff.recovery_codes_made", "staff")
CODE_USED = declare("staff.recovery_code_used", "staff")
HOW_MANY = 10


def make_recovery_codes(session: Session, actor: Actor, *, staff: Staff, now: datetime) -> list[str]:
    """Ten fresh codes, to be shown once; earlier ones stop working. Raises DeniedError for anybody but the owner."""
    if actor.staff_id != staff.id:
        raise DeniedError
    drop_recovery_codes(session, staff)
    codes = [new_code() for _ in range(HOW_MANY)]
    session.add_all(
        RecoveryCode(id=new_id(), staff_id=staff.id, digest=_digest(session, staff, code), made_at=now)
        for code in codes
    )
    record(session, actor, CODES_MADE, region_id=staff.region_id, object_id=staff.id, now=now)
    return codes


def use_recovery_code(session: Session, actor: Actor, staff: Staff, code: str, now: datetime) -> bool:
    """Use up a code. Of two at once only one gets through."""
    fits = RecoveryCode.staff_id == staff.id, RecoveryCode.digest == _digest(session, staff, code)
    statement = update(RecoveryCode).where(*fits, RecoveryCode.used_at.is_(None))
    used = session.execute(statement.values(used_at=now).returning(RecoveryCode.id)).one_or_none()
    if used is None:
        return False
    record(session, actor, CODE_USED, region_id=staff.region_id, object_id=staff.id, now=now)
    return True


def recovery_codes_left(session: Session, staff: Staff) -> int:
    """How many codes still work."""
    unused = select(func.count()).where(RecoveryCode.staff_id == staff.id, RecoveryCode.used_at.is_(None))
    return session.scalar(unused) or 0


def drop_recovery_codes(session: Session, staff: Staff) -> None:
    """Delete every code of somebody."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff.id))


def _digest(session: Session, staff: Staff, code: str) -> bytes:
    return keys_of(session).blind(
        "recovery-code", f"{staff.id}/{normal_code(code)}", scope_id=staff.region_id
    )
