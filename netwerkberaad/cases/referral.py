"""A request for a beraad: done in minutes, complete enough to begin, and with a promise of when somebody calls."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from netwerkberaad import accounts
from netwerkberaad.cases.circle import NewPerson, place_person
from netwerkberaad.cases.contact import clean_mail, clean_phone
from netwerkberaad.cases.doors import noon_after, promised_talk
from netwerkberaad.cases.errors import (
    NoPrincipalError,
    NoWayBackError,
    TooManyPeopleError,
    WordsMissingError,
)
from netwerkberaad.cases.model import Case, Phase, Referral
from netwerkberaad.cases.people import PersonKind
from netwerkberaad.cases.promises import Promised, PromiseKind, promise_contact
from netwerkberaad.cases.way import enter_phase
from netwerkberaad.foundation.access import Actor, ActorKind, Permission, require
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import listed
from netwerkberaad.foundation.vault import ScopeKind, keys_of

REFERRAL_SUBMITTED = audit.declare("referral.submitted", "case")
MOST_PEOPLE = 100
WORKING_DAYS = 2
URGENT_HOURS = 2


@dataclass(frozen=True, slots=True)
class PromisedBy:
    """Who makes contact, and before when; without them, the team within the usual time.

    ``talk_at`` is before when a gespreksleider talks with people for whom nobody was named.
    """

    staff_id: uuid.UUID | None = None
    due_at: datetime | None = None
    talk_at: datetime | None = None


def submit_referral(
    session: Session,
    actor: Actor,
    *,
    region_id: uuid.UUID,
    referral: Referral,
    principals: Sequence[NewPerson],
    invitees: Sequence[NewPerson],
    urgent: bool,
    now: datetime,
    by_phone: bool = False,
    promised: PromisedBy | None = None,
) -> Case:
    """Make a case of a request, by staff of the region, by somebody from outside, or ``by_phone`` for who called.

    With spoed a name suffices. ``promised`` is who calls back and when, if that was said already. Raises NoPrincipalError, NameMissingError, WordsMissingError, NoWayBackError (from
    outside or by phone), TooManyPeopleError, BadMailError, BadPhoneError, or DeniedError for staff who may not ask.
    """
    referral = _checked(
        session, actor, region_id=region_id, referral=referral, urgent=urgent, by_phone=by_phone
    )
    if not principals:
        raise NoPrincipalError
    if len(principals) + len(invitees) > MOST_PEOPLE:
        raise TooManyPeopleError
    case = Case(
        id=new_id(),
        region_id=region_id,
        phase=Phase.REFERRAL,
        urgent=urgent,
        asked_at=now,
        referrer_id=None if by_phone else actor.staff_id,
    )
    keys_of(session).make_scope(case.id, ScopeKind.CASE, now=now)
    case.referral = referral
    session.add(case)
    enter_phase(session, actor, case=case, phase=Phase.REFERRAL, now=now)
    enter_phase(session, actor, case=case, phase=Phase.ASSIGNMENT, now=now)
    _promise(session, actor, case=case, promised=promised, now=now)
    if not invitees and not urgent:
        _promise_talk(session, actor, case=case, principals=principals, promised=promised, now=now)
    _place_people(session, case=case, principals=principals, invitees=invitees, now=now)
    entry = actor.entry(REFERRAL_SUBMITTED, now=now, case_id=case.id, object_id=case.id)
    audit.record(session, replace(entry, region_id=region_id))
    return case


def _promise(
    session: Session, actor: Actor, *, case: Case, promised: PromisedBy | None, now: datetime
) -> None:
    """Contact with the aanmelder, by whoever said so or else by the team."""
    referral, by = case.referral, promised or PromisedBy()
    promise_contact(
        session,
        actor,
        case=case,
        kind=PromiseKind.REFERRER,
        content=Promised(referral.referrer_name, referral.referrer_phone, referral.referrer_mail),
        staff_id=by.staff_id,
        due_at=by.due_at or promised_contact(now, urgent=case.urgent),
        now=now,
    )


def _promise_talk(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    principals: Sequence[NewPerson],
    promised: PromisedBy | None,
    now: datetime,
) -> None:
    """A talk of a gespreksleider with the people themselves: the circle begins there."""
    by = promised or PromisedBy()
    promise_contact(
        session,
        actor,
        case=case,
        kind=PromiseKind.TALK,
        content=Promised(listed([new.name.short for new in principals])),
        staff_id=by.staff_id,
        due_at=by.talk_at or promised_talk(now),
        now=now,
    )


def promised_contact(asked_at: datetime, *, urgent: bool) -> datetime:
    """When somebody will have made contact: two working days later at noon, with spoed two hours later.

    Working days are Monday to Friday, on the calendar of the people.
    """
    if urgent:
        return asked_at + timedelta(hours=URGENT_HOURS)
    return noon_after(asked_at, working_days=WORKING_DAYS)


def _checked(
    session: Session, actor: Actor, *, region_id: uuid.UUID, referral: Referral, urgent: bool, by_phone: bool
) -> Referral:
    """The request with the referrer's own data filled in and in one notation."""
    if actor.kind is ActorKind.STAFF:
        require(actor, Permission.TAKE_REQUEST if by_phone else Permission.REQUEST_BERAAD)
        if actor.region_id != region_id:
            raise NotFoundError
        referral = (
            replace(referral, taken_by=str(actor.id)) if by_phone else _signed(session, actor, referral)
        )
    if not urgent and not (referral.words.strip() or referral.change.strip()):
        raise WordsMissingError
    referral = replace(
        referral,
        municipality=referral.municipality.strip(),
        on_behalf=referral.on_behalf.strip(),
        referrer_name=referral.referrer_name.strip(),
        referrer_mail=clean_mail(referral.referrer_mail, field="referrer_mail"),
        referrer_phone=clean_phone(referral.referrer_phone, field="referrer_phone"),
    )
    if not (referral.referrer_mail or referral.referrer_phone) and (
        by_phone or actor.kind is ActorKind.VISITOR
    ):
        raise NoWayBackError
    return referral


def _signed(session: Session, actor: Actor, referral: Referral) -> Referral:
    """Staff are known already: what they left open is taken from their account."""
    staff = accounts.get_staff(session, actor.id) if actor.id else None
    if staff is None:
        raise NotFoundError
    return replace(
        referral,
        referrer_name=referral.referrer_name or staff.profile.full_name,
        referrer_mail=referral.referrer_mail or staff.profile.mail,
        referrer_phone=referral.referrer_phone or staff.profile.phone,
    )


def _place_people(
    session: Session,
    *,
    case: Case,
    principals: Sequence[NewPerson],
    invitees: Sequence[NewPerson],
    now: datetime,
) -> None:
    hoofdpersonen = [replace(new, kind=PersonKind.PRINCIPAL) for new in principals]
    others = [replace(new, kind=_kind_in_circle(new.kind)) for new in invitees]
    # Ids in ascending order keep people of the same moment in the order they were written down.
    ids = sorted(new_id() for _ in range(len(hoofdpersonen) + len(others)))
    for person_id, new in zip(ids, [*hoofdpersonen, *others], strict=True):
        place_person(session, case=case, new=new, person_id=person_id, now=now)


def _kind_in_circle(kind: PersonKind) -> PersonKind:
    return PersonKind.NAASTE if kind is PersonKind.PRINCIPAL else kind
