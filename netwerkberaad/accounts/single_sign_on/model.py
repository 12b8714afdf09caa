"""Tables of single sign-on: providers of a region or an organisation, and who is who at a provider."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.foundation.access import Role
from netwerkberaad.foundation.core.database import Base, new_id, reference, word
from netwerkberaad.foundation.vault import sealed_column, sealed_record, sealed_text


class SecondFactor(StrEnum):
    """Whose second factor counts: ours always, theirs when their answer says so, or theirs always."""

    OURS = "ours"
    WHEN_SAID = "when_said"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """How to reach a provider and what its claims mean here.

    ``roles_claim`` is the name of a claim, with dots for a claim inside a claim; ``role_values`` pairs a value of it
    with a role. ``strong_words`` are values of ``acr`` that stand for two factors.
    """

    label: str = ""
    issuer: str = ""
    client_id: str = ""
    roles_claim: str = ""
    role_values: tuple[tuple[str, Role], ...] = ()
    strong_words: tuple[str, ...] = ()


class IdentityProvider(Base):
    """An organisation that lets its people in here with OpenID Connect. Without ``organisation_id``: the whole region."""

    __tablename__ = "identity_provider"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"), index=True)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(reference("organisation.id"), index=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    just_in_time: Mapped[bool] = mapped_column(Boolean, default=False)
    second_factor: Mapped[SecondFactor] = mapped_column(word(SecondFactor), default=SecondFactor.OURS)
    settings_sealed: Mapped[bytes | None] = sealed_column()
    settings = sealed_record(
        ProviderSettings, "settings_sealed", scope="region_id", default=ProviderSettings()
    )
    client_secret_sealed: Mapped[bytes | None] = sealed_column()
    client_secret = sealed_text("client_secret_sealed", scope="region_id")


class StaffIdentity(Base):
    """Who a member of staff is at a provider: keyed digests of issuer, and of issuer with subject."""

    __tablename__ = "staff_identity"
    __table_args__ = (UniqueConstraint("staff_id", "issuer_index"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[uuid.UUID] = mapped_column(reference("staff.id", ondelete="CASCADE"))
    issuer_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    subject_index: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
