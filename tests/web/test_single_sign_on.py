"""Signing in through one's own organisation: the honest way, and every lie a provider or a thief could try."""

import uuid
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from joserfc.jwk import ECKey
from sqlalchemy import select

from netwerkberaad.accounts import Staff, StaffLinkPurpose, actor_for, make_staff_link
from netwerkberaad.accounts.single_sign_on import StaffIdentity, return_path
from netwerkberaad.foundation.access import Role
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.forger import Forger
from tests.pages import Visitor
from tests.web.single_sign_on_setting import Town, query_names

FAILED = "Inloggen is niet gelukt"
SURE = {"email": "Wilma.Poppe@example.org", "email_verified": True}


@pytest.fixture
def town(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World, forger: Forger) -> Town:
    """A town of which the provider knows Wilma, the gespreksleider."""
    forger.claims.update(SURE)
    return Town(app, sqlite_store, clock, sqlite_world, forger)


def _staff(town: Town, staff_id: uuid.UUID) -> Staff:
    with town.store.reading() as session:
        return session.get_one(Staff, staff_id)


def _actions(town: Town) -> list[str]:
    with town.store.reading() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.at)))


def test_somebody_whose_mail_address_is_vouched_for_comes_in(town: Town, visitor: Visitor) -> None:
    provider = town.opens()
    way = visitor.get("/inloggen").link("Log in met Gemeente Middelburg")
    assert urlsplit(way).path == f"/inloggen/via/{provider.id}"
    assert "Wilma Poppe" in town.sign_in(visitor, provider).text
    assert {"staff.identity_bound", "staff.signed_in_by_provider"} <= set(_actions(town))


def test_the_way_there_has_a_challenge_a_state_and_a_nonce_and_no_secret(
    town: Town, visitor: Visitor
) -> None:
    url = town.leave(visitor, town.opens())
    asked = parse_qs(urlsplit(url).query)
    assert {"state", "nonce", "code_challenge", "redirect_uri", "scope", "client_id"} <= query_names(url)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert "code_verifier" not in asked


def test_the_code_is_exchanged_with_the_verifier_and_the_secret(town: Town, visitor: Visitor) -> None:
    town.sign_in(visitor, town.opens())
    sent = next(form for path, form in town.forger.asked if path == "/token")
    assert len(sent["code_verifier"]) >= 43
    assert sent["authorization"].startswith("Basic ")


def test_after_the_first_time_only_the_subject_counts(town: Town, visitor: Visitor) -> None:
    provider = town.opens()
    town.sign_in(visitor, provider)
    town.forger.claims.update({"email": "heel.anders@example.org", "email_verified": False})
    assert "Wilma Poppe" in town.sign_in(Visitor(town.app), provider).text


def test_a_mail_address_that_went_to_somebody_else_opens_no_bound_account(
    town: Town, visitor: Visitor
) -> None:
    provider = town.opens()
    town.sign_in(visitor, provider)
    town.forger.claims["sub"] = "5678"
    page = town.sign_in(Visitor(town.app), provider, status=422)
    assert "hoort al bij een andere gebruiker" in page.text


@pytest.mark.parametrize("verified", [False, None, "false", 1])
def test_a_mail_address_nobody_vouches_for_binds_nobody(
    town: Town, visitor: Visitor, verified: object
) -> None:
    town.forger.claims["email_verified"] = verified
    page = town.sign_in(visitor, town.opens(), status=422)
    assert "bevestigt uw mailadres niet" in page.text


def test_user_info_vouches_only_for_the_address_it_names_itself(town: Town, visitor: Visitor) -> None:
    town.forger.claims["email_verified"] = None
    town.forger.user_info.update({"email": "ander@example.org", "email_verified": True})
    town.sign_in(visitor, town.opens(), status=422)


def test_user_info_may_tell_what_the_token_does_not(town: Town, visitor: Visitor) -> None:
    town.forger.claims.update({"email": None, "email_verified": None})
    town.forger.user_info.update(SURE)
    assert "Wilma Poppe" in town.sign_in(visitor, town.opens()).text


def test_an_invitation_binds_without_a_mail_address_and_works_once(town: Town, visitor: Visitor) -> None:
    town.forger.claims.update({"email": None, "email_verified": None})
    provider = town.opens()
    with town.store.writing() as session:
        link = make_staff_link(
            session,
            actor_for(town.world.admin),
            staff=town.world.referrer,
            purpose=StaffLinkPurpose.SET_PASSWORD,
            now=town.clock.now(),
        )
    way = visitor.get(f"/wachtwoord/{link}").link("Log in met Gemeente Middelburg")
    page = town.sign_in(visitor, provider, f"?{urlsplit(way).query}")
    assert "Hanneke Minderhoud" in page.text
    assert visitor.get(f"/wachtwoord/{link}").h1 == "Deze link werkt niet meer"


