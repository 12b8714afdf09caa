"""Jayden (16) chooses his trainer: first who, then what. The numbers in the names are those of the scenario."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from netwerkberaad.cases import circle_counts, people_of
from netwerkberaad.cases.consents import Standing, consents_of
from netwerkberaad.cases.mentors import StepKind, mentors_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import Reply, current_answer
from tests.demo import at
from tests.scenarios.setting import Scene, scene_of

NAME = "jongen-zestien-jim"
GRUDGING = "Nou, vooruit dan. Als hij maar niet denkt dat hij zijn vader is."
CLOSED_TO_A_JIM = ("wijkagent schrijft", "boxgang gehandeld", "alleen iets bewaart")


@pytest.fixture(scope="module")
def scene(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The case up to the moment at which everybody sits down."""
    with scene_of(NAME, sqlite_template, tmp_path_factory.mktemp("jim")) as scene:
        scene.collect(at(0, "12:21"), "request")
        scene.read(at(6, "16:00"), "overview", lambda: scene.desk("ruben", "{case}"))
        scene.read(
            at(6, "16:00"), "who first", lambda: scene.desk("ruben", "{case}/kring/vertrouwenspersoon")
        )
        scene.note(at(7, "20:50"), "post before", lambda: scene.written_to("youssef"))
        scene.note(at(7, "22:00"), "answered", lambda: _state(scene))
        scene.note(at(7, "22:00"), "post after", lambda: scene.written_to("youssef"))
        scene.note(at(8, "19:25"), "parent", lambda: _word_of_parent(scene))
        scene.read(at(9, "15:10"), "his door", lambda: scene.door("youssef", proven=True))
        scene.note(at(9, "23:59"), "circle", lambda: _circle(scene))
        scene.note(at(12, "16:36"), "consent", lambda: _consent(scene))
        scene.note(at(13, "23:59"), "marlon", lambda: _refused(scene))
        scene.note(at(13, "23:58"), "chayenne", lambda: _answered(scene, "chayenne"))
        scene.note(at(17, "20:41"), "chayenne later", lambda: _answered(scene, "chayenne"))
        scene.read(at(20, "12:00"), "what he sees", lambda: scene.door("youssef", proven=True))
        scene.play(at(24, "15:00"))
        yield scene


def _state(scene: Scene) -> tuple[StepKind, str]:
    with scene.stage.desk() as desk:
        [view] = mentors_of(desk.session, desk.case)
        return view.state, view.steps[-1].content.text


def _word_of_parent(scene: Scene) -> tuple[StepKind, str]:
    with scene.stage.desk() as desk:
        [view] = mentors_of(desk.session, desk.case)
        word = view.parents[scene.stage.people["sherida"]].content
        return word.kind, word.text


def _circle(scene: Scene) -> tuple[int, int]:
    with scene.stage.desk() as desk:
        counts = circle_counts(people_of(desk.session, desk.case), case=desk.case, at=desk.now)
        return counts.before, counts.now


def _consent(scene: Scene) -> tuple[Standing, tuple[object, ...], tuple[object, ...]]:
    with scene.stage.desk() as desk:
        views = consents_of(desk.session, desk.case, on=local(desk.now).date())
        [state] = [view.state for view in views if "boxgang" in view.consent.content.item]
        return state.standing, state.missing, state.refused


def _refused(scene: Scene) -> str:
    return scene.refused(lambda: scene.invite("marlon", Channel.PHONE))


def _answered(scene: Scene, who: str) -> tuple[Reply, str, str]:
    """The answer that counts, the mail address that is still there, and the link somebody has."""
    with scene.stage.desk() as desk:
        person = scene.stage.person(desk, who)
        answer = current_answer(desk.session, case=desk.case, person=person)
        assert answer is not None
        return answer.content.reply, person.contact.mail, scene.stage.house.post.tokens[person.id][-1]


def test_nothing_was_refused_on_the_way(scene: Scene) -> None:
    assert [key for key in scene.stage.not_held if key.startswith("refused")] == []


def test_e1_the_school_gets_a_receipt_with_a_number_and_nobody_else_hears(scene: Scene) -> None:
    [receipt] = scene.post["request"]
    assert receipt.to == "m.lous@scheldemond.example.nl"
    assert "0118 000 100" in receipt.text
    told = f"{receipt.subject}\n{receipt.text}"
    assert [word for word in ("Jayden", "Sherida", "boxgang", "politie") if word in told] == []


def test_e2_the_first_question_is_who_could_be_the_jim_and_nobody_yet_is_fine(scene: Scene) -> None:
    overview = scene.texts["overview"]
    assert "Vraag Jayden: wie kan je JIM zijn?" in overview
    assert overview.index("wie kan je JIM zijn?") < overview.index("Waar het over gaat")
    assert "Nog geen JIM is ook goed." in scene.texts["who first"]


def test_e3_youssef_says_yes_at_ten_in_the_evening_and_nothing_is_sent_to_him(scene: Scene) -> None:
    assert scene.facts["answered"] == (
        StepKind.SAID_YES,
        "Ja. Maar ik ben geen hulpverlener, ik ben gewoon ik.",
    )
    assert scene.facts["post before"] == scene.facts["post after"]


def test_e4_a_grumpy_yes_counts_in_her_own_words_and_the_jim_never_reads_them(scene: Scene) -> None:
    assert scene.facts["parent"] == (StepKind.PARENT_GRUDGES, GRUDGING)
    assert [name for name in ("his door", "what he sees") if GRUDGING in scene.texts[name]] == []


def test_e5_the_jim_sees_what_jayden_opened_and_nothing_else(scene: Scene) -> None:
    assert "Wilt u JIM van Jayden zijn?" in scene.texts["his door"]
    assert "Wat u mag zien van Jayden" in scene.texts["what he sees"]
    for told in (scene.texts["his door"], scene.texts["what he sees"]):
        assert [words for words in CLOSED_TO_A_JIM if words in told] == []


def test_e6_the_circle_grows_from_two_to_eleven(scene: Scene) -> None:
    assert scene.facts["circle"] == (2, 11)


def test_e7_at_sixteen_jayden_decides_alone(scene: Scene) -> None:
    assert scene.facts["consent"] == (Standing.REFUSED, (), (scene.stage.people["jayden"],))


def test_e8_nobody_can_invite_marlon_before_jayden_lists_him(scene: Scene) -> None:
    assert scene.facts["marlon"] == "NotApprovedError"
    with scene.stage.desk(permission=Permission.READ_CASE) as desk:
        answer = current_answer(desk.session, case=desk.case, person=scene.stage.person(desk, "marlon"))
        assert answer is not None
        assert answer.content.reply is Reply.CONTRIBUTES


def test_e9_chayenne_changes_her_answer_by_the_same_link(scene: Scene) -> None:
    mail = "chay.tjonafat@example.com"
    link = scene.stage.house.post.tokens[scene.stage.people["chayenne"]][0]
    assert scene.facts["chayenne"] == (Reply.DOES_NOT_COME, mail, link)
    assert scene.facts["chayenne later"] == (Reply.COMES, mail, link)
