"""Links that went out in one message, to people who share an address. The message carries the token of one of them."""

import uuid
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.links.links import alive
from netwerkberaad.foundation.links.model import PersonalLink
from netwerkberaad.foundation.links.tokens import hash_token, new_token


def start_bundle(link: PersonalLink) -> uuid.UUID:
    """The message with this link is for others too: the ``bundle_id`` of their links. It is the id of the link carried."""
    link.bundle_id = link.id
    return link.id


def find_bundle(session: Session, token: str, *, now: datetime) -> list[PersonalLink]:
    """The live links that went out in one message with this one; empty for any other.

    One of them may have ended: the message still opens the others.
    """
    bundle = select(PersonalLink.bundle_id).where(
        PersonalLink.token_hash == hash_token(token), PersonalLink.bundle_id.is_not(None)
    )
    statement = select(PersonalLink).where(PersonalLink.bundle_id.in_(bundle), *alive(now))
    return list(session.scalars(statement.order_by(PersonalLink.made_at, PersonalLink.id)))


def own_link(session: Session, token: str, *, person_id: uuid.UUID, now: datetime) -> PersonalLink | None:
    """The live link of this person that a token opens: the one it belongs to, or one that went out together with it."""
    with_token = PersonalLink.token_hash == hash_token(token)
    bundle = select(PersonalLink.bundle_id).where(with_token, PersonalLink.bundle_id.is_not(None))
    opens = or_(with_token, PersonalLink.bundle_id.in_(bundle))
    return session.scalar(select(PersonalLink).where(opens, PersonalLink.person_id == person_id, *alive(now)))


def bundle_of(session: Session, link: PersonalLink, *, now: datetime) -> list[PersonalLink]:
    """The live links that went out in one message with this one, itself too; empty when it went out alone."""
    if link.bundle_id is None:
        return []
    statement = select(PersonalLink).where(PersonalLink.bundle_id == link.bundle_id, *alive(now))
    return list(session.scalars(statement.order_by(PersonalLink.made_at, PersonalLink.id)))


def hand_on_bundles(session: Session, *, person_id: uuid.UUID) -> None:
    """Let messages that carry a link of this person open the links of the others still, when theirs is erased."""
    carried = select(PersonalLink).where(
        PersonalLink.person_id == person_id, PersonalLink.bundle_id == PersonalLink.id
    )
    for link in session.scalars(carried).all():
        together = select(PersonalLink).where(
            PersonalLink.bundle_id == link.id, PersonalLink.person_id != person_id
        )
        others = session.scalars(together.order_by(PersonalLink.made_at, PersonalLink.id)).all()
        if others:
            token_hash, link.token_hash = link.token_hash, hash_token(new_token())
            code_hash, link.code_hash = link.code_hash, None
            session.flush()
            others[0].token_hash, others[0].code_hash = token_hash, code_hash
            for other in others:
                other.bundle_id = others[0].id
