"""What spoed skipped, as things that are still to be done. Nothing of it held the beraad up; all of it stays asked for."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from netwerkberaad.beraden import Beraad, BeraadKind, latest_beraad
from netwerkberaad.cases import Case, circle_of
from netwerkberaad.cases.conditions import conditions_of, offers_of
from netwerkberaad.cases.safety import safety_of
from netwerkberaad.foundation.documents import spoken_moment
from netwerkberaad.invites import permits_of
from netwerkberaad.web.context import case, db
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.templating import language

Todo = dict[str, str]


def still_to_do() -> list[Todo]:
    """Each thing with the page where it is done; nothing for a case without spoed, or before its table was opened."""
    here, beraad = case(), latest_beraad(db(), case())
    if not here.urgent or not here.open or beraad is None or beraad.opened_at is None:
        return []
    return list(_todos(here, beraad))


def begins_now() -> bool:
    """Whether the table of a case with spoed can be opened at once, without a day and a place."""
    return case().urgent and case().open and latest_beraad(db(), case()) is None


def _todos(here: Case, beraad: Beraad) -> Iterator[Todo]:
    if here.contacted_at is None and here.next_contact_at is not None:
        moment = spoken_moment(here.next_contact_at, language())
        text = _("Bel de aanmelder, zoals beloofd vóór %(moment)s.", moment=moment)
        yield {"text": text, "url": url_for("desk.overview", case_id=here.id)}
    people = case_people()
    permits = permits_of(db(), here, people)
    waiting = sum(bool(permits[person.id].missing) for person in circle_of(people))
    if waiting:
        text = ngettext(
            "Vraag akkoord voor %(num)d persoon in de kring.",
            "Vraag akkoord voor %(num)d mensen in de kring.",
            waiting,
        )
        yield {"text": text, "url": url_for("desk.approvals", case_id=here.id)}
    checked = safety_of(db(), here)
    if checked is None or checked.content.passed:
        text = _("Beantwoord de vragen over veiligheid.")
        yield {"text": text, "url": url_for("desk.safety", case_id=here.id)}
    if not offers_of(db(), here):
        text = _("Vertel wat de wet laat kiezen, en leg het vast.")
        yield {"text": text, "url": url_for("desk.conditions", case_id=here.id)}
    if any(condition.content.shared_on is None for condition in conditions_of(db(), here)):
        text = _("Deel de bodemeisen met de familie.")
        yield {"text": text, "url": url_for("desk.conditions", case_id=here.id)}
    if beraad.kind is BeraadKind.SPOEDBERAAD and beraad.ended_at and not beraad.place.name:
        text = _("Plan een vervolgberaad: in rust, met wie er nog bij hoort.")
        yield {"text": text, "url": url_for("desk.plan_beraad", case_id=here.id)}
