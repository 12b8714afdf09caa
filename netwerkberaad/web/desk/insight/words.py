"""Words of the figures: titles, categories, measures and parts of the year."""

from netwerkberaad.cases import Origin
from netwerkberaad.insights import NOT_SAID, EndedBy, Key, Reach, Split
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import MATTER_NAMES, NO_BERAAD_NAMES

SPLITS = {
    Split.WHOLE: _("Het hele jaar"),
    Split.QUARTER: _("Per kwartaal"),
    Split.MONTH: _("Per maand"),
    Split.TEAM: _("Per organisatie"),
    Split.MUNICIPALITY: _("Per gemeente"),
}
TITLES = {
    Key.CASES: _("Hoeveel aanmeldingen rondden we af?"),
    Key.REACH: _("Hoe eindigde het?"),
    Key.ENDED_BY: _("Wie stopte er voor het beraad?"),
    Key.WHY_NO_BERAAD: _("Waarom kwam er geen beraad?"),
    Key.URGENT: _("Spoed"),
    Key.ORIGIN: _("Wie vroeg om een beraad?"),
    Key.MATTER: _("Waar ging het vooral over?"),
    Key.THERE: _("Wie zat er aan tafel?"),
    Key.COMMITMENTS: _("Wie deed een toezegging?"),
    Key.CHECK_INS: _("Wat zeiden mensen als wij vroegen hoe het ging?"),
    Key.EVALUATIONS: _("Keken we samen terug?"),
    Key.GRADES: _("Welk cijfer gaven mensen aan hoe het gaat?"),
}
NOTES = {
    Key.CASES: _("Een aanmelding telt één keer: in de maand waarin zij is afgerond."),
    Key.REACH: _("Elke uitkomst is gewoon. Een plan zonder bijeenkomst is ook een plan."),
    Key.ENDED_BY: _("Van wat stopte voordat er een beraad was."),
    Key.WHY_NO_BERAAD: _("Van wat stopte voordat er een beraad was. Niemand hoeft een reden te geven."),
    Key.URGENT: _("Bij spoed kan het beraad dezelfde dag zijn."),
    Key.ORIGIN: _("Wie de aanmelding deed."),
    Key.MATTER: _("Zoals de gespreksleider het bij het sluiten noemt, één onderwerp per casus."),
    Key.THERE: _("Mensen die bij een beraad waren, zonder de mensen om wie het gaat."),
    Key.COMMITMENTS: _("Toezeggingen in het plan dat gold aan het eind, één voor elk mens dat iets toezegt."),
    Key.CHECK_INS: _("Een antwoord zegt iets over het plan, niet over de mens."),
    Key.EVALUATIONS: _("Van de keren dat terugkijken was afgesproken."),
    Key.GRADES: _("Van 0 tot 10, zoals ieder het zelf zegt."),
}
CATEGORIES: dict[Key, dict[str, str]] = {
    Key.CASES: {"all": _("afgerond")},
    Key.REACH: {
        Reach.NOT_SUITABLE: _("niet passend"),
        Reach.NOT_ASSIGNED: _("gestopt voor de verdeling"),
        Reach.NOT_INVITED: _("gestopt in de voorbereiding"),
        Reach.NOT_HELD: _("gestopt na het uitnodigen"),
        Reach.NO_PLAN: _("beraad zonder gezamenlijk plan"),
        Reach.PLAN_WITHOUT_MEETING: _("plan zonder bijeenkomst, niet gevolgd"),
        Reach.PLAN_WITHOUT_MEETING_FOLLOWED: _("plan zonder bijeenkomst, gevolgd"),
        Reach.PLAN_WITH_MEETING: _("plan na een beraad, niet gevolgd"),
        Reach.PLAN_WITH_MEETING_FOLLOWED: _("plan na een beraad, gevolgd"),
    },
    Key.ENDED_BY: {EndedBy.PRINCIPAL: _("de mensen om wie het gaat"), EndedBy.TEAM: _("het team")},
    Key.WHY_NO_BERAAD: dict(NO_BERAAD_NAMES) | {NOT_SAID: _("niet gezegd")},
    Key.URGENT: {
        "ordinary": _("geen spoed"),
        "same_day": _("spoed, beraad op dezelfde dag"),
        "later": _("spoed, beraad later of niet"),
    },
    Key.ORIGIN: {
        Origin.SOCIAAL_WERKER: _("sociaal werker"),
        Origin.SCHOOL: _("school"),
        Origin.HUISARTS: _("huisarts"),
        Origin.POLITIE: _("politie"),
        Origin.BURGER: _("iemand zelf"),
    },
    Key.MATTER: dict(MATTER_NAMES) | {NOT_SAID: _("niet gezegd")},
    Key.THERE: {"naasten": _("naasten"), "professionals": _("professionals")},
    Key.COMMITMENTS: {
        "naasten_yes": _("naaste, bevestigd"),
        "naasten_open": _("naaste, niet bevestigd"),
        "professionals_open": _("professional, niet bevestigd"),
        "professionals_yes": _("professional, bevestigd"),
    },
    Key.CHECK_INS: {
        "done": _("gelukt"),
        "partly": _("deels gelukt"),
        "not_done": _("niet gelukt"),
        "no_longer_needed": _("niet meer nodig"),
        "unanswered": _("geen antwoord"),
    },
    Key.EVALUATIONS: {"held": _("teruggekeken"), "not_held": _("niet teruggekeken")},
    Key.GRADES: {"low": _("0 tot en met 5"), "middle": _("6 of 7"), "high": _("8, 9 of 10")},
}
FUNNEL = (
    (_("aangemeld"), tuple(Reach)),
    (_("passend en verdeeld"), tuple(Reach)[2:]),
    (_("mensen uitgenodigd"), tuple(Reach)[3:]),
    (_("beraad of netwerkplan"), tuple(Reach)[4:]),
    (_("plan"), tuple(Reach)[5:]),
    (_("plan gevolgd"), (Reach.PLAN_WITHOUT_MEETING_FOLLOWED, Reach.PLAN_WITH_MEETING_FOLLOWED)),
)
"""Steps of the way, and the ends that lie at or beyond each."""
LEAD_TIMES = {
    "days_to_contact": _("eerste contact"),
    "days_to_assignment": _("een gespreksleider"),
    "days_to_invitation": _("de eerste uitnodiging"),
    "days_to_beraad": _("het beraad"),
    "days_to_plan": _("een plan"),
    "days_to_closing": _("afronding"),
}
CIRCLE = {
    "naasten_before": _("naasten bij het begin"),
    "naasten_after": _("naasten aan het eind"),
    "professionals_before": _("professionals bij het begin"),
    "professionals_after": _("professionals aan het eind"),
}
MONTHS = (
    _("januari"),
    _("februari"),
    _("maart"),
    _("april"),
    _("mei"),
    _("juni"),
    _("juli"),
    _("augustus"),
    _("september"),
    _("oktober"),
    _("november"),
    _("december"),
)
OUTCOMES = (
    (_("niet passend"), (Reach.NOT_SUITABLE,)),
    (_("gestopt voor het beraad"), (Reach.NOT_ASSIGNED, Reach.NOT_INVITED, Reach.NOT_HELD)),
    (_("beraad zonder gezamenlijk plan"), (Reach.NO_PLAN,)),
    (_("plan zonder bijeenkomst"), (Reach.PLAN_WITHOUT_MEETING, Reach.PLAN_WITHOUT_MEETING_FOLLOWED)),
    (_("plan na een beraad"), (Reach.PLAN_WITH_MEETING, Reach.PLAN_WITH_MEETING_FOLLOWED)),
)
"""The ends as people speak of them."""
