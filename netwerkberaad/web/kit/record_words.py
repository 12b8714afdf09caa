"""What is kept about somebody, in words: a heading for each kind of thing with why it is kept, a label for each fact."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from flask_babel import gettext

from netwerkberaad.beraden import Presence
from netwerkberaad.cases import Outcome
from netwerkberaad.flows.own_record import VOTES, Fact, Value
from netwerkberaad.foundation.documents import listed, spoken_moment
from netwerkberaad.invites.poll_model import Vote
from netwerkberaad.plans import CheckInResult, ConfirmationAnswer
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import (
    ANSWER_NAMES,
    CHANNEL_NAMES,
    FLOW_NAMES,
    HOW_NAMES,
    KIND_NAMES,
    MATTER_NAMES,
    NO_BERAAD_NAMES,
    OFFER_NAMES,
    ORIGIN_NAMES,
    QUADRANT_NAMES,
    REPLY_NAMES,
    RESULT_NAMES,
    RING_NAMES,
    SIGN_NAMES,
    STRENGTH_NAMES,
    UNSAFE_NAMES,
)
from netwerkberaad.web.kit.need_names import NEED_NAMES
from netwerkberaad.web.kit.sight_forms import PART_NAMES
from netwerkberaad.web.language import own_name
from netwerkberaad.web.templating import language

HEADINGS = {
    "person": (_("Wie u bent"), _("Om u te kennen en te kunnen bereiken.")),
    "earlier_place": (_("Waar u eerder stond in de kring"), _("Om te zien hoe de kring verandert.")),
    "contact": (_("Wanneer wij contact hadden"), _("Om te weten wat er met u is besproken.")),
    "answer": (_("Wat u antwoordde op de uitnodiging"), _("Om te weten of u komt en wat u nodig hebt.")),
    "arrival": (_("Wanneer u aankomt"), _("Om veilig samen te kunnen zitten.")),
    "poll_ballot": (_("Wanneer u kon"), _("Om een dag te kiezen.")),
    "need_task": (_("Wat u nodig hebt"), _("Om het voor u te regelen.")),
    "brought_message": (_("Wat u voor de tafel schreef"), _("Om het bij het beraad voor te lezen.")),
    "invite_approval": (_("Wat u vond van uitnodigingen"), _("Niemand wordt gevraagd zonder uw akkoord.")),
    "consent": (_("Waarvoor uw toestemming is gevraagd"), _("Omdat wij niets delen zonder toestemming.")),
    "sight_decision": (_("Wat u anderen laat zien"), _("Omdat u beslist wie wat ziet.")),
    "legal_offer": (_("Wat u is aangeboden"), _("Omdat de wet u die keus geeft.")),
    "attendance": (_("Hoe u erbij was"), _("Om te weten wie over het plan besliste.")),
    "goal": (_("Doelen in uw woorden"), _("Omdat ze in het plan staan.")),
    "commitment": (_("Wat u hebt toegezegd"), _("Omdat het in het plan staat.")),
    "confirmation": (_("Wat u van uw toezegging zei"), _("Om te weten of het voor u klopt.")),
    "agreement": (_("Wat u van het plan vond"), _("Om te weten wie instemde.")),
    "follow_up": (_("Hoe het daarna ging"), _("Om te helpen als iets niet lukt.")),
    "case_file": (_("De aanvraag en de afsluiting"), _("Om het beraad te kunnen doen en verantwoorden.")),
    "subject_request": (_("Wat u over uw gegevens vroeg"), _("Om op tijd te antwoorden.")),
    "device": (_("Toestellen die u kennen"), _("Zodat u niet steeds een code hoeft in te vullen.")),
}
"""By table, in the order of the copy: how it is called, and why it is kept."""
LABELS = {
    "person.name.first": _("Voornaam"),
    "person.name.infix": _("Tussenvoegsel"),
    "person.name.last": _("Achternaam"),
    "person.name.called": _("Roepnaam"),
    "person.contact.mail": _("Mailadres"),
    "person.contact.phone": _("Telefoon"),
    "person.contact.landline": _("Vaste telefoon"),
    "person.contact.address": _("Adres"),
    "person.contact.prefers": _("Liefst bereikt"),
    "person.contact.large_print": _("Post in grote letters"),
    "person.contact.quiet_from": _("Niet bellen van"),
    "person.contact.quiet_until": _("Niet bellen tot"),
    "person.contact.remark": _("Opmerking bij bereiken"),
    "person.about.relation": _("Relatie"),
    "person.about.language": _("Taal"),
    "person.about.ring": _("Afstand in de kring"),
    "person.about.quadrant": _("Plek in de kring"),
    "person.about.strength": _("Band"),
    "person.about.flow": _("Geven en nemen"),
    "person.about.tie": _("Over de band"),
    "person.about.born": _("Geboren op"),
    "person.about.proposed_by": _("Genoemd door"),
    "person.about.gives": _("Wat u voor anderen doet"),
    "person.about.sign": _("Teken in de stamboom"),
    "earlier_place.place.kind": _("Soort"),
    "earlier_place.place.ring": _("Afstand in de kring"),
    "earlier_place.place.quadrant": _("Plek in de kring"),
    "earlier_place.place.strength": _("Band"),
    "earlier_place.place.flow": _("Geven en nemen"),
    "contact.result": _("Hoe het contact ging"),
    "contact.note": _("Notitie"),
    "answer.content.reply": _("Antwoord"),
    "answer.content.needs": _("Nodig"),
    "answer.content.needs_text": _("Ook nodig"),
    "answer.content.contributes": _("Zou kunnen doen"),
    "answer.content.limits": _("Kan niet"),
    "answer.content.limits_until": _("Kan niet tot"),
    "answer.content.suggests": _("Nog te vragen"),
    "answer.content.question": _("Vraag"),
    "answer.content.stay_informed": _("Wil horen hoe het gaat"),
    "arrival.content.minutes": _("Minuten na het begin"),
    "arrival.content.way": _("Hoe u binnenkomt"),
    "poll_ballot.votes.by_slot": _("Welke dagen"),
    "brought_message.picture": _("Tekening of foto"),
    "brought_message.text": _("Boodschap"),
    "need_task.what": _("Nodig"),
    "need_task.waived_why": _("Waarom het niet hoefde"),
    "invite_approval.verdict.invite": _("Uitnodigen goed"),
    "invite_approval.verdict.text": _("Uitleg"),
    "consent.content.item": _("Waarover het gaat"),
    "consent.content.recipient": _("Voor wie"),
    "consent.content.plan": _("Over het plan"),
    "consent.content.text": _("Erbij gezegd"),
    "sight_decision.opened.attendance": _("Wie er komen"),
    "sight_decision.opened.contact": _("Hoe u te bereiken bent"),
    "sight_decision.opened.venue": _("Waar het beraad is"),
    "sight_decision.opened.commitments": _("Wat anderen doen"),
    "sight_decision.opened.needs": _("Wat er nog nodig is"),
    "sight_decision.opened.named": _("Uw voornaam"),
    "sight_decision.opened.plan": _("Van het plan"),
    "legal_offer.content.offer": _("Aanbod"),
    "legal_offer.content.on": _("Op"),
    "legal_offer.content.answer": _("Antwoord"),
    "legal_offer.content.text": _("Uw woorden"),
    "attendance.note.how": _("Aanwezig"),
    "goal.text": _("Doel"),
    "commitment.words.text": _("Toezegging"),
    "commitment.words.when": _("Wanneer"),
    "commitment.words.if_not": _("Als het niet lukt"),
    "commitment.words.fallback": _("Wie het dan doet"),
    "commitment.words.leave": _("Mag de professional het weten"),
    "commitment.words.starts": _("Wat eerst moet gebeuren"),
    "confirmation.content.answer": _("Antwoord"),
    "confirmation.content.text": _("Voorstel"),
    "agreement.content.agrees": _("Stemt in"),
    "agreement.content.remark": _("Opmerking"),
    "follow_up.content.result": _("Gelukt?"),
    "follow_up.content.grade": _("Cijfer"),
    "follow_up.content.need": _("Nodig"),
    "follow_up.content.note": _("Notitie"),
    "case_file.circle_words.strengths": _("Wat sterk is"),
    "case_file.circle_words.missing": _("Wie er gemist wordt"),
    "case_file.referral.origin": _("Gevraagd door"),
    "case_file.referral.municipality": _("Gemeente"),
    "case_file.referral.words": _("Wat er speelt"),
    "case_file.referral.change": _("Wat er anders moet"),
    "case_file.referral.discussed": _("Wat er besproken is"),
    "case_file.referral.unsafe": _("Veiligheid"),
    "case_file.referral.safety": _("Over de veiligheid"),
    "case_file.referral.urgent_reason": _("Waarom spoed"),
    "case_file.referral.language": _("Taal"),
    "case_file.referral.interpreter": _("Tolk"),
    "case_file.referral.wishes": _("Wensen"),
    "case_file.referral.place": _("Plek"),
    "case_file.referral.remark": _("Opmerking"),
    "case_file.referral.minimum": _("Wat er minimaal nodig is"),
    "case_file.referral.doors": _("Wie er toch is"),
    "case_file.referral.on_behalf": _("Namens wie er gebeld werd"),
    "case_file.closing.outcome": _("Hoe het eindigde"),
    "case_file.closing.matter": _("Waar het vooral over ging"),
    "case_file.closing.why_no_beraad": _("Waarom er geen beraad kwam"),
    "case_file.closing.text": _("Toelichting"),
    "case_file.closing.reflection": _("Terugblik"),
    "case_file.closing.feedback": _("Terugkoppeling aan de aanmelder"),
    "case_file.closing.handed_over": _("Plan en kaartjes meegegeven"),
    "case_file.closing.withdrawn": _("Ingetrokken door de aanmelder"),
    "case_file.closing.instead": _("Wat er in plaats daarvan gebeurt"),
    "case_file.closing.feedback_at": _("Teruggekoppeld op"),
    "case_file.closing.stopped_how": _("Gestopt"),
    "subject_request.words": _("Uw vraag"),
    "subject_request.answer": _("Ons antwoord"),
    "subject_request.extension": _("Waarom het langer duurde"),
    "device.until": _("Onthouden tot"),
}
"""By place of a fact. A test holds this next to every place there is."""
_OUTCOMES = {
    Outcome.PLAN_WITH_MEETING: _("plan na een beraad"),
    Outcome.PLAN_WITHOUT_MEETING: _("plan zonder bijeenkomst"),
    Outcome.STOPPED_IN_PREPARATION: _("gestopt in de voorbereiding"),
    Outcome.NOT_SUITABLE: _("niet passend"),
    Outcome.NO_JOINT_PLAN: _("geen gezamenlijk plan"),
}
_CHECKED = {
    CheckInResult.DONE: _("gelukt"),
    CheckInResult.PARTLY: _("deels gelukt"),
    CheckInResult.NOT_DONE: _("niet gelukt"),
    CheckInResult.NO_LONGER_NEEDED: _("niet meer nodig"),
}
_SAID = {
    ConfirmationAnswer.CONFIRM: _("bevestigd"),
    ConfirmationAnswer.COUNTER: _("stelt iets anders voor"),
    ConfirmationAnswer.HAND_BACK: _("teruggegeven"),
}
_PRESENT = {
    Presence.IN_PERSON: _("aan tafel"),
    Presence.PHONE: _("aan de telefoon"),
    Presence.VIDEO: _("op een scherm"),
}
_VALUES: dict[str, Mapping[Any, str]] = {
    "contact.result": RESULT_NAMES,
    "person.contact.prefers": CHANNEL_NAMES,
    "person.about.ring": RING_NAMES,
    "earlier_place.place.kind": KIND_NAMES,
    "earlier_place.place.ring": RING_NAMES,
    "person.about.quadrant": QUADRANT_NAMES,
    "earlier_place.place.quadrant": QUADRANT_NAMES,
    "person.about.sign": SIGN_NAMES,
    "person.about.strength": STRENGTH_NAMES,
    "earlier_place.place.strength": STRENGTH_NAMES,
    "person.about.flow": FLOW_NAMES,
    "earlier_place.place.flow": FLOW_NAMES,
    "answer.content.reply": REPLY_NAMES,
    "answer.content.needs": NEED_NAMES,
    "attendance.note.how": _PRESENT,
    "legal_offer.content.offer": OFFER_NAMES,
    "legal_offer.content.answer": ANSWER_NAMES,
    "sight_decision.opened.plan": PART_NAMES,
    "confirmation.content.answer": _SAID,
    "follow_up.content.result": _CHECKED,
    "case_file.referral.origin": ORIGIN_NAMES,
    "case_file.referral.unsafe": UNSAFE_NAMES,
    "case_file.closing.outcome": _OUTCOMES,
    "case_file.closing.stopped_how": HOW_NAMES,
    "case_file.closing.matter": MATTER_NAMES,
    "case_file.closing.why_no_beraad": NO_BERAAD_NAMES,
}
_VALUES[VOTES] = {Vote.YES: _("kan"), Vote.IF_NEED_BE: _("als het moet"), Vote.NO: _("kan niet")}
_LANGUAGES = frozenset({"person.about.language", "case_file.referral.language"})


def spoken(place: str, value: Value) -> str:
    """A value in words."""
    if place == VOTES and isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], datetime):
        return f"{spoken(place, value[0])}: {spoken(place, value[1])}"
    if isinstance(value, tuple):
        return listed([spoken(place, one) for one in value], language())
    if isinstance(value, datetime):
        return spoken_moment(value, language())
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nee")
    if isinstance(value, date):
        return format_date(value, "d MMMM y", locale=language())
    if place in _LANGUAGES:
        return own_name(str(value))
    return str(_VALUES.get(place, {}).get(value, value))


def grouped(facts: list[Fact]) -> list[tuple[str, str, list[Fact]]]:
    """Heading, why it is kept, and the facts below it, in the order of the copy."""
    parts = [
        (str(title), str(why), [fact for fact in facts if fact.place.partition(".")[0] == table])
        for table, (title, why) in HEADINGS.items()
    ]
    return [part for part in parts if part[2]]
