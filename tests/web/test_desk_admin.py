"""The pages of the beheerder, the privacy officer and one's own account."""

from datetime import timedelta
from pathlib import Path

import pytest

from netwerkberaad.accounts import StaffLinkPurpose, make_staff_link
from netwerkberaad.flows.keeping import keep_now
from netwerkberaad.foundation.access import system_actor
from netwerkberaad.foundation.core import heartbeat
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import Store
from tests.builders import PASSWORD, World
from tests.pages import Visitor
from tests.web.desk_setting import Desk, path_of

NEW: dict[str, str | list[str]] = {
    "first": "Anouk",
    "infix": "van",
    "last": "Veere",
    "mail": "anouk@example.org",
    "phone": "06 00 00 01 99",
    "languages": ["nl", "pl"],
    "roles": ["facilitator"],
}


@pytest.fixture
def admin(visitor: Visitor, sqlite_world: World) -> Visitor:
    """The beheerder, signed in."""
    visitor.sign_in(sqlite_world.admin)
    return visitor


def test_a_new_member_of_staff_chooses_a_password_with_the_link_and_signs_in(
    admin: Visitor, sqlite_world: World
) -> None:
    form = admin.get("/beheer/medewerkers/nieuw")
    page = admin.submit(form, "Bewaar", {**NEW, "organisation": str(sqlite_world.organisation.id)})
    link = next(word for word in page.text.split() if "/wachtwoord/" in word)
    path = link.removeprefix("http://localhost:8000")

    newcomer = Visitor(admin.client.application)
    chosen = "nog een lange zin met een fiets"
    newcomer.submit(newcomer.get(path), "Bewaar wachtwoord", {"password": chosen, "again": chosen})
    page = newcomer.submit(
        newcomer.get("/inloggen"), "Log in", {"mail": "anouk@example.org", "password": chosen}
    )
    assert "Anouk van Veere" in page.text

    assert newcomer.get(path).h1 == "Deze link werkt niet meer"


def test_missing_names_are_named_beside_the_field_and_nothing_typed_is_lost(admin: Visitor) -> None:
    page = admin.submit(admin.get("/beheer/medewerkers/nieuw"), "Bewaar", {"first": "Anouk"}, status=422)
    assert "Achternaam: Vul een achternaam in." in page.errors
    assert page.form("Bewaar").values["first"] == ["Anouk"]


def test_an_ended_account_signs_in_no_more(admin: Visitor, sqlite_world: World) -> None:
    page = admin.get(f"/beheer/medewerkers/{sqlite_world.referrer.id}")
    admin.submit(page, "Beëindig dit account")
    other = Visitor(admin.client.application)
    values = {"mail": sqlite_world.referrer.profile.mail, "password": PASSWORD}
    assert other.submit(other.get("/inloggen"), "Log in", values, status=422).errors


def test_staff_of_another_region_do_not_exist_for_a_beheerder(admin: Visitor, sqlite_world: World) -> None:
    admin.get(f"/beheer/medewerkers/{sqlite_world.foreign_facilitator.id}", status=404)


def test_the_phone_number_of_the_region_can_be_changed(admin: Visitor) -> None:
    admin.submit(
        admin.get("/beheer/organisaties"), "Bewaar", {"region": "Walcheren", "phone": "0118 000 222"}
    )
    assert admin.get("/beheer/organisaties").form("Bewaar").values["phone"] == ["0118 000 222"]


def test_a_new_organisation_stands_in_the_list(admin: Visitor) -> None:
    page = admin.submit(admin.get("/beheer/organisaties"), "Voeg toe", {"name": "Gebiedsteam Veere"})
    assert "Gebiedsteam Veere" in page.text


def test_the_health_page_tells_that_no_job_has_run_yet(admin: Visitor) -> None:
    assert "Er heeft nog geen taak gedraaid" in admin.get("/beheer/toestand").text


