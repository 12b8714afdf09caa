"""The form of an entry of the sociale kaart, and its words."""

from flask_babel import gettext
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.social_map import Access, EntryContact, EntryFacts, EntryKind, MapEntry, NewEntry
from netwerkberaad.web.kit.fields import ChecksField, MailField, PhoneField
from netwerkberaad.web.kit.forms import MEDIUM, SHORT, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.once import fresh_token
from netwerkberaad.web.kit.places import ACCESS_NAMES, access_words
from netwerkberaad.web.kit.seen import SeenForm, digest_of

ENTRY_KIND_NAMES = {
    EntryKind.PLACE: _("Plek om samen te komen"),
    EntryKind.SOURCE: _("Hulpbron: een club, organisatie of dienst"),
}


class EntryForm(SeenForm):
    """Everything about an entry; only the name is needed."""

    kind = RadioField(
        _("Wat is het?"),
        [required(_("Kies wat het is."))],
        choices=[(one.value, name) for one, name in ENTRY_KIND_NAMES.items()],
    )
    name = StringField(_("Naam"), [required(_("Hoe heet deze plek of organisatie?")), at_most(SHORT)])
    about = TextAreaField(_("Wat is er, en voor wie?"), [Optional(), at_most(MEDIUM)])
    address = StringField(_("Adres"), [Optional(), at_most(MEDIUM)])
    directions = TextAreaField(_("Hoe komt u er, en hoe komt u binnen?"), [Optional(), at_most(MEDIUM)])
    access = ChecksField(
        _("Wat is er waar?"), choices=[(one.value, name) for one, name in ACCESS_NAMES.items()]
    )
    phone = PhoneField(_("Telefoon"), [Optional()])
    mail = MailField(_("Mailadres"), [Optional()])
    website = StringField(_("Website"), [Optional(), at_most(SHORT)])
    contact_name = StringField(_("Met wie spreekt u daar?"), [Optional(), at_most(SHORT)])
    contact_phone = PhoneField(_("Telefoon van deze persoon"), [Optional()])
    contact_mail = MailField(_("Mailadres van deze persoon"), [Optional()])

    def entry(self) -> NewEntry:
        """What was filled in."""
        return NewEntry(
            kind=EntryKind(self.kind.data),
            facts=EntryFacts(
                name=self.name.data or "",
                about=self.about.data or "",
                address=self.address.data or "",
                directions=self.directions.data or "",
                phone=self.phone.data or "",
                mail=self.mail.data or "",
                website=self.website.data or "",
                access=tuple(Access(one) for one in self.access.data or ()),
            ),
            contact=EntryContact(
                name=self.contact_name.data or "",
                phone=self.contact_phone.data or "",
                mail=self.contact_mail.data or "",
            ),
        )


def seen_of(entry: MapEntry) -> str:
    """Digest of what the form shows."""
    return digest_of(entry.kind, entry.facts, entry.contact, entry.archived_at)


def data_of(entry: MapEntry | None) -> dict[str, object]:
    """An entry as values of the form; without one, those of an empty form."""
    if entry is None:
        return {"seen": fresh_token(), "kind": EntryKind.PLACE.value, "access": []}
    facts, contact = entry.facts, entry.contact
    return {
        "seen": seen_of(entry),
        "kind": entry.kind.value,
        "name": facts.name,
        "about": facts.about,
        "address": facts.address,
        "directions": facts.directions,
        "access": [one.value for one in facts.access],
        "phone": facts.phone,
        "mail": facts.mail,
        "website": facts.website,
        "contact_name": contact.name,
        "contact_phone": contact.phone,
        "contact_mail": contact.mail,
    }


def told(entry: MapEntry) -> dict[str, object]:
    """An entry for a list."""
    contact = entry.contact.name
    return {
        "id": entry.id,
        "name": entry.facts.name,
        "kind": ENTRY_KIND_NAMES[entry.kind],
        "about": entry.facts.about,
        "address": entry.facts.address,
        "access": access_words(entry.facts),
        "contact": gettext("via %(name)s", name=contact) if contact else "",
    }
