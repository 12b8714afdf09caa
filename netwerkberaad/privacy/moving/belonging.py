"""What belongs to a case, as the tables themselves tell it, and what of that stays behind and why."""

import uuid
from collections.abc import Collection
from enum import StrEnum
from functools import cache

from sqlalchemy import Column, ColumnElement, ForeignKey, Table, select

from netwerkberaad.cases import Case
from netwerkberaad.foundation.core.database import Base


class Stays(StrEnum):
    """Why rows of a case do not go with it."""

    DOOR = "door"
    """Opens a door of this installation alone: people get new links."""
    MADE_ANEW = "made_anew"
    """Hangs on keys of this region, and is made again at the other side."""
    COMPARTMENT = "compartment"
    """Of one professional, for themselves."""
    DECIDED_HERE = "decided_here"
    """What the staff of this region may do or decide; the other side decides for itself."""
    LOG = "log"
    """Goes as an extract, beside the rows."""
    RECORD = "record"
    """Tells that something went from here."""


STAYS = {
    "personal_link": Stays.DOOR,
    "device": Stays.DOOR,
    "family_device": Stays.DOOR,
    "proof_code": Stays.DOOR,
    "blind_index": Stays.MADE_ANEW,
    "meldcode": Stays.COMPARTMENT,
    "meldcode_step": Stays.COMPARTMENT,
    "cover_declaration": Stays.DECIDED_HERE,
    "destruction_proposal": Stays.DECIDED_HERE,
    "request_access": Stays.DECIDED_HERE,
    "audit_entry": Stays.LOG,
    "destruction_record": Stays.RECORD,
}


@cache
def of_a_case() -> tuple[Table, ...]:
    """Every table with rows that belong to a case: itself, by ``case_id``, or by pointing to one of these."""
    found = [Base.metadata.tables[Case.__tablename__]]
    for table in Base.metadata.sorted_tables:
        if table not in found and ("case_id" in table.c or _holder(table, found) is not None):
            found.append(table)
    return tuple(found)


@cache
def moving() -> tuple[Table, ...]:
    """The tables whose rows go with a case, in the order of their names."""
    return tuple(
        sorted((table for table in of_a_case() if table.name not in STAYS), key=lambda one: one.name)
    )


def rows_of(
    table: Table, case_ids: Collection[uuid.UUID], scopes: Collection[uuid.UUID]
) -> ColumnElement[bool]:
    """Which rows of a table belong to these cases; ``scopes`` are the cases and everybody in them."""
    if table.name == Case.__tablename__:
        return table.c.id.in_(case_ids)
    if "case_id" in table.c:
        own = table.c.case_id.in_(case_ids)
        # A mail to a colleague about a case is sealed for the region: it is no part of the case.
        return own & table.c.scope_id.in_(scopes) if "scope_id" in table.c else own
    held = _holder(table, of_a_case())
    if held is None:
        raise LookupError(f"{table.name} belongs to no case")
    column, holder = held
    return column.in_(select(holder.c.id).where(rows_of(holder, case_ids, scopes)))


def _holder(table: Table, known: Collection[Table]) -> tuple[Column[uuid.UUID], Table] | None:
    """The column by which a row hangs on a row of a case and goes with it, and the table of that row."""
    keys: list[ForeignKey] = sorted(table.foreign_keys, key=lambda key: key.parent.name)
    for key in keys:
        if key.ondelete == "CASCADE" and key.column.table in known:
            return key.parent, key.column.table
    return None
