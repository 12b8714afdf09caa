"""What kind of meeting, how long and where: typed, or taken from the sociale kaart."""

from typing import Any

from flask_babel import gettext
from wtforms import Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.form import BaseForm as AnyForm
from wtforms.validators import Optional

from netwerkberaad.beraden import BeraadKind, Place
from netwerkberaad.social_map import Access, EntryFacts, EntryKind, MapEntry, entries_of, search_entries
from netwerkberaad.web.context import actor, db
from netwerkberaad.web.kit.fields import ChecksField
from netwerkberaad.web.kit.forms import LONG, MEDIUM, SHORT, BaseForm, Filled, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.places import ACCESS_NAMES

KIND_NAMES = {
    BeraadKind.NETWERKBERAAD: _("Netwerkberaad"),
    BeraadKind.SPOEDBERAAD: _("Spoedberaad"),
    BeraadKind.VERVOLGBERAAD: _("Vervolgberaad"),
    BeraadKind.RESIDENT_MDO: _("Bewoner-MDO: de bewoner zit voor"),
}


class PlaceNamed(Filled):
    """Named by hand, or chosen from the sociale kaart."""

    def __call__(self, form: AnyForm, field: Field) -> None:
        """Raises StopValidation."""
        if not form._fields["known"].data:
            super().__call__(form, field)


class PlaceForm(BaseForm):
    """What kind of beraad, how long and where."""

    kind = SelectField(
        _("Wat voor beraad"), choices=[(kind.value, name) for kind, name in KIND_NAMES.items()]
    )
    minutes = IntegerField(_("Hoeveel minuten"), [required(_("Hoe lang duurt het?"))])
    known = SelectField(_("Kies een plek van de sociale kaart"), [Optional()])
    place = StringField(_("Plek"), [PlaceNamed(_("Waar is het?")), at_most(SHORT)])
    address = StringField(_("Adres"), [Optional(), at_most(MEDIUM)])
    directions = TextAreaField(_("Hoe komt u er, en hoe komt u binnen?"), [Optional(), at_most(MEDIUM)])
    access = ChecksField(
        _("Wat is er waar?"), choices=[(one.value, name) for one, name in ACCESS_NAMES.items()]
    )
    join = TextAreaField(_("Meedoen via telefoon of video"), [Optional(), at_most(MEDIUM)])
    why = TextAreaField(_("Waarom deze plek?"), [Optional(), at_most(LONG)])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.places = {str(one.id): one.facts for one in _places()}
        self.known.choices = [
            ("", gettext("Een andere plek")),
            *((key, facts.name) for key, facts in self.places.items()),
        ]

    def chosen_place(self) -> Place:
        """The place as it was filled in; what was left empty comes from the sociale kaart when one was chosen there."""
        facts = self.places.get(self.known.data or "", EntryFacts())
        access = {Access(one) for one in self.access.data or ()} | set(facts.access)
        return Place(
            name=self.place.data or facts.name,
            address=self.address.data or facts.address,
            why=self.why.data or "",
            directions=self.directions.data or facts.directions,
            access=tuple(one for one in Access if one in access),
            join=self.join.data or "",
        )

    def show_place(self, kind: BeraadKind, minutes: int, place: Place) -> None:
        """Fill in what stands."""
        self.kind.data, self.minutes.data = kind.value, minutes
        self.place.data, self.address.data, self.why.data = place.name, place.address, place.why
        self.join.data = place.join
        self.directions.data, self.access.data = place.directions, [one.value for one in place.access]


def _places() -> list[MapEntry]:
    return search_entries(entries_of(db(), actor()), "", kind=EntryKind.PLACE)
