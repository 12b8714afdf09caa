"""The second proof: six digits by mail, or read out by the gespreksleider."""

import re

import pytest
from sqlalchemy import select

from netwerkberaad.flows import NoWayForProofError, proof_goes_by, read_out_proof, send_proof
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import NotFoundError, TooManyTriesError
from netwerkberaad.foundation.links import check_proof
from netwerkberaad.foundation.messages import MessageKind, MessageState
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.rooms.story import Story, Work, begin


@pytest.fixture
def story(shared_store: Store, clock: MovableClock, shared_world: World) -> Story:
    """A case with Joke, who has mail, and Piet, who has none."""
    return begin(shared_store, clock, shared_world)


def _send(work: Work, first: str) -> str:
    """Send a code by mail; returns it as it stands in the message."""
    person = work.person(first)
    send_proof(work.session, work.guest(first), case=work.case, person=person, now=work.now)
    (message,) = work.mail(MessageKind.PROOF)
    found = re.search(r"\b\d{6}\b", message.letter.text)
    assert found is not None
    assert found.group() not in message.letter.subject
    return found.group()


def test_a_code_by_mail_proves_who_is_there_and_the_mail_tells_nothing_else(story: Story) -> None:
    with story.work() as work:
        code = _send(work, "Joke")
        (message,) = work.mail()
        assert message.recipient == "oma.joke@example.nl"
        assert "Marloes" not in message.letter.text + message.letter.subject
        assert "/p/" not in message.letter.text
        assert check_proof(work.session, person_id=work.id_of("Joke"), code=code, now=work.now)


def test_the_next_code_ends_the_one_before_also_when_that_did_not_leave_yet(story: Story) -> None:
    with story.work() as work:
        first = _send(work, "Joke")
    story.later(minutes=1)
    with story.work() as work:
        second = _send(work, "Joke")
        assert len(work.mail(MessageKind.PROOF, state=MessageState.CANCELLED)) == 1
        joke = work.id_of("Joke")
        if first != second:
            assert not check_proof(work.session, person_id=joke, code=first, now=work.now)
        assert check_proof(work.session, person_id=joke, code=second, now=work.now)


def test_without_mail_no_code_can_be_sent_and_the_gespreksleider_reads_one_out(story: Story) -> None:
    with story.work() as work:
        piet = work.person("Piet")
        assert proof_goes_by(work.session, work.case, piet) is None
        with pytest.raises(NoWayForProofError):
            send_proof(work.session, work.guest("Piet"), case=work.case, person=piet, now=work.now)
        code = read_out_proof(work.session, work.wilma, case=work.case, person=piet, now=work.now)
        assert work.mail() == []
        assert not check_proof(work.session, person_id=work.id_of("Joke"), code=code, now=work.now)
        assert check_proof(work.session, person_id=piet.id, code=code, now=work.now)
    with story.work() as work:
        read_out = select(AuditEntry.object_id).where(
            AuditEntry.action == "proof.read_out", AuditEntry.case_id == work.case.id
        )
        assert work.session.scalar(read_out) == piet.id


def test_codes_are_not_sent_without_end(story: Story) -> None:
    with story.work() as work:
        for _number in range(6):
            _send(work, "Joke")
        with pytest.raises(TooManyTriesError):
            _send(work, "Joke")
        assert len(work.mail(MessageKind.PROOF)) == 1


def test_nobody_of_another_case_gets_a_code(story: Story) -> None:
    other = begin(story.store, story.clock, story.world)
    with other.work() as work:
        stranger = work.person("Joke")
        work.session.expunge(stranger)
    with story.work() as work:
        with pytest.raises(NotFoundError):
            read_out_proof(work.session, work.wilma, case=work.case, person=stranger, now=work.now)
        with pytest.raises(NotFoundError):
            send_proof(work.session, work.guest("Joke"), case=work.case, person=stranger, now=work.now)
