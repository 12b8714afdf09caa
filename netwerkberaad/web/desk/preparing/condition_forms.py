"""Forms about bodemeisen, minimum terms, what the law offers, and gezag; and the words they use."""

from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases.conditions import Verified
from netwerkberaad.web.kit.forms import LONG, MEDIUM, SHORT, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import ANSWER_NAMES, OFFER_NAMES
from netwerkberaad.web.kit.once import OnceForm
from netwerkberaad.web.kit.seen import EditForm, SeenForm

VERIFIED_NAMES = {
    Verified.NOT_YET: _("Nog niet nagegaan"),
    Verified.SAID: _("De ouders zeggen het"),
    Verified.REGISTER: _("Gezien in het gezagsregister"),
    Verified.RULING: _("Gezien in een uitspraak"),
}
YES, NO = "yes", "no"


class ConditionForm(OnceForm, EditForm):
    """A bodemeis."""

    text = TextAreaField(_("Wat moet er minimaal geregeld zijn?"), [required(), at_most(MEDIUM)])
    by = StringField(_("Wie stelt deze eis?"), [required(), at_most(SHORT)])
    shared_on = DateField(_("Wanneer hoorde de familie dit?"), [Optional()])


class VerdictForm(SeenForm):
    """Whether the plan meets a bodemeis."""

    met = RadioField(
        _("Voldoet het plan?"),
        [required(_("Kies ja of nee."))],
        choices=[(YES, _("Ja")), (NO, _("Nee"))],
    )
    reason = TextAreaField(_("Waarom?"), [Optional(), at_most(MEDIUM)])


class MinimumForm(SeenForm):
    """What the aanmelder says must be there at least."""

    text = TextAreaField(_("Wat moet er minimaal zijn, volgens de aanmelder?"), [Optional(), at_most(LONG)])


class OfferForm(OnceForm):
    """An offer by law."""

    person = SelectField(_("Aan wie?"))
    offer = SelectField(_("Wat is aangeboden?"), choices=[(one.value, n) for one, n in OFFER_NAMES.items()])
    answer = SelectField(_("Het antwoord"), choices=[(one.value, n) for one, n in ANSWER_NAMES.items()])
    on = DateField(_("Wanneer?"), [Optional()])
    text = TextAreaField(_("Wat werd er gezegd?"), [Optional(), at_most(MEDIUM)])


class CustodyForm(OnceForm):
    """Who has gezag."""

    child = SelectField(_("Over wie gaat het?"))
    holder = SelectField(_("Wie heeft het gezag?"))
    other = StringField(_("Of iemand die niet in de casus staat"), [Optional(), at_most(SHORT)])
    text = StringField(_("Hoe zit het?"), [Optional(), at_most(MEDIUM)])
    verified = SelectField(
        _("Hoe weet u dit?"), choices=[(one.value, n) for one, n in VERIFIED_NAMES.items()]
    )
    verified_by = StringField(_("Wie ging het na?"), [Optional(), at_most(SHORT)])
    on = DateField(_("Wanneer?"), [Optional()])
    not_asked = BooleanField(_("Niet gevraagd: gevaar"))
    not_asked_by = StringField(_("Welke professional besliste dat?"), [Optional(), at_most(SHORT)])
    not_asked_reason = TextAreaField(_("Waarom is dat nodig?"), [Optional(), at_most(MEDIUM)])
