"""The form of one person in a case: name, place on the network map, ways to reach them."""

from collections.abc import Sequence
from datetime import time

from flask_babel import gettext
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import Optional

from netwerkberaad.cases import (
    About,
    ContactData,
    NewPerson,
    Person,
    PersonKind,
    PersonName,
    Quadrant,
    TieFlow,
    TieStrength,
)
from netwerkberaad.cases.people import TreeSign
from netwerkberaad.foundation.core.errors import DomainError
from netwerkberaad.web.desk.requesting.request_forms import LANGUAGES, PREFERS
from netwerkberaad.web.kit.fields import MailField, PhoneField
from netwerkberaad.web.kit.forms import MEDIUM, SHORT, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import (
    FLOW_NAMES,
    KIND_NAMES,
    QUADRANT_NAMES,
    RING_NAMES,
    SIGN_NAMES,
    STRENGTH_NAMES,
)
from netwerkberaad.web.kit.once import fresh_token
from netwerkberaad.web.kit.seen import SeenForm, digest_of


class PersonForm(SeenForm):
    """Everything about somebody in one form; only a name is needed."""

    first = StringField(_("Voornaam"), [Optional(), at_most(SHORT)])
    infix = StringField(_("Tussenvoegsel"), [Optional(), at_most(SHORT)])
    last = StringField(_("Achternaam"), [Optional(), at_most(SHORT)])
    called = StringField(_("Roepnaam"), [Optional(), at_most(SHORT)])
    relation = StringField(_("Wie is dit voor de hoofdpersoon?"), [Optional(), at_most(SHORT)])
    kind = SelectField(
        _("Soort"), [required()], choices=[(key.value, name) for key, name in KIND_NAMES.items()]
    )
    contact_person = SelectField(_("Met wie spreekt u daar?"), [Optional()])
    contact_new = StringField(_("Of iemand die nog niet in de kring staat"), [Optional(), at_most(SHORT)])
    proposed_by = StringField(_("Wie noemde deze persoon?"), [Optional(), at_most(SHORT)])
    born = DateField(_("Geboortedatum"), [Optional()])
    language = SelectField(_("Taal"), [required()], choices=list(LANGUAGES))
    quadrant = RadioField(
        _("Waar in het leven?"),
        [required(_("Kies een plek."))],
        choices=[(key.value, name) for key, name in QUADRANT_NAMES.items()],
    )
    ring = RadioField(
        _("Hoe dichtbij?"),
        [required(_("Kies een van de vier kringen."))],
        choices=[(str(key), name) for key, name in RING_NAMES.items()],
    )
    strength = RadioField(
        _("Hoe sterk is de band?"),
        [required(_("Kies hoe sterk de band is."))],
        choices=[(key.value, name) for key, name in STRENGTH_NAMES.items()],
    )
    flow = RadioField(
        _("Wat doet de band?"),
        [required(_("Kies wat de band doet."))],
        choices=[(key.value, name) for key, name in FLOW_NAMES.items()],
    )
    tie = TextAreaField(_("Wat is goed om te weten over deze band?"), [Optional(), at_most(MEDIUM)])
    gives = TextAreaField(_("Wat geeft of doet deze persoon voor anderen?"), [Optional(), at_most(MEDIUM)])
    sign = RadioField(
        _("Teken in de stamboom"),
        choices=[(key.value, name) for key, name in SIGN_NAMES.items()],
        default=TreeSign.UNKNOWN.value,
    )
    deceased = BooleanField(_("Overleden"))
    phone = PhoneField(_("Mobiel"), [Optional()])
    landline = PhoneField(_("Vaste lijn"), [Optional()])
    mail = MailField(_("Mailadres"), [Optional()])
    address = TextAreaField(_("Adres"), [Optional(), at_most(MEDIUM)])
    prefers = SelectField(_("Liefst bereikt met"), [Optional()], choices=PREFERS)
    remark = StringField(_("Let op bij contact"), [Optional(), at_most(MEDIUM)])
    quiet_from = TimeField(_("Niet bellen van"), [Optional()])
    quiet_until = TimeField(_("Niet bellen tot"), [Optional()])
    large_print = BooleanField(_("Brieven in grote letters"))

    def offer_contacts(self, people: Sequence[Person]) -> None:
        """With whom one may speak at an organisation."""
        self.contact_person.choices = [
            ("", gettext("Nog niet bekend")),
            *((str(person.id), person.name.full) for person in people),
        ]

    def refuse(self, error: DomainError) -> None:
        """A missing name belongs to the first of the fields that make a name."""
        if error.field == "name":
            error.field = self.first.name
        super().refuse(error)

    def person(self) -> NewPerson:
        """What was typed, as a person."""
        return NewPerson(
            name=PersonName(
                first=self.first.data or "",
                infix=self.infix.data or "",
                last=self.last.data or "",
                called=self.called.data or "",
            ),
            kind=PersonKind(self.kind.data),
            contact=ContactData(
                mail=self.mail.data or "",
                phone=self.phone.data or "",
                landline=self.landline.data or "",
                address=self.address.data or "",
                prefers=self.prefers.data or "",
                remark=self.remark.data or "",
                large_print=bool(self.large_print.data),
                quiet_from=_clock(self.quiet_from.data),
                quiet_until=_clock(self.quiet_until.data),
            ),
            about=self._about(),
        )

    def _about(self) -> About:
        return About(
            relation=self.relation.data or "",
            language=self.language.data or "nl",
            ring=int(self.ring.data or 2),
            quadrant=Quadrant(self.quadrant.data),
            strength=TieStrength(self.strength.data),
            flow=TieFlow(self.flow.data),
            tie=self.tie.data or "",
            born=self.born.data,
            proposed_by=self.proposed_by.data or "",
            gives=self.gives.data or "",
            sign=TreeSign(self.sign.data),
            deceased=self.deceased.data,
        )


