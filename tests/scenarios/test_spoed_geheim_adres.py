"""Naïma and the children out of the house this afternoon. The numbers in the names are those of the scenario."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from netwerkberaad.beraden import beraden_of
from netwerkberaad.cases.conditions import conditions_of, custody_of
from netwerkberaad.cases.consents import ConsentState, PassedOver, consents_of
from netwerkberaad.flows.today_lines import What
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.links import PersonalLink
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.plans import versions_of
from tests.demo import at
from tests.scenarios.setting import Scene, scene_of

NAME = "spoed-geheim-adres"
NETWORK = ("hafsa", "kim", "bert", "loes", "khadija", "tess", "annelies")
MAY_NOT_KNOW = ("loes", "tess", "khadija")
UNTOLD = ("geweld", "geslagen", "Redouan", "Bakkali", "huisverbod", "Veilig Thuis")
SIGNALS = ("blauwe plek", "boos op de deur")
ADDRESS = ("Duinroosgang", "4350 ZZ")
ARRIVALS = {
    "naima": ("153000", "achteringang"),
    "hafsa": ("155000", "voordeur"),
    "kim": ("155500", "voordeur"),
    "khadija": ("155800", "voordeur"),
}
HIS_MAIL = "garage@bakkali.example.com"


@pytest.fixture(scope="module")
def scene(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The case from the request at 10.05 over the beraad on the same day to the second one, two weeks later."""
    with scene_of(NAME, sqlite_template, tmp_path_factory.mktemp("spoed")) as scene:
        scene.collect(at(0, "10:06"), "alert")
        scene.read(at(0, "10:06"), "waiting", lambda: scene.desk("bram", "/aanvragen-bekijken"))
        scene.note(at(0, "11:05"), "consent", lambda: _consent(scene))
        scene.collect(at(0, "12:15"), "invitations")
        scene.note(at(0, "13:25"), "by mail", lambda: _refused(scene, "anouar", Channel.MAIL))
        scene.note(at(0, "13:25"), "by phone", lambda: _refused(scene, "fatiha", Channel.PHONE))
        scene.read(at(0, "13:25"), "board", lambda: scene.desk("marijke", "{case}/uitnodigen"))
        scene.read(at(0, "15:44"), "before approval", lambda: scene.desk("marijke", "/vandaag"))
        scene.read(at(0, "15:46"), "after approval", lambda: scene.desk("marijke", "/vandaag"))
        scene.read_doors(at(0, "15:25"), "naima")
        scene.read_doors(at(0, "15:50"), *NETWORK)
        scene.read(at(0, "15:50"), "bram", lambda: scene.desk("bram", "{case}/meldcode", status=404))
        scene.note(at(0, "17:36"), "bodemeisen", lambda: _bodemeisen(scene))
        scene.note(at(14, "23:59"), "versions", lambda: _versions(scene))
        scene.note(at(28, "10:00"), "day 28", lambda: scene.waits("marijke"))
        scene.play(at(28, "10:00"))
        yield scene


def _consent(scene: Scene) -> ConsentState:
    with scene.stage.desk() as desk:
        views = consents_of(desk.session, desk.case, on=local(desk.now).date())
        return next(view.state for view in views if "halen" in view.consent.content.item)


def _refused(scene: Scene, who: str, channel: Channel) -> str:
    return scene.refused(lambda: scene.invite(who, channel))


def _versions(scene: Scene) -> int:
    with scene.stage.desk() as desk:
        return len([one for one in versions_of(desk.session, desk.case) if one.fixed_at is not None])


def _bodemeisen(scene: Scene) -> list[tuple[str, bool | None]]:
    with scene.stage.desk() as desk:
        found = conditions_of(desk.session, desk.case)
        return [(condition.content.by, condition.verdict.met) for condition in found]


def test_nothing_was_refused_on_the_way(scene: Scene) -> None:
    assert [key for key in scene.stage.not_held if key.startswith("refused")] == []


def test_e1_the_coordinator_is_alerted_at_once_by_mail_and_on_screen_with_the_clock(scene: Scene) -> None:
    [alert] = [letter for letter in scene.post["alert"] if letter.to.startswith("b.intanker@")]
    assert "Spoed" in alert.subject
    assert "10.05 uur" in alert.text
    assert "Spoed Aanvraag voor Naïma, Ilyas en Sara" in scene.texts["waiting"]
    assert "om 10.05 uur. Nog 1 uur en 59 minuten." in scene.texts["waiting"]


