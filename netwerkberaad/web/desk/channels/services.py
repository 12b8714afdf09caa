"""Berichtdiensten, for the beheerder: which service sends mail, texts and letters for whom, a trial, and the token for reports."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import BooleanField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.accounts import organisations_of_region, region_of
from netwerkberaad.accounts.message_services import (
    ServiceChoice,
    add_service,
    change_service,
    end_service,
    find_service,
    note_trial,
    renew_token,
)
from netwerkberaad.flows.own_words import Specimen, specimen_sheet
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import address_lines, team_name
from netwerkberaad.foundation.messages import (
    Account,
    Channel,
    Letter,
    MessageService,
    SendError,
    ServiceSettings,
    letter_of,
    mailbox_of,
    running_services,
    send_trial,
)
from netwerkberaad.foundation.messages.services import CARRIED
from netwerkberaad.web.context import actor, as_uuid, base_url, db, now, services, staff
from netwerkberaad.web.desk.channels.own_texts import trial_letter_at
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.fields import ChecksField
from netwerkberaad.web.kit.forms import MEDIUM, SHORT, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.seen import EditForm

NAMES = {Channel.MAIL: _("Mail"), Channel.SMS: _("Sms"), Channel.LETTER: _("Brief")}
_FAILURES = {
    "sign_in": _("De dienst kent deze sleutel niet."),
    "refused": _("De dienst neemt dit bericht niet aan. Kijk of het sjabloon klopt."),
    "busy": _("De dienst heeft het te druk, of het tegoed is op."),
    "connection": _("De dienst geeft geen antwoord. Klopt het adres?"),
}


class ServiceForm(EditForm):
    """One service."""

    organisation = SelectField(_("Voor wie"))
    channels = ChecksField(
        _("Wat gaat langs deze dienst?"),
        [required(_("Kies minstens één kanaal."))],
        choices=[(channel.value, NAMES[channel]) for channel in CARRIED],
    )
    base_url = StringField(_("Adres van de dienst"), [required(_("Vul het adres in.")), at_most(MEDIUM)])
    api_key = PasswordField(_("API-sleutel"), [Optional(), at_most(MEDIUM)])
    mail_template = StringField(_("Nummer van het sjabloon voor mail"), [Optional(), at_most(SHORT)])
    reply_to = StringField(_("Nummer van het antwoordadres voor mail"), [Optional(), at_most(SHORT)])
    sms_template = StringField(_("Nummer van het sjabloon voor sms"), [Optional(), at_most(SHORT)])
    sms_sender = StringField(_("Nummer van de afzender voor sms"), [Optional(), at_most(SHORT)])
    answers = BooleanField(_("Mensen kunnen per sms antwoorden"))

    def choice(self) -> ServiceChoice:
        """What was filled in."""
        return ServiceChoice(
            settings=ServiceSettings(
                base_url=self.base_url.data or "",
                mail_template=(self.mail_template.data or "").strip(),
                sms_template=(self.sms_template.data or "").strip(),
                reply_to=(self.reply_to.data or "").strip(),
                sms_sender=(self.sms_sender.data or "").strip(),
                answers=bool(self.answers.data),
            ),
            channels=frozenset(Channel(word) for word in self.channels.data or ()),
            api_key=self.api_key.data or "",
            organisation_id=as_uuid(self.organisation.data) if self.organisation.data else None,
        )


class TrialLetterForm(BaseForm):
    """Where a trial letter goes. It is not kept."""

    address = TextAreaField(
        _("Naam en adres"), [required(_("Vul in waar de proefbrief heen gaat.")), at_most(MEDIUM)]
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    place = "/beheer/berichtdiensten"
    add, both, post = blueprint.add_url_rule, ["GET", "POST"], ["POST"]
    add(place, "services", listed)
    add(f"{place}/nieuw", "service_new", service_new, methods=both)
    add(f"{place}/<uuid:service_id>", "service_edit", service_edit, methods=both)
    add(f"{place}/<uuid:service_id>/proef/<which>", "service_try", service_try, methods=post)
    add(f"{place}/<uuid:service_id>/proefbrief", "service_letter", service_letter, methods=post)
    add(f"{place}/<uuid:service_id>/token", "service_token", service_token, methods=post)
    add(f"{place}/<uuid:service_id>/einde", "service_end", service_end, methods=post)


@allow(Permission.MANAGE_ORGANISATIONS)
def listed() -> Response:
    """The services of the region; what goes by none of them."""
    names = {item.id: item.name for item in organisations_of_region(db(), actor())}
    rows = [
        (
            names.get(item.organisation_id) if item.organisation_id else None,
            [NAMES[channel] for channel in CARRIED if channel in item.channels],
            item.settings.base_url,
            url_for("desk.service_edit", service_id=item.id),
        )
        for item in running_services(db(), region_id=staff().region_id)
    ]
    return page(
        "desk/channels/services.html",
        rows=rows,
        spool=services().settings.mail_url.startswith("spool:"),
        mail_from=services().settings.mail_from,
        mailbox=mailbox_of(db(), staff().region_id),
        paper=trial_letter_at(None),
    )


@allow(Permission.MANAGE_ORGANISATIONS)
def service_new() -> Response:
    """Add a service."""
    form = _offer(ServiceForm())
    made = form.attempt(
        lambda: add_service(
            db(),
            actor(),
            region_id=staff().region_id,
            choice=form.choice(),
            loopback=not services().settings.secure,
            now=now(),
        )
    )
    if made is None:
        return page("desk/channels/service_form.html", form=form, service=None)
    flash(gettext("Bewaard. Stuur nu een proefbericht naar uzelf."), "ok")
    return see(url_for("desk.service_edit", service_id=made.id))


@allow(Permission.MANAGE_ORGANISATIONS)
def service_edit(service_id: uuid.UUID) -> Response:
    """Change a service; beside it the trial and where it reports."""
    service = find_service(db(), actor(), service_id)
    form = _offer(ServiceForm(data=_as_data(service)))
    changed = form.attempt(
        lambda: change_service(
            db(),
            actor(),
            service=service,
            choice=form.choice(),
            loopback=not services().settings.secure,
            now=now(),
        )
    )
    if changed is None:
        return _page(form, service)
    flash(gettext("Bewaard."), "ok")
    return see(url_for("desk.service_edit", service_id=service.id))


@allow(Permission.MANAGE_ORGANISATIONS)
def service_try(service_id: uuid.UUID, which: str) -> Response:
    """Send a message to the one who presses the button, and tell what came of it."""
    service = find_service(db(), actor(), service_id)
    profile = staff().profile
    goals = {Channel.MAIL.value: profile.mail, Channel.SMS.value: profile.phone}
    if which not in goals or Channel(which) not in service.channels:
        raise NotFoundError
    to = goals[which]
    if to:
        _try(service, Channel(which), to, _trial_letter())
        note_trial(db(), actor(), service=find_service(db(), actor(), service_id), now=now())
    else:
        flash(
            gettext("Bij uw account staat geen telefoonnummer. Een collega vult dat in bij Medewerkers."),
            "error",
        )
    return see(url_for("desk.service_edit", service_id=service_id))


@allow(Permission.MANAGE_ORGANISATIONS)
def service_letter(service_id: uuid.UUID) -> Response:
    """Send an invitation to nobody by post, to see how it looks on paper and whether the address fits the window."""
    service, form = find_service(db(), actor(), service_id), TrialLetterForm()
    if Channel.LETTER not in service.channels:
        raise NotFoundError
    if not form.validate_on_submit():
        return _page(_offer(ServiceForm(formdata=None, data=_as_data(service))), service, trial=form)
    address = address_lines("", form.address.data or "")
    specimen = Specimen(
        service.region_id, service.organisation_id, staff().profile.full_name, "nl", base_url()
    )
    sheet = letter_of(specimen_sheet(db(), specimen, address=address, now=now()))
    _try(service, Channel.LETTER, address[0], sheet)
    note_trial(db(), actor(), service=find_service(db(), actor(), service_id), now=now())
    return see(url_for("desk.service_edit", service_id=service_id))


def _try(service: MessageService, channel: Channel, to: str, letter: Letter) -> None:
    account = Account.of(service)
    db().rollback()  # nobody has to wait with writing until another server answers
    try:
        send_trial(account, channel, to, letter, key=f"trial:{new_id()}")
    except SendError as error:
        known = _FAILURES.get(error.reason, _FAILURES["connection"])
        flash(gettext("Het proefbericht is niet verstuurd. %(reason)s", reason=known), "error")
    else:
        flash(gettext("Het proefbericht is onderweg naar %(where)s.", where=to), "ok")


@allow(Permission.MANAGE_ORGANISATIONS)
def service_token(service_id: uuid.UUID) -> Response:
    """A new token for reports, shown once."""
    service = find_service(db(), actor(), service_id)
    token = renew_token(db(), actor(), service=service, now=now())
    response = _page(_offer(ServiceForm(formdata=None, data=_as_data(service))), service, token=token)
    response.status_code = 200
    return response


@allow(Permission.MANAGE_ORGANISATIONS)
def service_end(service_id: uuid.UUID) -> Response:
    """End a service: nothing leaves by it from now on."""
    end_service(db(), actor(), service=find_service(db(), actor(), service_id), now=now())
    flash(gettext("Hierlangs gaat niets meer."), "ok")
    return see(url_for("desk.services"))


def _trial_letter() -> Letter:
    team = team_name(region_of(db(), staff().region_id).name)
    return Letter(
        subject=gettext("Proefbericht van %(team)s", team=team),
        text=gettext("Dit is een proefbericht van %(team)s. U hoeft niets te doen.", team=team),
    )


def _page(
    form: ServiceForm, service: MessageService, token: str = "", trial: TrialLetterForm | None = None
) -> Response:
    reports = f"{base_url()}/meldingen/{service.id}"
    tries = [
        (NAMES[channel], url_for("desk.service_try", service_id=service.id, which=channel.value))
        for channel in (Channel.MAIL, Channel.SMS)
        if channel in service.channels
    ]
    return page(
        "desk/channels/service_form.html",
        form=form,
        service=service,
        token=token,
        tries=tries,
        trial=(trial or TrialLetterForm(formdata=None)) if Channel.LETTER in service.channels else None,
        paper=trial_letter_at(service.organisation_id),
        reporting=service.callback_hash is not None,
        receipts=f"{reports}/verzonden",
        texts=f"{reports}/sms",
    )


def _offer(form: ServiceForm) -> ServiceForm:
    items = organisations_of_region(db(), actor())
    form.organisation.choices = [
        ("", gettext("Iedereen in de regio")),
        *((str(item.id), item.name) for item in items),
    ]
    return form


def _as_data(service: MessageService) -> dict[str, object]:
    settings = service.settings
    return {
        "organisation": str(service.organisation_id or ""),
        "channels": [channel.value for channel in service.channels],
        "base_url": settings.base_url,
        "mail_template": settings.mail_template,
        "reply_to": settings.reply_to,
        "sms_template": settings.sms_template,
        "sms_sender": settings.sms_sender,
        "answers": settings.answers,
    }