def seen_of(person: Person) -> str:
    """Digest of all that the form shows of somebody."""
    speaks = person.contact_person_id
    return digest_of(person.kind, person.name, person.contact, person.about, person.left_at, speaks)


def data_of(person: Person) -> dict[str, object]:
    """What is known of somebody, as values of the form."""
    name, about, contact = person.name, person.about, person.contact
    return {
        "seen": seen_of(person),
        "first": name.first,
        "infix": name.infix,
        "last": name.last,
        "called": name.called,
        "kind": person.kind.value,
        "relation": about.relation,
        "contact_person": str(person.contact_person_id or ""),
        "proposed_by": about.proposed_by,
        "born": about.born,
        "language": about.language,
        "quadrant": about.quadrant.value,
        "ring": str(about.ring),
        "strength": about.strength.value,
        "flow": about.flow.value,
        "tie": about.tie,
        "gives": about.gives,
        "sign": about.sign.value,
        "deceased": about.deceased,
        "phone": contact.phone,
        "landline": contact.landline,
        "mail": contact.mail,
        "address": contact.address,
        "prefers": contact.prefers,
        "remark": contact.remark,
        "large_print": contact.large_print,
        "quiet_from": time.fromisoformat(contact.quiet_from) if contact.quiet_from else None,
        "quiet_until": time.fromisoformat(contact.quiet_until) if contact.quiet_until else None,
    }


def _clock(typed: time | None) -> str:
    return f"{typed:%H:%M}" if typed is not None else ""


def new_data() -> dict[str, object]:
    """The values of an empty form; ``seen`` tells one filling-in from the next."""
    about = About()
    return {
        "seen": fresh_token(),
        "kind": PersonKind.NAASTE.value,
        "language": about.language,
        "quadrant": about.quadrant.value,
        "ring": str(about.ring),
        "strength": about.strength.value,
        "flow": about.flow.value,
        "sign": about.sign.value,
    }
