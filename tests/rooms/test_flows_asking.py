"""A question for one person about who stands beside somebody, or about consent, by the way that reaches them."""

from functools import partial

import pytest

from netwerkberaad.cases import ContactData
from netwerkberaad.cases.consents import ConsentContent, ask_consent, consents_of
from netwerkberaad.cases.mentors import StepContent, get_mentor, think_of
from netwerkberaad.flows import (
    ask_about_mentor,
    ask_consent_by_link,
)
from netwerkberaad.flows.calling import waiting_calls
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.documents import code_on, local
from netwerkberaad.foundation.links import LinkPurpose, find_by_code, find_link
from netwerkberaad.foundation.messages import (
    Channel,
    MessageKind,
    MessageState,
)
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import NoAddressError
from tests.builders import World, member
from tests.rooms.story import BASE, Story, Work, begin
from tests.serving import be_served

ADDRESS = "Dorpsstraat 1\n4351 AA Veere"
CONTACTS = {
    "Joke": ContactData(mail="joke@example.nl"),
    "Kees": ContactData(phone="+31600000121"),
    "Piet": ContactData(address=ADDRESS),
    "Anneke": ContactData(landline="+31118000121"),
}
"""One who reads mail, one with a mobile phone, one with an address, and one with a landline."""


@pytest.fixture
def story(sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Story:
    """A case of Marloes with these four, in a region with a service for texts."""
    made = begin(sqlite_store, clock, sqlite_world, invitees=[member(first) for first in CONTACTS])
    with made.work() as work:
        for first, contact in CONTACTS.items():
            work.person(first).contact = contact
        be_served(work.session, work.case.region_id, Channel.SMS, now=work.now)
    return made


def test_a_question_about_who_stands_beside_somebody_goes_by_the_way_that_reaches_each(story: Story) -> None:
    with story.work() as work:
        ways = {first: _asked_to_stand_beside(work, first) for first in CONTACTS}
    assert ways == {
        "Joke": Channel.MAIL,
        "Kees": Channel.SMS,
        "Piet": Channel.LETTER,
        "Anneke": Channel.PHONE,
    }
    with story.work() as work:
        (text,) = [one.letter.text for one in work.mail(MessageKind.MENTOR) if one.channel is Channel.SMS]
        assert "vraag" not in text
        link = find_link(work.session, text.partition("/p/")[2].split()[0], now=work.now)
        assert link is not None
        assert (link.purpose, link.person_id) == (LinkPurpose.MENTOR, work.id_of("Kees"))
        (letter,) = work.mail(MessageKind.MENTOR, state=MessageState.TO_PRINT)
        code = find_by_code(work.session, code_on(letter.letter.html), now=work.now)
        assert code is not None
        assert (code.purpose, code.person_id) == (LinkPurpose.MENTOR, work.id_of("Piet"))
        (call,) = waiting_calls(work.session, work.wilma)
        assert (call.short, call.kind) == ("Anneke", MessageKind.MENTOR)
        assert "Marloes heeft een vraag aan u" in " ".join(call.words)


def test_who_decides_and_has_no_mail_is_asked_for_consent_by_letter_or_not_at_all(story: Story) -> None:
    with story.work() as work:
        marloes, asked = work.person("Marloes"), ConsentContent("De trainer weet ervan.", recipient="Dilano")
        ask_consent(
            work.session,
            work.wilma,
            case=work.case,
            subject=marloes,
            recipient=None,
            content=asked,
            now=work.now,
        )
        work.session.flush()
        (view,) = consents_of(work.session, work.case, on=local(work.now).date())
        for contact, way in ((ContactData(address=ADDRESS), Channel.LETTER), (ContactData(), None)):
            marloes.contact = contact
            ask = partial(
                ask_consent_by_link,
                work.session,
                work.wilma,
                case=work.case,
                view=view,
                who=marloes,
                hand_over=False,
                base_url=BASE,
                now=work.now,
            )
            if way is None:
                with pytest.raises(NoAddressError):
                    ask()
            else:
                assert ask().way is way
        (letter,) = work.mail(MessageKind.CONSENT, state=MessageState.TO_PRINT)
        assert "trainer" not in letter.letter.html


def _asked_to_stand_beside(work: Work, first: str) -> Channel | None:
    mentor = think_of(
        work.session,
        work.wilma,
        case=work.case,
        principal=work.person("Marloes"),
        person=work.person(first),
        said=StepContent(),
        now=work.now,
    )
    work.session.flush()
    view = get_mentor(work.session, case=work.case, mentor_id=mentor.id)
    asked = ask_about_mentor(
        work.session,
        work.wilma,
        case=work.case,
        view=view,
        who=work.person(first),
        hand_over=False,
        text="",
        base_url=BASE,
        now=work.now,
    )
    return asked.way
