"""Co is 83 and has no mail and no mobile phone: letters, calls and cards. The numbers in the names are those of the scenario."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from netwerkberaad.beraden import beraden_of
from netwerkberaad.cases import set_contact
from netwerkberaad.flows.letters import letter_came_back, post_letters, print_letters, waiting_letters
from netwerkberaad.flows.today import today_for
from netwerkberaad.flows.today_lines import Act, What
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.messages import Channel, MessageKind, MessageState, OutboxMessage
from netwerkberaad.insights import Reach
from netwerkberaad.invites import Answer, Reply, ask_call
from netwerkberaad.plans import versions_of
from tests.demo import at
from tests.pdf_text import opened
from tests.scenarios.setting import Scene, scene_of

NAME = "mevrouw-zonder-mail"
UNTOLD = ("eenzaam", "gevallen", "schoondochter", "bankzaken", "heg")


@pytest.fixture(scope="module")
def scene(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The case from the request over the letters to the closing."""
    with scene_of(NAME, sqlite_template, tmp_path_factory.mktemp("mevrouw")) as scene:
        scene.note(at(9, "14:00"), "large", lambda: _in_large_letters(scene))
        scene.read(at(9, "16:00"), "letters", lambda: _letters(scene))
        scene.read(at(9, "16:00"), "circle", lambda: scene.desk("wilma", "{case}/kring"))
        scene.note(at(11, "12:40"), "asked", lambda: _wants_a_call(scene, "co"))
        scene.note(at(11, "13:30"), "co at half past one", lambda: _called(scene, "co"))
        scene.note(at(9, "17:00"), "posted", lambda: _post(scene))
        scene.note(at(15, "11:05"), "returned", lambda: _came_back(scene, "riek"))
        scene.note(at(15, "11:05"), "riek", lambda: scene.waits("wilma"))
        scene.note(at(15, "16:35"), "bep", lambda: _answer(scene, "bep"))
        scene.note(at(17, "17:10"), "day", lambda: _day(scene))
        scene.note(at(60, "12:00"), "versions", lambda: _versions(scene))
        scene.note(at(24, "23:59"), "plan", lambda: _plan(scene))
        scene.note(at(186, "10:05"), "day 186", lambda: scene.waits("wilma"))
        scene.play(at(207, "23:59"))
        yield scene


def _in_large_letters(scene: Scene) -> None:
    with scene.stage.desk() as desk:
        for who in ("neeltje", "riek", "bep"):
            person = scene.stage.person(desk, who)
            set_contact(desk.session, person=person, contact=replace(person.contact, large_print=True))


def _letters(scene: Scene) -> str:
    with scene.stage.desk() as desk:
        print_letters(desk.session, desk.actor, now=desk.now)
        sheets = desk.session.scalars(
            select(OutboxMessage).where(OutboxMessage.state == MessageState.TO_PRINT)
        )
        return "\n".join(message.letter.html for message in sheets)


def _called(scene: Scene, who: str) -> set[str]:
    """Until when the calls to somebody wait, at the end of the list."""
    with scene.stage.house.store.reading() as session:
        found = today_for(session, scene.stage.staff_actor(session, "wilma"), now=scene.stage.now).calls
    waits = [line.person_id == scene.stage.people[who] for line in found if line.act in (Act.CALL, Act.TELL)]
    assert waits == sorted(waits)
    return {f"{local(line.not_before):%H.%M}" for line in found if line.not_before is not None}


def _wants_a_call(scene: Scene, who: str) -> None:
    with scene.stage.desk() as desk:
        person = scene.stage.person(desk, who)
        ask_call(desk.session, desk.actor, case=desk.case, person=person, note="", now=desk.now)


def _post(scene: Scene) -> int:
    with scene.stage.desk() as desk:
        ids = {line.id for line in waiting_letters(desk.session, desk.actor)}
        return post_letters(desk.session, desk.actor, ids=ids, now=desk.now)


def _came_back(scene: Scene, who: str) -> bool:
    with scene.stage.desk() as desk:
        person = scene.stage.person(desk, who)
        return letter_came_back(desk.session, desk.actor, case=desk.case, person=person, now=desk.now)


def _versions(scene: Scene) -> list[int]:
    with scene.stage.desk() as desk:
        found = versions_of(desk.session, desk.case)
        return sorted(one.number for one in found if one.fixed_at is not None)


def _plan(scene: Scene) -> bytes:
    visitor = scene.sign_in("wilma")
    path = f"/casussen/{scene.stage.case_id}/plan/plan.pdf?voor={scene.stage.people['co']}&groot=1"
    content: bytes = visitor.client.get(path).data
    return content


