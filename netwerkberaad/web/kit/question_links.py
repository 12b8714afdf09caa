"""Giving somebody a link with a question: the form, and the page that shows it once."""

from flask import flash
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField

from netwerkberaad.cases import Person
from netwerkberaad.flows import Invited
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.web.context import base_url
from netwerkberaad.web.kit.forms import required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.once import OnceForm
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page

HAND_OVER, SEND = "zelf", "bericht"


class LinkForm(OnceForm):
    """Who gets a link, and how."""

    who = SelectField(_("Wie krijgt de link?"))
    way = RadioField(
        _("Hoe?"),
        [required(_("Kies hoe de link gaat."))],
        choices=[
            (HAND_OVER, _("Ik geef of stuur de link zelf")),
            (SEND, _("Stuur een bericht: mail, sms of brief, zoals deze persoon te bereiken is")),
        ],
        default=HAND_OVER,
    )

    @property
    def hand_over(self) -> bool:
        """Whether the link is handed over; else we write, or call who can only be called."""
        return bool(self.way.data == HAND_OVER)


def shown_once(home: str) -> Response:
    """The answer to a form that came in before: a link cannot be shown again."""
    flash(gettext("Een link is maar één keer te zien. Maak zo nodig een nieuwe."), "info")
    return see(home)


def _asked_by(way: Channel, name: str) -> str:
    if way is Channel.MAIL:
        return gettext("%(name)s krijgt een mail met de vraag.", name=name)
    if way is Channel.SMS:
        return gettext("%(name)s krijgt een sms met een link naar de vraag.", name=name)
    if way is Channel.LETTER:
        return gettext("%(name)s krijgt een brief met een code voor de vraag.", name=name)
    return gettext(
        "%(name)s is alleen te bellen. De vraag staat op Vandaag, met wat u kunt zeggen.", name=name
    )


def link_given(asked: Invited, who: Person, *, room: str, home: str) -> Response:
    """After a message, back to where somebody came from; else the link with its code, for this one time."""
    if asked.way is not None:
        flash(_asked_by(asked.way, who.name.short), "ok")
        return see(home)
    code = " ".join(asked.code[start : start + 5] for start in range(0, len(asked.code), 5))
    shown = {"name": who.name.short, "code": code, "url": asked.url, "code_url": f"{base_url()}/code"}
    response = room_page("desk/mentors/link.html", room, ahead=False, shown=shown, home=home)
    response.status_code = 200  # the answer to a post that went well: the code is kept nowhere
    return response
