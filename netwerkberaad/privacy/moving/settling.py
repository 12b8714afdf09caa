"""What comes with the rows of a case: who of the staff are named in it, as people who left, and its log."""

import os
import uuid
from collections import defaultdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import Organisation, Profile, Staff
from netwerkberaad.foundation.core.audit import AuditEntry, Outcome
from netwerkberaad.foundation.core.audit_chain import digest_of
from netwerkberaad.privacy.moving.errors import BrokenPackageError
from netwerkberaad.privacy.moving.parts import Log, Parcel


def know_staff(session: Session, parcel: Parcel, *, region_id: uuid.UUID, now: datetime) -> None:
    """Make those named known by name, as people who work here no more: they cannot sign in, be chosen or be written to."""
    for team in parcel.teams:
        if session.get(Organisation, team.id) is None:
            left = Organisation(id=team.id, region_id=region_id, made_at=now, ended_at=now, name=team.name)
            session.add(left)
    for one in parcel.colleagues:
        if session.get(Staff, one.id) is None:
            staff = Staff(id=one.id, region_id=region_id, organisation_id=one.team, mail_index=os.urandom(32))
            staff.role_words, staff.made_at, staff.ended_at = "", now, now
            staff.profile = Profile(first=one.first, infix=one.infix, last=one.last)
            session.add(staff)
    session.flush()


def let_log_in(session: Session, parcel: Parcel, *, region_id: uuid.UUID) -> None:
    """Put the log of a case behind what is here of it. Raises BrokenPackageError when an entry was altered or left out."""
    chains = defaultdict(list)
    for line in parcel.log:
        chains[line.chain].append(line)
    if not chains.keys() <= {str(case_id) for case_id in (parcel.head.case, *parcel.head.joined)}:
        raise BrokenPackageError
    for lines in chains.values():
        _check(lines)
    ids = [line.id for line in parcel.log]
    known = set(session.scalars(select(AuditEntry.id).where(AuditEntry.id.in_(ids))))
    for line in parcel.log:
        if line.id not in known:
            entry = _entry(line)
            entry.position = entry.digest = None
            entry.region_id = region_id if line.region_id else None
            session.add(entry)


def _check(lines: list[Log]) -> None:
    """Walk a chain from its beginning; what was not chained yet comes last."""
    before = b""
    for number, line in enumerate((line for line in lines if line.position is not None), start=1):
        if line.position != number or line.digest != digest_of(_entry(line), before):
            raise BrokenPackageError
        before = line.digest


def _entry(line: Log) -> AuditEntry:
    values = {name: getattr(line, name) for name in Log.__struct_fields__}
    try:
        return AuditEntry(**values | {"outcome": Outcome(line.outcome)})
    except ValueError as reason:
        raise BrokenPackageError from reason
