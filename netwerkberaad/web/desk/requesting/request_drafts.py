"""The steps of a draft, and how what was kept in it becomes a request with people."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from netwerkberaad.cases import (
    About,
    ContactData,
    NewPerson,
    Origin,
    PersonKind,
    PersonName,
    Referral,
    Unsafe,
)
from netwerkberaad.foundation.documents import from_local
from netwerkberaad.web.desk.inviting.invitee_rows import person_of, told
from netwerkberaad.web.desk.requesting.request_forms import (
    AboutForm,
    CallerForm,
    InviteesForm,
    NobodyForm,
    PracticalForm,
    PrincipalsForm,
    PromiseForm,
    SendForm,
    UrgentForm,
)
from netwerkberaad.web.kit.forms import BaseForm

Data = Mapping[str, Any]

STEPS: tuple[tuple[str, type[BaseForm]], ...] = (
    ("about", AboutForm),
    ("principals", PrincipalsForm),
    ("practical", PracticalForm),
    ("invitees", InviteesForm),
    ("send", SendForm),
)
URGENT_STEPS: tuple[tuple[str, type[BaseForm]], ...] = (
    ("urgent", UrgentForm),
    ("principals", PrincipalsForm),
    ("send", SendForm),
)
BY_PHONE = {"phone": "ordinary", "phone_urgent": "urgent"}
"""Kinds of drafts that are taken down at the phone, and the kind of which they have the steps."""
_CALLER: tuple[tuple[str, type[BaseForm]], ...] = (("caller", CallerForm),)


def is_urgent(content: Data) -> bool:
    """Whether a draft is one of spoed."""
    return BY_PHONE.get(content["kind"], content["kind"]) == "urgent"


def steps_of(content: Data) -> tuple[tuple[str, type[BaseForm]], ...]:
    """The steps of a draft, in order."""
    steps = URGENT_STEPS if is_urgent(content) else STEPS
    if "invitees" in content and not content["invitees"]["people"]:
        steps = (*steps[:-1], ("nobody", NobodyForm), steps[-1])
    if content["kind"] not in BY_PHONE:
        return steps
    return (*_CALLER, *steps[:-1], ("send", PromiseForm))


def kept(form: BaseForm) -> dict[str, Any]:
    """What a step keeps in the draft: plain values only."""
    data = {
        name: value for name, value in form.data.items() if name not in {"csrf_token", "pasted", "upload"}
    }
    if isinstance(form, NobodyForm):
        data = {**_plain(data), "lines": form.door_lines()}
    if "people" in data:
        data["people"] = [_plain(row) for row in data["people"] if any(told(row))]
    return data


def shown(data: Data) -> dict[str, Any]:
    """What a step shows again from the draft."""
    if "people" not in data:
        return {**data, "day": _date(data["day"])} if "day" in data else dict(data)
    return {"people": [{**row, "born": _date(row.get("born"))} for row in data["people"]]}


def principals_from(content: Data) -> list[NewPerson]:
    """The hoofdpersonen of a draft."""
    rows = content.get("principals", {}).get("people", [])
    language = content.get("practical", {}).get("language") or "nl"
    return [
        NewPerson(
            name=PersonName(first=row["first"], infix=row["infix"], last=row["last"]),
            kind=PersonKind.PRINCIPAL,
            contact=ContactData(mail=row["mail"], phone=row["phone"], prefers=row["prefers"]),
            about=About(relation=row["relation"], language=language, ring=1, born=_date(row["born"])),
        )
        for row in rows
    ]


def invitees_from(content: Data) -> list[NewPerson]:
    """The people of a draft who could be asked."""
    return [person_of(row) for row in content.get("invitees", {}).get("people", [])]


def referral_from(content: Data) -> Referral:
    """The request itself."""
    told, caller = _told(content), content.get("caller")
    if not caller:
        return told
    return replace(
        told,
        origin=Origin(caller["origin"]),
        on_behalf=caller["on_behalf"],
        referrer_name=caller["referrer_name"],
        referrer_organisation=caller["referrer_organisation"],
        referrer_mail=caller["referrer_mail"],
        referrer_phone=caller["referrer_phone"],
    )


def _told(content: Data) -> Referral:
    about, practical, urgent = (content.get(name, {}) for name in ("about", "practical", "urgent"))
    if urgent:
        return Referral(
            municipality=urgent["municipality"],
            unsafe=Unsafe.SOMEBODY if urgent["safety"] else Unsafe.UNKNOWN,
            safety=urgent["safety"],
            urgent_reason=urgent["urgent_reason"],
        )
    return Referral(
        origin=Origin.SOCIAAL_WERKER,
        municipality=about.get("municipality", ""),
        words=about.get("words", ""),
        change=about.get("change", ""),
        discussed=about.get("discussed", ""),
        unsafe=Unsafe(practical.get("unsafe") or Unsafe.UNKNOWN),
        safety=practical.get("safety", ""),
        language=practical.get("language") or "nl",
        interpreter=practical.get("interpreter", ""),
        wishes=practical.get("wishes", ""),
        place="\n".join(filter(None, (practical.get("place"), content.get("nobody", {}).get("suits")))),
        remark=practical.get("remark", ""),
        minimum=practical.get("minimum", ""),
        doors=tuple(content.get("nobody", {}).get("lines", ())),
    )


def talk_from(content: Data) -> datetime | None:
    """Before when a gespreksleider comes to talk, when nobody was named."""
    day = _date(content.get("nobody", {}).get("day"))
    return from_local(day, time(12)) if day is not None and "nobody" in dict(steps_of(content)) else None


def _plain(row: Data) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value or "" for name, value in row.items()
    }


def _date(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None
