"""Forms about a JIM or vertrouwenspersoon."""

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases.mentors import StepKind
from netwerkberaad.web.kit.fields import ChecksField, PhoneField
from netwerkberaad.web.kit.forms import MEDIUM, SHORT, at_most
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.mentor_words import CONDITION_NAMES, RECORDED, STEP_NAMES
from netwerkberaad.web.kit.once import OnceForm
from netwerkberaad.web.kit.question_links import LinkForm
from netwerkberaad.web.kit.seen import SeenForm


class ThinkForm(OnceForm):
    """Whom somebody thinks of."""

    principal = SelectField(_("Voor wie?"))
    person = SelectField(_("Aan wie denkt deze persoon?"))
    said_by = StringField(_("Wie noemde deze naam?"), [Optional(), at_most(SHORT)])
    on = DateField(_("Wanneer?"), [Optional()])
    text = TextAreaField(_("Wat werd er gezegd?"), [Optional(), at_most(MEDIUM)])


class StepForm(OnceForm):
    """What happened since."""

    kind = SelectField(_("Wat gebeurde er?"), choices=[(one.value, STEP_NAMES[one]) for one in RECORDED])
    parent = SelectField(_("Welke ouder?"))
    on = DateField(_("Wanneer?"), [Optional()])
    text = TextAreaField(_("Wat werd er gezegd?"), [Optional(), at_most(MEDIUM)])


class InstallForm(OnceForm):
    """Beginning, with the conditions in sight."""

    met = ChecksField(
        _("Wat klopt er?"), choices=[(one.value, name) for one, name in CONDITION_NAMES.items()]
    )
    on = DateField(_("Wanneer begint het?"), [Optional()])
    text = TextAreaField(_("Waarom toch, als er iets niet klopt?"), [Optional(), at_most(MEDIUM)])


class SupportForm(SeenForm):
    """What was agreed for the one who stands beside somebody."""

    history = True
    agreed = TextAreaField(_("Wat spreekt u af?"), [Optional(), at_most(MEDIUM)])
    contact = StringField(_("Wie is er voor vragen?"), [Optional(), at_most(SHORT)])
    phone = PhoneField(_("Telefoon"), [Optional(), at_most(SHORT)])
    evening = StringField(_("En ’s avonds?"), [Optional(), at_most(SHORT)])


class AskForm(LinkForm):
    """Giving somebody a link with the question."""

    text = TextAreaField(_("Wat werd er gezegd?"), [Optional(), at_most(MEDIUM)])


PARENT_KINDS = frozenset(kind.value for kind in StepKind if kind.of_parent)
"""The steps for which the form must name a parent."""
