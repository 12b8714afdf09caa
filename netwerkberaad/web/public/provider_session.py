"""What a session keeps of the provider it was begun through: for signing out there as well."""

import uuid
from collections.abc import Iterable

from flask import url_for
from werkzeug.wrappers import Response

from netwerkberaad.accounts.single_sign_on import IdentityProvider, client_of, running_provider, way_out
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.web.context import base_url, db, now, services
from netwerkberaad.web.kit.pages import page
from netwerkberaad.web.sessions import current

_KEPT = "provider"


def ways_through(
    providers: Iterable[IdentityProvider], *, back: str | None = None, invitation: str | None = None
) -> list[dict[str, str]]:
    """A link for each provider, with the name of its organisation."""
    return [
        {
            "label": provider.settings.label,
            "url": url_for(
                "public.leave_for_provider", provider_id=provider.id, next=back, uitnodiging=invitation
            ),
        }
        for provider in providers
    ]


def keep_provider(provider: IdentityProvider, id_token: str) -> None:
    """Keep in this session, sealed, through which provider it was begun and with which token."""
    current()[_KEPT] = {"id": str(provider.id), "id_token": id_token}


def way_out_of_provider() -> Response | None:
    """The page that leads on to signing out at the provider; None for a session that began here or has no such way.

    A page with a link: a form may not lead to another site (``form-action 'self'``).
    """
    kept = current().get(_KEPT)
    if not isinstance(kept, dict):
        return None
    try:
        provider = running_provider(db(), uuid.UUID(kept["id"]))
    except NotFoundError:
        return None
    client = client_of(provider, base_url=base_url(), loopback=not services().settings.secure)
    back = f"{base_url()}{url_for('public.signed_out')}"
    url = way_out(client, id_token=kept["id_token"], back=back, now=now())
    if not url:
        return None
    response = page("public/sign_out_further.html", label=provider.settings.label, url=url)
    response.status_code = 200
    return response
