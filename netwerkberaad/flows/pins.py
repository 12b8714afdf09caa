"""A pincode of one's own, for people who share an address or a phone: set, asked at the door, and taken away."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.accounts.passwords import hash_password, verify_password
from netwerkberaad.cases import Case, Person
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import N_, InvalidError
from netwerkberaad.foundation.core.limits import Limit, count_try, forget_tries, keep_tries
from netwerkberaad.foundation.links import DoorPin, PersonalLink

PIN_SET = audit.declare("pin.set", "person")
PIN_REMOVED = audit.declare("pin.removed", "person")
FEWEST, MOST = 4, 6
# Of ten thousand: who knows nothing of it gets it once in a year or two.
PER_QUARTER = Limit("pin/quarter", 5, timedelta(minutes=15))
PER_DAY = Limit("pin/day", 15, timedelta(days=1))
_ROW = "01234567890"


class PinShapeError(InvalidError):
    """Not four to six digits, or digits that anybody tries first."""

    message = N_("Kies vier tot zes cijfers. Niet allemaal dezelfde, en geen rijtje zoals 1234.")


class WrongPinError(InvalidError):
    """Not the pincode, or tried too often: the two look the same."""

    message = N_("Deze pincode klopt niet. Na vijf keer proberen moet u een kwartier wachten.")


def has_pin(session: Session, person: Person | PersonalLink) -> bool:
    """Whether a pincode is asked of this person, or of whoever opens this link."""
    person_id = person.id if isinstance(person, Person) else person.person_id
    return session.scalar(select(DoorPin.id).where(DoorPin.person_id == person_id)) is not None


def set_pin(
    session: Session, actor: Actor, *, case: Case, person: Person, pin: str, now: datetime
) -> DoorPin:
    """Ask this pincode from now on, in place of one before. Raises PinShapeError."""
    if not _fits(pin):
        raise PinShapeError(field="pin")
    row = _pin_of(session, person) or DoorPin(id=new_id(), case_id=case.id, person_id=person.id)
    row.hash, row.made_at = hash_password(pin), now
    session.add(row)
    audit.record(session, actor.entry(PIN_SET, now=now, case_id=case.id, object_id=person.id))
    return row


def remove_pin(session: Session, actor: Actor, *, case: Case, person: Person, now: datetime) -> None:
    """Ask none any more."""
    row = _pin_of(session, person)
    if row is not None:
        session.delete(row)
        forget_tries(session, PER_QUARTER, str(person.id))
        forget_tries(session, PER_DAY, str(person.id))
        audit.record(session, actor.entry(PIN_REMOVED, now=now, case_id=case.id, object_id=person.id))


def require_pin(session: Session, link: PersonalLink, pin: str, *, now: datetime) -> bool:
    """Let pass who typed the pincode of the person with this link. Raises WrongPinError; a wrong one counts as a try."""
    who = str(link.person_id)
    allowed = count_try(session, PER_QUARTER, who, now=now)
    allowed = count_try(session, PER_DAY, who, now=now) and allowed
    row = session.scalar(select(DoorPin).where(DoorPin.person_id == link.person_id))
    if not (verify_password(row.hash if row else "", pin) and allowed):
        keep_tries(session)
        raise WrongPinError(field="pin")
    forget_tries(session, PER_QUARTER, who)
    forget_tries(session, PER_DAY, who)
    return True


def shares_a_way(person: Person, people: list[Person]) -> bool:
    """Whether somebody else of these reads mail at the same address, or has the same phone."""
    own = person.contact
    return any(
        (own.mail and own.mail.casefold() == other.contact.mail.casefold())
        or (own.phone and own.phone == other.contact.phone)
        for other in people
        if other.id != person.id
    )


def _pin_of(session: Session, person: Person) -> DoorPin | None:
    return session.scalar(select(DoorPin).where(DoorPin.person_id == person.id))


def _fits(pin: str) -> bool:
    digits = pin.isascii() and pin.isdigit() and FEWEST <= len(pin) <= MOST
    return digits and len(set(pin)) > 1 and pin not in _ROW and pin not in _ROW[::-1]
