"""Destroying several cases with one decision: each is judged by itself, and one that cannot go stays with its reason."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad import privacy
from netwerkberaad.flows.destroying import destroy_case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.errors import DomainError
from netwerkberaad.privacy import Destruction


@dataclass(frozen=True, slots=True)
class Together:
    """What went, and the cases that stay: held, opened again, decided by another, or not proposed any more."""

    gone: tuple[Destruction, ...]
    stay: tuple[uuid.UUID, ...]


def destroy_together(
    session: Session, actor: Actor, *, case_ids: Iterable[uuid.UUID], now: datetime
) -> Together:
    """Approve the proposals for these cases and destroy each of them. Every check of one case comes before its first change."""
    gone: list[Destruction] = []
    stay: list[uuid.UUID] = []
    for case_id in sorted(set(case_ids)):
        try:
            retention = privacy.get_retention(session, actor, case_id)
            gone.append(destroy_case(session, actor, retention=retention, now=now))
        except DomainError:
            stay.append(case_id)
    return Together(tuple(gone), tuple(stay))
