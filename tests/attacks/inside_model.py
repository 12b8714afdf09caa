"""Who may see the content of which case, in a few lines; and everything that somebody can ask for."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.accounts import facilitators
from netwerkberaad.cases import (
    caseload,
    get_case,
    load_of,
    own_requests,
    people_of,
    waiting_cases,
)
from netwerkberaad.cases.standing import (
    covered_cases,
    covers_of,
)
from netwerkberaad.flows import today_for
from netwerkberaad.foundation.access import Actor, Permission, may
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DomainError
from tests.stores import MONDAY

WHO = (
    "referrer",
    "facilitator",
    "other_facilitator",
    "coordinator",
    "admin",
    "privacy_officer",
    "analyst",
    "foreign_facilitator",
)
LEADERS = ("facilitator", "other_facilitator")
RESCUERS = (*LEADERS, "coordinator")
MOST_CASES = 3


@dataclass
class Known:
    """What the model knows of a case."""

    id: uuid.UUID
    mark: str
    referrer: str
    given_to: str = ""
    declared: bool = False
    open: bool = True
    covers_declared: set[uuid.UUID] = field(default_factory=set)
    emergencies: dict[str, datetime] = field(default_factory=dict)


@dataclass
class Away:
    """Somebody who is away, as the model knows it."""

    id: uuid.UUID
    absent: str
    cover: str
    since: datetime
    until: datetime


class Model:
    """The cases, who is away, and the clock."""

    def __init__(self) -> None:
        self.clock = MovableClock(MONDAY)
        self.cases: list[Known] = []
        self.away: list[Away] = []

    def leads(self, who: str, case: Known) -> bool:
        """Whether this is the gespreksleider, after the declaration."""
        return case.given_to == who and case.declared

    def covers(self, who: str, case: Known) -> bool:
        """Whether this colleague covers the case now and declared so."""
        now = self.clock.now()
        return case.referrer != who and any(
            one.cover == who
            and one.since <= now < one.until
            and self.leads(one.absent, case)
            and one.id in case.covers_declared
            for one in self.away
        )

    def may_see(self, who: str, case: Known) -> bool:
        """Whether the content of this case may reach them now."""
        emergency = case.emergencies.get(who, self.clock.now()) > self.clock.now()
        return self.leads(who, case) or self.covers(who, case) or emergency


def everything(
    session: Session, actor: Actor, case_ids: Sequence[uuid.UUID], *, now: datetime
) -> Iterator[str]:
    """All that this actor can ask for."""
    for case_id in case_ids:
        for permission in Permission:
            try:
                found = get_case(session, actor, case_id, permission)
            except DomainError:
                continue
            if permission in {Permission.READ_CASE, Permission.CHANGE_CASE}:
                yield found.referral.words
                yield from (person.name.full for person in people_of(session, found))
    yield repr(own_requests(session, actor))
    if may(actor, Permission.LIST_CASES):
        yield repr([caseload(session, actor), caseload(session, actor, closed=True)])
    if may(actor, Permission.SEE_TODAY):
        yield repr(today_for(session, actor, now=now))
    if may(actor, Permission.SEE_WAITING_LIST):
        yield repr(waiting_cases(session, actor))
        yield repr([load_of(session, actor, facilitator=one) for one in facilitators(session, actor)])
    if may(actor, Permission.ARRANGE_COVER):
        yield repr([view for _cover, view in covered_cases(session, actor, now=now)])
        yield repr(len(covers_of(session, actor, now=now)))
