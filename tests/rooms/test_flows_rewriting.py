"""Messages that wait while something closes: none leaves with the old words, and the link in them stays."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from netwerkberaad.beraden import BeraadKind, Place, cancel_beraad, current_beraad, plan_beraad
from netwerkberaad.cases import HowGiven
from netwerkberaad.cases.safety import ArrivalContent, set_arrival
from netwerkberaad.cases.sight import Opened, hide_address, open_to
from netwerkberaad.flows import announce_beraad, send_waiting
from netwerkberaad.flows.rewriting import rewrite_outdated
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import MessageKind, MessageState, OutboxMessage, claim_due
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import AnswerContent, Reply
from tests.builders import World
from tests.rooms.story import SETTINGS, Story, Work, begin

CANTEEN = Place("Kantine De Meeuwen", "Zandweg 4, 4331 AB Middelburg")
_DAY = (MessageKind.INVITATION, MessageKind.DATE_SET)


@pytest.fixture
def story(store: Store, clock: MovableClock, world: World) -> Story:
    """Joke was invited and told the day; nothing left yet."""
    story = begin(store, clock, world)
    with story.work() as work:
        plan_beraad(
            work.session,
            work.wilma,
            case=work.case,
            kind=BeraadKind.NETWERKBERAAD,
            starts_at=work.now + timedelta(days=20),
            minutes=165,
            place=CANTEEN,
            now=work.now,
        )
        work.session.flush()  # the beraad stands in the invitation
        work.invite("Joke")
    with story.work() as work:
        work.answer("Joke", AnswerContent(reply=Reply.COMES))
        work.session.flush()  # who comes is told
        beraad = current_beraad(work.session, work.case)
        assert beraad is not None
        announce_beraad(
            work.session, work.wilma, case=work.case, beraad=beraad, base_url="https://x.nl", now=work.now
        )
    return story


def _close(work: Work) -> None:
    """Marloes closes to Joke where it is held."""
    open_to(
        work.session,
        work.wilma,
        case=work.case,
        principal=work.person("Marloes"),
        member=work.person("Joke"),
        opened=Opened(venue=False),
        how=HowGiven.IN_PERSON,
        now=work.now,
    )


def _hide(work: Work) -> None:
    """Marloes stays there, and only she may know."""
    hide_address(
        work.session,
        work.wilma,
        case=work.case,
        person=work.person("Marloes"),
        address=CANTEEN.address,
        may_know=[],
        reason="Geweld.",
        now=work.now,
    )


def _words(story: Story) -> list[str]:
    """What waits for Joke, with everything that goes along."""
    with story.work() as work:
        rows = [row for row in work.mail(*_DAY) if row.person_id == work.id_of("Joke")]
        return [
            "\n".join([row.letter.text, row.letter.html, *(one.content for one in row.letter.attachments)])
            for row in rows
        ]


def _leaving(story: Story) -> list[MessageKind]:
    """What would be sent at this moment."""
    claimed = {claim.message_id for claim in claim_due(story.store, now=story.clock.now())}
    with story.store.reading() as session:
        rows = session.scalars(select(OutboxMessage).where(OutboxMessage.id.in_(claimed)))
        return sorted((row.kind for row in rows if row.kind in _DAY), key=str)


@pytest.mark.parametrize("close", [_close, _hide])
def test_a_place_that_closes_leaves_no_waiting_message(story: Story, close: object) -> None:
    assert all("Zandweg" in words for words in _words(story))
    links = [re.findall(r"/p/[\w-]{20,}", words) for words in _words(story)]
    with story.work() as work:
        assert callable(close)
        close(work)
    assert rewrite_outdated(story.store, SETTINGS, now=story.clock.now()) >= 2
    after = _words(story)
    assert len(after) == 2
    assert not any("Zandweg" in words or "Meeuwen" in words for words in after)
    assert [re.findall(r"/p/[\w-]{20,}", words) for words in after] == links
    assert rewrite_outdated(story.store, SETTINGS, now=story.clock.now()) == 0


def test_nothing_leaves_between_the_closing_and_the_writing(story: Story) -> None:
    with story.work() as work:
        _close(work)
    with story.store.reading() as session:
        joke = [row.id for row in session.scalars(select(OutboxMessage)) if row.outdated_at is not None]
    assert len(joke) == 2
    claimed = {claim.message_id for claim in claim_due(story.store, now=story.clock.now())}
    assert not claimed & set(joke)


def test_a_message_that_was_claimed_already_is_taken_back(story: Story) -> None:
    assert _leaving(story)
    with story.work() as work:
        _hide(work)
    with story.store.reading() as session:
        rows = [row for row in session.scalars(select(OutboxMessage)) if row.kind in _DAY]
        assert {row.state for row in rows} == {MessageState.WAITING}
        assert {row.claim for row in rows} == {None}


def test_an_own_time_changes_what_waits_for_this_person_alone(story: Story) -> None:
    with story.work() as work:
        others = [row.letter for row in work.mail(*_DAY) if row.person_id != work.id_of("Joke")]
        content = ArrivalContent(-30, "Door de achterdeur.")
        set_arrival(
            work.session,
            work.wilma,
            case=work.case,
            person=work.person("Joke"),
            content=content,
            now=work.now,
        )
    rewrite_outdated(story.store, SETTINGS, now=story.clock.now())
    assert all("achterdeur" in re.sub(r"\r?\n ", "", words) for words in _words(story))
    with story.work() as work:
        assert [row.letter for row in work.mail(*_DAY) if row.person_id != work.id_of("Joke")] == others


def test_of_a_beraad_that_was_called_off_nothing_is_told_any_more(story: Story) -> None:
    with story.work() as work:
        beraad = current_beraad(work.session, work.case)
        assert beraad is not None
        cancel_beraad(work.session, work.wilma, beraad=beraad, now=work.now)
    rewrite_outdated(story.store, SETTINGS, now=story.clock.now())
    (invitation,) = _words(story)
    assert "Zandweg" not in invitation


def test_what_is_rewritten_is_sent(story: Story, tmp_path: Path) -> None:
    with story.work() as work:
        _close(work)
    settings = replace(SETTINGS, instance=tmp_path)
    assert send_waiting(story.store, settings, now=story.clock.now()) > 0
    with story.store.reading() as session:
        rows = [row for row in session.scalars(select(OutboxMessage)) if row.kind in _DAY]
        assert {row.state for row in rows} == {MessageState.SENT}
