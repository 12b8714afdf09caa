"""On Vandaag: what people said at the door about who stands beside them, and about consent, until it was read."""

from collections.abc import Iterator

from netwerkberaad.cases import people_named
from netwerkberaad.cases.consents import consents_told
from netwerkberaad.cases.mentors import told_at_the_door
from netwerkberaad.flows.today_calls import Desk
from netwerkberaad.flows.today_lines import Act, Line, What


def told_at_the_door_of(desk: Desk) -> Iterator[Line]:
    """A line for each JIM or vertrouwenspersoon and for each consent of which something was said."""
    yield from _of_mentors(desk)
    yield from _of_consents(desk)


def _of_mentors(desk: Desk) -> Iterator[Line]:
    """What was said at the door of a JIM or vertrouwenspersoon: by who stands beside, a parent, or the hoofdpersoon."""
    told = told_at_the_door(desk.session, desk.ids)
    speakers = {(step.parent_id or mentor.person_id or mentor.principal_id) for mentor, step in told}
    people = people_named(desk.session, case_ids=desk.ids, person_ids=speakers)
    for mentor, step in told:
        who = step.parent_id or mentor.person_id or mentor.principal_id
        yield Line(
            what=What.MENTOR_TOLD,
            act=Act.READ_MENTOR,
            since=step.at,
            case_id=mentor.case_id,
            case_title=desk.titles[mentor.case_id],
            person_id=who,
            who=step.content.said_by or people[who].name.short,
            words=step.content.text,
        )


def _of_consents(desk: Desk) -> Iterator[Line]:
    told = consents_told(desk.session, desk.ids)
    speakers = {word.by_id for _consent, word in told if word.by_id is not None}
    people = people_named(desk.session, case_ids=desk.ids, person_ids=speakers) if speakers else {}
    for consent, word in told:
        if word.by_id is not None:
            yield Line(
                what=What.CONSENT_TOLD,
                act=Act.CONSENTS,
                since=word.at,
                case_id=consent.case_id,
                case_title=desk.titles[consent.case_id],
                person_id=word.by_id,
                who=people[word.by_id].name.short,
                words=word.content.text,
            )