def test_whoever_has_no_account_gets_none_unless_that_is_allowed(town: Town, visitor: Visitor) -> None:
    town.forger.claims.update({"email": "nieuw@example.org"})
    page = town.sign_in(visitor, town.opens(roles_claim="roles"), status=422)
    assert "nog geen account" in page.text


def test_where_it_is_allowed_a_newcomer_gets_an_account_with_the_role_of_the_provider(
    town: Town, visitor: Visitor
) -> None:
    newcomer = {"email": "nieuw@example.org", "given_name": "Noor", "family_name": "Zwemer"}
    town.forger.claims.update({**newcomer, "roles": ["leider", "iets anders"]})
    page = town.sign_in(visitor, town.opens(roles_claim="roles", just_in_time=True))
    assert "Noor Zwemer" in page.text
    assert page.path == "/vandaag"


def test_roles_follow_the_provider_at_every_sign_in(town: Town, visitor: Visitor) -> None:
    provider = town.opens(roles_claim="realm.roles")
    town.forger.claims["realm"] = {"roles": ["leider", "beheer"]}
    town.sign_in(visitor, provider)
    assert _staff(town, town.world.facilitator.id).roles == {Role.FACILITATOR, Role.ADMIN}
    town.forger.claims["realm"] = {"roles": ["leider"]}
    town.sign_in(Visitor(town.app), provider)
    assert _staff(town, town.world.facilitator.id).roles == {Role.FACILITATOR}
    assert visitor.get("/account").h1 == "Inloggen"


def test_who_has_no_role_any_more_is_refused_and_has_none_here_either(town: Town, visitor: Visitor) -> None:
    provider = town.opens(roles_claim="roles")
    town.forger.claims["roles"] = "leider"
    town.sign_in(visitor, provider)
    town.forger.claims["roles"] = None
    page = town.sign_in(Visitor(town.app), provider, status=422)
    assert "geeft u hier geen rol" in page.text
    assert _staff(town, town.world.facilitator.id).roles == frozenset()
    assert visitor.get("/account").h1 == "Inloggen"


def test_the_only_beheerder_keeps_the_role_and_does_not_come_in_this_way(
    town: Town, visitor: Visitor
) -> None:
    town.forger.claims.update({"email": town.world.admin.profile.mail, "roles": ["leider"]})
    page = town.sign_in(visitor, town.opens(roles_claim="roles"), status=422)
    assert "de enige beheerder" in page.text
    assert _staff(town, town.world.admin.id).roles == {Role.ADMIN}


def test_a_provider_does_not_speak_for_another_region(town: Town, visitor: Visitor) -> None:
    town.forger.claims["email"] = town.world.foreign_facilitator.profile.mail
    page = town.sign_in(visitor, town.opens(), status=422)
    assert "nog geen account" in page.text


def test_an_ended_account_stays_closed(town: Town, visitor: Visitor) -> None:
    provider = town.opens()
    town.sign_in(visitor, provider)
    beheer = Visitor(town.app)
    beheer.sign_in(town.world.admin)
    beheer.submit(beheer.get(f"/beheer/medewerkers/{town.world.facilitator.id}"), "Beëindig dit account")
    assert "nog geen account" in town.sign_in(Visitor(town.app), provider, status=422).text


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
    assert "staff.provider_sign_in_refused" in _actions(town)
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


def test_the_way_back_leads_to_the_page_that_was_asked_for(town: Town, visitor: Visitor) -> None:
    assert town.sign_in(visitor, town.opens(), "?next=/account").h1 == "Mijn account"


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


def test_signing_out_leads_on_to_the_provider_and_back_to_a_page_of_ours(
    town: Town, visitor: Visitor
) -> None:
    town.sign_in(visitor, town.opens())
    page = visitor.submit(visitor.get("/account"), "Log uit")
    assert page.h1 == "U bent hier uitgelogd"
    way = urlsplit(page.link("Log uit bij Gemeente Middelburg"))
    asked = parse_qs(way.query)
    assert way.path == "/end"
    assert asked["post_logout_redirect_uri"] == ["http://localhost:8000/uitgelogd"]
    assert asked["id_token_hint"][0].count(".") == 2
    assert visitor.get("/account").h1 == "Inloggen"
    assert visitor.get("/uitgelogd").h1 == "U bent uitgelogd"


def test_a_provider_that_stopped_lets_nobody_in(town: Town, visitor: Visitor) -> None:
    provider = town.opens()
    beheer = Visitor(town.app)
    beheer.sign_in(town.world.admin)
    beheer.submit(beheer.get(f"/beheer/eenmalig-inloggen/{provider.id}"), "Stop met deze organisatie")
    visitor.get(f"/inloggen/via/{provider.id}", status=404)
    assert "Gemeente Middelburg" not in visitor.get("/inloggen").text
