"""What an organisation says of itself in the invitation and on the first page of the door: its own words, per language."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from netwerkberaad.accounts.errors import LooseBraceError, UnknownVariableError
from netwerkberaad.accounts.queries import find_organisation
from netwerkberaad.accounts.regions import record, require_in_region
from netwerkberaad.foundation.access import Actor, Permission
from netwerkberaad.foundation.core.audit import declare
from netwerkberaad.foundation.core.database import Base, new_id, reference, word
from netwerkberaad.foundation.vault import sealed_column, sealed_text

OWN_TEXT_SET = declare("own_text.set", "own_text")

DUTCH = "nl"
_VARIABLE = re.compile(r"\{([^{}]*)\}")


class Spot(StrEnum):
    """Where an own text stands."""

    MAIL = "mail"
    SMS = "sms"
    LETTER = "letter"
    DOOR = "door"


ANYWHERE = ("organisatie", "telefoon")
WRITTEN = (*ANYWHERE, "gespreksleider")


class OwnText(Base):
    """One text in one language, of an organisation or, without ``organisation_id``, of the whole region."""

    __tablename__ = "own_text"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"), index=True)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(reference("organisation.id"))
    spot: Mapped[Spot] = mapped_column(word(Spot))
    language: Mapped[str] = mapped_column(String(8))
    changed_at: Mapped[datetime]
    text_sealed: Mapped[bytes | None] = sealed_column()
    text = sealed_text("text_sealed", scope="region_id")


@dataclass(frozen=True, slots=True)
class Said:
    """A text as it is written, with its variables, and the language it is in."""

    text: str
    language: str


def variables_of(spot: Spot) -> tuple[str, ...]:
    """What may stand between braces: nobody is known yet at the door, so that there is no gespreksleider there."""
    return ANYWHERE if spot is Spot.DOOR else WRITTEN


def set_own_texts(
    session: Session,
    actor: Actor,
    *,
    region_id: uuid.UUID,
    organisation_id: uuid.UUID | None,
    spot: Spot,
    texts: Mapping[str, str],
    now: datetime,
) -> None:
    """What stands there from now on, by language; an empty one is taken away.

    Raises UnknownVariableError and LooseBraceError, which name the language as their field.
    """
    require_in_region(actor, Permission.MANAGE_ORGANISATIONS, region_id)
    if organisation_id is not None:
        find_organisation(session, actor, organisation_id)
    for language, text in texts.items():
        _check(text, spot, language)
    there = {row.language: row for row in _rows(session, region_id, organisation_id, spot)}
    for language, text in texts.items():
        row = there.get(language)
        if not text and row is not None:
            session.delete(row)
        elif text and (row is None or row.text != text):
            row = row or OwnText(
                id=new_id(),
                region_id=region_id,
                organisation_id=organisation_id,
                spot=spot,
                language=language,
                changed_at=now,
            )
            row.text, row.changed_at = text, now
            session.add(row)
    at = organisation_id or region_id
    record(session, actor, OWN_TEXT_SET, region_id=region_id, object_id=at, now=now)


def own_texts_at(
    session: Session, *, region_id: uuid.UUID, organisation_id: uuid.UUID | None, spot: Spot
) -> dict[str, str]:
    """What the organisation itself, or else the region itself, wrote here, by language."""
    return {row.language: row.text for row in _rows(session, region_id, organisation_id, spot)}


def own_languages(
    session: Session, *, region_id: uuid.UUID
) -> dict[tuple[uuid.UUID | None, Spot], list[str]]:
    """In which languages there is a text, per organisation and spot."""
    statement = select(OwnText).where(OwnText.region_id == region_id).order_by(OwnText.language)
    found: dict[tuple[uuid.UUID | None, Spot], list[str]] = {}
    for row in session.scalars(statement):
        found.setdefault((row.organisation_id, row.spot), []).append(row.language)
    return found


def own_texts_for(
    session: Session, *, region_id: uuid.UUID, organisation_id: uuid.UUID | None, language: str
) -> dict[Spot, Said]:
    """What is said for this organisation: its own text before that of the region, and of either the one in this language
    before the Dutch.
    """
    statement = select(OwnText).where(
        OwnText.region_id == region_id,
        or_(OwnText.organisation_id == organisation_id, OwnText.organisation_id.is_(None)),
        OwnText.language.in_({language, DUTCH}),
    )
    rows = sorted(
        session.scalars(statement), key=lambda row: (row.organisation_id is None, row.language != language)
    )
    said: dict[Spot, Said] = {}
    for row in rows:
        if row.spot not in said:
            said[row.spot] = Said(row.text, row.language)
    return said


def filled(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """The lines of a text with its variables filled in; empty lines are left out."""
    said = _VARIABLE.sub(lambda found: values[found[1].strip()], text)
    return tuple(line.strip() for line in said.splitlines() if line.strip())


def _check(text: str, spot: Spot, language: str) -> None:
    allowed = variables_of(spot)
    for found in _VARIABLE.finditer(text):
        if found[1].strip() not in allowed:
            known = ", ".join(f"{{{name}}}" for name in allowed)
            raise UnknownVariableError(field=language, name=f"{{{found[1]}}}", known=known)
    if set(_VARIABLE.sub("", text)) & {"{", "}"}:
        raise LooseBraceError(field=language)


def _rows(
    session: Session, region_id: uuid.UUID, organisation_id: uuid.UUID | None, spot: Spot
) -> list[OwnText]:
    statement = select(OwnText).where(
        OwnText.region_id == region_id, OwnText.organisation_id == organisation_id, OwnText.spot == spot
    )
    return list(session.scalars(statement))
