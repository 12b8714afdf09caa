"""How long cases are kept: the terms of the law, and those a region set instead.

Wmo 2015 art. 5.3.4: fifteen years; Jeugdwet art. 7.3.8: twenty years after the last change; a withdrawn request: six weeks,
the time somebody has to come back to it. All of them may be set by the region.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Outcome, Person, principals_of, years_old
from netwerkberaad.foundation.access import Actor, Permission, require
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.privacy.errors import BadTermError
from netwerkberaad.privacy.model import Regime, Retention, RetentionRule

RULE_CHANGED = audit.declare("retention.rule_changed", "region")
_ADULT = 18
_LONGEST = 40
_NOT_BEGUN = frozenset({Outcome.STOPPED_IN_PREPARATION, Outcome.NOT_SUITABLE})


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time in calendar years or in weeks."""

    years: int = 0
    weeks: int = 0

    def after(self, moment: datetime) -> datetime:
        """The moment this term ends when it begins here; 29 February ends on 1 March."""
        later = moment + timedelta(weeks=self.weeks)
        try:
            return later.replace(year=later.year + self.years)
        except ValueError:
            return later.replace(year=later.year + self.years, month=3, day=1)


TERMS = {
    Regime.WMO: Term(years=15),
    Regime.JEUGDWET: Term(years=20),
    Regime.WITHDRAWN: Term(weeks=6),
}
"""The terms as they are when a region sets none."""


def terms_of(session: Session, region_id: uuid.UUID | None) -> dict[Regime, Term]:
    """The terms of a region. A regime that is not in it has no term."""
    own = session.scalars(select(RetentionRule).where(RetentionRule.region_id == region_id))
    return {**TERMS, **{rule.regime: Term(rule.years, rule.weeks) for rule in own}}


def rule_of(session: Session, region_id: uuid.UUID, regime: Regime) -> RetentionRule | None:
    """What a region set itself for a regime; None while the term of the law counts."""
    return session.scalar(
        select(RetentionRule).where(RetentionRule.region_id == region_id, RetentionRule.regime == regime)
    )


def change_term(session: Session, actor: Actor, *, regime: Regime, term: Term, now: datetime) -> int:
    """Set another term for a regime, also for the cases that are kept already; how many cases it touched.

    Raises BadTermError for less than a week or more than forty years.
    """
    require(actor, Permission.SET_RETENTION_TERMS)
    if actor.region_id is None:
        raise NotFoundError
    if not (term.years or term.weeks) or min(term.years, term.weeks) < 0 or term.years > _LONGEST:
        raise BadTermError(field=regime.value)
    if term == terms_of(session, actor.region_id).get(regime):
        return 0
    rule = rule_of(session, actor.region_id, regime)
    if rule is None:
        rule = RetentionRule(id=new_id(), region_id=actor.region_id, regime=regime)
        session.add(rule)
    rule.years, rule.weeks = term.years, term.weeks
    rule.changed_at, rule.changed_by = now, actor.staff_id
    audit.record(session, actor.entry(RULE_CHANGED, now=now, object_id=actor.region_id))
    kept = select(Retention).where(Retention.region_id == actor.region_id, Retention.regime == regime)
    touched = list(session.scalars(kept.where(Retention.starts_at.is_not(None))))
    for retention in touched:
        retention.due_at = term.after(retention.starts_at) if retention.starts_at else None
    return len(touched)


def regime_for(case: Case, people: list[Person], *, on: date) -> Regime:
    """The regime a case seems to fall under when it is closed: a request that came to nothing, a child, or else Wmo."""
    if case.closing.outcome in _NOT_BEGUN:
        return Regime.WITHDRAWN
    young = any(years_old(person.about.born, on) < _ADULT for person in principals_of(people))
    return Regime.JEUGDWET if young else Regime.WMO