def test_the_health_page_warns_until_a_backup_was_put_back_and_again_after_a_day(
    admin: Visitor, sqlite_store: Store, clock: MovableClock, tmp_path: Path
) -> None:
    assert "Geen goede back-up" in admin.get("/beheer/toestand").text
    settings = Settings(instance=tmp_path, database_url="sqlite:///", base_url="http://localhost")
    keep_now(sqlite_store, settings, clock.now())
    page = admin.get("/beheer/toestand").text
    assert "Wanneer het laatst lukte" in page
    assert "Geen goede back-up" not in page
    assert "nog nooit" not in page
    with sqlite_store.writing() as session:
        for run in heartbeat.last_runs(session):
            run.succeeded_at = clock.now() - timedelta(hours=27)
    assert "Geen goede back-up" in admin.get("/beheer/toestand").text


def test_the_log_shows_that_it_was_read_and_gives_a_csv(visitor: Visitor, sqlite_world: World) -> None:
    visitor.sign_in(sqlite_world.privacy_officer)
    visitor.get("/logboek")
    assert "las het logboek" in visitor.get("/logboek?geweigerd=").text
    answer = visitor.client.get("/logboek/logboek.csv")
    assert answer.mimetype == "text/csv"
    assert "audit.read" in answer.get_data(as_text=True)


def test_the_log_of_one_case_stays_so_while_it_is_narrowed_further(desk: Desk) -> None:
    case, other = desk.case(), desk.case()
    leader = desk.sign_in()
    for one in (case, other):
        leader.get(path_of(one))
    officer = desk.sign_in(desk.world.privacy_officer)
    page = officer.get(f"/logboek?casus={case.id}&van=2026-01-01")
    assert f"Alleen casus {str(case.id)[:8]}." in page.text
    assert page.form("Toon").values["casus"] == [str(case.id)]
    assert str(other.id)[:8] not in page.text
    assert page.link("Toon alle casussen") == "/logboek?van=2026-01-01"
    assert str(other.id)[:8] in officer.get(page.link("Toon alle casussen")).text


def test_a_wrong_filter_of_the_log_is_no_error(visitor: Visitor, sqlite_world: World) -> None:
    visitor.sign_in(sqlite_world.privacy_officer)
    visitor.get("/logboek?van=gisteren&wie=iedereen&blad=abc&casus=x")


def test_changing_the_password_ends_other_sessions(visitor: Visitor, sqlite_world: World) -> None:
    elsewhere = Visitor(visitor.client.application)
    elsewhere.sign_in(sqlite_world.admin)
    visitor.sign_in(sqlite_world.admin)
    chosen = "een heel ander lang wachtwoord"
    form = visitor.get("/account/wachtwoord")
    visitor.submit(form, "Bewaar", {"old": PASSWORD, "password": chosen, "again": chosen})
    assert visitor.get("/account").h1 == "Mijn account"
    assert elsewhere.get("/account").h1 == "Inloggen"


def test_signing_out_ends_the_session(admin: Visitor) -> None:
    admin.submit(admin.get("/account"), "Log uit")
    assert admin.get("/account").h1 == "Inloggen"


def test_the_first_region_and_beheerder_are_made_with_the_set_up_link(
    visitor: Visitor, sqlite_store: Store, clock: MovableClock
) -> None:
    with sqlite_store.writing() as session:
        token = make_staff_link(
            session, system_actor(), staff=None, purpose=StaffLinkPurpose.SETUP, now=clock.now()
        )
    chosen = "het eerste lange wachtwoord hier"
    values = {
        "region": "Walcheren",
        "organisation": "Netwerkberaad Walcheren",
        "first": "Ties",
        "last": "Verburg",
        "mail": "ties@example.org",
        "phone": "0118 000 100",
        "password": chosen,
        "again": chosen,
    }
    visitor.submit(visitor.get(f"/inrichten/{token}"), "Maak de regio", values)
    page = visitor.submit(
        visitor.get("/inloggen"), "Log in", {"mail": "ties@example.org", "password": chosen}
    )
    assert page.h1 == "Tweede stap bij inloggen"
    assert visitor.get(f"/inrichten/{token}").h1 == "Deze link werkt niet meer"
