"""The form of a public request, and how it becomes a request with people."""

from dataclasses import dataclass, replace

from flask_babel import gettext
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases import (
    ContactData,
    NewPerson,
    Origin,
    PersonKind,
    Referral,
    Unsafe,
    read_contacts,
    read_name,
)
from netwerkberaad.foundation.core.errors import N_, InvalidError
from netwerkberaad.web.kit.doors import DoorsForm
from netwerkberaad.web.kit.fields import MailField, PhoneField
from netwerkberaad.web.kit.forms import LONG, SHORT, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _

SELF = "self"
ORIGINS = {
    SELF: Origin.BURGER,
    "other": Origin.BURGER,
    "school": Origin.SCHOOL,
    "huisarts": Origin.HUISARTS,
    "politie": Origin.POLITIE,
}
MOST_LIST = 10_000


class LineUnreadableError(InvalidError):
    """A line of a list holds no name, or an address that cannot be one."""

    message = N_("Regel %(line)s lezen wij niet goed: ‘%(text)s’. %(reason)s")


class RequestForm(DoorsForm):
    """Who asks, about whom, what it is about, and who could be asked. ``website`` must stay empty: people do not see it.

    ``hold`` and ``work`` are filled when it is busy.
    """

    who = RadioField(
        _("Voor wie vraagt u dit?"),
        [required(_("Kies wat voor u klopt."))],
        choices=[
            (SELF, _("Voor mijzelf of mijn gezin")),
            ("other", _("Voor iemand die ik ken")),
            ("school", _("Als school")),
            ("huisarts", _("Als huisarts")),
            ("politie", _("Als politie")),
        ],
    )
    region = SelectField(_("In welk gebied?"), [required(_("Kies een gebied."))])
    words = TextAreaField(
        _("Waar gaat het over?"), [required(_("Schrijf kort op waar het over gaat.")), at_most(LONG)]
    )
    change = TextAreaField(_("Wat moet er anders worden?"), [Optional(), at_most(LONG)])
    unsafe = RadioField(
        _("Is er iemand onveilig?"),
        [Optional()],
        choices=[
            (Unsafe.NOBODY.value, _("Nee")),
            (Unsafe.SOMEBODY.value, _("Ja")),
            (Unsafe.UNKNOWN.value, _("Dat weet ik niet")),
        ],
    )
    urgent = BooleanField(_("Dit kan geen dagen wachten"))
    principals = TextAreaField(_("Om wie gaat het?"), [Optional(), at_most(MOST_LIST)])
    discussed = TextAreaField(_("Weten zij dat u dit vraagt? Wat zeiden zij?"), [Optional(), at_most(LONG)])
    invitees = TextAreaField(_("Wie zouden we kunnen vragen?"), [Optional(), at_most(MOST_LIST)])
    municipality = StringField(_("In welke gemeente?"), [Optional(), at_most(SHORT)])
    referrer_name = StringField(_("Uw naam"), [required(_("Vul uw naam in.")), at_most(SHORT)])
    referrer_organisation = StringField(_("Uw organisatie"), [Optional(), at_most(SHORT)])
    referrer_phone = PhoneField(_("Uw telefoonnummer"), [Optional()])
    referrer_mail = MailField(_("Uw mailadres"), [Optional()])
    website = StringField(_("Laat dit leeg"), [Optional()])
    started = HiddenField()
    hold = HiddenField()
    work = HiddenField()


@dataclass(frozen=True, slots=True)
class Asked:
    """A public request as the rooms take it."""

    referral: Referral
    principals: tuple[NewPerson, ...]
    invitees: tuple[NewPerson, ...]
    urgent: bool


def asked_by(form: RequestForm) -> Asked:
    """What the form says. Raises LineUnreadableError beside the list it belongs to."""
    principals = _people("principals", form.principals.data or "")
    if form.who.data == SELF:
        principals = (_requester(form), *principals)
    return Asked(
        referral=Referral(
            origin=ORIGINS[form.who.data],
            municipality=form.municipality.data or "",
            words=form.words.data or "",
            change=form.change.data or "",
            discussed=form.discussed.data or "",
            unsafe=Unsafe(form.unsafe.data or Unsafe.UNKNOWN),
            urgent_reason=(form.words.data or "") if form.urgent.data else "",
            referrer_name=form.referrer_name.data or "",
            referrer_organisation=form.referrer_organisation.data or "",
            referrer_mail=form.referrer_mail.data or "",
            referrer_phone=form.referrer_phone.data or "",
            doors=form.door_lines(),
        ),
        principals=tuple(replace(person, kind=PersonKind.PRINCIPAL) for person in principals),
        invitees=_people("invitees", form.invitees.data or ""),
        urgent=bool(form.urgent.data),
    )


def _requester(form: RequestForm) -> NewPerson:
    contact = ContactData(mail=form.referrer_mail.data or "", phone=form.referrer_phone.data or "")
    return NewPerson(name=read_name(form.referrer_name.data or ""), contact=contact)


def _people(field: str, text: str) -> tuple[NewPerson, ...]:
    contacts = read_contacts(text)
    for one in contacts.unread:
        reason = gettext(one.reason)
        raise LineUnreadableError(field=field, line=one.row, text=one.text[:80], reason=reason)
    return tuple(one.person() for one in contacts.found)
