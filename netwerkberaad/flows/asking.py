"""A question for one person, behind a link of their own: by the way that reaches them, or handed over with a code to type."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person, people_of
from netwerkberaad.flows.inviting import Invited, link_url
from netwerkberaad.flows.reaching import News, reach, way_to
from netwerkberaad.flows.voice import Voice, message_key, voice_of
from netwerkberaad.foundation import links
from netwerkberaad.foundation.documents import facts
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.foundation.messages import Channel, MessageKind, cancel_waiting
from netwerkberaad.invites import ExcludedError, NoAddressError, permits_of, require_open

LINK_LIVES = timedelta(days=120)


def require_askable(session: Session, *, case: Case, who: Person, hand_over: bool, now: datetime) -> None:
    """Raises CaseClosedError, ExcludedError or NoAddressError(field="who"). The list of who may be invited does not hold it up."""
    require_open(case)
    permit = permits_of(session, case, people_of(session, case)).get(who.id)
    if permit is not None and permit.excluded:
        raise ExcludedError
    if not hand_over and way_to(session, case, who, voice_of(session, case), now=now) is Channel.IN_PERSON:
        raise NoAddressError(field="who")


def hand_question(
    session: Session,
    *,
    case: Case,
    who: Person,
    purpose: LinkPurpose,
    about: uuid.UUID,
    what: Callable[[Voice, str], facts.CaseFacts],
    hand_over: bool,
    base_url: str,
    now: datetime,
) -> Invited:
    """A new link for this question: in a message, or to hand over. It ends the link in a message that did not leave yet.

    ``what`` makes the message out of who writes and the address of the link; ``about`` is what is asked, by its id.
    """
    kind = MessageKind(purpose.value)
    cancel_waiting(session, case_id=case.id, person_id=who.id, kinds=[kind], now=now)
    expires_at = now + LINK_LIVES
    if not hand_over:
        voice = voice_of(session, case)
        news = News(
            key=message_key(purpose.value, about, who.id, int(now.timestamp())),
            what=lambda url: what(voice, url),
            link=(purpose, expires_at),
        )
        return Invited(
            way=reach(session, case=case, person=who, voice=voice, news=news, base_url=base_url, now=now)
        )
    issued = links.issue_link(
        session,
        case_id=case.id,
        person_id=who.id,
        purpose=purpose,
        expires_at=expires_at,
        now=now,
        with_code=True,
    )
    return Invited(link_url(base_url, issued), issued.code or "")
