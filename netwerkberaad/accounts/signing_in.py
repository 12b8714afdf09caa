"""Signing in and everything about passwords of staff."""

import ipaddress
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.accounts.errors import LinkSpentError, WrongPasswordError, WrongSignInError
from netwerkberaad.accounts.known_browsers import place_of
from netwerkberaad.accounts.model import Profile, Staff, StaffLinkPurpose
from netwerkberaad.accounts.passwords import check_password, hash_password, is_outdated, verify_password
from netwerkberaad.accounts.queries import actor_for, get_staff
from netwerkberaad.accounts.regions import add_organisation, make_region, record
from netwerkberaad.accounts.second_step import has_second_step, note_signed_in
from netwerkberaad.accounts.staff import add_staff, mail_index, normal_mail
from netwerkberaad.accounts.staff_links import drop_staff_links, use_staff_link
from netwerkberaad.foundation.access import Actor, ActorKind, Role, system_actor, visitor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.audit import Outcome, declare
from netwerkberaad.foundation.core.errors import DeniedError, TooManyTriesError
from netwerkberaad.foundation.core.limits import Limit, count_try, forget_tries, keep_tries
from netwerkberaad.foundation.links import end_sessions_of
from netwerkberaad.foundation.vault import keys_of

SIGN_IN_REFUSED = declare("staff.sign_in_refused", "staff")
SIGNED_OUT_ELSEWHERE = declare("staff.signed_out_elsewhere", "staff")
PASSWORD_SET = declare("staff.password_set", "staff")

QUARTER = timedelta(minutes=15)
PER_ACCOUNT = Limit("sign-in/account", 10, QUARTER)
PER_ADDRESS = Limit("sign-in/address", 100, QUARTER)
IN_ALL = Limit("sign-in/all", 2000, QUARTER)


def sign_in(
    session: Session, *, mail: str, password: str, address: str, now: datetime, marks: Collection[str] = ()
) -> Staff:
    """The member of staff with this mail address and password. ``address`` is the network address they come from.

    A browser with a mark of this account is counted by itself: what others used up does not keep it out.

    Raises WrongSignInError, the same and after as much work for a known and an unknown mail address, and
    TooManyTriesError, which counts unknown mail addresses too. A refused try stays counted. Whoever has a second step is
    not in yet: that is on record when they took it.
    """
    place = keys_of(session).blind("sign-in-address", network_of(address)).hex()
    staff = session.scalar(select(Staff).where(Staff.mail_index == mail_index(session, mail)))
    known_place = place_of(session, staff, marks, now=now) if staff is not None else ""
    account = known_place or _account(session, mail)
    elsewhere = () if known_place else ((PER_ADDRESS, place), (IN_ALL, ""))
    limits = ((PER_ACCOUNT, account), *elsewhere)
    allowed = [count_try(session, limit, subject, now=now) for limit, subject in limits]
    if not all(allowed):
        keep_tries(session)
        raise TooManyTriesError
    known = staff is not None and staff.ended_at is None
    right = verify_password(staff.password_hash if staff is not None and known else "", password)
    if staff is None or not known or not right:
        keep_tries(session)
        refused = visitor().entry(
            SIGN_IN_REFUSED, now=now, object_id=staff.id if staff else None, outcome=Outcome.DENIED
        )
        audit.record(session, refused)
        raise WrongSignInError(field="password")
    forget_tries(session, PER_ACCOUNT, account)
    if is_outdated(staff.password_hash):
        staff.password_hash = hash_password(password)
    if not has_second_step(session, staff):
        note_signed_in(session, staff=staff, now=now)
    return staff


def set_password(
    session: Session,
    actor: Actor,
    *,
    staff: Staff,
    password: str,
    now: datetime,
    this_session: uuid.UUID | None = None,
) -> None:
    """Give an account a password. Its sessions end, except this one, and its unused links stop working.

    Raises WeakPasswordError, and DeniedError for anybody but its owner and the system: a beheerder makes a link.
    """
    if actor.kind is not ActorKind.SYSTEM and actor.staff_id != staff.id:
        raise DeniedError
    check_password(password, staff.profile)
    staff.password_hash = hash_password(password)
    staff.password_set_at = now
    drop_staff_links(session, staff_id=staff.id, now=now)
    end_sessions_of(session, staff_id=staff.id, but=this_session)
    record(session, actor, PASSWORD_SET, region_id=staff.region_id, object_id=staff.id, now=now)


def change_password(
    session: Session,
    actor: Actor,
    *,
    staff: Staff,
    old: str,
    new: str,
    now: datetime,
    this_session: uuid.UUID | None = None,
    marks: Collection[str] = (),
) -> None:
    """Replace one's own password. All sessions end except the one that asks for it.

    Raises WrongPasswordError(field="old"), WeakPasswordError(field="password") and TooManyTriesError.
    """
    if actor.staff_id != staff.id:
        raise DeniedError
    account = place_of(session, staff, marks, now=now) or _account(session, staff.profile.mail)
    if not count_try(session, PER_ACCOUNT, account, now=now):
        keep_tries(session)
        raise TooManyTriesError
    if not verify_password(staff.password_hash, old):
        keep_tries(session)
        raise WrongPasswordError(field="old")
    set_password(session, actor, staff=staff, password=new, now=now, this_session=this_session)
    forget_tries(session, PER_ACCOUNT, account)


def sign_out_elsewhere(
    session: Session, actor: Actor, *, staff: Staff, this_session: uuid.UUID | None, now: datetime
) -> None:
    """End every session of an account except this one. Raises DeniedError for anybody but its owner."""
    if actor.staff_id != staff.id:
        raise DeniedError
    end_sessions_of(session, staff_id=staff.id, but=this_session)
    record(session, actor, SIGNED_OUT_ELSEWHERE, region_id=staff.region_id, object_id=staff.id, now=now)


def set_password_by_link(session: Session, *, token: str, password: str, now: datetime) -> Staff:
    """Choose a password with a one-time link. Raises LinkSpentError and WeakPasswordError; then the link stays good."""
    staff_id = use_staff_link(session, token, StaffLinkPurpose.SET_PASSWORD, now=now)
    staff = get_staff(session, staff_id) if staff_id else None
    if staff is None or staff.ended_at is not None:
        raise LinkSpentError
    set_password(session, actor_for(staff), staff=staff, password=password, now=now)
    return staff


def set_up(
    session: Session,
    *,
    token: str,
    region_name: str,
    organisation_name: str,
    profile: Profile,
    password: str,
    now: datetime,
) -> Staff:
    """The first region, its organisation and its beheerder. The beheerder's phone is the number people call at first.

    Raises LinkSpentError, WeakPasswordError and what adding staff raises; the unit of work is then undone.
    """
    use_staff_link(session, token, StaffLinkPurpose.SETUP, now=now)
    check_password(password, profile)
    system = system_actor()
    region = make_region(session, system, name=region_name, phone=profile.phone, now=now)
    organisation = add_organisation(session, system, region=region, name=organisation_name, now=now)
    staff = add_staff(
        session,
        system,
        region=region,
        organisation=organisation,
        profile=profile,
        roles=[Role.ADMIN],
        now=now,
    )
    set_password(session, actor_for(staff), staff=staff, password=password, now=now)
    return staff


def _account(session: Session, mail: str) -> str:
    return keys_of(session).blind("sign-in-mail", normal_mail(mail)).hex()


def network_of(address: str) -> str:
    """Who is counted as one: an address, or of IPv6 the whole /64 that one household or attacker has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
