"""'Wachtwoord vergeten': asked by anybody, answered by a job, so that nobody learns from the answer who has an account."""

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from netwerkberaad.accounts.model import PasswordRequest, Staff, StaffLinkPurpose
from netwerkberaad.accounts.signing_in import network_of
from netwerkberaad.accounts.staff import mail_index, normal_mail
from netwerkberaad.accounts.staff_links import make_staff_link
from netwerkberaad.foundation.access import system_actor
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import TooManyTriesError
from netwerkberaad.foundation.core.limits import Limit, count_try, keep_tries
from netwerkberaad.foundation.vault import keys_of

HOUR = timedelta(hours=1)
PASSWORD_LINK_LIVES = HOUR
"""How long the link works that somebody asked for themselves."""
PER_MAIL = Limit("password-request/mail", 3, HOUR)
PER_ADDRESS = Limit("password-request/address", 20, HOUR)
IN_ALL = Limit("password-request/all", 300, HOUR)


def ask_new_password(session: Session, *, mail: str, address: str, now: datetime) -> None:
    """Note that somebody wants a new password for this mail address, the same whether it is known here or not.

    Raises TooManyTriesError for too many from one network ``address`` or in all. Too many for one mail address are noted
    no more, without a word: the answer does not tell that somebody else asked too.
    """
    blind = keys_of(session).blind
    place = blind("password-request-address", network_of(address)).hex()
    allowed = [count_try(session, limit, who, now=now) for limit, who in ((PER_ADDRESS, place), (IN_ALL, ""))]
    if not all(allowed):
        keep_tries(session)
        raise TooManyTriesError
    who = blind("password-request-mail", normal_mail(mail)).hex()
    if count_try(session, PER_MAIL, who, now=now):
        session.add(PasswordRequest(id=new_id(), mail_index=mail_index(session, mail), asked_at=now))


def password_requests_wait(session: Session) -> bool:
    """Whether somebody waits for a link."""
    return bool(session.scalar(select(exists().where(PasswordRequest.id.is_not(None)))))


def take_password_requests(session: Session, *, now: datetime) -> list[tuple[Staff, str]]:
    """Who waits, each with the token of a fresh link; the earlier links of who gets one stop working.

    Only for accounts with a password: who signs in at their own organisation alone gets no second way in by mail.
    """
    asked = set(session.scalars(delete(PasswordRequest).returning(PasswordRequest.mail_index)))
    known = session.scalars(select(Staff).where(Staff.mail_index.in_(asked), Staff.ended_at.is_(None)))
    return [
        (
            staff,
            make_staff_link(
                session,
                system_actor(staff.region_id),
                staff=staff,
                purpose=StaffLinkPurpose.SET_PASSWORD,
                now=now,
                lives=PASSWORD_LINK_LIVES,
            ),
        )
        for staff in known
        if staff.password_hash
    ]
