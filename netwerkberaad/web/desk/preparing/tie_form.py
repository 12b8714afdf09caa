"""The form of a tie between two people, and a tie in words."""

import uuid
from collections.abc import Iterable, Mapping

from flask_babel import gettext
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases import Person, TieFlow, TieStrength
from netwerkberaad.cases.circle import relatives_of
from netwerkberaad.cases.ties import CircleTie, Tie, TieKind
from netwerkberaad.web.kit.forms import MEDIUM, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import STRENGTH_NAMES
from netwerkberaad.web.kit.once import OnceForm
from netwerkberaad.web.kit.seen import SeenForm

TIE_NAMES = {
    TieKind.KNOWS: _("kent"),
    TieKind.PARENT: _("is ouder van"),
    TieKind.PARTNER: _("is partner van"),
    TieKind.SEPARATED: _("is uit elkaar met"),
}
_FLOWS = {
    TieFlow.GIVES: _("de eerste geeft aan de tweede"),
    TieFlow.COSTS: _("de tweede geeft aan de eerste"),
    TieFlow.BOTH: _("over en weer"),
    TieFlow.EVEN: _("in evenwicht"),
}


class _TieFields(BaseForm):
    kind = SelectField(_("Wat is de band?"), choices=[(one.value, name) for one, name in TIE_NAMES.items()])
    strength = RadioField(
        _("Hoe sterk is de band?"),
        [required(_("Kies hoe sterk de band is."))],
        choices=[(one.value, name) for one, name in STRENGTH_NAMES.items()],
        default=TieStrength.ORDINARY.value,
    )
    flow = RadioField(
        _("Wie geeft aan wie?"),
        [required(_("Kies wat de band doet."))],
        choices=[(one.value, name) for one, name in _FLOWS.items()],
        default=TieFlow.EVEN.value,
    )
    text = TextAreaField(_("Wat is goed om te weten over deze band?"), [Optional(), at_most(MEDIUM)])

    def tie(self) -> Tie:
        """What was chosen and typed."""
        return Tie(
            TieKind(self.kind.data),
            TieStrength(self.strength.data),
            TieFlow(self.flow.data),
            self.text.data or "",
        )


class TieForm(_TieFields, OnceForm):
    """Two people and what binds them."""

    one = SelectField(_("De eerste"), [required(_("Kies iemand."))])
    other = SelectField(_("De tweede"), [required(_("Kies iemand."))])


class TieEditForm(_TieFields, SeenForm):
    """What binds two people; who they are does not change."""


def data_of(tie: Tie) -> dict[str, object]:
    """A tie as values of the form."""
    return {
        "kind": tie.kind.value,
        "strength": tie.strength.value,
        "flow": tie.flow.value,
        "text": tie.text,
    }


def tie_lines(rows: Iterable[CircleTie], people: Iterable[Person]) -> list[str]:
    """The ties between those who are in the case, in words."""
    here = {one.id: one for one in relatives_of(people)}
    return [tie_line(row, here) for row in rows if row.between <= here.keys()]


def tie_line(row: CircleTie, people: Mapping[uuid.UUID, Person]) -> str:
    """A tie as a sentence: 'Joke Wisse kent Anneke Wattel: sterk, over en weer'."""
    one, other = people[row.one_id].name, people[row.other_id].name
    sentence = gettext(
        "%(one)s %(tie)s %(other)s", one=one.full, tie=TIE_NAMES[row.tie.kind], other=other.full
    )
    if row.tie.kind is not TieKind.KNOWS:
        return sentence
    flows = {
        TieFlow.GIVES: gettext("%(one)s geeft", one=one.short),
        TieFlow.COSTS: gettext("%(other)s geeft", other=other.short),
        TieFlow.BOTH: gettext("over en weer"),
        TieFlow.EVEN: gettext("in evenwicht"),
    }
    words = [str(STRENGTH_NAMES[row.tie.strength])]
    if row.tie.strength is not TieStrength.BROKEN:
        words.append(flows[row.tie.flow])
    return f"{sentence}: {', '.join(words)}"
