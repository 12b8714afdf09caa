"""Signing in through one's own organisation: the honest way, and every lie a provider or a thief could try."""

import uuid
from urllib.parse import parse_qs, urlsplit

import pytest

from netwerkberaad.accounts import Region, Staff, StaffLinkPurpose, actor_for, make_staff_link
from netwerkberaad.accounts.single_sign_on import SecondFactor
from netwerkberaad.foundation.access import Role
from tests.pages import Visitor
from tests.web.single_sign_on_setting import SURE, Town, query_names


def _staff(town: Town, staff_id: uuid.UUID) -> Staff:
    with town.store.reading() as session:
        return session.get_one(Staff, staff_id)


def test_somebody_whose_mail_address_is_vouched_for_comes_in(town: Town, visitor: Visitor) -> None:
    provider = town.opens()
    way = visitor.get("/inloggen").link("Log in met Gemeente Middelburg")
    assert urlsplit(way).path == f"/inloggen/via/{provider.id}"
    assert "Wilma Poppe" in town.sign_in(visitor, provider).text
    assert {"staff.identity_bound", "staff.signed_in_by_provider"} <= set(town.actions())


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


def test_the_way_back_leads_to_the_page_that_was_asked_for(town: Town, visitor: Visitor) -> None:
    assert town.sign_in(visitor, town.opens(), "?next=/account").h1 == "Mijn account"


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


@pytest.mark.parametrize(
    ("policy", "lands"), [(SecondFactor.THEIRS, "Vandaag"), (SecondFactor.OURS, "Tweede stap bij inloggen")]
)
def test_our_second_step_is_asked_unless_that_of_the_provider_counts(
    town: Town, visitor: Visitor, policy: SecondFactor, lands: str
) -> None:
    with town.store.writing() as session:
        session.get_one(Region, town.world.region.id).second_step = True
    page = town.sign_in(visitor, town.opens(second_factor=policy))
    assert lands in page.text
    opened = visitor.client.get("/casussen").status_code
    assert (opened == 200) is (policy is SecondFactor.THEIRS)
