"""The forms of a request for a beraad, one per step, and how what was typed becomes people."""

from collections.abc import Mapping
from datetime import date
from typing import Any

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
from wtforms.validators import Optional

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
from netwerkberaad.web.desk.inviting.invitee_rows import person_of, told
from netwerkberaad.web.kit.fields import MailField, PhoneField
from netwerkberaad.web.kit.forms import LONG, MEDIUM, SHORT, BaseForm, Trimming, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _

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
Data = Mapping[str, Any]


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


class SendForm(BaseForm):
    """Step 5: read once more and send."""


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


def kept(form: BaseForm) -> dict[str, Any]:
    """What a step keeps in the draft: plain values only."""
    data = {
        name: value for name, value in form.data.items() if name not in {"csrf_token", "pasted", "upload"}
    }
    if "people" in data:
        data["people"] = [_plain(row) for row in data["people"] if any(told(row))]
    return data


def shown(data: Data) -> dict[str, Any]:
    """What a step shows again from the draft."""
    if "people" not in data:
        return dict(data)
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
        place=practical.get("place", ""),
        remark=practical.get("remark", ""),
        minimum=practical.get("minimum", ""),
    )


def _plain(row: Data) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value or "" for name, value in row.items()
    }


def _date(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None
