"""Names on the screen for the kinds of things in a case: each word of the code has one place where it becomes Dutch."""

from netwerkberaad.cases import HowGiven, Origin, PersonKind, Quadrant, TieFlow, TieStrength, Unsafe
from netwerkberaad.cases.conditions import Offer, OfferAnswer
from netwerkberaad.cases.endings import Matter, WhyNoBeraad
from netwerkberaad.cases.people import TreeSign
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import BoardGroup, ContactResult, Reply
from netwerkberaad.web.kit.lazy import lazy_gettext as _

ORIGIN_NAMES = {
    Origin.SOCIAAL_WERKER: _("een sociaal werker"),
    Origin.SCHOOL: _("een school"),
    Origin.HUISARTS: _("een huisarts"),
    Origin.POLITIE: _("de politie"),
    Origin.BURGER: _("iemand zelf"),
}
KIND_NAMES = {
    PersonKind.PRINCIPAL: _("Hoofdpersoon"),
    PersonKind.NAASTE: _("Naaste"),
    PersonKind.PROFESSIONAL: _("Professional"),
    PersonKind.ORGANISATION: _("Organisatie of club"),
}
QUADRANT_NAMES = {
    Quadrant.FAMILY: _("Familie"),
    Quadrant.FRIENDS: _("Vrienden en buren"),
    Quadrant.WORK_SCHOOL_CLUBS: _("Werk, school, clubs"),
    Quadrant.PROFESSIONALS: _("Professionals"),
}
RING_NAMES = {1: _("dichtbij"), 2: _("goed"), 3: _("bekend"), 4: _("beroepshalve")}
STRENGTH_NAMES = {
    TieStrength.STRONG: _("sterk"),
    TieStrength.ORDINARY: _("gewoon"),
    TieStrength.THIN: _("dun"),
    TieStrength.BROKEN: _("verbroken"),
}
SIGN_NAMES = {
    TreeSign.SQUARE: _("vierkant (man)"),
    TreeSign.ROUND: _("rond (vrouw)"),
    TreeSign.UNKNOWN: _("ruit (anders, of niet bekend)"),
}
FLOW_NAMES = {
    TieFlow.GIVES: _("geeft"),
    TieFlow.COSTS: _("kost"),
    TieFlow.BOTH: _("over en weer"),
    TieFlow.EVEN: _("in evenwicht"),
}
HOW_NAMES = {
    HowGiven.IN_PERSON: _("in gesprek"),
    HowGiven.PHONE: _("aan de telefoon"),
    HowGiven.PAPER: _("op papier"),
    HowGiven.LETTER: _("in een brief"),
    HowGiven.LINK: _("met de eigen link"),
    HowGiven.SMS: _("in een bericht op de telefoon"),
}
UNSAFE_NAMES = {
    Unsafe.NOBODY: _("Niemand is onveilig, volgens de aanmelder"),
    Unsafe.SOMEBODY: _("Er is iemand onveilig"),
    Unsafe.UNKNOWN: _("Niet bekend of iemand onveilig is"),
}
MATTER_NAMES = {
    Matter.GROWING_UP: _("opvoeden en opgroeien"),
    Matter.SEPARATION: _("uit elkaar gaan"),
    Matter.CARE: _("zorg voor iemand, ouder worden"),
    Matter.MIND: _("psychische klachten"),
    Matter.ADDICTION: _("verslaving"),
    Matter.MONEY: _("geld en schulden"),
    Matter.HOUSING: _("wonen en buren"),
    Matter.SAFETY: _("veiligheid thuis"),
    Matter.ALONE: _("alleen zijn"),
    Matter.OTHER: _("iets anders"),
}
NO_BERAAD_NAMES = {
    WhyNoBeraad.NOT_WANTED: _("de mensen wilden geen beraad"),
    WhyNoBeraad.SOLVED: _("het was al opgelost"),
    WhyNoBeraad.NOBODY_FREE: _("uit de kring kon of wilde niemand"),
    WhyNoBeraad.OTHER_HELP: _("andere hulp ging voor"),
    WhyNoBeraad.NOT_SAFE: _("samen zitten was niet veilig"),
    WhyNoBeraad.NOT_REACHED: _("wij kregen geen contact"),
    WhyNoBeraad.OTHER: _("iets anders"),
}
CHANNEL_NAMES = {
    Channel.MAIL: _("per mail"),
    Channel.PHONE: _("telefonisch"),
    Channel.LETTER: _("per brief"),
    Channel.SMS: _("per sms"),
    Channel.PAPER: _("op papier"),
    Channel.IN_PERSON: _("in gesprek"),
    Channel.LINK: _("met de eigen link"),
}
RESULT_NAMES = {
    ContactResult.REACHED: _("Bereikt"),
    ContactResult.TALKED: _("Voorgesprek gehad"),
    ContactResult.NO_ANSWER: _("Niet bereikt"),
    ContactResult.VOICEMAIL: _("Voicemail ingesproken"),
    ContactResult.LEFT_MESSAGE: _("Bericht achtergelaten"),
    ContactResult.WRONG_ADDRESS: _("Adres of nummer klopt niet"),
    ContactResult.ASKS_CALL: _("Wil gebeld worden"),
}
GROUP_NAMES = {
    BoardGroup.NOT_APPROACHED: _("Nog niet benaderd"),
    BoardGroup.APPROACHED: _("Benaderd, nog niet uitgenodigd"),
    BoardGroup.INVITED: _("Wacht op antwoord"),
    BoardGroup.UNSURE: _("Weet het nog niet"),
    BoardGroup.COMES: _("Komt"),
    BoardGroup.CONTRIBUTES: _("Draagt bij zonder te komen"),
    BoardGroup.DOES_NOT_COME: _("Komt niet"),
    BoardGroup.NO_REACTION: _("Geen reactie"),
}
REPLY_NAMES = {
    Reply.COMES: _("komt"),
    Reply.COMES_REMOTE: _("komt op afstand"),
    Reply.UNSURE: _("weet nog niet"),
    Reply.CONTRIBUTES: _("draagt bij"),
    Reply.DOES_NOT_COME: _("komt niet"),
    Reply.NO_REACTION: _("geen reactie"),
}
OFFER_NAMES = {
    Offer.FAMILY_PLAN: _("Familiegroepsplan (Jeugdwet 4.1.2)"),
    Offer.PERSONAL_PLAN: _("Persoonlijk plan (Wmo 2.3.2)"),
    Offer.CLIENT_SUPPORT: _("Gratis cliëntondersteuning (Wmo 2.3.2)"),
    Offer.YOUTH_COUNSELLOR: _("Vertrouwenspersoon jeugd"),
}
ANSWER_NAMES = {
    OfferAnswer.WANTS_IT: _("Wil dit"),
    OfferAnswer.NOT_NOW: _("Nu niet"),
    OfferAnswer.NO: _("Nee"),
    OfferAnswer.THINKING: _("Denkt erover na"),
}
