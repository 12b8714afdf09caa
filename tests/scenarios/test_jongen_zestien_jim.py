"""Jayden (16) chooses his trainer: first who, then what. The numbers in the names are those of the scenario."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from netwerkberaad.beraden import beraden_of, set_agreements
from netwerkberaad.cases import circle_counts, people_of
from netwerkberaad.cases.consents import Standing, consents_of
from netwerkberaad.cases.mentors import StepKind, mentors_of
from netwerkberaad.cases.sight import SharedPart, plan_parts
from netwerkberaad.flows.today_lines import What
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.insights import Reach
from netwerkberaad.invites import Reply, current_answer
from netwerkberaad.plans import agreements_of, version_fixed
from tests.demo import at
from tests.scenarios.setting import Scene, scene_of

NAME = "jongen-zestien-jim"
GRUDGING = "Nou, vooruit dan. Als hij maar niet denkt dat hij zijn vader is."
LABELS = ("ongemotiveerd", "mislukt", "gefaald")
OWN_WORDS = "Poging één is al mislukt."
AT_THE_DOOR = ("youssef", "hilda", "clyde", "chayenne", "jayden", "sherida")
CLOSED_TO_A_JIM = ("wijkagent schrijft", "boxgang gehandeld", "alleen iets bewaart")


@pytest.fixture(scope="module")
def scene(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The case from the request to its end, more than a year later."""
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
        scene.read(at(24, "16:00"), "table", lambda: scene.desk("ruben", "{case}/beraad/tafel"))
        scene.note(at(24, "16:00"), "written", lambda: scene.refused(lambda: _write(scene)))
        scene.note(at(24, "18:00"), "agreed", lambda: _agreed(scene))
        scene.read(at(24, "18:00"), "plan", lambda: scene.desk("ruben", "{case}/plan"))
        scene.note(at(33, "12:01"), "day 33", lambda: scene.waits("ruben"))
        scene.read_doors(at(60, "23:59"), *AT_THE_DOOR)
        scene.collect(at(60, "23:59"), "all post")
        scene.note(at(70, "12:59"), "readers before", lambda: _readers(scene))
        scene.note(at(70, "13:05"), "readers after", lambda: _readers(scene))
        scene.note(at(216, "10:00"), "day 216", lambda: scene.waits("ruben"))
        scene.play(at(390, "12:00"))
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


def _readers(scene: Scene) -> set[str]:
    """Who reads the whole plan of those who were given more than their own part."""
    with scene.stage.desk() as desk:
        parts = plan_parts(desk.session, desk.case, now=desk.now)
        return {scene.stage.key_of(one) for one, part in parts.items() if part is SharedPart.WHOLE}


def _write(scene: Scene) -> None:
    with scene.stage.desk() as desk:
        [beraad] = beraden_of(desk.session, desk.case)
        set_agreements(desk.session, desk.actor, beraad=beraad, text="Iets", now=desk.now)


def _agreed(scene: Scene) -> dict[str, tuple[bool, str]]:
    with scene.stage.desk() as desk:
        version = version_fixed(desk.session, desk.case)
        assert version is not None
        found = agreements_of(desk.session, version)
        return {scene.stage.key_of(one.person_id): (one.content.agrees, one.content.remark) for one in found}


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


def test_e10_in_besloten_tijd_everything_is_locked_and_four_professionals_are_outside(scene: Scene) -> None:
    assert scene.facts["written"] == "PrivateTimeError"
    assert "Het plan en de aantekeningen zitten op slot, ook voor ons." in scene.texts["table"]
    assert "Ruben, Dennis, Sem en Mirjam zijn buiten" in scene.texts["table"]


def test_e11_who_disagrees_stands_beside_the_plan_with_his_words_and_blocks_nothing(scene: Scene) -> None:
    agreed = scene.facts["agreed"]
    assert isinstance(agreed, dict)
    assert agreed["marlon"] == (False, "Vindt dat Jayden bij hem moet komen wonen. Doet K10 wel.")
    assert sum(agrees for agrees, _remark in agreed.values()) == 3
    assert "Het plan, versie 1" in scene.texts["plan"]


def test_e12_who_said_nothing_for_nine_days_is_to_be_called(scene: Scene) -> None:
    waits = scene.facts["day 33"]
    assert isinstance(waits, list)
    assert [who for what, who, _words in waits if what is What.NOT_CONFIRMED] == ["Marlon"]


def test_e13_only_five_are_told_of_the_second_version(scene: Scene) -> None:
    assert scene.stage.told[2] == {"youssef", "clyde", "quincy", "chayenne", "sem"}


def test_e14_a_withdrawn_consent_closes_the_plan_at_once(scene: Scene) -> None:
    assert scene.facts["readers before"] == {"youssef", "hilda", "clyde", "chayenne", "sem"}
    assert scene.facts["readers after"] == {"youssef", "hilda", "clyde", "chayenne"}


def test_e15_nothing_labels_jayden_after_the_setback(scene: Scene) -> None:
    outputs = [*(scene.texts[who] for who in AT_THE_DOOR), *(one.text for one in scene.post["all post"])]
    outputs = [output.replace(OWN_WORDS, "") for output in outputs]
    assert [word for word in LABELS for output in outputs if word in output.lower()] == []


def test_e16_two_weeks_before_it_ends_clydes_limit_is_asked_about(scene: Scene) -> None:
    waits = scene.facts["day 216"]
    assert isinstance(waits, list)
    assert (What.LIMIT_ENDS, "Clyde", "Alleen in het marktseizoen.") in waits


def test_e17_counted_as_a_beraad_with_a_plan_that_a_school_asked_for(scene: Scene) -> None:
    [counts] = scene.counted()
    assert (counts.reach, counts.origin) == (Reach.PLAN_WITH_MEETING_FOLLOWED, "school")
