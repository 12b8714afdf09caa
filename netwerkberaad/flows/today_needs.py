"""What somebody needs to come and nobody arranged yet, once its day is near: a line of Vandaag each."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from netwerkberaad import invites
from netwerkberaad.beraden import beraden_between
from netwerkberaad.flows.today_calls import Desk
from netwerkberaad.flows.today_lines import Act, Line, What
from netwerkberaad.foundation.documents import from_local, local

ARRANGED_BEFORE = timedelta(days=3)
"""Without a day of its own something must be arranged this long before the beraad."""


def needs_due(desk: Desk) -> Iterator[Line]:
    """Needs whose day has come: the one that was agreed, or some days before the beraad."""
    today = local(desk.now).date()
    begin, until = from_local(today, time(0)), from_local(today, time(0)) + timedelta(days=60)
    ahead: dict[object, date] = {}
    for beraad in beraden_between(desk.session, desk.ids, since=begin, until=until):
        if beraad.ended_at is None:
            ahead.setdefault(beraad.case_id, local(beraad.starts_at).date() - ARRANGED_BEFORE)
    for case_id, needs in invites.open_needs(desk.session, desk.cases).items():
        for need in needs:
            due = need.due_on or ahead.get(case_id)
            if due is None or due > today:
                continue
            yield Line(
                what=What.NEED,
                act=Act.ARRANGE,
                since=need.made_at,
                case_id=case_id,
                case_title=desk.titles[case_id],
                person_id=need.person_id,
                who=need.person_name,
                words=need.text,
                due_at=from_local(due, time(0)),
                object_id=need.id,
            )
