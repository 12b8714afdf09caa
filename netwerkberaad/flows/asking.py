"""A question for one person, behind a link of their own: by mail, or handed over with a code to type."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person, people_of
from netwerkberaad.flows.inviting import Invited, link_url
from netwerkberaad.flows.telling import tell_person
from netwerkberaad.flows.voice import Voice, message_key, voice_of
from netwerkberaad.foundation import links
from netwerkberaad.foundation.documents import facts
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.foundation.messages import Channel, MessageKind, cancel_waiting
from netwerkberaad.invites import ExcludedError, permits_of, require_address, require_open

LINK_LIVES = timedelta(days=120)


def require_askable(session: Session, *, case: Case, who: Person, by_mail: bool) -> None:
    """Raises CaseClosedError, ExcludedError or NoAddressError. The list of who may be invited does not hold it up."""
    require_open(case)
    permit = permits_of(session, case, people_of(session, case)).get(who.id)
    if permit is not None and permit.excluded:
        raise ExcludedError
    if by_mail:
        require_address(who, Channel.MAIL)


def hand_question(
    session: Session,
    *,
    case: Case,
    who: Person,
    purpose: LinkPurpose,
    what: Callable[[Voice, str], facts.CaseFacts],
    by_mail: bool,
    base_url: str,
    now: datetime,
) -> Invited:
    """A new link for this question, and the mail with it. It ends the link in a message that did not leave yet.

    ``what`` makes the message out of who writes and the address of the link.
    """
    kind = MessageKind(purpose.value)
    cancel_waiting(session, case_id=case.id, person_id=who.id, kinds=[kind], now=now)
    issued = links.issue_link(
        session,
        case_id=case.id,
        person_id=who.id,
        purpose=purpose,
        expires_at=now + LINK_LIVES,
        now=now,
        with_code=not by_mail,
    )
    url = link_url(base_url, issued)
    if by_mail:
        voice = voice_of(session, case)
        key = message_key(purpose.value, issued.row.id.hex)
        tell_person(session, case=case, person=who, voice=voice, what=what(voice, url), key=key, now=now)
    return Invited(url, issued.code or "")
