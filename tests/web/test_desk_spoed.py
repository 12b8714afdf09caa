"""Spoed in four pages: take the request, the case, the table; what was skipped is listed afterwards."""

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import BeraadKind, current_beraad, end_beraad
from netwerkberaad.cases import Case
from tests.builders import build_case, build_request, member, principal
from tests.web.desk_setting import Desk, path_of


def test_from_the_request_to_the_table_screen_in_four_pages(desk: Desk) -> None:
    with desk.store.writing() as session:
        case = build_request(session, desk.world, desk.clock, principals=[principal()], urgent=True)
    browser = desk.sign_in()
    waiting = browser.get("/aanvragen-bekijken")
    declared = browser.get(waiting.link("Lees de aanvraag"))
    overview = browser.submit(declared, "Neem deze casus", {"independent": "y"})
    table = browser.submit(overview, "Begin nu aan tafel")
    assert table.path == path_of(case, "beraad/tafel")
    with desk.store.reading() as session:
        beraad = current_beraad(session, session.get_one(Case, case.id))
        assert beraad is not None
        assert (beraad.kind, beraad.starts_at) == (BeraadKind.SPOEDBERAAD, desk.clock.now())


def test_what_was_skipped_is_to_do_until_it_is_done(desk: Desk) -> None:
    with desk.store.writing() as session:
        case = build_case(session, desk.world, desk.clock, urgent=True, safe=False, invitees=[member()])
    browser = desk.sign_in()
    overview = browser.get(path_of(case))
    assert "Nog te doen na de spoed" not in overview.text
    browser.submit(overview, "Begin nu aan tafel")
    overview = browser.get(path_of(case))
    assert "Nog te doen na de spoed 4" in overview.text
    for todo in (
        "Bel de aanmelder, zoals beloofd",
        "Vraag akkoord voor 1 persoon in de kring.",
        "Beantwoord de vragen over veiligheid.",
        "Vertel wat de wet laat kiezen, en leg het vast.",
    ):
        assert todo in overview.text
    with desk.store.writing() as session:
        row = session.get_one(Case, case.id)
        row.contacted_at = desk.clock.now()
        beraad = current_beraad(session, row)
        assert beraad is not None
        end_beraad(session, actor_for(desk.world.facilitator), beraad=beraad, now=desk.clock.now())
    overview = browser.get(path_of(case))
    assert "Bel de aanmelder, zoals beloofd" not in overview.text
    assert "Plan een vervolgberaad" in overview.text


def test_without_spoed_nobody_sits_down_at_once(desk: Desk) -> None:
    with desk.store.writing() as session:
        case = build_case(session, desk.world, desk.clock)
    browser = desk.sign_in()
    page = browser.get(path_of(case, "beraad"))
    assert "Begin nu aan tafel" not in page.text
