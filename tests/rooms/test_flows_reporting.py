"""What a service reports: deliveries, letters that came back, and answers by text."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from netwerkberaad.flows import proof_goes_by, send_proof
from netwerkberaad.flows.reporting import Said, Text, read_text, take_report, take_text
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.messages import (
    Arrival,
    Channel,
    MessageKind,
    MessageService,
    OutboxMessage,
    ServiceSettings,
)
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import Reply, asked_calls, current_answer
from tests.builders import World
from tests.rooms.story import Story, Work, begin

CARRIED = (Channel.MAIL, Channel.SMS, Channel.LETTER)


@pytest.fixture
def story(sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Story:
    """A case with Kees, who has a mobile number."""
    return begin(sqlite_store, clock, sqlite_world)


def serve(work: Work, *, answers: bool = True) -> MessageService:
    """A service that carries everything for the region."""
    service = MessageService(
        id=new_id(), region_id=work.case.region_id, made_at=work.now, channel_words=" ".join(CARRIED)
    )
    service.settings = ServiceSettings(base_url="https://notify.example.org", answers=answers)
    work.session.add(service)
    work.session.flush()
    return service


def invite_by_text(work: Work) -> tuple[OutboxMessage, str]:
    """Kees is invited by text. Returns the message and the code in it."""
    assert work.invite("Kees", Channel.SMS).code == ""
    work.session.flush()
    (message,) = [one for one in work.mail(MessageKind.INVITATION) if one.channel is Channel.SMS]
    found = re.search(r"code (\w{5} \w{5})", message.letter.text)
    assert found is not None
    return message, found[1]


def send_text(work: Work, service: MessageService, words: str, id_: str = "1") -> bool:
    """Somebody texts."""
    return take_text(work.session, service, Text(id_, "+31600000121", words), now=work.now)


def test_an_invitation_by_text_says_who_writes_and_how_to_answer_and_nothing_else(story: Story) -> None:
    with story.work() as work:
        serve(work)
        message, code = invite_by_text(work)
        assert message.recipient == "+31600000121"
        text = message.letter.text
        assert "/p/" in text
        assert "/code" in text
        assert code in text
        assert "JA, NEE of BEL" in text
        assert "Marloes" not in text
        assert (message.letter.subject, message.letter.html, message.letter.reply_to) == ("", "", "")


def test_who_cannot_text_back_is_not_told_to(story: Story) -> None:
    with story.work() as work:
        serve(work, answers=False)
        assert "JA, NEE" not in invite_by_text(work)[0].letter.text


def test_a_report_is_put_on_record_once_and_what_was_lost_stays_lost(story: Story) -> None:
    with story.work() as work:
        service = serve(work)
        message, _code = invite_by_text(work)

        def report(status: str) -> bool:
            return take_report(work.session, service, reference=message.key, status=status, now=work.now)

        assert not report("sending")
        assert report("delivered")
        assert not report("delivered")
        assert report("permanent-failure")
        assert not report("delivered")
        assert message.arrival is Arrival.BOUNCED
        work.session.flush()
    with story.work() as work:
        told = select(AuditEntry).where(
            AuditEntry.action == "message.not_arrived", AuditEntry.case_id == work.case.id
        )
        assert len(work.session.scalars(told).all()) == 1


def test_a_service_reports_about_messages_of_its_own_region_alone(story: Story) -> None:
    with story.work() as work:
        service = serve(work)
        message, code = invite_by_text(work)
        work.session.expunge(service)
        stranger = MessageService(id=new_id(), region_id=new_id(), made_at=work.now, channel_words="sms")
        reference = message.key
        assert not take_report(work.session, stranger, reference=reference, status="delivered", now=work.now)
        assert not send_text(work, stranger, f"JA {code}")


@pytest.mark.parametrize(("word", "reply"), [("ja", Reply.COMES), ("NEE.", Reply.DOES_NOT_COME)])
def test_yes_and_no_by_text_with_the_code_are_an_answer(story: Story, word: str, reply: Reply) -> None:
    with story.work() as work:
        service = serve(work)
        kees = work.person("Kees")
        _message, code = invite_by_text(work)
        assert send_text(work, service, f"{word} {code}")
        work.session.flush()
        answer = current_answer(work.session, case=work.case, person=kees)
        assert answer is not None
        assert (answer.content.reply, answer.via, answer.recorded_by) == (reply, Channel.SMS, None)


@pytest.mark.parametrize("words", ["BEL {}", "{} wanneer is het?", "ja nee {}", "ik kom ja met oma {} hoor"])
def test_call_and_whatever_cannot_be_read_asks_for_a_call(story: Story, words: str) -> None:
    with story.work() as work:
        service = serve(work)
        _message, code = invite_by_text(work)
        assert send_text(work, service, words.format(code))
        work.session.flush()
        (call,) = asked_calls(work.session, [work.case])
        assert (call.person_id, call.note) == (work.id_of("Kees"), "")
        assert current_answer(work.session, case=work.case, person=work.person("Kees")) is None


def test_a_text_without_the_code_counts_for_nothing_and_each_text_counts_once(story: Story) -> None:
    with story.work() as work:
        service = serve(work)
        _message, code = invite_by_text(work)
        assert not send_text(work, service, "JA")
        assert not send_text(work, service, "JA K7QPX 2M4RT")
        assert send_text(work, service, f"JA {code}", "7")
        assert not send_text(work, service, f"NEE {code}", "7")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("JA K7QPX 2M4RT", Said.YES),
        ("k7qpx2m4rt ja", Said.YES),
        ("Hayır K7QPX 2M4RT", Said.NO),
        ("HAYIR K7QPX-2M4RT", Said.NO),
        ("نعم K7QPX 2M4RT", Said.YES),
        ("ДЗВОНІТЬ K7QPX 2M4RT", Said.CALL),
        ("K7QPX 2M4RT", Said.CALL),
    ],
)
def test_a_text_is_read_in_every_language_of_the_door(words: str, said: Said) -> None:
    assert read_text(words) == (said, "K7QPX2M4RT")


def test_the_code_of_the_second_proof_takes_another_way_than_the_link(story: Story) -> None:
    with story.work() as work:
        service = serve(work)
        kees = work.person("Kees")
        assert proof_goes_by(work.session, work.case, kees) is Channel.SMS
        work.invite("Kees", Channel.SMS)
        work.session.flush()
        assert proof_goes_by(work.session, work.case, kees) is Channel.MAIL
        work.invite("Kees", Channel.MAIL)
        work.session.flush()
        send_proof(work.session, work.guest("Kees"), case=work.case, person=kees, now=work.now)
        work.session.flush()
        (proof,) = work.mail(MessageKind.PROOF)
        assert (proof.channel, proof.recipient) == (Channel.SMS, "+31600000121")
        assert re.match(r"\d{6} is uw code", proof.letter.text)
        service.channel_words = "mail"
        work.session.flush()
        assert proof_goes_by(work.session, work.case, kees) is Channel.MAIL


def test_a_letter_leaves_with_address_and_code_when_a_service_carries_it(story: Story) -> None:
    with story.work() as work:
        serve(work)
        joke = work.person("Joke")
        joke.contact = replace(joke.contact, address="Dorpsstraat 1\n4351 AA Veere")
        assert work.invite("Joke", Channel.LETTER).code == ""
        work.session.flush()
        (letter,) = [one for one in work.mail(MessageKind.INVITATION) if one.channel is Channel.LETTER]
        assert letter.recipient.splitlines()[1:] == ["Dorpsstraat 1", "4351 AA Veere"]
        assert "letter-qr" in letter.letter.html
        assert "4351 AA Veere" in letter.letter.html


def test_without_a_service_the_gespreksleider_hands_the_code_over(story: Story) -> None:
    with story.work() as work:
        assert len(work.invite("Kees", Channel.SMS).code) == 10
