"""Tables of who sees what: what each hoofdpersoon opens to each person, and addresses that few may know."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean
from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.cases.people import HowGiven
from netwerkberaad.cases.sight.rules import Opened
from netwerkberaad.foundation.core.database import Base, new_id, reference, word
from netwerkberaad.foundation.vault import sealed_column, sealed_record


@dataclass(frozen=True, slots=True)
class SecretContent:
    """An address, the ids of those who may know it, and why it is secret."""

    address: str = ""
    may_know: tuple[str, ...] = ()
    reason: str = ""


class SightDecision(Base):
    """What one hoofdpersoon lets one person see. The latest of a pair counts; nobody sees what another decided."""

    __tablename__ = "sight_decision"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    principal_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    how: Mapped[HowGiven] = mapped_column(word(HowGiven))
    recorded_by: Mapped[uuid.UUID | None]
    current: Mapped[bool] = mapped_column(Boolean, default=True)
    opened_sealed: Mapped[bytes | None] = sealed_column()
    opened = sealed_record(Opened, "opened_sealed", scope="principal_id", default=Opened())


class SecretAddress(Base):
    """Where somebody stays and who may know it; to everybody else it does not exist, whatever they may see."""

    __tablename__ = "secret_address"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(SecretContent, "content_sealed", scope="case_id", default=SecretContent())
