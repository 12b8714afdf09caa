"""Who read their mail or texts at one place get one message of each kind, with a link that asks who opens it."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from netwerkberaad.cases import NewPerson, PersonKind, PersonName
from netwerkberaad.flows.inviting_together import invite_together
from netwerkberaad.flows.reminding import remind_silent
from netwerkberaad.flows.reporting import Text, take_text
from netwerkberaad.flows.rewriting import rewrite_outdated
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.documents import from_local
from netwerkberaad.foundation.links import LinkPurpose, find_bundle
from netwerkberaad.foundation.messages import (
    Channel,
    MessageKind,
    MessageService,
    MessageState,
    OutboxMessage,
    ServiceSettings,
    cancel_waiting,
)
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import Reply, asked_calls, current_answer
from tests.builders import World, member, principal
from tests.rooms.polling import ask_all, propose
from tests.rooms.story import BASE, SETTINGS, Story, Work, begin

SHARED, PHONE = "opa.en.oma@example.nl", "+31600000177"
BOTH = ("Joke", "Kees")


@pytest.fixture
def story(sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Story:
    """Joke and Kees read their mail at one address, Ad at his own, and Piet and Anneke have one phone."""
    around = [
        member("Joke", mail=SHARED),
        member("Kees", mail=SHARED.upper()),
        member("Ad", mail="ad@example.nl"),
        member("Piet", mail="", phone=PHONE),
        member("Anneke", mail="", phone=PHONE),
    ]
    family = (
        principal(),
        principal("Rik", mail="rik@example.nl"),
        NewPerson(PersonName(first="Bas"), PersonKind.PRINCIPAL),
    )
    made = begin(sqlite_store, clock, sqlite_world, principals=family, invitees=around)
    with made.work() as work:
        service = MessageService(
            id=new_id(), region_id=work.case.region_id, made_at=work.now, channel_words=Channel.SMS
        )
        service.settings = ServiceSettings(base_url="https://notify.example.org", answers=True)
        work.session.add(service)
    return made


def _invite(work: Work, *names: str) -> None:
    people = [work.person(name) for name in names]
    invite_together(work.session, work.wilma, case=work.case, people=people, base_url=BASE, now=work.now)


def _to(work: Work, address: str, *kinds: MessageKind) -> OutboxMessage:
    (message,) = [one for one in work.mail(*kinds) if one.recipient.casefold() == address]
    return message


def _opens(work: Work, message: OutboxMessage) -> set[tuple[str, LinkPurpose]]:
    names = {work.id_of(name): name for name in (*BOTH, "Piet", "Anneke")}
    found = re.search(r"/p/([\w-]+)", message.letter.text)
    assert found is not None
    return {(names[one.person_id], one.purpose) for one in find_bundle(work.session, found[1], now=work.now)}


def _for_both(work: Work, message: OutboxMessage, purpose: LinkPurpose) -> None:
    assert _opens(work, message) == {(name, purpose) for name in BOTH}
    for words in (message.letter.text, message.letter.html):
        assert "voor meer dan één persoon" in words
        assert not [name for name in BOTH if name in words]


def test_the_question_for_a_day_and_the_plan_go_in_one_message_each(story: Story) -> None:
    with story.work() as work:
        _invite(work, *BOTH, "Ad")
        propose(work)
        told = ask_all(work)
        assert {person.name.short for person in told.mailed} == {"Joke", "Kees", "Ad", "Marloes", "Rik"}
        _for_both(work, _to(work, SHARED, MessageKind.DATE_POLL), LinkPurpose.DATE_POLL)
        work.write([*BOTH, "Ad"], "Ik kook op dinsdag.")
        work.accept()
        _for_both(work, _to(work, SHARED, MessageKind.CONFIRM), LinkPurpose.PLAN)
        assert "Dag Ad," in _to(work, "ad@example.nl", MessageKind.CONFIRM).letter.text


def test_a_reminder_and_a_check_in_are_one_message_a_day_that_opens_the_page_of_each(story: Story) -> None:
    with story.work() as work:
        work.write([*BOTH, "Ad"], "Ik kook op dinsdag.", first_at=from_local(date(2026, 3, 10), time(12)))
        work.accept()
    story.clock.move_to(from_local(date(2026, 3, 9), time(18)))
    assert story.send() == 3
    with story.work() as work:
        _for_both(work, _to(work, SHARED, MessageKind.REMINDER), LinkPurpose.CHECK_IN)
        assert "Dag Ad," in _to(work, "ad@example.nl", MessageKind.REMINDER).letter.text
    assert story.send() == 0
    story.clock.move_to(from_local(date(2026, 3, 11), time(18)))
    story.send()
    rewrite_outdated(story.store, SETTINGS, now=story.clock.now())
    with story.work() as work:
        _for_both(work, _to(work, SHARED, MessageKind.CHECK_IN), LinkPurpose.CHECK_IN)
        assert [one for one in work.mail(MessageKind.REMINDER) if one.recipient.casefold() == SHARED] == []


def test_it_leaves_for_the_other_when_one_falls_away_and_not_at_all_when_both_do(story: Story) -> None:
    with story.work() as work:
        work.write(BOTH, "Ik kook op dinsdag.", first_at=from_local(date(2026, 3, 10), time(12)))
        work.accept()
    story.clock.move_to(from_local(date(2026, 3, 9), time(18)))
    story.send()
    for gone, state in (("Joke", MessageState.WAITING), ("Kees", MessageState.CANCELLED)):
        with story.work() as work:
            person = work.person(gone)
            person.contact = member(mail="elders@example.nl").contact
            cancel_waiting(work.session, case_id=work.case.id, person_id=person.id, now=work.now)
        rewrite_outdated(story.store, SETTINGS, now=story.clock.now())
        with story.work() as work:
            assert len(work.mail(MessageKind.REMINDER, state=state)) == 1


@pytest.mark.parametrize(("names", "address"), [(BOTH, SHARED), (("Piet", "Anneke"), PHONE)])
def test_who_were_invited_together_and_stay_silent_are_asked_again_together(
    story: Story, names: tuple[str, ...], address: str
) -> None:
    with story.work() as work:
        _invite(work, *names)
    story.later(days=3, hours=1)
    assert remind_silent(story.store, SETTINGS, story.clock.now()) == 2
    assert remind_silent(story.store, SETTINGS, story.clock.now()) == 0
    rewrite_outdated(story.store, SETTINGS, now=story.clock.now())
    with story.work() as work:
        message = _to(work, address, MessageKind.INVITATION_AGAIN)
        assert _opens(work, message) == {(name, LinkPurpose.INVITATION) for name in names}
        assert [one for one in work.mail(MessageKind.INVITATION) if one.recipient.casefold() == address] == []


def test_who_answered_in_the_meantime_is_not_asked_again(story: Story) -> None:
    with story.work() as work:
        _invite(work, *BOTH)
        work.answer("Joke", Reply.COMES)
    story.later(days=3, hours=1)
    assert remind_silent(story.store, SETTINGS, story.clock.now()) == 1
    with story.work() as work:
        assert "Dag Kees," in _to(work, SHARED, MessageKind.INVITATION_AGAIN).letter.text


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (lambda code: f"JA Piet {code}", {"Piet": Reply.COMES}),
        (lambda code: f"nee, anneke! {code}", {"Anneke": Reply.DOES_NOT_COME}),
        (lambda code: f"JA {code}", {}),
        (lambda code: f"JA Piet en Anneke {code}", {}),
    ],
)
def test_a_text_back_counts_for_the_one_it_names_and_else_somebody_is_called(
    story: Story, answers: Callable[[str], str], said: dict[str, Reply]
) -> None:
    with story.work() as work:
        _invite(work, "Piet", "Anneke")
        work.session.flush()
        words = _to(work, PHONE, MessageKind.INVITATION).letter.text
        assert "dan uw voornaam en de code" in words
        found = re.search(r"code (\w{5} \w{5})", words)
        assert found is not None
        people = {name: work.person(name) for name in ("Piet", "Anneke")}
        (service,) = work.session.query(MessageService)
        text = Text("1", PHONE, answers(found[1]))
        assert take_text(work.session, service, text, now=work.now + timedelta(minutes=1))
        work.session.flush()
        given = {
            name: answer.content.reply
            for name, person in people.items()
            if (answer := current_answer(work.session, case=work.case, person=person))
        }
        assert given == said
        assert bool(asked_calls(work.session, [work.case])) is not bool(said)