def _answer(scene: Scene, who: str) -> tuple[Reply, Channel]:
    with scene.stage.house.store.reading() as session:
        answer = session.scalars(
            select(Answer).where(Answer.person_id == scene.stage.people[who], Answer.current.is_(True))
        ).one()
        return answer.content.reply, answer.via


def _day(scene: Scene) -> str:
    with scene.stage.desk() as desk:
        (beraad,) = beraden_of(desk.session, desk.case)
        return f"{local(beraad.starts_at):%A %H.%M}"


def _told(scene: Scene, who: str, *kinds: MessageKind) -> set[Channel]:
    with scene.stage.house.store.reading() as session:
        statement = select(OutboxMessage.channel).where(OutboxMessage.person_id == scene.stage.people[who])
        if kinds:
            statement = statement.where(OutboxMessage.kind.in_(kinds))
        return set(session.scalars(statement))


def test_nothing_was_refused_on_the_way(scene: Scene) -> None:
    assert [key for key in scene.stage.not_held if key.startswith("refused")] == []


def test_e1_three_letters_leave_in_one_print_run_in_large_letters(scene: Scene) -> None:
    letters = scene.texts["letters"]
    sheets = letters.split("<article")[1:]
    assert len(sheets) == scene.facts["posted"] == 3
    for sheet in sheets:
        for part in ("letter--large", "letter-address", "letter-qr", "letter-code-word", "06 00 00 01 02"):
            assert part in sheet
        assert [word for word in UNTOLD if word in sheet] == []


def test_e2_co_never_gets_a_mail_or_a_text(scene: Scene) -> None:
    assert _told(scene, "co")
    assert _told(scene, "co") <= {Channel.LETTER, Channel.PHONE}


def test_who_has_no_mail_hears_everything_in_another_way(scene: Scene) -> None:
    for kind in (MessageKind.DATE_SET, MessageKind.CONFIRM):
        for who in ("neeltje", "bep", "thijs"):
            assert _told(scene, who, kind) & {Channel.LETTER, Channel.PHONE}


def test_the_choir_says_that_it_has_no_contact_person_yet(scene: Scene) -> None:
    assert (
        "Koor Veerse Stemmen koor waar zij dertig jaar zong bekend, verbroken, nog geen contactpersoon"
        in (scene.texts["circle"])
    )


def test_e4_a_returned_letter_is_a_call(scene: Scene) -> None:
    assert scene.facts["returned"] is True
    calls = scene.facts["riek"]
    assert isinstance(calls, list)
    assert (What.NOT_ARRIVED, "Riek", "") in calls


def test_e5_a_card_that_wilma_records_counts_as_an_answer_by_link(scene: Scene) -> None:
    assert scene.facts["bep"] == (Reply.COMES, Channel.LETTER)


def test_e6_nobody_calls_co_between_one_and_half_past_two(scene: Scene) -> None:
    assert scene.facts["co at half past one"] == {"14.30"}


def test_e7_the_plan_on_paper_is_in_large_letters_on_two_pages_at_most(scene: Scene) -> None:
    plan = scene.facts["plan"]
    assert isinstance(plan, bytes)
    assert 1 <= len(re.findall(rb"/Type /Page\b", opened(plan))) <= 2


def test_e9_a_counter_proposal_on_a_card_begins_a_second_version(scene: Scene) -> None:
    assert scene.facts["versions"] == [1, 2]


def test_e10_only_owner_checker_and_fallback_are_told_of_it_each_by_their_way(scene: Scene) -> None:
    told = {who: _told(scene, who, MessageKind.PLAN_CHANGED) for who in scene.stage.people}
    assert {who for who, ways in told.items() if ways} == {"bep", "neeltje", "marleen"}
    assert (told["bep"], told["marleen"]) == ({Channel.LETTER}, {Channel.MAIL})
    assert Channel.MAIL not in told["neeltje"]


def test_e12_what_thijs_cannot_do_is_asked_two_weeks_before_it_changes(scene: Scene) -> None:
    waits = scene.facts["day 186"]
    assert isinstance(waits, list)
    assert (What.LIMIT_ENDS, "Thijs", "Stage vanaf volgend jaar.") in waits


def test_e13_the_day_is_found_from_links_calls_and_a_card(scene: Scene) -> None:
    assert scene.facts["day"] == "Thursday 10.30"


def test_the_case_ends_as_a_beraad_with_a_plan(scene: Scene) -> None:
    (counts,) = scene.counted()
    assert counts.reach is Reach.PLAN_WITH_MEETING_FOLLOWED
