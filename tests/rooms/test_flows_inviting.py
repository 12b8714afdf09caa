"""Inviting: nothing goes out that a hoofdpersoon did not want, and every link has one owner."""

from dataclasses import replace
from datetime import date

import pytest

from netwerkberaad.cases import (
    About,
    ContactData,
    ExcludedPerson,
    HowGiven,
    NewPerson,
    PersonKind,
    PersonName,
    Phase,
    exclude_person,
    record_approval,
)
from netwerkberaad.flows import stop_case
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DomainError
from netwerkberaad.foundation.links import find_by_code, links_of
from netwerkberaad.foundation.messages import Channel, MessageKind, MessageState
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import (
    CaseClosedError,
    ExcludedError,
    NoAddressError,
    NotApprovedError,
    Reply,
    Stage,
    board_of,
    invitation_for,
)
from tests.builders import World, principal
from tests.rooms.story import BASE, Story, Work, begin
from tests.rooms.together import at_once


@pytest.fixture
def story(shared_store: Store, clock: MovableClock, shared_world: World) -> Story:
    """A case in which everybody was approved."""
    return begin(shared_store, clock, shared_world)


def _approve(work: Work, who: str, *, invite: bool) -> None:
    record_approval(
        work.session,
        work.wilma,
        case=work.case,
        principal=work.person(who),
        member=work.person("Joke"),
        invite=invite,
        text="",
        how=HowGiven.PHONE,
        now=work.now,
    )
    work.session.flush()  # as at the end of a request


def test_nothing_is_sent_until_both_hoofdpersonen_approve(
    shared_store: Store, clock: MovableClock, shared_world: World
) -> None:
    bas = NewPerson(PersonName(first="Bas"), PersonKind.PRINCIPAL, about=About(born=date(2017, 9, 9)))
    principals = [principal("Marloes"), principal("Rik", mail="rik@example.org"), bas]
    story = begin(shared_store, clock, shared_world, principals=principals, approved=False)
    with story.work() as work:
        with pytest.raises(NotApprovedError) as caught:
            work.invite("Joke")
        assert caught.value.data == {"refused": (), "missing": ("Marloes", "Rik")}
        _approve(work, "Marloes", invite=True)
        with pytest.raises(NotApprovedError) as caught:
            work.invite("Joke")
        assert caught.value.data == {"refused": (), "missing": ("Rik",)}
        _approve(work, "Rik", invite=False)
        with pytest.raises(NotApprovedError) as caught:
            work.renew("Joke")
        assert caught.value.data == {"refused": ("Rik",), "missing": ()}
        assert work.mail() == []
        assert links_of(work.session, person_id=work.id_of("Joke"), now=work.now) == []
        assert work.case.phase is Phase.PREPARATION
        _approve(work, "Rik", invite=True)
        work.invite("Joke")
        assert len(work.mail(MessageKind.INVITATION)) == 1


@pytest.mark.parametrize(
    "barred",
    [
        ExcludedPerson(phone="06 - 00 00 01 20"),
        ExcludedPerson(mail=" OMA.Joke@Example.nl"),
        ExcludedPerson(name="joké  WISSE"),
    ],
)
def test_who_is_excluded_in_another_notation_is_not_invited_by_any_way(
    story: Story, barred: ExcludedPerson
) -> None:
    with story.work() as work:
        exclude_person(work.session, work.wilma, case=work.case, person=barred, now=work.now)
        work.session.flush()  # as at the end of a request
        for channel in Channel:
            with pytest.raises(ExcludedError):
                work.invite("Joke", channel)
        with pytest.raises(ExcludedError):
            work.renew("Joke")
        assert work.mail() == []


def test_who_becomes_excluded_gets_nothing_that_waited_and_the_link_stops(story: Story) -> None:
    with story.work() as work:
        invited, other = work.invite("Joke"), work.invite("Kees")
        barred = ExcludedPerson(phone="0031 6 00000120")
        exclude_person(work.session, work.wilma, case=work.case, person=barred, now=work.now)
        assert [message.recipient for message in work.mail()] == ["kees@example.nl"]
        assert work.link(invited) is None
        assert work.link(other) is not None


def test_who_is_refused_after_all_gets_nothing_that_waited_and_stays_off(story: Story) -> None:
    with story.work() as work:
        work.invite("Joke")
        work.invite("Kees")
        _approve(work, "Marloes", invite=False)
        assert [message.recipient for message in work.mail()] == ["kees@example.nl"]
        with pytest.raises(NotApprovedError):
            work.invite("Joke")