def test_e2_and_e3_who_shares_his_mail_or_his_phone_cannot_be_invited(scene: Scene) -> None:
    assert scene.facts["by mail"] == scene.facts["by phone"] == "ExcludedError"
    assert "Fatiha Bakkali oma van vaderskant Staat op ‘niet uitnodigen’." in scene.texts["board"]
    assert "0118 000 390" not in scene.texts["board"]


def test_e4_who_was_asked_before_the_list_was_approved_is_an_open_point_until_it_is(scene: Scene) -> None:
    words = "Er is met spoed uitgenodigd. Vraag alsnog akkoord op de lijst."
    assert words in scene.texts["before approval"]
    assert words not in scene.texts["after approval"]


def test_e5_none_of_the_three_gets_anything(scene: Scene) -> None:
    assert scene.written_to("anouar", "fatiha") == 0
    assert [letter for letter in scene.mail() if HIS_MAIL in letter.to] == []
    ids = [scene.stage.people[who] for who in ("anouar", "fatiha")]
    with scene.stage.house.store.reading() as session:
        links = select(PersonalLink.id).where(PersonalLink.person_id.in_(ids))
        assert session.scalars(links).all() == []


def test_e6_the_secret_address_is_on_no_page_and_in_no_mail(scene: Scene) -> None:
    outputs = [scene.texts[who] for who in MAY_NOT_KNOW]
    outputs += [f"{letter.subject}\n{letter.text}" for letter in scene.mail()]
    assert [word for word in ADDRESS for output in outputs if word in output] == []


def test_e7_no_invitation_and_no_page_tells_the_problem_or_his_name(scene: Scene) -> None:
    outputs = [scene.texts[who] for who in NETWORK if who != "annelies"]
    outputs += [letter.text for letter in scene.post["invitations"] if "uitnodiging" in letter.subject]
    assert len(outputs) > len(NETWORK)
    assert [word for word in UNTOLD for output in outputs if word in output] == []


@pytest.mark.parametrize("who", ARRIVALS)
def test_e8_each_reads_the_own_time_and_door_and_nobody_elses(scene: Scene, who: str) -> None:
    pages, (moment, door) = scene.texts[who], ARRIVALS[who]
    assert [begins for begins, _door in ARRIVALS.values() if f"T{begins}" in pages] == [moment]
    assert {one for _begins, one in ARRIVALS.values() if one in pages} == {door}


def test_e9_spoed_is_the_same_day(scene: Scene) -> None:
    with scene.stage.desk() as desk:
        first = min(beraad.starts_at for beraad in beraden_of(desk.session, desk.case))
        assert first - desk.case.asked_at == timedelta(hours=5, minutes=55)


def test_e10_the_second_holder_of_gezag_is_named_as_not_asked_and_blocks_nothing(scene: Scene) -> None:
    state = scene.facts["consent"]
    assert isinstance(state, ConsentState)
    assert state.holds
    assert state.passed_over == (("Redo Bakkali", PassedOver.DANGER),)
    with scene.stage.desk() as desk:
        rows = [row.content for row in custody_of(desk.session, desk.case) if row.content.not_asked]
    assert {row.not_asked_by for row in rows} == {"Annelies"}
    assert all(row.not_asked_reason and row.on for row in rows)


def test_e11_three_bodemeisen_of_a_named_professional_are_met(scene: Scene) -> None:
    assert scene.facts["bodemeisen"] == [("Annelies Provoost, Veilig Thuis", True)] * 3


def test_e12_the_meldcode_is_seen_by_nobody_else_and_has_events_of_its_own(scene: Scene) -> None:
    outputs = [scene.texts[who] for who in (*NETWORK, "bram")]
    assert [word for word in SIGNALS for output in outputs if word in output] == []
    with scene.stage.house.store.reading() as session:
        own = select(func.count()).where(
            AuditEntry.case_id == scene.stage.case_id, AuditEntry.action.startswith("meldcode.")
        )
        assert (session.scalar(own) or 0) >= 4


def test_e17_two_invitations_are_blocked_and_none_was_sent(scene: Scene) -> None:
    assert scene.stage.blocked == ["anouar", "fatiha"]


def test_e16_bert_is_asked_two_weeks_before_he_cannot_any_more(scene: Scene) -> None:
    waits = scene.facts["day 28"]
    assert isinstance(waits, list)
    assert (What.LIMIT_ENDS, "Bert", "Zes weken, dan krijg ik de kleinkinderen.") in waits


def test_e14_and_e18_two_versions_in_two_weeks_and_only_those_concerned_hear_of_the_second(
    scene: Scene,
) -> None:
    assert scene.facts["versions"] == 2
    assert scene.stage.told[2] == {"hafsa", "kim", "khadija", "loes", "annelies"}
