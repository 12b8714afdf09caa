"""Forms about consent, and the words they use."""

from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases import HowGiven
from netwerkberaad.cases.consents import Said
from netwerkberaad.web.kit.forms import MEDIUM, SHORT, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import HOW_NAMES
from netwerkberaad.web.kit.once import OnceForm

SAID_NAMES = {
    Said.YES: _("Zei ja"),
    Said.NO: _("Zei nee"),
    Said.WITHDRAWN: _("Trok het ja in"),
    Said.ATTEMPT: _("Niet bereikt"),
    Said.ASKED: _("Kreeg een link met de vraag"),
}
_RECORDED = [(one.value, name) for one, name in SAID_NAMES.items() if one is not Said.ASKED]


class ConsentForm(OnceForm):
    """What is asked, about whom and for whom."""

    subject = SelectField(_("Over wie gaat het?"))
    item = TextAreaField(_("Wat mag er gebeuren?"), [required(), at_most(MEDIUM)])
    recipient = SelectField(_("Voor wie?"))
    other = StringField(_("Of iemand die niet in de casus staat"), [Optional(), at_most(SHORT)])
    plan = BooleanField(_("Het gaat over het krijgen van het plan"))
    text = TextAreaField(_("Wilt u er iets bij zeggen?"), [Optional(), at_most(MEDIUM)])


class WordForm(OnceForm):
    """What somebody said, or that they were not reached."""

    by = SelectField(_("Wie?"))
    said = SelectField(_("Wat gebeurde er?"), choices=_RECORDED)
    how = SelectField(
        _("Hoe?"), choices=[(one.value, HOW_NAMES[one]) for one in HowGiven if one is not HowGiven.LINK]
    )
    on = DateField(_("Wanneer?"), [Optional()])
    text = TextAreaField(_("In welke woorden?"), [Optional(), at_most(MEDIUM)])
