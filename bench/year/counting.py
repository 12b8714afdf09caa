"""The accounts of the year: what became of every promise and every message, and everything that should not be."""

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bench.year.homes import Homes
from bench.year.town import Town
from netwerkberaad.cases import Case, Person
from netwerkberaad.cases.pauses import Pause
from netwerkberaad.foundation.core import audit_chain
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.database import Base
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.messages import Channel, MessageState, OutboxMessage
from netwerkberaad.foundation.vault import keys_of
from netwerkberaad.plans import (
    ConfirmationAnswer,
    FollowUp,
    FollowUpKind,
    confirmations_of,
    plan_view,
    versions_of,
)
from netwerkberaad.privacy import Destruction

_OVERDUE, _A_MONTH = timedelta(days=2), timedelta(days=30)
_TO_LEAVE = frozenset({MessageState.WAITING, MessageState.CLAIMED})
_BY_HAND = frozenset({MessageState.TO_PRINT, MessageState.TO_TELL})
_CARRIED = frozenset({Channel.MAIL, Channel.SMS})
_KEEPS_IDS = frozenset({"audit_entry", "destruction_record"})


@dataclass
class Account:
    """Figures by name, and the faults: an empty list is a good year."""

    figures: dict[str, Counter[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def table(self) -> str:
        """As people read it."""
        lines = []
        for title, figures in self.figures.items():
            lines.append(title)
            lines += [f"  {name:<58}{number:>8,}" for name, number in sorted(figures.items())]
        lines.append(f"faults: {len(self.faults)}")
        return "\n".join([*lines, *(f"  {fault}" for fault in self.faults[:40])])


def count(town: Town, homes: Homes) -> Account:
    """Look at everything that is there now."""
    account = Account()
    _acts(account, town)
    _promises(account, town)
    _messages(account, town, homes)
    _rows(account, town)
    return account


def _acts(account: Account, town: Town) -> None:
    account.figures["what people did"] = town.counts
    account.figures["what was refused to them"] = town.refused
    account.faults += [f"{what} ({number}×)" for what, number in town.counts.items() if "job failed" in what]


def _promises(account: Account, town: Town) -> None:
    """Of everything that was promised in a plan: an outcome, a question that was asked or is to come, or a reason."""
    found: Counter[str] = Counter()
    with town.store.reading() as session:
        for case in session.scalars(select(Case).order_by(Case.asked_at, Case.id)):
            promises = Promises(session, case, town.now)
            for state in promises.states():
                found[state] += 1
                if state.startswith("FORGOTTEN"):
                    account.faults.append(f"{state}, case {case.id}")
            if promises.stands_still():
                account.faults.append(f"nothing follows in case {case.id} ({case.phase})")
            account.figures.setdefault("cases", Counter())[case.phase.value] += 1
        account.figures["cases"]["destroyed"] = session.scalar(select(func.count(Destruction.id))) or 0
    account.figures["promises"] = found


class Promises:
    """The promises of one case."""

    def __init__(self, session: Session, case: Case, now: datetime) -> None:
        self._case, self._now = case, now
        versions = [one for one in versions_of(session, case) if one.fixed_at is not None]
        self._views = [plan_view(session, version) for version in versions]
        statement = select(FollowUp).where(FollowUp.case_id == case.id)
        self._rows = list(session.scalars(statement))
        self._said = confirmations_of(session, case)
        self._left = set(
            session.scalars(select(Person.id).where(Person.case_id == case.id, Person.left_at.is_not(None)))
        )
        self._rests = set(session.scalars(select(Pause.person_id).where(Pause.case_id == case.id)))

    def states(self) -> Iterator[str]:
        """One for each promise of each owner."""
        every = {
            (line.lineage_id, owner)
            for view in self._views
            for line in view.lines
            for owner in line.owner_ids
        }
        return (self._state(lineage_id, owner) for lineage_id, owner in sorted(every))

    def stands_still(self) -> bool:
        """Whether an open case with a plan has nothing ahead and nothing on anybody's list."""
        if not self._views or not self._case.open:
            return False
        ahead = any(
            row.cancelled_at is None and row.handled_at is None and row.kind is not FollowUpKind.REMINDER
            for row in self._rows
        )
        return not ahead

    def _state(self, lineage_id: uuid.UUID, owner: uuid.UUID) -> str:
        rows = [row for row in self._rows if (row.lineage_id, row.person_id) == (lineage_id, owner)]
        asked = [row for row in rows if row.kind is FollowUpKind.CHECK_IN]
        if any(row.answered_at is not None for row in asked):
            return "told how it went"
        if any(row.handled_at is not None for row in asked):
            return "settled by the gespreksleider"
        if any(row.sent_at is not None and row.cancelled_at is None for row in asked):
            return "asked, and open on Vandaag" if self._case.open else "asked; the case ended"
        live = [row for row in asked if row.cancelled_at is None]
        if any(row.due_at > self._now for row in live):
            return "to be asked on its day"
        return self._reason(lineage_id, owner, live)

    def _reason(self, lineage_id: uuid.UUID, owner: uuid.UUID, live: list[FollowUp]) -> str:
        line = next((one for one in self._views[-1].lines if one.lineage_id == lineage_id), None)
        if not self._case.open:
            return "not asked: the case ended"
        if line is None or owner not in line.owner_ids:
            return "not asked: out of the plan, or given to somebody else"
        if owner in self._left:
            return "not asked: left the case"
        if any(
            said.line.lineage_id == lineage_id
            and said.owner.id == owner
            and said.answer is ConfirmationAnswer.HAND_BACK
            for said in self._said
        ):
            return "not asked: handed back"
        if line.waits:
            return "waits for something else"
        if live and self._rests & {None, owner}:
            return "at rest"
        if live and max(row.due_at for row in live) > self._now - _OVERDUE:
            return "to be asked today"
        return "FORGOTTEN"


def _messages(account: Account, town: Town, homes: Homes) -> None:
    found: Counter[str] = Counter()
    with town.store.reading() as session:
        rows = list(session.scalars(select(OutboxMessage)))
        for row in rows:
            found[f"{row.channel} {row.state}"] += 1
            if row.state is MessageState.PARKED:
                account.faults.append(f"message parked: {row.kind} ({row.failure})")
            if row.state in _TO_LEAVE and row.not_before < town.now - _OVERDUE:
                account.faults.append(f"message never left: {row.kind}, {row.channel}, {row.state}")
            if row.state in _BY_HAND and row.made_at < town.now - _A_MONTH:
                account.faults.append(f"nobody posted or told: {row.kind}, {row.channel}")
    times = Counter(one.mark for one in homes.taken)
    found["arrived"] = len(homes.taken)
    account.faults += [f"message arrived {number} times" for number in times.values() if number > 1]
    gone = [row.mark for row in rows if row.state is MessageState.SENT and row.channel in _CARRIED]
    lost = sum(mark not in times for mark in gone)
    account.faults += [f"{lost} messages on record as sent never arrived"] if lost else []
    for one in homes.taken:
        if one.in_quiet_hours and not one.may_be_at_night:
            account.faults.append(f"at night: {one.kind}, {local(one.at):%d-%m %H:%M}")
    account.figures["messages"] = found


def _rows(account: Account, town: Town) -> None:
    """Nothing hangs on what is gone, and the record of all this is whole."""
    with town.store.reading() as session:
        broken = session.execute(text("PRAGMA foreign_key_check")).all()
        account.faults += [f"orphan in {row[0]}, of {row[2]}" for row in broken]
        cases = set(session.scalars(select(Case.id)))
        for table in Base.metadata.sorted_tables:
            if "case_id" in table.c and table.name not in _KEEPS_IDS:
                strays = set(session.scalars(select(table.c.case_id).distinct())) - cases - {None}
                account.faults += [f"{len(strays)} cases that are gone in {table.name}"] if strays else []
        sign = keys_of(session).signer(audit_chain.PURPOSE)
        account.faults += [f"audit: {fault}" for fault in audit_chain.verify(session, sign=sign)]
        entries = session.scalar(select(func.count(AuditEntry.id))) or 0
    account.figures["record"] = Counter({"audit entries": entries})
