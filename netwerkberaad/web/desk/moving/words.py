"""Words that the pages about moving share."""

from netwerkberaad.privacy.moving.model import Ground, ItemState, MoveState, Why
from netwerkberaad.web.kit.lazy import lazy_gettext as _

STATES = {
    MoveState.PROPOSED: _("Voorgesteld: een ander besluit"),
    MoveState.PACKING: _("Wordt ingepakt"),
    MoveState.PACKED: _("Ingepakt: wacht op het ontvangstbewijs"),
    MoveState.RECEIVED: _("Ontvangen: een ander besluit over vernietigen"),
    MoveState.REMOVING: _("Wordt hier vernietigd"),
    MoveState.ENDED: _("Klaar: hier vernietigd"),
    MoveState.CANCELLED: _("Afgeblazen"),
    MoveState.READING: _("Wordt ingelezen"),
    MoveState.ARRIVED: _("Ingelezen"),
}
ITEMS = {
    ItemState.PLANNED: _("Wacht"),
    ItemState.PACKED: _("Ingepakt"),
    ItemState.RECEIVED: _("Ontvangen aan de andere kant"),
    ItemState.REMOVED: _("Hier vernietigd"),
    ItemState.ARRIVED: _("Ingelezen en vergeleken"),
    ItemState.REFUSED: _("Niet ingelezen"),
    ItemState.KEPT: _("Blijft hier"),
}
WHYS = {
    Why.HELD: _("Staat vast om een klacht of een rechtszaak"),
    Why.ASKED: _("Een bezwaar of een verzoek om te wissen wacht op antwoord"),
    Why.NO_CONSENT: _("De toestemming van een hoofdpersoon ontbreekt"),
    Why.ON_ITS_WAY: _("Is al onderweg in een andere overdracht"),
    Why.CLOSED_KEY: _("Een deel is niet te openen"),
    Why.PROPOSED: _("Er ligt een voorstel om te vernietigen"),
    Why.GONE: _("Bestaat hier niet meer"),
    Why.THERE: _("Was hier al"),
    Why.BROKEN: _("Klopt niet met wat de afzender telde"),
}
GROUNDS = {
    Ground.TASK: _("De taak in de wet gaat over (Avg, artikel 6 lid 1 onder e)"),
    Ground.CONSENT: _("Elke hoofdpersoon gaf toestemming voor deze ontvanger"),
}
