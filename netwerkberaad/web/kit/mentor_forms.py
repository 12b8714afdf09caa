"""Deciding what a JIM or vertrouwenspersoon may see: the same form for the hoofdpersoon and for who records it."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session
from wtforms import TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases.mentors import Mentor, MentorView, Sight, decide_sight
from netwerkberaad.foundation.access import Actor
from netwerkberaad.web.kit.fields import ChecksField
from netwerkberaad.web.kit.forms import MEDIUM, at_most
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.mentor_words import SIGHT_NAMES
from netwerkberaad.web.kit.seen import SeenForm, digest_of


class SightForm(SeenForm):
    """What may be seen and told."""

    history = True
    sight = ChecksField(_("Dit mag"), choices=[(one.value, name) for one, name in SIGHT_NAMES.items()])
    also = TextAreaField(_("Dit mag ook"), [Optional(), at_most(MEDIUM)])
    never = TextAreaField(_("Dit nooit"), [Optional(), at_most(MEDIUM)])


def sight_form(view: MentorView) -> SightForm:
    """The form with what holds now."""
    known = view.mentor.content
    digest, sight = digest_of(known), [one.value for one in known.sight]
    return SightForm(data={"seen": digest, "sight": sight, "also": known.also, "never": known.never})


def deciding(
    form: SightForm, session: Session, actor: Actor, *, view: MentorView, now: datetime
) -> Callable[[], Mentor]:
    """What the form does when it is sent: nobody overrules unseen what another decided meanwhile."""
    digest = digest_of(view.mentor.content)

    def act() -> Mentor:
        form.require_current(digest)
        return decide_sight(
            session,
            actor,
            view=view,
            sight=[Sight(one) for one in form.sight.data or ()],
            also=form.also.data or "",
            never=form.never.data or "",
            now=now,
        )

    return act
