"""One person on the board: reach them, check, invite, and see their answer."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from netwerkberaad.beraden import current_beraad
from netwerkberaad.cases import Person, PersonKind, get_person
from netwerkberaad.cases.safety import safety_of
from netwerkberaad.flows import invite_person, leaves_by_itself
from netwerkberaad.flows.voice import reading_language
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.links import links_of
from netwerkberaad.foundation.messages import Channel, latest_letter
from netwerkberaad.invites import (
    BoardGroup,
    BoardRow,
    ContactLine,
    Need,
    Reminding,
    board_row,
    conclude_no_reaction,
    invited_by,
    mark_answer_handled,
    not_arrived,
    reminding_of,
    set_reminders,
    wait_on,
)
from netwerkberaad.web.context import actor, base_url, case, db, now
from netwerkberaad.web.desk.inviting.answers import answer_lines, undo_answer_url
from netwerkberaad.web.desk.inviting.board_rows import answer_of, blocked_words, undo_url
from netwerkberaad.web.desk.inviting.hand_over import hand_over, page_of
from netwerkberaad.web.desk.inviting.person_forms import ContactForm, InviteForm, TalkForm
from netwerkberaad.web.desk.inviting.script import call_script
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.barred import alike_words, named_words
from netwerkberaad.web.kit.names import CHANNEL_NAMES, GROUP_NAMES, RESULT_NAMES
from netwerkberaad.web.kit.once import fresh_token, sent_before
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.phones import quiet_words, spoken_phone
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.when import stamp
from netwerkberaad.web.language import direction, own_name

_INVITED_BY = (Channel.MAIL, Channel.PHONE, Channel.SMS, Channel.LETTER, Channel.IN_PERSON)


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, post = "/casussen/<uuid:case_id>/uitnodigen/<uuid:person_id>", ["POST"]
    blueprint.add_url_rule(path, "invite", invite, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{path}/gezien", "answer_seen", answer_seen, methods=post)
    blueprint.add_url_rule(f"{path}/geen-reactie", "no_reaction", no_reaction, methods=post)
    blueprint.add_url_rule(f"{path}/wacht-nog", "wait_on", wait, methods=post)
    blueprint.add_url_rule(f"{path}/nog-eens-vragen", "reminders", reminders, methods=post)


@allow(Permission.CHANGE_CASE)
def invite(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Everything about reaching this person; sending the invitation after the safety check."""
    person = get_person(db(), case=case(), person_id=person_id)
    form = _invite_form(person)
    if sent_before(form.once.data):
        flash(gettext("Deze uitnodiging was al vastgelegd."), "info")
        return see(page_of(person))
    invited = form.attempt(
        lambda: invite_person(
            db(),
            actor(),
            case=case(),
            person=person,
            channel=Channel(form.way.data),
            base_url=base_url(),
            now=now(),
        )
    )
    if invited is None:
        return person_page(person, invite_form=form)
    if invited.code:
        return hand_over(person, invited)
    flash(gettext("%(name)s is uitgenodigd.", name=person.name.short), "ok")
    return see(url_for("desk.invites", case_id=case_id))


