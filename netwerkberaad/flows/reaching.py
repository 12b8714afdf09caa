"""Telling somebody something by the way that reaches them: the one place that chooses it, whatever the news is.

A mail; without an address a text, where the number takes texts and a service sends them; else a letter in the batch of the day,
when it can still be there in time; else a call, with the words to read aloud. Who asked for another of these ways gets
that one. A text says only that there is a message.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person, is_landline
from netwerkberaad.flows.inviting import link_url, post_to
from netwerkberaad.flows.telling import carrier, tell_person
from netwerkberaad.flows.voice import Voice
from netwerkberaad.foundation import links
from netwerkberaad.foundation.documents import facts
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.foundation.messages import (
    Attachment,
    Channel,
    MessageState,
    arrives_by_post,
    message_with,
)

ALOUD = frozenset({Channel.PHONE, Channel.IN_PERSON})
"""The ways in which somebody tells it."""


@dataclass(frozen=True, slots=True)
class News:
    """What somebody is told, under its key once. ``what`` makes the words out of the address of a new link, or of an empty one.

    ``link`` is what that link is for and until when it works; None: there is nothing to open. ``told_whole``: the words
    say it all, so that only a text needs the link. After ``until`` it is of no use.
    """

    key: str
    what: Callable[[str], facts.CaseFacts]
    link: tuple[LinkPurpose, datetime] | None = None
    told_whole: bool = False
    attachments: tuple[Attachment, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Announced:
    """Who is told by mail, by text and by letter, and to whom somebody tells it."""

    mailed: tuple[Person, ...] = ()
    to_call: tuple[Person, ...] = ()
    texted: tuple[Person, ...] = ()
    written: tuple[Person, ...] = ()

    @staticmethod
    def by(
        told: Iterable[tuple[Person, Channel]], *, aloud: Iterable[Channel] = (Channel.PHONE,)
    ) -> "Announced":
        """Everybody by their way; ``aloud`` are the ways by which somebody tells it."""
        pairs, spoken = tuple(told), frozenset(aloud)

        def whom(*ways: Channel) -> tuple[Person, ...]:
            return tuple(person for person, way in pairs if way in ways)

        return Announced(whom(Channel.MAIL), whom(*spoken), whom(Channel.SMS), whom(Channel.LETTER))

    @property
    def everybody(self) -> tuple[Person, ...]:
        """All of them."""
        return self.mailed + self.texted + self.written + self.to_call

    @property
    def sent(self) -> int:
        """How many messages leave by themselves or are posted."""
        return len(self.mailed) + len(self.texted) + len(self.written)


def way_to(
    session: Session,
    case: Case,
    person: Person,
    voice: Voice,
    *,
    now: datetime,
    until: datetime | None = None,
) -> Channel:
    """The way by which this person is told something. In person: there is nothing to reach them by, as with a young child."""
    ways = list(_ways(session, case, person, voice, now=now, until=until))
    wanted = person.contact.prefers
    if wanted == Channel.PHONE and Channel.MAIL in ways:
        wanted = (
            ""  # a wish to be called goes before a text or a letter, not before a mail that leaves by itself
        )
    return next((way for way in ways if way == wanted), ways[0])


def _ways(
    session: Session, case: Case, person: Person, voice: Voice, *, now: datetime, until: datetime | None
) -> Iterator[Channel]:
    contact = person.contact
    if contact.mail:
        yield Channel.MAIL
    if contact.phone and not is_landline(contact.phone) and carrier(session, case, voice, Channel.SMS):
        yield Channel.SMS
    if contact.address and (until is None or arrives_by_post(now) <= until):
        yield Channel.LETTER
    if contact.phone or contact.landline or contact.address:
        yield Channel.PHONE
    yield Channel.IN_PERSON


def reach(
    session: Session, *, case: Case, person: Person, voice: Voice, news: News, base_url: str, now: datetime
) -> Channel:
    """Put this news in the outbox by the way that reaches this person, or as a call for whoever leads the case.

    Returns the way. The same key is told once, by the way it went the first time.
    """
    known = message_with(session, key=news.key)
    if known is not None:
        return known.channel
    way = way_to(session, case, person, voice, now=now, until=news.until)
    if way is Channel.IN_PERSON:
        return way
    url, code = _opened_by(session, case, person, news, way, base_url=base_url, now=now)
    posts = way is Channel.LETTER
    message = tell_person(
        session,
        case=case,
        person=person,
        voice=voice,
        what=news.what(url),
        key=news.key,
        attachments=news.attachments if way is Channel.MAIL else (),
        channel=way,
        post=post_to(person, url=url, code=code, base_url=base_url, card=False, now=now) if posts else None,
        now=now,
    )
    message.useful_until = news.until
    if way is Channel.PHONE:
        message.state = MessageState.TO_TELL
    elif posts and carrier(session, case, voice, way) is None:
        message.state = MessageState.TO_PRINT
    return way


def _opened_by(
    session: Session, case: Case, person: Person, news: News, way: Channel, *, base_url: str, now: datetime
) -> tuple[str, str]:
    """The address of a new link, and the code that a letter has for it; empty where none is needed."""
    if news.link is None or way in ALOUD or (news.told_whole and way is not Channel.SMS):
        return "", ""
    purpose, expires_at = news.link
    issued = links.issue_link(
        session,
        case_id=case.id,
        person_id=person.id,
        purpose=purpose,
        expires_at=expires_at,
        now=now,
        with_code=way is Channel.LETTER,
    )
    return link_url(base_url, issued), issued.code or ""
