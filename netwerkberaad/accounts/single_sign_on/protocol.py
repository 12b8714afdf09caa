"""OpenID Connect Core 1.0, authorization code flow with PKCE (S256): the way to the provider, and what comes back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus, urlencode

from netwerkberaad.accounts.single_sign_on.discovery import Addresses, addresses_of, as_object, keys_at
from netwerkberaad.accounts.single_sign_on.errors import (
    StoppedThereError,
    UnreachableError,
    WrongAnswerError,
)
from netwerkberaad.accounts.single_sign_on.fetching import fetch

SCOPES = "openid profile email"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a private key only: never ``none``, and never HMAC, which anybody with the secret can make."""
LEEWAY, OLDEST = 60, 600
"""Seconds that clocks may differ, and that a token may be old when it comes in."""
MOST_SUBJECT = 255
_FORM = "application/x-www-form-urlencoded"

Claims = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Client:
    """Who we are to a provider. ``loopback`` allows plain http to this machine."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    loopback: bool = False

    def addresses(self, now: datetime, *, fresh: bool = False) -> Addresses:
        """Where the provider does what. Raises UnreachableError."""
        return addresses_of(self.issuer, loopback=self.loopback, now=now, fresh=fresh)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What binds an answer to the sign-in that was begun: known to this browser's sign-in alone."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The query with which the provider sends somebody back."""

    code: str = ""
    state: str = ""
    issuer: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Proven:
    """Claims that were verified, and the token they came in, for signing out at the provider."""

    claims: Claims
    id_token: str


def way_there(client: Client, secrets: Secrets, *, strong_words: tuple[str, ...] = (), now: datetime) -> str:
    """The address at which somebody signs in at the provider. Raises UnreachableError."""
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    more = {"acr_values": " ".join(strong_words)} if strong_words else {}
    return str(
        prepare_grant_uri(
            client.addresses(now).authorization,
            client.client_id,
            "code",
            redirect_uri=client.redirect_uri,
            scope=SCOPES,
            state=secrets.state,
            nonce=secrets.nonce,
            code_challenge=create_s256_code_challenge(secrets.verifier),
            code_challenge_method="S256",
            **more,
        )
    )


def way_out(client: Client, *, id_token: str, back: str, now: datetime) -> str:
    """The address at which somebody signs out at the provider, or '' (OpenID Connect RP-Initiated Logout 1.0)."""
    try:
        address = client.addresses(now).end_session
    except UnreachableError:
        return ""
    query = {"id_token_hint": id_token, "post_logout_redirect_uri": back, "client_id": client.client_id}
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}" if address else ""


def prove(client: Client, secrets: Secrets, answer: Answer, *, now: datetime) -> Proven:
    """Who signed in, out of the provider's answer. The caller compared ``state`` before.

    Raises StoppedThereError, WrongAnswerError and UnreachableError.
    """
    addresses = client.addresses(now)
    # RFC 9207: an answer of another provider than the one we sent them to is a mix-up.
    if (answer.issuer or addresses.names_itself) and answer.issuer != client.issuer:
        raise WrongAnswerError("mix-up")
    if answer.error or not answer.code:
        raise StoppedThereError("no-code")
    tokens = _exchange(client, addresses, answer.code, secrets.verifier)
    id_token, access_token = tokens.get("id_token"), tokens.get("access_token")
    if not isinstance(id_token, str):
        raise WrongAnswerError("no-id-token")
    access = access_token if isinstance(access_token, str) else ""
    claims = _verified(client, addresses, id_token, secrets.nonce, access, now)
    if access and addresses.user_info:
        more = _user_info(client, addresses, access, str(claims["sub"]))
        if "email" in claims and more.get("email") != claims["email"]:
            more.pop("email_verified", None)  # it vouches for another address
        claims = {**more, **claims}
    return Proven(claims, id_token)


def _exchange(client: Client, addresses: Addresses, code: str, verifier: str) -> Claims:
    from authlib.oauth2.auth import ClientAuth

    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.redirect_uri,
        "code_verifier": verifier,
    }
    name, secret = client.client_id, client.client_secret
    method = "none"
    if secret:
        method = "client_secret_post" if addresses.by_post else "client_secret_basic"
    if method == "client_secret_basic":
        name, secret = quote_plus(name), quote_plus(secret)  # RFC 6749 §2.3.1
    url, headers, body = ClientAuth(name, secret, method).prepare(
        "POST", addresses.token, {"Content-Type": _FORM}, urlencode(form)
    )
    status, content = fetch("POST", url, loopback=client.loopback, headers=headers, body=body)
    if status != 200:
        raise WrongAnswerError("client-refused" if status == 401 else f"code-refused {status}")
    return as_object(content)


def _verified(
    client: Client, addresses: Addresses, id_token: str, nonce: str, access_token: str, now: datetime
) -> Claims:
    """The claims of an ID token after every check of OpenID Connect Core §3.1.3.7. Raises WrongAnswerError."""
    from authlib.oidc.core import CodeIDToken
    from joserfc.errors import JoseError

    header, said = _opened(client, addresses, id_token, now)
    claims = CodeIDToken(
        said,
        header,
        options={
            "iss": {"essential": True, "value": client.issuer},
            "aud": {"essential": True, "value": client.client_id},
        },
        params={"nonce": nonce, "client_id": client.client_id, "access_token": access_token},
    )
    try:
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    except (JoseError, ValueError, TypeError) as error:
        raise WrongAnswerError(f"claims {getattr(error, 'error', type(error).__name__)}") from None
    subject, issued = said.get("sub"), said.get("iat")
    if not isinstance(subject, str) or not 0 < len(subject) <= MOST_SUBJECT:
        raise WrongAnswerError("claims sub")
    if not isinstance(issued, int | float) or issued < now.timestamp() - OLDEST:
        raise WrongAnswerError("claims iat")
    return said


def _opened(
    client: Client, addresses: Addresses, id_token: str, now: datetime
) -> tuple[dict[str, Any], Claims]:
    """Header and claims of a token with a good signature. An unknown key id asks for the keys once more."""
    from joserfc import jwt
    from joserfc.errors import InvalidKeyIdError, JoseError

    try:
        for fresh in (False, True):
            keys = keys_at(addresses.keys, loopback=client.loopback, now=now, fresh=fresh)
            try:
                token = jwt.decode(id_token, keys, algorithms=ALGORITHMS)
            except InvalidKeyIdError:
                continue
            return dict(token.header), token.claims
    except (JoseError, ValueError, TypeError) as error:
        raise WrongAnswerError(f"signature {type(error).__name__}") from None
    raise WrongAnswerError("signature unknown key")


def _user_info(client: Client, addresses: Addresses, access_token: str, subject: str) -> Claims:
    """What the provider tells more about the same person; nothing when it does not tell it as plain JSON."""
    bearer = {"Authorization": f"Bearer {access_token}"}
    try:
        status, content = fetch("GET", addresses.user_info, loopback=client.loopback, headers=bearer)
        said = as_object(content) if status == 200 else {}
    except UnreachableError:
        return {}
    if said and said.get("sub") != subject:
        raise WrongAnswerError("user-info of somebody else")
    return said
