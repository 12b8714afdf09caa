"""The forms of the page of one invitee: an attempt, an appointment for a voorgesprek, and the invitation."""

from datetime import datetime

from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.foundation.messages import Channel
from netwerkberaad.web.kit.forms import LONG, SHORT, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.moments import ClockField, DayField, day_of, time_of
from netwerkberaad.web.kit.names import CHANNEL_NAMES, RESULT_NAMES
from netwerkberaad.web.kit.once import OnceForm

_TALKED_BY = (Channel.PHONE, Channel.IN_PERSON, Channel.SMS, Channel.MAIL, Channel.LETTER)


class ContactForm(BaseForm):
    """An attempt to reach somebody, or a conversation. ``outcome`` may come from a button."""

    once = HiddenField()
    channel = SelectField(
        _("Hoe"), [required()], choices=[(one.value, CHANNEL_NAMES[one]) for one in _TALKED_BY]
    )
    outcome = SelectField(
        _("Wat kwam eruit"), [required()], choices=[(key.value, name) for key, name in RESULT_NAMES.items()]
    )
    note = TextAreaField(_("Notitie"), [Optional(), at_most(LONG)])
    wie = HiddenField()


class InviteForm(OnceForm):
    """By which way the invitation goes."""

    way = RadioField(_("Hoe nodigt u uit?"), [required(_("Kies hoe u uitnodigt."))])


class TalkForm(BaseForm):
    """When a voorgesprek is agreed."""

    day = DayField(_("Dag"), [required(_("Kies een dag."))])
    time = ClockField(_("Begint om"), [required(_("Kies een tijd.")), at_most(SHORT)])

    @classmethod
    def of(cls, at: datetime | None) -> "TalkForm":
        """The form with what stands."""
        return cls(formdata=None, data={"day": day_of(at), "time": time_of(at)})
