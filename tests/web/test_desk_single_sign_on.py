"""The pages of the beheerder for single sign-on."""

import uuid

import pytest

from netwerkberaad.accounts import actor_for
from netwerkberaad.accounts.single_sign_on import IdentityProvider, find_provider
from netwerkberaad.foundation.core.errors import NotFoundError
from tests.forger import CLIENT, SECRET
from tests.pages import Visitor
from tests.web.single_sign_on_setting import Town

PLACE = "/beheer/eenmalig-inloggen"


@pytest.fixture
def beheer(town: Town, visitor: Visitor) -> Visitor:
    """The beheerder, signed in."""
    visitor.sign_in(town.world.admin)
    return visitor


def _values(town: Town, **more: str | list[str]) -> dict[str, str | list[str]]:
    return {
        "label": "Gemeente Veere",
        "issuer": town.forger.issuer,
        "client_id": CLIENT,
        "client_secret": SECRET,
        **more,
    }


def _kept(town: Town, provider_id: uuid.UUID) -> IdentityProvider:
    with town.store.reading() as session:
        provider = find_provider(session, actor_for(town.world.admin), provider_id)
        assert provider.settings.label
        assert provider.client_secret is not None
        return provider


def test_a_provider_is_added_tried_and_then_stands_on_the_sign_in_page(town: Town, beheer: Visitor) -> None:
    page = beheer.submit(beheer.get(f"{PLACE}/nieuw"), "Bewaar", _values(town))
    assert "/terug" in page.text
    assert "1 bruikbare sleutel." in beheer.submit(page, "Doe de proef").text
    assert Visitor(town.app).get("/inloggen").link("Log in met Gemeente Veere")


def test_the_trial_names_what_is_wrong(town: Town, beheer: Visitor) -> None:
    provider = town.opens()
    town.forger.metadata["issuer"] = "https://elders.example.org"
    page = beheer.submit(beheer.get(f"{PLACE}/{provider.id}"), "Doe de proef")
    assert "noemt zichzelf anders: https://elders.example.org" in page.text


@pytest.mark.parametrize(
    "issuer", ["http://inlog.example.org", "ftp://x", "https://", "https://x/?a=b", "https://a:b@x/", "x"]
)
def test_an_address_that_is_not_safe_is_refused_beside_its_field(
    town: Town, beheer: Visitor, issuer: str
) -> None:
    page = beheer.submit(beheer.get(f"{PLACE}/nieuw"), "Bewaar", _values(town, issuer=issuer), status=422)
    assert any("begint met https://" in error for error in page.errors)
    assert page.form("Bewaar").values["label"] == ["Gemeente Veere"]


def test_new_accounts_need_a_team_and_roles(town: Town, beheer: Visitor) -> None:
    values = _values(town, just_in_time="y")
    page = beheer.submit(beheer.get(f"{PLACE}/nieuw"), "Bewaar", values, status=422)
    assert any("Kies een organisatie" in error for error in page.errors)
    values["organisation"] = str(town.world.organisation.id)
    page = beheer.submit(page, "Bewaar", values, status=422)
    assert any("welke waarde welke rol geeft" in error for error in page.errors)


def test_the_secret_is_never_shown_stays_when_left_empty_and_goes_with_another_address(
    town: Town, beheer: Visitor
) -> None:
    provider = town.opens()
    page = beheer.get(f"{PLACE}/{provider.id}")
    assert SECRET not in page.response.get_data(as_text=True)
    page = beheer.submit(page, "Bewaar", {"label": "Anders"})
    assert _kept(town, provider.id).client_secret == SECRET
    beheer.submit(page, "Bewaar", {"issuer": "https://elders.example.org"})
    assert _kept(town, provider.id).client_secret == ""


def test_a_provider_of_another_region_does_not_exist(town: Town) -> None:
    provider = town.opens()
    with town.store.reading() as session, pytest.raises(NotFoundError):
        find_provider(session, actor_for(town.world.foreign_facilitator), provider.id)


def test_a_binding_that_is_let_go_of_is_made_anew(town: Town, beheer: Visitor) -> None:
    provider = town.opens()
    town.sign_in(Visitor(town.app), provider)
    page = beheer.submit(beheer.get(PLACE), "Maak los")
    assert "Losgemaakt" in page.text
    town.forger.claims["sub"] = "5678"
    assert "Wilma Poppe" in town.sign_in(Visitor(town.app), provider).text