def test_an_invitation_at_the_moment_of_a_stop_does_not_leave(story: Story) -> None:
    refused: list[DomainError] = []

    def act(work: Work, number: int) -> None:
        if number:
            work.invite("Joke")
            return
        stop_case(
            work.session,
            work.guest("Marloes"),
            case=work.case,
            by=work.person("Marloes"),
            words="",
            how=HowGiven.LINK,
            base_url=BASE,
            now=work.now,
        )

    at_once(story, act, refused=refused)
    assert [type(error) for error in refused] in ([], [CaseClosedError])
    with story.work() as work:
        assert not work.case.open
        assert work.mail(MessageKind.INVITATION) == []


def test_the_invitation_holds_a_link_and_nothing_of_the_case(story: Story) -> None:
    with story.work() as work:
        invited = work.invite("Joke")
        (message,) = work.mail()
        letter = message.letter
        assert message.recipient == "oma.joke@example.nl"
        assert (invited.code, letter.reply_to) == ("", "wilma.poppe@example.org")
        assert invited.url in letter.text
        assert invited.url in letter.html
        assert "Marloes" in letter.text
        assert "Marloes" not in letter.subject
        for secret in ("de Nooijer", "zin meer zeggen", "buikpijn", "Middelburg", "Kees", "oma.joke"):
            assert secret not in letter.text + letter.html + letter.subject
        link = work.link(invited)
        assert link is not None
        assert (link.person_id, link.code_hash) == (work.id_of("Joke"), None)
        assert work.case.phase is Phase.INVITING
        assert invitation_for(work.session, work.case, work.person("Joke")).stage is Stage.INVITED


@pytest.mark.parametrize("channel", [Channel.LETTER, Channel.SMS, Channel.PAPER])
def test_who_gets_no_mail_gets_a_code_to_type(story: Story, channel: Channel) -> None:
    with story.work() as work:
        joke = work.person("Joke")
        joke.contact = replace(joke.contact, address="Dam 1, Middelburg")
        invited = work.invite("Joke", channel)
        assert work.mail() == []
        found = find_by_code(work.session, f" {invited.code.lower()} ", now=work.now)
        assert found is not None
        assert found.person_id == joke.id


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.IN_PERSON])
def test_who_is_asked_aloud_needs_no_link(story: Story, channel: Channel) -> None:
    with story.work() as work:
        assert work.invite("Joke", channel).url == ""
        assert links_of(work.session, person_id=work.id_of("Joke"), now=work.now) == []
        assert board_of(work.session, work.case).rows[-1].stage is Stage.INVITED


@pytest.mark.parametrize(
    ("channel", "field"),
    [(Channel.MAIL, "mail"), (Channel.SMS, "phone"), (Channel.PHONE, "phone"), (Channel.LETTER, "address")],
)
def test_a_way_without_an_address_is_refused_beside_its_field(
    story: Story, channel: Channel, field: str
) -> None:
    with story.work() as work:
        work.person("Joke").contact = ContactData()
        with pytest.raises(NoAddressError) as caught:
            work.invite("Joke", channel)
        assert caught.value.field == field


def test_a_closed_case_invites_nobody(story: Story) -> None:
    with story.work() as work:
        work.case.phase, work.case.closed_at = Phase.CLOSED, work.now
        with pytest.raises(CaseClosedError):
            work.invite("Joke")
        with pytest.raises(CaseClosedError):
            work.renew("Joke")


def test_inviting_again_ends_the_earlier_link_also_in_a_message_that_did_not_leave(story: Story) -> None:
    with story.work() as work:
        first = work.invite("Joke")
    story.later(hours=1)
    with story.work() as work:
        second = work.invite("Joke")
        assert work.link(first) is None
        (waiting,) = work.mail()
        assert second.url in waiting.letter.text
        assert len(work.mail(state=MessageState.CANCELLED)) == 1
    story.later(hours=1)
    with story.work() as work:
        code = work.renew("Joke")
        assert work.link(second) is None
        assert work.mail() == []
        assert find_by_code(work.session, code, now=work.now) is not None


def test_an_invitation_after_an_answer_leaves_the_answer(story: Story) -> None:
    with story.work() as work:
        work.invite("Joke")
        work.answer("Joke", Reply.COMES)
        work.invite("Joke", Channel.PHONE)
        row = next(row for row in board_of(work.session, work.case).rows if row.name.short == "Joke")
        assert (row.stage, row.answer is not None) == (Stage.ANSWERED, True)
