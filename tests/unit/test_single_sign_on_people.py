"""What the claims of a provider mean here: names, roles, and whether there were two factors."""

from typing import Any

import pytest

from netwerkberaad.accounts.single_sign_on import (
    IdentityProvider,
    Newcomer,
    ProviderSettings,
    SecondFactor,
    newcomer,
)
from netwerkberaad.foundation.access import Role

ROLE_VALUES = (("leider", Role.FACILITATOR), ("team", Role.REFERRER), ("team", Role.COORDINATOR))


def read(policy: SecondFactor = SecondFactor.OURS, *, roles_claim: str = "roles", **claims: Any) -> Newcomer:
    settings = ProviderSettings(roles_claim=roles_claim, role_values=ROLE_VALUES, strong_words=("urn:sterk",))
    return newcomer(IdentityProvider(second_factor=policy, settings=settings), {"sub": "1", **claims})


@pytest.mark.parametrize(
    ("claims", "two"),
    [
        ({"amr": ["mfa"]}, True),
        ({"amr": ["pwd", "otp"]}, True),
        ({"acr": "urn:sterk"}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": ["otp", "hwk"]}, False),
        ({"acr": "urn:zwak"}, False),
        ({"acr": ""}, False),
        ({}, False),
    ],
)
def test_a_second_factor_counts_when_the_answer_says_so(claims: dict[str, Any], two: bool) -> None:
    assert read(SecondFactor.WHEN_SAID, **claims).two_factors is two


def test_the_policy_stands_above_what_an_answer_says() -> None:
    assert read(SecondFactor.OURS, amr=["mfa"]).two_factors is False
    assert read(SecondFactor.THEIRS).two_factors is True


@pytest.mark.parametrize("odd", [None, "", 5, {"leider": True}, [["leider"]], ["LEIDER"], [None]])
def test_a_claim_that_says_no_role_gives_none(odd: object) -> None:
    assert read(roles=odd).roles == frozenset()


def test_one_value_may_give_two_roles_and_a_claim_may_lie_deeper() -> None:
    deep = read(roles_claim="realm.toegang.rollen", realm={"toegang": {"rollen": ["team"]}})
    assert deep.roles == frozenset({Role.REFERRER, Role.COORDINATOR})


def test_a_claim_with_a_dot_in_its_name_is_found_by_its_whole_name() -> None:
    claim = "https://example.org/rol"
    settings = ProviderSettings(roles_claim=claim, role_values=ROLE_VALUES)
    person = newcomer(IdentityProvider(settings=settings), {"sub": "1", claim: "leider"})
    assert person.roles == frozenset({Role.FACILITATOR})


def test_without_a_claim_for_roles_the_provider_decides_on_none() -> None:
    assert read(roles_claim="", roles=["leider"]).roles is None


def test_a_name_in_one_piece_is_parted_at_the_first_space() -> None:
    profile = read(name="Noor van der Zwemer", email="noor@example.org").profile
    assert (profile.first, profile.last) == ("Noor", "van der Zwemer")
