"""Everybody hears everything: by mail, by text, by letter or by somebody who reads it aloud, whatever the news is."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from netwerkberaad.beraden import BeraadKind, Place, cancel_beraad, change_beraad, current_beraad, plan_beraad
from netwerkberaad.cases import ContactData
from netwerkberaad.flows import What, announce_beraad, announce_cancel, announce_change, today_for
from netwerkberaad.flows.calling import told_aloud, waiting_calls
from netwerkberaad.flows.letters import post_letters, print_letters, waiting_letters
from netwerkberaad.flows.proving import proof_goes_by
from netwerkberaad.flows.reminding import remind_silent
from netwerkberaad.flows.rewriting import rewrite_outdated
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.documents import from_local
from netwerkberaad.foundation.links import LinkPurpose, find_by_code, find_link
from netwerkberaad.foundation.messages import (
    Channel,
    MessageKind,
    MessageService,
    MessageState,
    arrives_by_post,
    outdate_waiting,
    send_due,
    sweep_useless,
)
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import Reply
from tests.builders import World, member
from tests.notify import API_KEY, Notify, Taken
from tests.rooms.story import BASE, SETTINGS, Story, Work, begin

ADDRESS = "Dorpsstraat 1\n4351 AA Veere"
CASEWORDS = ("Marloes", "netwerkberaad van", "Dorpshuis", "26 maart", "toegezegd")
DAY = from_local(date(2026, 3, 26), time(19))
EVERYBODY = ("Joke", "Kees", "Piet", "Anneke")


@pytest.fixture
def story(sqlite_store: Store, clock: MovableClock, sqlite_world: World, notify: Notify) -> Story:
    """Joke reads mail, Kees has a mobile phone, Piet an address, Anneke a landline; a service sends texts, no letters."""
    made = begin(
        sqlite_store,
        clock,
        sqlite_world,
        invitees=[member("Joke"), *(member(first, mail="") for first in EVERYBODY[1:])],
    )
    contacts = {
        "Kees": ContactData(phone="+31600000121"),
        "Piet": ContactData(address=ADDRESS, large_print=True),
        "Anneke": ContactData(landline="+31118000121", address=ADDRESS, prefers=Channel.PHONE),
    }
    with made.work() as work:
        for first, contact in contacts.items():
            work.person(first).contact = contact
        service = MessageService(
            id=new_id(),
            region_id=work.case.region_id,
            organisation_id=None,
            made_at=work.now,
            channel_words=Channel.SMS,
        )
        service.settings, service.api_key = notify.settings, API_KEY
        work.session.add(service)
    return made


def _answered(story: Story) -> None:
    with story.work() as work:
        for first in EVERYBODY:
            work.answer(first, Reply.COMES, by_link=False)
        plan_beraad(
            work.session,
            work.wilma,
            case=work.case,
            kind=BeraadKind.NETWERKBERAAD,
            starts_at=DAY,
            minutes=120,
            place=Place("Dorpshuis", "Kade 1"),
            now=work.now,
        )


def _announce(story: Story) -> dict[str, list[str]]:
    with story.work() as work:
        beraad = current_beraad(work.session, work.case)
        assert beraad is not None
        told = announce_beraad(
            work.session, work.wilma, case=work.case, beraad=beraad, base_url=BASE, now=work.now
        )
        return {
            way: sorted(person.name.short for person in people)
            for way, people in (
                ("mail", told.mailed),
                ("text", told.texted),
                ("letter", told.written),
                ("call", told.to_call),
            )
        }


def _texts(story: Story, notify: Notify) -> list[Taken]:
    send_due(story.store, SETTINGS, now=story.clock.now())
    return notify.of(Channel.SMS)


def _ways(work: Work, *kinds: MessageKind) -> dict[str, MessageState]:
    names = {work.id_of(first): first for first in EVERYBODY}
    found = [message for state in MessageState for message in work.mail(*kinds, state=state)]
    return {names[one.person_id]: one.state for one in found if one.person_id in names}


def test_the_day_goes_by_the_way_that_reaches_each(story: Story, notify: Notify) -> None:
    _answered(story)
    told = _announce(story)
    assert told == {"mail": ["Joke", "Marloes"], "text": ["Kees"], "letter": ["Piet"], "call": ["Anneke"]}
    (text,) = _texts(story, notify)
    assert text.to == "+31600000121"
    assert not [word for word in CASEWORDS if word in text.words["bericht"]]
    with story.work() as work:
        link = find_link(work.session, text.words["bericht"].partition("/p/")[2].split()[0], now=work.now)
        assert link is not None
        assert (link.purpose, link.person_id) == (LinkPurpose.DAY, work.id_of("Kees"))
        (letter,) = work.mail(MessageKind.DATE_SET, state=MessageState.TO_PRINT)
        assert all(words in letter.letter.html for words in ("26 maart", "Dorpshuis", "letter--large"))
        assert "Bij deze mail" not in letter.letter.html
        assert print_letters(work.session, work.wilma, now=work.now).startswith(b"%PDF-")
        (call,) = waiting_calls(work.session, work.wilma)
        assert (call.short, call.phone) == ("Anneke", "+31118000121")
        said = " ".join(call.words)
        assert "26 maart" in said
        assert "Bij deze mail" not in said
        assert "http" not in said


def test_telling_again_tells_nobody_twice_and_ends_no_link(story: Story, notify: Notify) -> None:
    _answered(story)
    _announce(story)
    (text,) = _texts(story, notify)
    story.later(hours=1)
    _announce(story)
    assert _texts(story, notify) == [text]
    with story.work() as work:
        token = text.words["bericht"].partition("/p/")[2].split()[0]
        assert find_link(work.session, token, now=work.now) is not None
        assert (
            len(waiting_calls(work.session, work.wilma))
            == len(waiting_letters(work.session, work.wilma))
            == 1
        )


def test_what_is_told_by_phone_stands_on_vandaag_until_it_was_told(story: Story) -> None:
    _answered(story)
    _announce(story)
    with story.work() as work:
        lines = today_for(work.session, work.wilma, now=work.now).calls
        assert [line.who for line in lines if line.what is What.TO_TELL] == ["Anneke"]
        (call,) = waiting_calls(work.session, work.wilma)
        told_aloud(work.session, work.wilma, message_id=call.id, now=work.now)
        assert waiting_calls(work.session, work.wilma) == []
        (row,) = [one for one in work.mail(state=MessageState.SENT) if one.id == call.id]
        assert (row.letter_sealed, row.recipient_sealed, row.sent_at) == (None, None, work.now)


def test_a_day_that_moves_and_is_called_off_reaches_everybody_too(story: Story, notify: Notify) -> None:
    _answered(story)
    _announce(story)
    _texts(story, notify)
    with story.work() as work:
        beraad = current_beraad(work.session, work.case)
        assert beraad is not None
        change_beraad(
            work.session,
            work.wilma,
            beraad=beraad,
            kind=beraad.kind,
            starts_at=DAY + timedelta(days=1),
            minutes=120,
            place=beraad.place,
            now=work.now,
        )
        announce_change(work.session, work.wilma, case=work.case, beraad=beraad, base_url=BASE, now=work.now)
        (call,) = waiting_calls(work.session, work.wilma)
        assert "27 maart" in " ".join(call.words)
        (letter,) = work.mail(state=MessageState.TO_PRINT)
        assert "27 maart" in letter.letter.html
        cancel_beraad(work.session, work.wilma, beraad=beraad, now=work.now)
        told = announce_cancel(
            work.session, work.wilma, case=work.case, beraad=beraad, base_url=BASE, now=work.now
        )
        assert [person.name.short for person in told.texted] == ["Kees"]
        (call,) = waiting_calls(work.session, work.wilma)
        assert "gaat niet door" in " ".join(call.words)
    newest = _texts(story, notify)[-1]
    assert "Bel ons" in newest.words["bericht"]
    assert "/p/" not in newest.words["bericht"]


def test_a_letter_that_would_come_too_late_becomes_a_call(story: Story) -> None:
    _answered(story)
    story.clock.move_to(DAY - timedelta(days=1))
    told = _announce(story)
    assert (told["letter"], told["call"]) == ([], ["Anneke", "Piet"])
    friday = from_local(date(2026, 3, 6), time(12))
    assert arrives_by_post(friday) == friday + timedelta(days=4)


def test_news_of_a_day_that_is_over_need_not_be_told(story: Story) -> None:
    _answered(story)
    _announce(story)
    for moment, waiting in ((DAY - timedelta(minutes=1), 2), (DAY, 0)):
        with story.work() as work:
            sweep_useless(work.session, moment)
            work.session.flush()
            found = (*waiting_calls(work.session, work.wilma), *waiting_letters(work.session, work.wilma))
            assert len(found) == waiting


def test_a_plan_reminders_and_check_ins_reach_everybody(story: Story, notify: Notify) -> None:
    with story.work() as work:
        work.write(list(EVERYBODY), "Ik kook op dinsdag.", first_at=from_local(date(2026, 3, 10), time(12)))
        work.accept()
        expected = {
            "Joke": MessageState.WAITING,
            "Kees": MessageState.WAITING,
            "Piet": MessageState.TO_PRINT,
            "Anneke": MessageState.TO_TELL,
        }
        assert _ways(work, MessageKind.CONFIRM) == expected
        letter = next(one for one in work.mail(MessageKind.CONFIRM, state=MessageState.TO_PRINT))
        code = letter.letter.html.partition('letter-code-word" dir="ltr">')[2].partition("<")[0]
        link = find_by_code(work.session, code, now=work.now)
        assert link is not None
        assert (link.purpose, link.person_id) == (LinkPurpose.PLAN, work.id_of("Piet"))
    story.clock.move_to(from_local(date(2026, 3, 9), time(18)))
    story.send()
    with story.work() as work:
        # A letter of this evening is not there tomorrow.
        late = {**expected, "Piet": MessageState.TO_TELL}
        assert _ways(work, MessageKind.REMINDER) == late
    story.clock.move_to(from_local(date(2026, 3, 11), time(18)))
    story.send()
    with story.work() as work:
        assert _ways(work, MessageKind.CHECK_IN) == expected
    words = [text.words["bericht"] for text in _texts(story, notify)]
    assert len(words) == 2  # the check-in took the place of the reminder that did not leave
    assert not [word for word in CASEWORDS if any(word in said for said in words)]


def test_a_silent_invitation_by_text_is_repeated_by_text(story: Story, notify: Notify) -> None:
    with story.work() as work:
        work.invite("Kees", Channel.SMS)
    assert len(_texts(story, notify)) == 1
    story.later(days=3, hours=1)
    assert remind_silent(story.store, SETTINGS, story.clock.now()) == 1
    first, again = _texts(story, notify)
    assert again.to == first.to
    assert "/code" in again.words["bericht"]
    assert again.words["bericht"] != first.words["bericht"]


def test_who_wants_texts_gets_them_before_mail_and_the_proof_goes_the_other_way(story: Story) -> None:
    with story.work() as work:
        joke = work.person("Joke")
        joke.contact = replace(joke.contact, phone="+31600000120", prefers=Channel.SMS)
    _answered(story)
    assert _announce(story)["text"] == ["Joke", "Kees"]
    with story.work() as work:
        assert proof_goes_by(work.session, work.case, work.person("Joke")) is Channel.MAIL
        assert proof_goes_by(work.session, work.case, work.person("Kees")) is Channel.SMS


def test_without_a_service_for_texts_a_mobile_phone_is_called(story: Story) -> None:
    with story.work() as work:
        work.session.query(MessageService).delete()
    _answered(story)
    assert _announce(story)["call"] == ["Anneke", "Kees"]


def test_a_letter_about_the_day_is_written_again_as_a_letter_and_keeps_no_clock_of_an_invitation(
    story: Story,
) -> None:
    _answered(story)
    _announce(story)
    with story.work() as work:
        outdate_waiting(work.session, case_id=work.case.id, now=work.now)
    rewrite_outdated(story.store, SETTINGS, now=story.clock.now())
    with story.work() as work:
        (letter,) = work.mail(state=MessageState.TO_PRINT)
        assert "letter-address" in letter.letter.html
        (call,) = waiting_calls(work.session, work.wilma)
        assert "26 maart" in " ".join(call.words)
        ids = {line.id for line in waiting_letters(work.session, work.wilma)}
        assert post_letters(work.session, work.wilma, ids=ids, now=work.now) == 1
