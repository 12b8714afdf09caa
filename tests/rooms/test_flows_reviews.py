"""A birthday at which somebody else decides stands on Vandaag until the consents were looked at again."""

from dataclasses import replace
from datetime import date

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases.conditions import CustodyContent, record_custody
from netwerkberaad.cases.consents import (
    ConsentContent,
    Said,
    WordContent,
    ask_consent,
    consents_of,
    record_word,
)
from netwerkberaad.flows import Act, What, today_for
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, person_called, principal


def test_after_a_birthday_the_consents_wait_on_vandaag_until_the_young_person_spoke(
    store: Store, world: World, clock: MovableClock
) -> None:
    actor, now = actor_for(world.facilitator), clock.now()
    today = local(now).date()
    with store.writing() as session:
        case = build_case(session, world, clock, principals=(principal(), principal("Fenna", mail="")))
        mother, child = person_called(session, case, "Marloes"), person_called(session, case, "Fenna")
        child.about = replace(child.about, born=date(today.year - 12, today.month, today.day))
        record_custody(
            session, actor, case=case, child=child, holder=mother, content=CustodyContent(), now=now
        )
        asked = ConsentContent("De trainer weet van de scheiding.", recipient="Dilano")
        ask_consent(session, actor, case=case, subject=child, recipient=None, content=asked, now=now)
        session.flush()
        yesterday = date.fromordinal(today.toordinal() - 1)
        for by, on in ((mother, yesterday), (child, today)):
            (view,) = consents_of(session, case, on=today)
            word = WordContent(Said.YES, on=on)
            lines = [
                line for line in today_for(session, actor, now=now).calls if line.what is What.CONSENT_REVIEW
            ]
            assert [(line.act, line.who) for line in lines] == (
                [] if by is mother else [(Act.CONSENTS, "Fenna")]
            )
            record_word(session, actor, view=view, by=by, content=word, now=now)
            session.flush()
        calls = today_for(session, actor, now=now).calls
        assert What.CONSENT_REVIEW not in {line.what for line in calls}
        assert consents_of(session, case, on=today)[0].state.holds
