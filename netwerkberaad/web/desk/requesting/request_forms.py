"""The forms of a request for a beraad, one per step, and how what was typed becomes people."""

from flask_babel import gettext
from wtforms import (
    DateField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, ValidationError

from netwerkberaad.cases import (
    NoWayBackError,
    Origin,
    PersonKind,
    Unsafe,
)
from netwerkberaad.foundation.documents import local
from netwerkberaad.web.context import now
from netwerkberaad.web.desk.inviting.invitee_rows import told
from netwerkberaad.web.kit.doors import DoorsForm
from netwerkberaad.web.kit.fields import MailField, PhoneField
from netwerkberaad.web.kit.forms import LONG, MEDIUM, SHORT, BaseForm, Trimming, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.moments import ClockField, DayField

LANGUAGES = (
    ("nl", _("Nederlands")),
    ("en", _("Engels")),
    ("tr", _("Turks")),
    ("ar", _("Arabisch")),
    ("pl", _("Pools")),
    ("uk", _("Oekraïens")),
)
KINDS = (
    (PersonKind.NAASTE.value, _("naaste")),
    (PersonKind.PROFESSIONAL.value, _("professional")),
    (PersonKind.ORGANISATION.value, _("organisatie of club")),
)
PREFERS = (
    ("", _("maakt niet uit")),
    ("mail", _("mail")),
    ("phone", _("bellen")),
    ("sms", _("sms")),
    ("letter", _("brief")),
)
MOST_ROWS = 100
MOST_PASTED = 100_000


class Row(Form):
    """A row of fields without a token of its own; trimmed like every form."""

    class Meta(Trimming):
        """Trimmed."""


class PrincipalRow(Row):
    """One hoofdpersoon."""

    first = StringField(_("Voornaam"), [required(_("Vul een voornaam in.")), at_most(SHORT)])
    infix = StringField(_("Tussenvoegsel"), [Optional(), at_most(SHORT)])
    last = StringField(_("Achternaam"), [Optional(), at_most(SHORT)])
    relation = StringField(_("Wie is dit in het gezin of huis?"), [Optional(), at_most(SHORT)])
    born = DateField(_("Geboortedatum"), [Optional()])
    phone = PhoneField(_("Telefoon"), [Optional()])
    mail = MailField(_("Mailadres"), [Optional()])
    prefers = SelectField(_("Liefst bereikt met"), [Optional()], choices=PREFERS)


class InviteeRow(Row):
    """Somebody who could be asked; an empty row is nobody."""

    name = StringField(_("Naam"), [at_most(SHORT)])
    relation = StringField(_("Wie is dit?"), [Optional(), at_most(SHORT)])
    kind = SelectField(_("Soort"), [Optional()], choices=KINDS, default=PersonKind.NAASTE.value)
    mail = MailField(_("Mailadres"), [Optional()])
    phone = PhoneField(_("Telefoon"), [Optional()])
    remark = StringField(_("Opmerking"), [Optional(), at_most(MEDIUM)])
    called = StringField(_("Roepnaam"), [Optional(), at_most(SHORT)])
    landline = PhoneField(_("Vaste lijn"), [Optional()])
    address = StringField(_("Adres"), [Optional(), at_most(MEDIUM)])
    parts = HiddenField(_("Delen van de naam"), [Optional(), at_most(4 * SHORT)])

    def validate_name(self, field: StringField) -> None:
        """Who has a number or address needs a name too. Raises ValidationError."""
        if not field.data and any(told(self.data)):
            field.errors = [*field.errors, str(_("Hoe heet deze persoon?"))]


class AboutForm(BaseForm):
    """Step 1: the client's own words first, then what should be different."""

    words = TextAreaField(_("Waar gaat het over, in hun eigen woorden?"), [required(), at_most(LONG)])
    change = TextAreaField(_("Wat moet er straks anders zijn?"), [required(), at_most(LONG)])
    discussed = TextAreaField(
        _("Met wie hebt u dit besproken, en wat zeiden zij?"), [Optional(), at_most(LONG)]
    )
    municipality = StringField(_("Gemeente"), [required(_("In welke gemeente?")), at_most(SHORT)])


class UrgentForm(BaseForm):
    """Step 1 with spoed: a few fields suffice, nothing else blocks."""

    urgent_reason = TextAreaField(_("Wat is er aan de hand?"), [required(), at_most(LONG)])
    municipality = StringField(_("Gemeente"), [required(_("In welke gemeente?")), at_most(SHORT)])
    safety = TextAreaField(_("Wie is er onveilig, en wat hebt u al gedaan?"), [Optional(), at_most(LONG)])


class CallerForm(BaseForm):
    """Before step 1 of a request by phone: who calls, on whose behalf, and how to call back."""

    referrer_name = StringField(_("Wie belt er?"), [required(_("Vraag hoe de beller heet.")), at_most(SHORT)])
    origin = RadioField(
        _("Belt voor zichzelf, of vanuit het werk?"),
        [required(_("Kies wat voor de beller klopt."))],
        choices=[
            (Origin.BURGER.value, _("Voor zichzelf of voor iemand die de beller kent")),
            (Origin.SCHOOL.value, _("Als school")),
            (Origin.HUISARTS.value, _("Als huisarts")),
            (Origin.POLITIE.value, _("Als politie")),
            (Origin.SOCIAAL_WERKER.value, _("Als sociaal werker")),
        ],
    )
    on_behalf = StringField(_("Namens wie?"), [Optional(), at_most(SHORT)])
    referrer_organisation = StringField(_("Organisatie"), [Optional(), at_most(SHORT)])
    referrer_phone = PhoneField(_("Nummer om terug te bellen"))
    referrer_mail = MailField(_("Mailadres voor de ontvangstbevestiging"), [Optional()])

    def validate_referrer_phone(self, field: PhoneField) -> None:
        """There is one way back at least. Raises ValidationError."""
        if not (field.data or self.referrer_mail.data):
            raise ValidationError(gettext(NoWayBackError.message))


class PrincipalsForm(BaseForm):
    """Step 2: about whom it is."""

    people = FieldList(FormField(PrincipalRow), min_entries=1, max_entries=20)


class PracticalForm(BaseForm):
    """Step 3: is anybody unsafe, and what is practical to know."""

    unsafe = RadioField(
        _("Is er iemand onveilig?"),
        [required(_("Kies wat u nu weet."))],
        choices=[
            (Unsafe.NOBODY.value, _("Nee, niemand")),
            (Unsafe.SOMEBODY.value, _("Ja")),
            (Unsafe.UNKNOWN.value, _("Dat weet ik niet")),
        ],
    )
    safety = TextAreaField(_("Wat weet u daarover?"), [Optional(), at_most(LONG)])
    minimum = TextAreaField(_("Wat moet er volgens u minimaal geregeld worden?"), [Optional(), at_most(LONG)])
    language = SelectField(_("Taal"), [Optional()], choices=LANGUAGES, default="nl")
    interpreter = StringField(_("Tolk nodig?"), [Optional(), at_most(SHORT)])
    wishes = StringField(_("Wensen voor de gespreksleider"), [Optional(), at_most(MEDIUM)])
    place = StringField(
        _("Waar en wanneer komen mensen het liefst bij elkaar?"), [Optional(), at_most(MEDIUM)]
    )
    remark = TextAreaField(_("Nog iets wat wij moeten weten?"), [Optional(), at_most(LONG)])


class InviteesForm(BaseForm):
    """Step 4: who could be asked, one by one or pasted."""

    people = FieldList(FormField(InviteeRow), min_entries=3, max_entries=MOST_ROWS)
    pasted = TextAreaField(_("Plak een lijst"), [Optional(), at_most(MOST_PASTED)])
    upload = FileField(_("Of kies een bestand"), [Optional()])


class NobodyForm(DoorsForm):
    """After step 4 when nobody was named: the questions, and when a gespreksleider can come to talk."""

    day = DayField(_("Vóór welke dag kan een gespreksleider komen praten?"), [required(_("Kies een dag."))])
    suits = StringField(_("Wanneer en waar schikt het?"), [Optional(), at_most(MEDIUM)])

    def validate_day(self, field: DayField) -> None:
        """A day to come. Raises ValidationError."""
        if field.data is not None and field.data <= local(now()).date():
            raise ValidationError(gettext("Kies een dag die nog komt."))


class SendForm(BaseForm):
    """Step 5: read once more and send."""


class PromiseForm(SendForm):
    """The last step at the phone: read aloud who calls back, and before when."""

    by = SelectField(_("Wie belt terug?"), [Optional()])
    day = DayField(_("Vóór welke dag en tijd? Dag"), [required(_("Kies een dag."))])
    at = ClockField(_("Tijd"), [required(_("Kies een tijd.")), at_most(SHORT)])
