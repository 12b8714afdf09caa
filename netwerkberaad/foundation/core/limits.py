"""Rate limits in the database: insert first, then count, so that two at once cannot both slip through."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Index, String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id

LONGEST = timedelta(days=1)
_KEEP = "limits.keep"


class LimitHit(Base):
    """One try that counts. ``bucket`` is a digest: the table tells nobody who tried."""

    __tablename__ = "limit_hit"
    __table_args__ = (Index("ix_limit_hit_bucket_at", "bucket", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    bucket: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` tries within ``within``."""

    name: str
    most: int
    within: timedelta


def count_try(session: Session, limit: Limit, subject: str, *, now: datetime) -> bool:
    """Note a try and tell whether it is still allowed. Old tries of this bucket are forgotten on the way.

    ``subject`` must be random or blinded by the caller: a plain digest of a mail address is guessed back.
    """
    bucket = _bucket(limit, subject)
    if session.get_bind().dialect.name == "postgresql":
        # Two transactions do not see each other's try there: they take turns for one bucket.
        key = int.from_bytes(hashlib.sha256(bucket.encode()).digest()[:8], "big", signed=True)
        session.execute(select(func.pg_advisory_xact_lock(key)))
    session.execute(delete(LimitHit).where(LimitHit.bucket == bucket, LimitHit.at <= now - limit.within))
    session.add(LimitHit(id=new_id(), bucket=bucket, at=now))
    session.flush()  # the count below must see this try
    count = session.scalar(select(func.count()).select_from(LimitHit).where(LimitHit.bucket == bucket)) or 0
    return count <= limit.most


def tries_left(session: Session, limit: Limit, subject: str, *, now: datetime) -> bool:
    """Whether another try is allowed, without noting one."""
    recent = LimitHit.bucket == _bucket(limit, subject), LimitHit.at > now - limit.within
    count = session.scalar(select(func.count()).select_from(LimitHit).where(*recent)) or 0
    return count < limit.most


def forget_tries(session: Session, limit: Limit, subject: str) -> None:
    """Begin anew after a try that succeeded."""
    session.execute(delete(LimitHit).where(LimitHit.bucket == _bucket(limit, subject)))


def sweep_tries(session: Session, now: datetime) -> int:
    """Delete tries of more than a day ago, longer than any limit looks back. Returns how many."""
    old = delete(LimitHit).where(LimitHit.at <= now - LONGEST).returning(LimitHit.id)
    return len(session.scalars(old).all())


def keep_tries(session: Session) -> None:
    """Say that this unit of work refuses, and must be committed all the same: the try was counted in it."""
    session.info[_KEEP] = True


def tries_count(session: Session) -> bool:
    """Whether a refused unit of work must be committed."""
    return bool(session.info.get(_KEEP, False))


def _bucket(limit: Limit, subject: str) -> str:
    return hashlib.sha256(f"{limit.name}\0{subject}".encode()).hexdigest()
