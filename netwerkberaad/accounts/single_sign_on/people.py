"""What the claims of a provider say about a person, in our words."""

from dataclasses import dataclass
from typing import Any

from netwerkberaad.accounts.model import Profile
from netwerkberaad.accounts.single_sign_on.model import IdentityProvider, ProviderSettings, SecondFactor
from netwerkberaad.foundation.access import Role

_KNOWN = frozenset({"pwd", "pin", "kba"})
_HELD = frozenset({"otp", "hwk", "swk", "sc", "pop"})
"""Words of RFC 8176 for something one knows and something one has."""
_LONGEST = 120
_MOST_VALUES = 2_000


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who proved at the provider who they are.

    ``roles`` is None where the provider does not decide on roles. ``two_factors`` tells whether, after the policy of the
    region, the sign-in there was one with two factors, so that no second step of ours is needed.
    """

    subject: str
    profile: Profile
    mail_sure: bool
    roles: frozenset[Role] | None
    two_factors: bool


def newcomer(provider: IdentityProvider, claims: dict[str, Any]) -> Newcomer:
    """Who the claims speak of."""
    settings = provider.settings
    return Newcomer(
        subject=str(claims["sub"]),
        profile=_profile(claims),
        mail_sure=bool(_text(claims, "email")) and _said_true(claims.get("email_verified")),
        roles=_roles(settings, claims) if settings.roles_claim else None,
        two_factors=_two_factors(provider.second_factor, settings, claims),
    )


def _said_true(value: object) -> bool:
    # Some providers write the truth as a text.
    return value is True or value == "true"


def _profile(claims: dict[str, Any]) -> Profile:
    mail, first, last = (_text(claims, name) for name in ("email", "given_name", "family_name"))
    if not first and not last:
        first, _space, last = _text(claims, "name").partition(" ")
    return Profile(first=first or mail.partition("@")[0], last=last, mail=mail)


def _roles(settings: ProviderSettings, claims: dict[str, Any]) -> frozenset[Role]:
    said = _values(claims, settings.roles_claim)
    return frozenset(role for value, role in settings.role_values if value in said)


def _two_factors(policy: SecondFactor, settings: ProviderSettings, claims: dict[str, Any]) -> bool:
    if policy is not SecondFactor.WHEN_SAID:
        return policy is SecondFactor.THEIRS
    methods = _values(claims, "amr")
    both = bool(methods & _KNOWN) and bool(methods & _HELD)
    return "mfa" in methods or both or _text(claims, "acr") in settings.strong_words


def _values(claims: dict[str, Any], name: str) -> frozenset[str]:
    """The texts in a claim: by its whole name, else by the parts of the name between dots."""
    found: object = claims.get(name)
    if found is None:
        found = claims
        for part in name.split("."):
            found = found.get(part) if isinstance(found, dict) else None
    if isinstance(found, str):
        return frozenset({found})
    listed = found[:_MOST_VALUES] if isinstance(found, list) else []
    return frozenset(value for value in listed if isinstance(value, str))


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    return " ".join(value.split())[:_LONGEST] if isinstance(value, str) else ""
