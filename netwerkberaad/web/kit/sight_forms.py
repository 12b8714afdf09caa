"""What one hoofdpersoon lets one person see, as a form and in words: the same at the door and at the desk."""

from collections.abc import Collection, Iterable

from wtforms import RadioField

from netwerkberaad.cases import Person, principals_of
from netwerkberaad.cases.sight import Opened, SharedPart
from netwerkberaad.web.kit.fields import ChecksField
from netwerkberaad.web.kit.forms import required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.seen import SeenForm

ITEM_NAMES = {
    "venue": _("waar het beraad is"),
    "attendance": _("wie er nog meer komen"),
    "contact": _("telefoon en mail van de hoofdpersoon"),
    "needs": _("wat er nog nodig is"),
    "commitments": _("wat anderen doen"),
    "named": _("voornaam van de hoofdpersoon, ook in de uitnodiging"),
}
"""By the name of the field in ``Opened``, in the order of the page."""
_OWN_NAMES = {"contact": _("uw telefoon en mail"), "named": _("uw voornaam, ook in de uitnodiging")}
"""How a hoofdpersoon reads what is about themselves."""
_APART = "named"
"""Asked where there are several hoofdpersonen: who stands alone is named, for nobody else asks."""
PART_NAMES = {
    SharedPart.NOTHING: _("niets"),
    SharedPart.OWN: _("alleen het eigen deel"),
    SharedPart.WHOLE: _("het hele plan"),
}


class SightForm(SeenForm):
    """Tick what somebody may see, and how much of the plan."""

    items = ChecksField(_("Dit mag deze persoon weten"), choices=list(ITEM_NAMES.items()))
    plan = RadioField(
        _("En van het plan?"),
        [required(_("Kies hoeveel van het plan."))],
        choices=[(part.value, name) for part, name in PART_NAMES.items()],
    )

    asked: Collection[str] = ITEM_NAMES.keys()

    def ask(self, people: Iterable[Person], *, own: bool = False) -> None:
        """Ask what is asked in a case with these people; ``own``: the hoofdpersoon reads it themselves."""
        items = items_asked(people, own=own)
        self.asked, self.items.choices = items.keys(), list(items.items())

    def show(self, opened: Opened) -> None:
        """Fill in what was decided before."""
        self.items.data = [name for name in self.asked if getattr(opened, name)]
        self.plan.data = opened.plan.value

    def opened(self) -> Opened:
        """What was decided now."""
        ticked = set(self.items.data or ())
        return Opened(
            attendance="attendance" in ticked,
            contact="contact" in ticked,
            venue="venue" in ticked,
            commitments="commitments" in ticked,
            needs="needs" in ticked,
            named=_APART in ticked or _APART not in self.asked,
            plan=SharedPart(self.plan.data),
        )


def items_asked(people: Iterable[Person], *, own: bool = False) -> dict[str, str]:
    """What is asked about each person of a case with these people; ``own``: in the words for a hoofdpersoon."""
    several = len(principals_of(people)) > 1
    names = ITEM_NAMES | (_OWN_NAMES if own else {})
    return {item: name for item, name in names.items() if several or item != _APART}


def opened_words(opened: Opened, people: Iterable[Person]) -> list[str]:
    """What a hoofdpersoon opened, item by item; the plan stands last."""
    words = [str(name) for item, name in items_asked(people, own=True).items() if getattr(opened, item)]
    if opened.plan is not SharedPart.NOTHING:
        words.append(str(PART_NAMES[opened.plan]))
    return words
