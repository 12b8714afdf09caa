"""A region in an open form: every case as JSON Lines, and what the region keeps beside them. Nothing is changed by it."""

import uuid
from collections.abc import Iterator
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases import Case
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.errors import DeniedError
from netwerkberaad.foundation.vault import MissingKeyError, SealError
from netwerkberaad.privacy.moving.belonging import moving
from netwerkberaad.privacy.moving.lines import name_of, region_lines
from netwerkberaad.privacy.moving.parts import LINES, case_lines

EXPORTED = audit.declare("region.exported", "region")


class Closed(msgspec.Struct, frozen=True, tag_field="line", tag="closed"):
    """A case that is not in it: on its way to another region, or not to be opened."""

    case: uuid.UUID


def export_region(session: Session, actor: Actor, *, now: datetime) -> Iterator[bytes]:
    """Every line of the actor's region, case by case, for who has the machine alone: nobody of the staff may read it all."""
    if actor.kind is not ActorKind.SYSTEM or actor.region_id is None:
        raise DeniedError
    audit.record(session, actor.entry(EXPORTED, now=now, object_id=actor.region_id))
    return _lines(session, actor.region_id, now)


def schema_of_lines() -> bytes:
    """JSON Schema of every kind of line, and what each column of each table holds."""
    kinds = msgspec.json.schema_components([*LINES, Closed])[1]
    tables = {
        table.name: {name_of(column): str(column.type.python_type.__name__) for column in table.c}
        for table in moving()
    }
    return msgspec.json.format(msgspec.json.encode({"lines": kinds, "tables": tables}), indent=2)


def _lines(session: Session, region_id: uuid.UUID, now: datetime) -> Iterator[bytes]:
    yield from region_lines(session, region_id)
    own = (
        select(Case.id)
        .where(Case.region_id == region_id, Case.joined_id.is_(None))
        .order_by(Case.asked_at, Case.id)
    )
    for case_id in list(session.connection().execute(own).scalars()):
        case = session.get(Case, case_id)
        try:
            lines = case_lines(session, case, package=region_id, now=now)[0] if case else None
        except (SealError, MissingKeyError):
            lines = None
        if lines is None:
            yield msgspec.json.encode(Closed(case_id))
            continue
        yield from lines
        session.expunge_all()  # a region has more cases than fit in memory
