"""'Mijn gegevens': what is kept about somebody, why, and the devices that remember them."""

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from netwerkberaad.cases import Person
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import dates
from netwerkberaad.foundation.links import devices_of, known_device, revoke_device
from netwerkberaad.invites import AnswerContent, Reply, current_answer, current_poll, slots_of, votes_of
from netwerkberaad.web.context import as_uuid, db, guest, now
from netwerkberaad.web.door.answer_forms import NEEDS, REPLIES
from netwerkberaad.web.door.asking import asked_lines
from netwerkberaad.web.door.copies import ready_copies
from netwerkberaad.web.door.frame import guest_page
from netwerkberaad.web.door.looked import looked_lines
from netwerkberaad.web.door.own import current_plan, my_sight, own_lines
from netwerkberaad.web.guard import allow
from netwerkberaad.web.identity import device_cookie
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.phones import spoken_phone
from netwerkberaad.web.kit.poll_forms import VOTE_NAMES, slot_name
from netwerkberaad.web.templating import language


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/p/gegevens", "my_data", my_data)
    blueprint.add_url_rule("/p/gegevens/vergeet", "forget_device", forget_device, methods=["POST"])


@allow(Permission.READ_OWN_PART)
def my_data() -> AnyResponse:
    """Everything that is kept about this person, as far as it is theirs alone."""
    person, case = guest().person, guest().case
    answer = current_answer(db(), case=case, person=person)
    plan = current_plan()
    return guest_page(
        "door/my_data.html",
        about=_about(person),
        answer=_answer(answer.content) if answer else [],
        answered_at=answer.at if answer else None,
        days=_days(),
        lines=own_lines(plan) if plan else [],
        devices=_devices(),
        asked=asked_lines(),
        looked=looked_lines(),
        copies=ready_copies(),
    )


@allow(Permission.READ_OWN_PART)
def forget_device() -> AnyResponse:
    """A device no longer counts as proven; this one too, if somebody wants so."""
    wanted = as_uuid(request.form.get("device"))
    if not revoke_device(db(), person_id=guest().person.id, device_id=wanted, now=now()):
        raise NotFoundError
    flash(_("Dat toestel is vergeten."), "ok")
    return see(url_for("door.my_data"))


def _about(person: Person) -> list[tuple[str, str]]:
    contact = person.contact
    rows = [
        (_("Naam"), person.name.full),
        (_("Wie u bent"), my_sight().clean(person.about.relation)),
        (_("Mailadres"), contact.mail),
        (_("Telefoon"), spoken_phone(contact.phone) if contact.phone else ""),
        (_("Vaste telefoon"), spoken_phone(contact.landline) if contact.landline else ""),
        (_("Adres"), contact.address),
        (_("Opgeschreven op"), dates.dated(person.listed_at, language())),
        (
            _("Contactgegevens gewist op"),
            dates.dated(person.contact_erased_at, language()) if person.contact_erased_at else "",
        ),
    ]
    return [(term, value) for term, value in rows if value]


def _answer(content: AnswerContent) -> list[tuple[str, str]]:
    replies = {value: str(label) for value, label in REPLIES}
    needs = {value: str(label) for value, label in NEEDS}
    rows = [
        (_("Antwoord"), replies.get(content.reply.value, "")),
        (
            _("Nodig"),
            ", ".join([*(needs[need.value] for need in content.needs), *filter(None, [content.needs_text])]),
        ),
        (_("Zou kunnen doen"), content.contributes),
        (_("Kan niet"), content.limits),
        (_("Nog te vragen"), content.suggests),
        (_("Vraag"), content.question),
    ]
    if content.reply is Reply.DOES_NOT_COME:
        rows.append((_("Wil horen hoe het gaat"), _("ja") if content.stay_informed else _("nee")))
    return [(term, value) for term, value in rows if value]


def _days() -> list[tuple[str, str]]:
    """What somebody chose in the date poll."""
    poll = current_poll(db(), guest().case)
    if poll is None:
        return []
    votes = votes_of(db(), poll=poll, person=guest().person)
    return [
        (slot_name(slot.starts_at), str(VOTE_NAMES[votes[slot.id]]))
        for slot in slots_of(db(), poll)
        if slot.id in votes
    ]


def _devices() -> list[dict[str, object]]:
    token = request.cookies.get(device_cookie(guest().person.id), "")
    here = known_device(db(), person_id=guest().person.id, token=token, now=now())
    return [
        {
            "id": row.id,
            "since": row.made_at,
            "until": row.expires_at,
            "here": here is not None and row.id == here.id,
        }
        for row in devices_of(db(), person_id=guest().person.id, now=now())
    ]
