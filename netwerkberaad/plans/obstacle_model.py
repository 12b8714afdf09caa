"""Table of obstacles: what stands in the way, who takes it away, and before when."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, reference
from netwerkberaad.foundation.vault import sealed_column, sealed_record


@dataclass(frozen=True, slots=True)
class ObstacleContent:
    """What is in the way, in the words of the table, and how it was taken away; ``needs`` is what the owner lacks to do so."""

    text: str = ""
    how: str = ""
    needs: str = ""


class Obstacle(Base):
    """Something that must be out of the way within six weeks, with who sees to it: one person or organisation, or two."""

    __tablename__ = "obstacle"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    owner_id: Mapped[uuid.UUID | None] = mapped_column(reference("person.id", ondelete="SET NULL"))
    second_id: Mapped[uuid.UUID | None] = mapped_column(reference("person.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(ObstacleContent, "content_sealed", scope="case_id", default=ObstacleContent())

    @property
    def owner_ids(self) -> tuple[uuid.UUID, ...]:
        """The ids of those who take it away."""
        return tuple(filter(None, (self.owner_id, self.second_id)))
