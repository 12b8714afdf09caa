"""What an organisation says of itself, ready to be read: its variables filled in, for messages and for the door."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad import accounts
from netwerkberaad.accounts.own_texts import Said, Spot, filled, own_texts_for
from netwerkberaad.cases import Case, current_assignment
from netwerkberaad.flows.voice import Voice
from netwerkberaad.foundation.documents import (
    RIGHT_TO_LEFT,
    OwnText,
    OwnWords,
    Post,
    Rendered,
    facts,
    grouped,
    left_to_right,
    letter_pdf,
    render_letter,
    render_message,
    render_text,
    spoken_phone,
    team_name,
)

_CODE = "23456789CD"
_LINK = ("voorbeeld-" * 5)[:43]  # as long as a real one
_TO, _FOR = "Sam", "Noor"


@dataclass(frozen=True, slots=True)
class Specimen:
    """An invitation to nobody: how the own words look among the others. ``base_url`` is where its links would go."""

    region_id: uuid.UUID
    organisation_id: uuid.UUID | None
    facilitator: str
    language: str
    base_url: str


def own_words(session: Session, *, case: Case, voice: Voice, language: str) -> OwnWords:
    """What is said beside an invitation in this case."""
    said = own_texts_for(
        session, region_id=case.region_id, organisation_id=voice.organisation_id, language=language
    )
    if not said:
        return OwnWords()
    return _words(session, said, voice, region_id=case.region_id)


def door_words(session: Session, *, region: accounts.Region, language: str) -> OwnText:
    """What the region says on the first page, to whoever opens a message; of nobody is anything known yet."""
    said = own_texts_for(session, region_id=region.id, organisation_id=None, language=language)
    return _text(said.get(Spot.DOOR), {"organisatie": team_name(region.name), "telefoon": region.phone})


def door_words_in(session: Session, *, case: Case, phone: str, language: str) -> OwnText:
    """What the organisation that leads a case says on the first page after coming in."""
    assignment = current_assignment(session, case)
    staff = accounts.get_staff(session, assignment.facilitator_id) if assignment else None
    organisation_id = staff.organisation_id if staff else None
    said = own_texts_for(
        session, region_id=case.region_id, organisation_id=organisation_id, language=language
    )
    if Spot.DOOR not in said:
        return OwnText()
    name = _organisation(session, case.region_id, organisation_id)
    return _text(said[Spot.DOOR], {"organisatie": name, "telefoon": phone})


def specimen_door(session: Session, specimen: Specimen) -> OwnText:
    """The own words of the first page, filled in."""
    region = accounts.region_of(session, specimen.region_id)
    said = own_texts_for(
        session,
        region_id=region.id,
        organisation_id=specimen.organisation_id,
        language=specimen.language,
    )
    name = _organisation(session, region.id, specimen.organisation_id)
    return _text(said.get(Spot.DOOR), {"organisatie": name, "telefoon": region.phone})


def specimen_mail(session: Session, specimen: Specimen) -> Rendered:
    """The invitation by mail."""
    return render_message(_invite(session, specimen), locale=specimen.language)


def specimen_sms(session: Session, specimen: Specimen) -> str:
    """The invitation by text message."""
    return render_text(_invite(session, specimen), locale=specimen.language).text


def specimen_sheet(
    session: Session, specimen: Specimen, *, address: tuple[str, ...], now: datetime
) -> Rendered:
    """The invitation by letter, to this address."""
    post = Post(
        address=address,
        made=now,
        code=_CODE,
        code_url=f"{specimen.base_url}/code",
        url=f"{specimen.base_url}/code",
        card=True,
    )
    return render_letter(_invite(session, specimen), post, locale=specimen.language)


def specimen_letter(session: Session, specimen: Specimen, *, now: datetime) -> bytes:
    """The same as a PDF."""
    address = (f"{_TO} Voorbeeld", "Voorbeeldstraat 1", "1234 AB  VOORBEELDSTAD")
    return letter_pdf([specimen_sheet(session, specimen, address=address, now=now).html])


def _invite(session: Session, specimen: Specimen) -> facts.Invite:
    region = accounts.region_of(session, specimen.region_id)
    voice = Voice(region.name, region.phone, specimen.facilitator, "", (_FOR,), specimen.organisation_id)
    said = own_texts_for(
        session,
        region_id=region.id,
        organisation_id=specimen.organisation_id,
        language=specimen.language,
    )
    return facts.Invite(
        region=region.name,
        phone=region.phone,
        to=_TO,
        first_names=(_FOR,),
        facilitator=specimen.facilitator,
        url=f"{specimen.base_url}/p/{_LINK}",
        code=grouped(_CODE),
        code_url=f"{specimen.base_url}/code",
        own=_words(session, said, voice, region_id=region.id),
    )


def _words(session: Session, said: Mapping[Spot, Said], voice: Voice, *, region_id: uuid.UUID) -> OwnWords:
    values = {
        "organisatie": _organisation(session, region_id, voice.organisation_id),
        "telefoon": voice.phone,
        "gespreksleider": voice.facilitator,
    }
    return OwnWords(
        mail=_text(said.get(Spot.MAIL), values),
        sms=_text(said.get(Spot.SMS), values),
        letter=_text(said.get(Spot.LETTER), values),
    )


def _text(said: Said | None, values: Mapping[str, str]) -> OwnText:
    if said is None:
        return OwnText()
    phone = spoken_phone(values["telefoon"])
    if said.language in RIGHT_TO_LEFT:
        phone = left_to_right(phone)
    return OwnText(filled(said.text, {**values, "telefoon": phone}), said.language)


def _organisation(session: Session, region_id: uuid.UUID, organisation_id: uuid.UUID | None) -> str:
    if organisation_id is not None:
        return accounts.organisation_of(session, organisation_id).name
    return team_name(accounts.region_of(session, region_id).name)
