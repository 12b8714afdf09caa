"""What somebody needs to come and nobody arranged yet, once its day is near: a line of Vandaag each."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from netwerkberaad import invites
from netwerkberaad.beraden import Beraad, beraden_between
from netwerkberaad.flows.today_calls import Desk
from netwerkberaad.flows.today_lines import Act, Line, What
from netwerkberaad.foundation.core.reading import read_once
from netwerkberaad.foundation.documents import from_local, local

ARRANGED_BEFORE = timedelta(days=3)
"""Without a day of its own something must be arranged this long before the beraad."""


def beraden_ahead(desk: Desk) -> list[Beraad]:
    """Meetings from the beginning of this day on that did not end yet, in order of time; read once for all lists."""
    begin = from_local(local(desk.now).date(), time(0))
    until = begin + timedelta(days=60)
    found = read_once(
        desk.session,
        ("beraden ahead", frozenset(desk.ids), begin),
        lambda: beraden_between(desk.session, desk.ids, since=begin, until=until),
    )
    return [beraad for beraad in found if beraad.ended_at is None]


def needs_due(desk: Desk) -> Iterator[Line]:
    """Needs whose day has come: the one that was agreed, or some days before the beraad."""
    today = local(desk.now).date()
    ahead: dict[object, date] = {}
    for beraad in beraden_ahead(desk):
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
