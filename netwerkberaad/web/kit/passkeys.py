"""Passkeys on a page: where they work, and what the browser sends back."""

import ipaddress

from wtforms import HiddenField
from wtforms.validators import Length

from netwerkberaad.accounts import Site, Staff, pass_with_passkey, sign_in_options
from netwerkberaad.web.context import base_url, db, now
from netwerkberaad.web.kit.forms import BaseForm

MOST = 20_000
"""Longer than any browser's answer without an attestation."""


class PasskeyForm(BaseForm):
    """The browser's answer."""

    credential = HiddenField(validators=[Length(max=MOST)])


def site() -> Site:
    """This installation, as passkeys know it."""
    return Site(base_url())


def passkeys_work() -> bool:
    """Whether a browser makes passkeys for this address: not for a bare number, and only with TLS or on the machine itself."""
    here = site()
    try:
        ipaddress.ip_address(here.host)
    except ValueError:
        return here.origin.startswith("https://") or here.host == "localhost"
    return False


def options_for(person: Staff | None = None) -> str:
    """What the browser is asked to sign in with a passkey; empty where none works."""
    return sign_in_options(db(), site=site(), staff=person, now=now()) if passkeys_work() else ""


def owner_of(form: PasskeyForm, person: Staff | None = None) -> Staff:
    """Whose passkey answered; ``person`` where it must be theirs. Raises PasskeyError."""
    return pass_with_passkey(
        db(), site=site(), credential=form.credential.data or "", staff=person, now=now()
    )
