"""Giving somebody a link with a question: the form, and the page that shows it once."""

from flask import flash
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField

from netwerkberaad.cases import Person
from netwerkberaad.flows import Invited
from netwerkberaad.web.context import base_url
from netwerkberaad.web.kit.forms import required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.once import OnceForm
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page

HAND_OVER, BY_MAIL = "zelf", "mail"


class LinkForm(OnceForm):
    """Who gets a link, and how."""

    who = SelectField(_("Wie krijgt de link?"))
    way = RadioField(
        _("Hoe?"),
        [required(_("Kies hoe de link gaat."))],
        choices=[(HAND_OVER, _("Ik geef of stuur de link zelf")), (BY_MAIL, _("Stuur een mail"))],
        default=HAND_OVER,
    )

    @property
    def by_mail(self) -> bool:
        """Whether we write; else the link is handed over."""
        return bool(self.way.data == BY_MAIL)


def shown_once(home: str) -> Response:
    """The answer to a form that came in before: a link cannot be shown again."""
    flash(gettext("Een link is maar één keer te zien. Maak zo nodig een nieuwe."), "info")
    return see(home)


def link_given(asked: Invited, who: Person, *, room: str, home: str) -> Response:
    """After a mail, back to where somebody came from; else the link with its code, for this one time."""
    if not asked.code:
        flash(gettext("%(name)s krijgt een mail met de vraag.", name=who.name.short), "ok")
        return see(home)
    code = " ".join(asked.code[start : start + 5] for start in range(0, len(asked.code), 5))
    shown = {"name": who.name.short, "code": code, "url": asked.url, "code_url": f"{base_url()}/code"}
    response = room_page("desk/mentors/link.html", room, ahead=False, shown=shown, home=home)
    response.status_code = 200  # the answer to a post that went well: the code is kept nowhere
    return response
