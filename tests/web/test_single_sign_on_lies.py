"""Signing in through one's own organisation: every lie a provider or a thief could try lets nobody in."""

from collections.abc import Callable

import pytest
from joserfc.jwk import ECKey
from sqlalchemy import select

from netwerkberaad.accounts.single_sign_on import StaffIdentity, return_path
from tests.forger import Forger
from tests.pages import Visitor
from tests.web.single_sign_on_setting import Town

FAILED = "Inloggen is niet gelukt"
Lie = Callable[[Forger, int], None]


def _claim(**claims: object) -> Lie:
    return lambda forger, _now: forger.claims.update(claims)


LIES: dict[str, Lie] = {
    "wrong nonce": _claim(nonce="een-ander"),
    "no nonce": _claim(nonce=None),
    "another audience": _claim(aud="een-andere-toepassing"),
    "a second audience without azp": _claim(aud=["netwerkberaad", "een-andere-toepassing"]),
    "another azp": _claim(aud=["netwerkberaad", "x"], azp="x"),
    "another issuer": _claim(iss="https://elders.example.org"),
    "no issuer": _claim(iss=None),
    "no subject": _claim(sub=None),
    "an empty subject": _claim(sub=""),
    "a subject that is a number": _claim(sub=1234),
    "no end": _claim(exp=None),
    "expired": lambda forger, now: forger.claims.update(exp=now - 61),
    "from the future": lambda forger, now: forger.claims.update(iat=now + 120),
    "an hour old": lambda forger, now: forger.claims.update(iat=now - 3600),
    "not yet valid": lambda forger, now: forger.claims.update(nbf=now + 120),
    "an access token of another": _claim(at_hash="AAAA"),
    "no signature": lambda forger, _now: setattr(forger, "algorithm", "none"),
    "signed with the public key as a secret": lambda forger, _now: setattr(forger, "algorithm", "HS256"),
    "signed by somebody else": lambda forger, _now: setattr(
        forger, "signed_with", ECKey.generate_key("P-256")
    ),
    "user-info of somebody else": lambda forger, _now: forger.user_info.update(sub="9999"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_lets_nobody_in(town: Town, visitor: Visitor, lie: str) -> None:
    provider = town.opens()
    LIES[lie](town.forger, int(town.clock.now().timestamp()))
    page = town.sign_in(visitor, provider, status=422)
    assert page.h1 == FAILED
    assert "konden het antwoord van uw organisatie niet vertrouwen" in page.text
    assert visitor.get("/account").h1 == "Inloggen"
    assert "staff.provider_sign_in_refused" in town.actions()
    with town.store.reading() as session:
        assert session.scalars(select(StaffIdentity)).all() == []


def test_an_answer_with_another_state_is_not_ours(town: Town, visitor: Visitor) -> None:
    provider = town.opens()
    answer = town.forger.sign_in(town.leave(visitor, provider))
    assert town.come_back(visitor, provider, {**answer, "state": "geraden"}).h1 == FAILED
    assert not [path for path, _form in town.forger.asked if path == "/token"]


def test_an_answer_in_a_browser_that_began_nothing_is_not_ours(town: Town, visitor: Visitor) -> None:
    provider = town.opens()
    answer = town.forger.sign_in(town.leave(visitor, provider))
    assert town.come_back(Visitor(town.app), provider, answer).h1 == FAILED


def test_an_answer_sent_twice_is_used_once(town: Town, visitor: Visitor) -> None:
    provider = town.opens()
    answer = town.forger.sign_in(town.leave(visitor, provider))
    page = visitor.get(f"{return_path(provider.id)}?code={answer['code']}&state={answer['state']}")
    kept = visitor.client.get_cookie("nb-aanmelding")
    assert kept is not None
    visitor.submit(page, "Verder")
    thief = Visitor(town.app)
    thief.client.set_cookie("nb-aanmelding", kept.value)
    assert "al gebruikt" in town.come_back(thief, provider, answer, status=422).text
    assert len([path for path, _form in town.forger.asked if path == "/token"]) == 1


def test_a_sign_in_that_took_too_long_begins_anew(town: Town, visitor: Visitor) -> None:
    provider = town.opens()
    answer = town.forger.sign_in(town.leave(visitor, provider))
    town.clock.move_to(town.clock.now().replace(hour=town.clock.now().hour + 1))
    assert "duurde te lang" in town.come_back(visitor, provider, answer).text


def test_a_code_of_one_provider_is_not_taken_to_another(
    town: Town, visitor: Visitor, other_forger: Forger
) -> None:
    ours, theirs = town.opens(), town.opens(forger=other_forger)
    answer = town.forger.sign_in(town.leave(visitor, theirs))
    assert town.come_back(visitor, ours, answer).h1 == FAILED
    assert not town.forger.asked or all(path != "/token" for path, _form in town.forger.asked)


@pytest.mark.parametrize("named", ["", "https://elders.example.org"])
def test_a_provider_that_names_itself_in_its_answers_must_do_so(
    town: Town, visitor: Visitor, named: str
) -> None:
    town.forger.metadata["authorization_response_iss_parameter_supported"] = True
    provider = town.opens()
    answer = town.forger.sign_in(town.leave(visitor, provider))
    assert town.come_back(visitor, provider, {**answer, "iss": named}, status=422).h1 == FAILED


def test_who_stops_at_the_provider_reads_what_to_do(town: Town, visitor: Visitor) -> None:
    provider = town.opens()
    answer = town.forger.sign_in(town.leave(visitor, provider))
    page = town.come_back(visitor, provider, {"error": "access_denied", "state": answer["state"]}, status=422)
    assert "U bent bij uw organisatie niet ingelogd" in page.text


@pytest.mark.parametrize("target", ["https://elders.example.org/", "//elders.example.org", "/\\elders", "x"])
def test_the_way_back_never_leads_to_another_site(town: Town, visitor: Visitor, target: str) -> None:
    provider = town.opens()
    answer = town.forger.sign_in(town.leave(visitor, provider, f"?next={target}"))
    page = visitor.get(f"{return_path(provider.id)}?code={answer['code']}&state={answer['state']}")
    form = page.form("Verder")
    response = visitor.client.post(form.action, data=form.values)
    assert response.headers["Location"] == "/vandaag"


def test_reading_the_page_one_comes_back_to_changes_nothing(town: Town, visitor: Visitor) -> None:
    provider = town.opens()
    answer = town.forger.sign_in(town.leave(visitor, provider))
    visitor.get(f"{return_path(provider.id)}?code={answer['code']}&state={answer['state']}")
    assert all(path != "/token" for path, _form in town.forger.asked)
    assert visitor.get("/account").h1 == "Inloggen"


def test_no_redirect_of_a_provider_is_followed(town: Town, visitor: Visitor, other_forger: Forger) -> None:
    town.forger.redirects_to = other_forger.address
    page = visitor.get(f"/inloggen/via/{town.opens().id}")
    assert page.h1 == FAILED
    assert other_forger.asked == []


@pytest.mark.parametrize(
    "endpoint", ["token_endpoint", "jwks_uri", "authorization_endpoint", "end_session_endpoint"]
)
def test_an_address_without_tls_elsewhere_is_not_used(town: Town, visitor: Visitor, endpoint: str) -> None:
    town.forger.metadata[endpoint] = "http://elders.example.org/x"
    assert visitor.get(f"/inloggen/via/{town.opens().id}").h1 == FAILED
