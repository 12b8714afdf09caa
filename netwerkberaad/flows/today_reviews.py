"""On Vandaag: who had a birthday after which old consents are looked at again."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time

from sqlalchemy.orm import Session

from netwerkberaad.cases import people_named
from netwerkberaad.cases.consents import REVIEW_WITHIN, consents_of_cases
from netwerkberaad.flows.today_lines import Act, Line, What
from netwerkberaad.foundation.documents import from_local, local


def reviews_of(
    session: Session, case_ids: Sequence[uuid.UUID], titles: Mapping[uuid.UUID, str], *, now: datetime
) -> Iterator[Line]:
    """One line for each person, however many consents wait for the review; it waits since the birthday."""
    views = consents_of_cases(session, case_ids, on=local(now).date())
    waiting = {view.consent.subject_id: view for view in views if view.state.review_by is not None}
    people = people_named(session, case_ids=case_ids, person_ids=waiting.keys())
    for person_id, view in waiting.items():
        if view.state.review_by is not None:
            birthday = view.state.review_by - REVIEW_WITHIN
            yield Line(
                what=What.CONSENT_REVIEW,
                act=Act.CONSENTS,
                since=from_local(birthday, time(0)),
                case_id=view.consent.case_id,
                case_title=titles[view.consent.case_id],
                person_id=person_id,
                who=people[person_id].name.short,
            )
