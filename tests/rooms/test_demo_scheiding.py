"""The case of Marloes, Rik, Fenna and Bas from request to closing: what must be true on the way, on both databases.

The case is replayed once for each database; the numbers in the names of the tests are those of the case itself.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from netwerkberaad.cases import (
    ContactData,
    Outcome,
    Phase,
    circle_counts,
    people_of,
)
from netwerkberaad.flows.today_lines import What
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core import audit, audit_chain
from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.foundation.links import find_link
from netwerkberaad.foundation.messages import MessageState, OutboxMessage
from netwerkberaad.foundation.vault import Store, keys_of
from netwerkberaad.invites import BoardGroup, board_of
from netwerkberaad.models import metadata
from tests.demo import at, letters
from tests.scheiding import Diary, replayed
from tests.stores import RING, engine_on

SILENT_ABOUT = ("scheid", "ruzie", "uit elkaar", "schreeuw")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def replay_store(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """A store for the whole replay."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("replay") / "replay.sqlite"
        shutil.copy(sqlite_template, path)
        engine = engine_on(path)
    else:
        url: str = request.getfixturevalue("postgres_url")
        engine = build_engine(url)
        metadata.create_all(engine)
    yield Store(engine, RING)
    engine.dispose()


@pytest.fixture(scope="module")
def diary(replay_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Diary:
    """The whole case, replayed once, with what was seen on the way."""
    return replayed(replay_store, tmp_path_factory.mktemp("instance"))


def test_nothing_was_refused_on_the_way(diary: Diary) -> None:
    assert [key for key in diary.stage.not_held if key.startswith("refused")] == []


def test_e1_the_aanmelder_sees_the_receipt_and_who_makes_contact_before_when(diary: Diary) -> None:
    before, after = diary.receipts[0], diary.receipts[1]
    assert before.title == "Marloes, Rik, Fenna en Bas"
    assert before.next_contact_at == diary.stage.at(at(2, "12:00"))
    assert (before.next_contact_by, after.next_contact_by) == ("", "Wilma Poppe")


def test_e2_and_e3_the_circle_grows_from_four_to_eleven(diary: Diary) -> None:
    stage = diary.stage
    with stage.desk(permission=Permission.READ_CASE) as desk:
        people = people_of(desk.session, desk.case)
        counts = circle_counts(people, case=desk.case, at=stage.at(at(8, "21:00")))
        first_day = circle_counts(people, case=desk.case, at=stage.at(at(0, "23:59")))
    assert (counts.before, counts.now) == (4, 11)
    assert first_day.now == 4


def test_e5_no_invitation_says_what_it_is_about(diary: Diary) -> None:
    assert len(diary.invited) >= 8
    for letter in letters(diary.stage.house.settings.spool):
        written = f"{letter.subject}\n{letter.text}".lower()
        assert [word for word in SILENT_ABOUT if word in written] == []


def test_no_letter_holds_words_of_the_request_the_plan_or_an_answer(diary: Diary) -> None:
    scenario = diary.stage.scenario
    secret = [promise.text for version in scenario.versions for promise in version.written]
    secret += [
        answer.content.question for asked in scenario.asked for answer in asked.answers if answer.content
    ]
    secret += scenario.request.referral.words.splitlines()
    secret += [followed.content.note for followed in scenario.followed]
    everything = "\n".join(letter.text for letter in letters(diary.stage.house.settings.spool))
    assert [words for words in secret if len(words) > 12 and words in everything] == []


def test_e6_not_me_ends_the_link_erases_the_address_and_stands_on_the_day_list(diary: Diary) -> None:
    assert not diary.wrong_link_works
    assert diary.contacts["wouter"].mail == ""
    lost = [line.who for line in diary.days["not me"].calls if line.what is What.LOST_ADDRESS]
    assert lost == ["Wouter"]


def test_e7_joke_and_kees_share_a_mail_address_and_have_a_link_each(diary: Diary) -> None:
    tokens = diary.stage.house.post.tokens
    people = diary.stage.people
    of_joke, of_kees = tokens[people["joke"]], tokens[people["kees"]]
    assert set(of_joke) - set(of_kees)
    assert set(of_kees) - set(of_joke)
    shared = [letter for letter in diary.invited if letter.to == "oma.joke@example.nl"]
    told = ["Joke" in letter.text for letter in shared if "uitnodiging" in letter.subject]
    assert sorted(told) == [False, True]
    (asked,) = [letter.text for letter in shared if "dag" in letter.subject]
    assert "voor meer dan één persoon" in asked


def test_e8_the_contact_data_of_the_huisarts_are_gone_once_he_declines(diary: Diary) -> None:
    stage = diary.stage
    assert diary.contacts["huisarts"].mail == "praktijk@huisartskesteloo.example.nl"
    with stage.desk(permission=Permission.READ_CASE) as desk:
        huisarts = stage.person(desk, "huisarts")
        assert huisarts.contact == ContactData()
        assert huisarts.contact_erased_at == stage.at(at(17, "08:15"))
        assert board_of(desk.session, desk.case).counts[BoardGroup.DOES_NOT_COME] == 1


def test_e9_nine_come_one_contributes_and_one_declines(diary: Diary) -> None:
    groups = {group: count for group, count in diary.groups.items() if count}
    assert groups == {BoardGroup.COMES: 9, BoardGroup.CONTRIBUTES: 1, BoardGroup.DOES_NOT_COME: 1}


def test_e10_in_private_time_nobody_can_write_anything_down(diary: Diary) -> None:
    assert diary.private_was_on
    assert diary.refused_in_private == ["agreements", "attendance", "plan"]


def test_e11_the_first_version_has_eleven_commitments_and_an_evaluation_date(diary: Diary) -> None:
    assert (diary.lines, diary.evaluation_set) == (11, True)


def test_e12_all_twelve_confirmations_are_in_and_the_case_goes_on_to_follow_up(diary: Diary) -> None:
    assert diary.confirmed == 12
    assert diary.phase_once_confirmed is Phase.FOLLOW_UP


def test_e13_only_fatma_and_joke_are_told_of_the_second_version(diary: Diary) -> None:
    assert diary.stage.told[2] == {"fatma", "joke"}
    assert diary.told_by_mail == {"fatma", "joke"}


def test_e14_fatma_sees_what_changed_for_her(diary: Diary) -> None:
    assert diary.fatma_sees == {"K1", "K12"}


def test_e15_the_silence_about_k11_is_a_gap_on_the_day_list_until_wilma_called(diary: Diary) -> None:
    gaps = [line.who for line in diary.days["day 46"].calls if line.what is What.GAP]
    assert "Piet" in gaps
    closed = [line.who for line in diary.days["after the call"].calls if line.what is What.GAP]
    assert "Piet" not in closed


def test_e16_the_case_is_closed_with_its_outcome(diary: Diary) -> None:
    with diary.stage.desk(permission=Permission.READ_CASE) as desk:
        assert desk.case.phase is Phase.CLOSED
        assert desk.case.closing.outcome is Outcome.PLAN_WITH_MEETING


def test_e17_the_aanmelder_reads_the_agreed_feedback_and_nothing_else(diary: Diary) -> None:
    receipt, stage = diary.receipts[-1], diary.stage
    assert receipt.feedback == stage.scenario.closing.feedback
    everything = repr(receipt)
    assert "oma" not in everything.lower()
    assert not any(promise.text in everything for promise in stage.scenario.versions[0].written)
    told = [
        letter
        for letter in letters(stage.house.settings.spool)
        if letter.to == "h.minderhoud@wijkteam.example.nl"
    ]
    assert not any(receipt.feedback in letter.text for letter in told)


def test_every_link_ends_with_the_case_and_nothing_waits_to_be_sent(diary: Diary) -> None:
    stage = diary.stage
    tokens = [token for tokens in stage.house.post.tokens.values() for token in tokens]
    open_states = [MessageState.WAITING, MessageState.CLAIMED, MessageState.PARKED]
    with stage.house.store.reading() as session:
        assert [token for token in tokens if find_link(session, token, now=stage.now)] == []
        assert list(session.scalars(select(OutboxMessage).where(OutboxMessage.state.in_(open_states)))) == []


def test_the_log_of_the_whole_case_is_whole(diary: Diary) -> None:
    with diary.stage.house.store.reading() as session:
        assert audit_chain.verify(session, sign=keys_of(session).signer(audit_chain.PURPOSE)) == []
        assert (
            session.scalar(select(audit.AuditEntry.id).where(audit.AuditEntry.digest.is_(None)).limit(1))
            is None
        )
