"""The room of the plan: agreeing, sharing, fixing, confirming, new versions, and paper."""

import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import NAMELESS, Person, Phase, forget_name
from netwerkberaad.cases.conditions import ConditionContent, set_condition, set_minimum
from netwerkberaad.cases.sight import SharedPart, plan_parts, share_plan
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import Channel, MessageKind, OutboxMessage
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import (
    ConfirmationAnswer,
    agreements_of,
    confirmations_of,
    version_fixed,
)
from netwerkberaad.web.desk.planning import plan_print
from tests.builders import World, person_called
from tests.pages import Page
from tests.web.table_setting import FRIDAY, GOAL, LONG_TEXT, WEDNESDAY, Setting, build_setting

LOOK_BACK = {"evaluation_date": "2026-06-25", "evaluation_time": "19.00"}


@pytest.fixture
def setting(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Setting:
    """A case without a plan."""
    return build_setting(app, sqlite_store, clock, sqlite_world)


def _accept(setting: Setting, values: dict[str, str] | None = None, *, status: int = 200) -> Page:
    page = setting.get("plan/vaststellen")
    return setting.visitor.submit(page, "Stel het plan vast", {**LOOK_BACK, **(values or {})}, status=status)


def _mails(setting: Setting, kind: MessageKind) -> int:
    by_mail = (OutboxMessage.kind == kind, OutboxMessage.channel == Channel.MAIL)
    with setting.store.reading() as session:
        return len(list(session.scalars(select(OutboxMessage.id).where(*by_mail))))


def _answers(setting: Setting) -> dict[str, ConfirmationAnswer | None]:
    with setting.store.reading() as session:
        return {line.owner.name: line.answer for line in confirmations_of(session, setting.fresh(session))}


def _confirm(setting: Setting, name: str, values: dict[str, str], *, status: int = 200) -> Page:
    line = next(line for line in setting.fixed().lines if line.owners[0].name == name)
    page = setting.get(f"plan/bevestigen/{line.id}/{setting.people[name]}")
    return setting.visitor.submit(page, "Leg vast", {"via": "phone", **values}, status=status)


def test_without_a_plan_the_room_says_where_it_begins(setting: Setting) -> None:
    page = setting.get("plan")
    assert "Er is nog geen plan." in page.text
    assert page.link("Schrijf het plan") == setting.path("plan/schrijven")


def test_a_plan_is_written_at_the_desk_without_a_table(setting: Setting) -> None:
    page = setting.visitor.submit(setting.get("plan/schrijven"), "Bewaar dit doel", {"text": GOAL})
    assert page.path == setting.path("plan/schrijven")
    page = setting.visitor.submit(
        page, "Volgende regel", {"owner": str(setting.people["Joke"]), "text": WEDNESDAY}
    )
    assert "Wie kijkt mee bij Joke?" in page.text
    page = setting.visitor.submit(page, "Bewaar de dag", LOOK_BACK)
    assert page.form("Bewaar de dag").values["evaluation_date"] == ["2026-06-25"]
    assert "Wanneer kijken we terug?" not in page.text


def test_a_day_to_look_back_that_has_gone_by_is_refused(setting: Setting) -> None:
    page = setting.with_lines().get("plan/schrijven")
    page = setting.visitor.submit(page, "Bewaar de dag", {"evaluation_date": "2026-01-01"}, status=422)
    assert page.errors == ["Dag: Kies voor het terugkijken een dag die nog komt."]


def test_a_plan_is_not_fixed_without_a_day_to_look_back(setting: Setting) -> None:
    setting.with_lines()
    page = _accept(
        setting, {"evaluation_date": "", f"remark-{setting.people['Piet']}": "Ik twijfel."}, status=422
    )
    assert page.errors == ["Dag: Kies wanneer u samen terugkijkt."]
    assert page.form("Stel het plan vast").values[f"remark-{setting.people['Piet']}"] == ["Ik twijfel."]


def test_fixing_keeps_who_agrees_and_who_sees_what_and_tells_the_owners(setting: Setting) -> None:
    setting.with_lines()
    joke, kees, piet = (str(setting.people[name]) for name in ("Joke", "Kees", "Piet"))
    says = {
        f"says-{joke}": "yes",
        f"says-{kees}": "no",
        f"remark-{kees}": "Niet op vrijdag.",
        f"part-{piet}": "nothing",
    }
    page = _accept(setting, says)
    assert "Het plan staat vast. 3 mensen krijgen een mail." in page.text
    assert "Kees zegt nee: ‘Niet op vrijdag.’ eigen deel" in page.text
    assert "donderdag 25 juni om 19.00 uur" in page.text
    assert _mails(setting, MessageKind.CONFIRM) == 3
    with setting.store.reading() as session:
        case = setting.fresh(session)
        version = version_fixed(session, case)
        assert version is not None
        assert {row.person_id: row.content.agrees for row in agreements_of(session, version)} == {
            uuid.UUID(joke): True,
            uuid.UUID(kees): False,
        }
        assert plan_parts(session, case, now=setting.clock.now())[uuid.UUID(piet)] is SharedPart.NOTHING
        assert case.phase is Phase.PLAN


def test_who_declined_is_not_asked_what_they_say_and_nobody_is_told_to_call_them(setting: Setting) -> None:
    setting.with_lines()
    with setting.store.writing() as session:
        forget_name(session.get_one(Person, setting.people["Piet"]))
    assert NAMELESS not in setting.get("plan/vaststellen").text
    assert NAMELESS not in _accept(setting).text


def test_fixing_twice_fixes_once(setting: Setting) -> None:
    form = setting.with_lines().get("plan/vaststellen").form("Stel het plan vast")
    setting.visitor.post(form.action, {**form.values, **LOOK_BACK})
    page = setting.visitor.post(form.action, {**form.values, **LOOK_BACK})
    assert page.path == setting.path("plan")
    assert setting.fixed().number == 1
    assert _mails(setting, MessageKind.CONFIRM) == 3


def test_who_checks_is_asked_once_and_then_the_plan_is_fixed_without(setting: Setting) -> None:
    setting.with_lines(checker=False)
    page = _accept(setting, status=422)
    assert page.errors == ["Bij een toezegging staat nog niet wie meekijkt."]
    assert "Bij deze regels kijkt nog niemand mee." in page.text
    setting.visitor.submit(page, "Stel het plan vast")
    assert setting.fixed().fixed


def test_agreement_can_be_kept_before_the_plan_is_fixed(setting: Setting) -> None:
    page = setting.with_lines().get("plan/vaststellen")
    joke = f"says-{setting.people['Joke']}"
    setting.visitor.submit(page, "Bewaar, nog niet vaststellen", {**LOOK_BACK, joke: "yes"})
    assert not setting.fixed().fixed
    assert setting.get("plan/vaststellen").form("Stel het plan vast").values[joke] == ["yes"]


def test_fixing_at_the_table_ends_the_beraad(setting: Setting) -> None:
    setting.with_table().with_lines()
    _accept(setting)
    assert setting.beraad() is None


def test_what_a_colleague_recorded_meanwhile_is_not_overwritten_unseen(setting: Setting) -> None:
    setting.with_plan()
    page, joke = setting.get("plan/instemming"), f"says-{setting.people['Joke']}"
    setting.visitor.submit(setting.get("plan/instemming"), "Bewaar", {joke: "no"})
    again = setting.visitor.submit(page, "Bewaar", {joke: "yes"}, status=422)
    assert again.errors == ["Iemand anders heeft dit intussen veranderd. Kijk eerst wat er nu staat."]
    page = setting.visitor.submit(again, "Bewaar")
    assert "Joke zegt ja" in page.text


def test_a_line_is_confirmed_on_behalf_of_somebody_and_the_case_goes_on_when_all_did(
    setting: Setting,
) -> None:
    setting.with_plan()
    page = setting.get("plan")
    assert "Nog niet bevestigd 2" in page.text
    _confirm(setting, "Joke", {"answer": "confirm"})
    page = _confirm(setting, "Kees", {"answer": "confirm"})
    assert "Vastgelegd namens Kees." in page.text
    assert "Nog niet bevestigd" not in page.text
    with setting.store.reading() as session:
        assert setting.fresh(session).phase is Phase.FOLLOW_UP


def test_a_counter_proposal_needs_words_and_waits_until_it_is_dealt_with(setting: Setting) -> None:
    setting.with_plan()
    refused = _confirm(setting, "Kees", {"answer": "counter"}, status=422)
    assert refused.errors == ["In eigen woorden: Schrijf op wat u wel kunt doen."]
    page = _confirm(setting, "Kees", {"answer": "counter", "text": "Op zaterdag kan ik wel."})
    assert "Wacht op u 1" in page.text
    assert "Kees stelt iets anders voor: ‘Op zaterdag kan ik wel.’" in page.text
    page = setting.visitor.submit(page, "Is geregeld")
    assert "Wacht op u" not in page.text
    assert _answers(setting)["Kees"] is ConfirmationAnswer.COUNTER


def test_only_who_promised_a_line_can_confirm_it(setting: Setting) -> None:
    line = setting.with_plan().fixed().lines[0]
    setting.get(f"plan/bevestigen/{line.id}/{setting.people['Piet']}", status=404)


def test_a_new_version_needs_a_reason_and_tells_what_changed_in_words(setting: Setting) -> None:
    setting.with_plan()
    page = setting.visitor.submit(setting.get("plan"), "Begin een nieuwe versie")
    form = next(form for form in page.forms if form.values.get("text") == [FRIDAY])
    setting.visitor.post(form.action, {**form.values, "text": "Ik breng ze op zaterdag.", "checker": ""})
    without = _accept(setting, status=422)
    assert without.errors == ["Waarom verandert het plan? Schrijf op waarom het plan verandert."]
    page = setting.visitor.submit(
        without, "Stel het plan vast", {"reason": "Kees werkt op vrijdag.", "known_missing": "1"}
    )
    assert "Versie 2" in page.text
    assert "Kees werkt op vrijdag." in page.text
    assert f"Wat: was ‘{FRIDAY}’, nu ‘Ik breng ze op zaterdag.’" in page.text
    assert "Wie kijkt mee: was ‘Marloes’, nu niets meer" in page.text
    assert _mails(setting, MessageKind.PLAN_CHANGED) == 2


def test_too_long_a_remark_is_refused_beside_its_field(setting: Setting) -> None:
    setting.with_lines()
    page = _accept(setting, {f"remark-{setting.people['Joke']}": LONG_TEXT}, status=422)
    assert page.errors == ["Opmerking van Joke: Dit is te lang. Gebruik hooguit 500 tekens."]


def test_the_plan_is_printed_for_one_person_with_whose_copy_it_is(setting: Setting) -> None:
    sheet = f"plan/afdrukken?voor={setting.people['Joke']}"
    assert FRIDAY not in setting.with_plan().get(sheet).text
    with setting.store.writing() as session:
        case = setting.fresh(session)
        joke, actor = person_called(session, case, "Joke"), actor_for(setting.world.facilitator)
        whole, now = SharedPart.WHOLE, setting.clock.now()
        share_plan(session, actor, case=case, person=joke, part=whole, now=now)
    page = setting.get(sheet)
    assert page.h1 == "Het plan van Marloes"
    assert "woorden van Marloes" in page.text
    assert "Dit exemplaar is voor Joke Wisse." in page.text
    assert "Bel Wilma Poppe, 06 00 00 01 02. Het plan mag buigen." in page.text


def test_the_card_for_the_fridge_names_no_case(setting: Setting) -> None:
    page = setting.with_plan().get(f"plan/deel/{setting.people['Joke']}")
    assert page.h1 == "Mijn deel, Joke"
    assert WEDNESDAY in page.text
    for hidden in ("Marloes de Nooijer", GOAL, FRIDAY):
        assert hidden not in page.text
    assert 'aria-label="QR-code om Wilma te bellen"' in page.response.get_data(as_text=True)


def test_a_sheet_on_the_screen_leads_back_to_the_plan(setting: Setting) -> None:
    setting.with_plan()
    for room in ("plan/afdrukken", f"plan/deel/{setting.people['Joke']}"):
        assert setting.get(room).link("Terug naar het plan") == setting.path("plan")


def test_the_plan_comes_as_a_file_whose_name_says_nothing(setting: Setting) -> None:
    answer = setting.with_plan().visitor.client.get(setting.path("plan/plan.pdf"))
    assert answer.content_type == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == "attachment; filename=plan.pdf"


def test_without_what_a_file_needs_printing_is_offered(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_pango(_html: str, _base: object) -> bytes:
        raise OSError("cannot load library")

    monkeypatch.setattr(plan_print, "as_pdf", no_pango)
    page = setting.with_plan().get("plan/plan.pdf")
    assert "Deze computer kan geen pdf maken. Druk de pagina af: dat geeft hetzelfde blad." in page.text


def test_the_plan_of_another_case_cannot_be_reached_through_this_one(
    setting: Setting, app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    other = build_setting(app, sqlite_store, clock, sqlite_world).with_plan()
    line = setting.with_plan().fixed().lines[0]
    other.get(f"plan/bevestigen/{line.id}/{setting.people['Joke']}", status=404)
    other.get(f"plan/deel/{setting.people['Joke']}", status=404)


def test_a_plan_is_fixed_only_when_it_meets_every_bodemeis_and_says_why_not(setting: Setting) -> None:
    setting.with_lines()
    with setting.store.writing() as session:
        content, now = ConditionContent("Ieder slaapt veilig.", by="Annelies"), setting.clock.now()
        case = setting.fresh(session)
        made = set_condition(session, setting.actor, case=case, content=content, now=now)
        set_minimum(session, setting.actor, case=case, text="Bas gaat naar school.", now=now)
        met, why = f"met-{made.id}", f"why-{made.id}"
    page = setting.get("plan/vaststellen")
    assert "Alleen hierop kan het plan worden afgewezen." in page.text
    assert "Bas gaat naar school." in page.text
    unjudged = _accept(setting, status=422)
    assert any("van elke bodemeis" in error for error in unjudged.errors)
    reasonless = _accept(setting, {met: "no"}, status=422)
    assert any("Schrijf op waarom" in error for error in reasonless.errors)
    refused = _accept(setting, {met: "no", why: "Het weekend is nog leeg."}, status=422)
    assert any("voldoet nog niet aan elke bodemeis" in error for error in refused.errors)
    setting.visitor.submit(refused, "Bewaar, nog niet vaststellen")
    assert setting.get("plan/vaststellen").form("Stel het plan vast").values[why] == [
        "Het weekend is nog leeg."
    ]
    done = _accept(setting, {met: "yes", why: "Kees is er dan."})
    assert "Het plan staat vast." in done.text