@allow(Permission.HANDLE_ANSWER)
def answer_seen(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """The gespreksleider has read the answer."""
    person = get_person(db(), case=case(), person_id=person_id)
    mark_answer_handled(db(), actor(), case=case(), person=person, now=now())
    flash(gettext("Gezien."), "ok")
    return see(url_for("desk.invites", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def no_reaction(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Conclude that no answer will come; a later answer still counts."""
    person = get_person(db(), case=case(), person_id=person_id)
    conclude_no_reaction(db(), actor(), case=case(), person=person, now=now())
    flash(gettext("Vastgelegd: geen reactie van %(name)s.", name=person.name.short), "ok")
    return see(url_for("desk.invites", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def wait(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Take back that no answer will come."""
    person = get_person(db(), case=case(), person_id=person_id)
    wait_on(db(), actor(), case=case(), person=person, now=now())
    flash(gettext("U wacht weer op antwoord van %(name)s.", name=person.name.short), "ok")
    return see(page_of(person))


@allow(Permission.CHANGE_CASE)
def reminders(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Ask this person again by itself, or do not."""
    person = get_person(db(), case=case(), person_id=person_id)
    wanted = request.form.get("wanted") == "1"
    set_reminders(db(), actor(), case=case(), person=person, wanted=wanted, now=now())
    flash(gettext("Vastgelegd."), "ok")
    return see(page_of(person))


def person_page(
    person: Person,
    *,
    invite_form: InviteForm | None = None,
    contact_form: ContactForm | None = None,
    talk_form: TalkForm | None = None,
) -> Response:
    """Everything about reaching this person; a form that did not go through comes back as it was filled in."""
    row = board_row(db(), case(), person)
    return room_page(
        "desk/invites/person.html",
        "invites",
        ahead=False,
        person_id=person.id,
        name=person.name.full,
        short=person.name.short,
        organisation=person.kind is PersonKind.ORGANISATION,
        speaks=person.contact_person,
        row=row,
        group=GROUP_NAMES[row.group],
        answer=answer_of(row),
        answer_lines=answer_lines(row.answer.content) if row.answer else [],
        reach=_reach(person),
        checks=_checks(row),
        blocked=blocked_words(row),
        safe=person.is_principal or safety_of(db(), case()) is not None,
        silent=row.group is BoardGroup.INVITED,
        invite_form=invite_form or _invite_form(person),
        contact_form=contact_form or ContactForm(formdata=None, data={"once": fresh_token()}),
        talk_form=talk_form or TalkForm.of(row.talk_at),
        once=fresh_token(),
        contacts=[_contact(line) for line in row.contacts],
        **_undoing(person, row),
        no_reaction=row.group is BoardGroup.NO_REACTION,
        beraad=current_beraad(db(), case()),
        link=next(iter(links_of(db(), person_id=person.id, now=now())), None),
        reminding=_reminding(person),
        lost=_lost(person),
        posted=latest_letter(db(), person_id=person.id) is not None,
        **_script(person, row),
    )


def _undoing(person: Person, row: BoardRow) -> dict[str, str]:
    """What was put on record by mistake a moment ago can be taken back."""
    answer_url = undo_answer_url(person) if row.answer else ""
    return {"undo_url": undo_url(row), "undo_answer_url": answer_url}


def _reminding(person: Person) -> Reminding | None:
    """What is asked again by itself, as far as what we send leaves from here."""
    channel = invited_by(db(), case=case(), person=person)
    itself = channel is not None and leaves_by_itself(db(), case(), channel)
    return reminding_of(db(), case(), person) if itself else None


def _script(person: Person, row: BoardRow) -> dict[str, object]:
    """What to read aloud on the phone, in the language of who picks up; nothing for who may not be called."""
    calls = row.may_invite and (person.contact.phone or person.contact.landline)
    spoken = reading_language(person)
    return {
        "script": call_script(person) if calls else [],
        "script_lang": spoken,
        "script_dir": direction(spoken),
    }


def _invite_form(person: Person) -> InviteForm:
    contact = person.contact
    known = {
        Channel.MAIL: contact.mail,
        Channel.PHONE: contact.phone or contact.landline,
        Channel.SMS: contact.phone,
        Channel.LETTER: contact.address,
        Channel.IN_PERSON: "-",
    }
    ways = [one for one in _INVITED_BY if known[one]]
    prefers = next((one for one in ways if one.value == contact.prefers), ways[0])
    form = InviteForm(data={"way": prefers.value, "once": fresh_token()})
    words = _way_words()
    form.way.choices = {one.value: words[one] for one in ways}
    return form


def _lost(person: Person) -> str:
    """That a message did not arrive, and another way that is known; empty when all went well."""
    lost = next((one for one in not_arrived(db(), [case()]) if one.person_id == person.id), None)
    if lost is None:
        return ""
    what = gettext("Een bericht %(channel)s kwam niet aan.", channel=CHANNEL_NAMES[lost.channel])
    if lost.other is None:
        other = gettext("Er is geen ander adres of nummer bekend.")
    else:
        other = gettext("Probeer het %(channel)s.", channel=CHANNEL_NAMES[lost.other])
    return f"{what} {other}"


def _way_words() -> dict[Channel, str]:
    carried = {channel: leaves_by_itself(db(), case(), channel) for channel in (Channel.SMS, Channel.LETTER)}
    return {
        Channel.MAIL: gettext("Wij sturen een mail met een eigen link"),
        Channel.PHONE: gettext("Ik heb gebeld en gevraagd"),
        Channel.SMS: gettext("Wij sturen een sms met een link en een code")
        if carried[Channel.SMS]
        else gettext("Ik stuur zelf een sms, met een code"),
        Channel.LETTER: gettext("Wij sturen een brief met een code")
        if carried[Channel.LETTER]
        else gettext("Ik stuur een brief, met een code"),
        Channel.IN_PERSON: gettext("Ik vroeg het in een gesprek"),
    }


def _reach(person: Person) -> list[tuple[str, str]]:
    contact = person.contact
    rows = (
        (gettext("Mobiel"), spoken_phone(contact.phone) if contact.phone else ""),
        (gettext("Vaste lijn"), spoken_phone(contact.landline) if contact.landline else ""),
        (gettext("Niet bellen"), quiet_words(contact)),
        (gettext("Mail"), contact.mail),
        (gettext("Adres"), contact.address),
        (gettext("Let op"), contact.remark),
    )
    return [(term, value) for term, value in rows if value]


def _agreed(row: BoardRow) -> tuple[bool, str]:
    if row.missing and row.may_invite:
        return False, gettext("Nog geen akkoord. U nodigt met spoed uit; vraag het alsnog.")
    agreed = not row.refused_by and not row.missing
    return agreed, gettext("De hoofdpersonen vinden dit goed.") if agreed else blocked_words(row)


def _checks(row: BoardRow) -> list[tuple[bool, str]]:
    named = named_words(row.answer.content.suggests) if row.answer else ""
    warnings = [alike_words(row.name.short)] if row.alike else []
    if row.language not in {"", "nl"} and not any(need.need is Need.INTERPRETER for need in row.needs):
        speaks = own_name(row.language)
        warnings.append(gettext("Leest liever %(language)s. Vraag of een tolk nodig is.", language=speaks))
    return [
        *((False, warning) for warning in [*warnings, named] if warning),
        _agreed(row),
        (
            not row.excluded,
            gettext("Staat op ‘niet uitnodigen’.")
            if row.excluded
            else gettext("Staat niet op ‘niet uitnodigen’."),
        ),
        (True, gettext("Het bericht noemt geen reden en geen probleem.")),
    ]


def _contact(line: ContactLine) -> dict[str, object]:
    result, channel = RESULT_NAMES[line.result], CHANNEL_NAMES[line.channel]
    words = gettext("%(result)s, %(channel)s", result=result, channel=channel)
    return {"when": stamp(line.at), "text": words, "note": line.note}
