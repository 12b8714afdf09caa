"""What a provider says of itself: its addresses and its keys (OpenID Connect Discovery 1.0). Kept for some minutes."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from netwerkberaad.accounts.single_sign_on.errors import OtherIssuerError, UnreachableError
from netwerkberaad.accounts.single_sign_on.fetching import fetch
from netwerkberaad.foundation.core.urls import is_safe

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

FRESH = timedelta(minutes=10)
QUIET = timedelta(seconds=30)
"""How long a provider that did not answer is left alone."""
WELL_KNOWN = "/.well-known/openid-configuration"
KEY_KINDS = frozenset({"RSA", "EC", "OKP"})


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a provider does what. ``names_itself``: its answers carry ``iss`` (RFC 9207)."""

    authorization: str
    token: str
    keys: str
    user_info: str
    end_session: str
    by_post: bool
    names_itself: bool


_known: dict[str, tuple[datetime, Addresses]] = {}
_keys: dict[str, tuple[datetime, "KeySet"]] = {}
_silent: dict[str, datetime] = {}


def addresses_of(issuer: str, *, loopback: bool, now: datetime, fresh: bool = False) -> Addresses:
    """The addresses of a provider. ``fresh`` asks anew. Raises UnreachableError and OtherIssuerError."""
    known = _known.get(issuer)
    if known is not None and not fresh and _within(known[0], FRESH, now):
        return known[1]
    silent = _silent.get(issuer)
    if silent is not None and not fresh and _within(silent, QUIET, now):
        raise UnreachableError("silent-a-moment-ago")
    try:
        said = _read(issuer.rstrip("/") + WELL_KNOWN, loopback=loopback)
        found = _addresses(said, issuer, loopback=loopback)
    except UnreachableError:
        _silent[issuer] = now
        raise
    _known[issuer] = now, found
    _silent.pop(issuer, None)
    return found


def keys_at(address: str, *, loopback: bool, now: datetime, fresh: bool = False) -> "KeySet":
    """The public keys of a provider; only of kinds with a private half. Raises UnreachableError."""
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet, import_key

    known = _keys.get(address)
    if known is not None and _within(known[0], QUIET if fresh else FRESH, now):
        return known[1]
    listed = _read(address, loopback=loopback).get("keys")
    usable = []
    for one in listed if isinstance(listed, list) else []:
        if isinstance(one, dict) and one.get("kty") in KEY_KINDS and one.get("use", "sig") == "sig":
            try:
                usable.append(import_key(one))
            except (JoseError, ValueError, TypeError):
                continue  # a key of a kind we do not know says nothing about the others
    if not usable:
        raise UnreachableError("no-usable-keys")
    _keys[address] = now, KeySet(usable)
    return _keys[address][1]


def _addresses(said: dict[str, object], issuer: str, *, loopback: bool) -> Addresses:
    if said.get("issuer") != issuer:
        raise OtherIssuerError("other-issuer", found=str(said.get("issuer"))[:200])
    needed = [said.get(f"{name}") for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    optional = [said.get(name) or "" for name in ("userinfo_endpoint", "end_session_endpoint")]
    for url in (*needed, *(url for url in optional if url)):
        if not is_safe(url, loopback=loopback):
            raise UnreachableError("address-not-safe")
    authorization, token, keys, user_info, end_session = (str(url) for url in (*needed, *optional))
    methods = said.get("token_endpoint_auth_methods_supported")
    return Addresses(
        authorization=authorization,
        token=token,
        keys=keys,
        user_info=user_info,
        end_session=end_session,
        by_post=isinstance(methods, list) and "client_secret_post" in methods,
        names_itself=said.get("authorization_response_iss_parameter_supported") is True,
    )


def _read(url: str, *, loopback: bool) -> dict[str, object]:
    status, content = fetch("GET", url, loopback=loopback)
    if status != 200:
        raise UnreachableError(f"status {status}")
    return as_object(content)


def as_object(content: bytes) -> dict[str, object]:
    """A JSON object. Raises UnreachableError for anything else."""
    try:
        said: object = json.loads(content)
    except ValueError:
        raise UnreachableError("no-json") from None
    if not isinstance(said, dict):
        raise UnreachableError("no-json-object")
    return said


def _within(then: datetime, span: timedelta, now: datetime) -> bool:
    return timedelta() <= now - then < span
