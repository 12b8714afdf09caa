"""Single sign-on, for the beheerder: the providers of the region, a trial, and whose account goes with one."""

import uuid
from collections.abc import Iterator

from flask import Blueprint, flash, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response
from wtforms import BooleanField, Field, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import Optional

from netwerkberaad.accounts import organisations_of_region
from netwerkberaad.accounts.single_sign_on import (
    IdentityProvider,
    ProviderChoice,
    ProviderSettings,
    SecondFactor,
    UnreachableError,
    add_provider,
    bound_staff,
    change_provider,
    client_of,
    end_provider,
    find_provider,
    release_identity,
    return_path,
    running_providers,
    try_provider,
)
from netwerkberaad.foundation.access import Permission, Role
from netwerkberaad.web.context import actor, as_uuid, base_url, db, now, services, staff
from netwerkberaad.web.desk.team.staff import ROLE_NAMES
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import MEDIUM, SHORT, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.seen import EditForm

_BETWEEN = ";"


def _role(role: Role) -> StringField:
    return StringField(ROLE_NAMES[role], [Optional(), at_most(MEDIUM)])


class ProviderForm(EditForm):
    """One provider. The fields of roles hold values of the claim, with semicolons between."""

    label = StringField(
        _("Naam op de knop"), [required(_("Vul de naam van de organisatie in.")), at_most(SHORT)]
    )
    organisation = SelectField(_("Voor wie"))
    issuer = StringField(
        _("Adres van de aanbieder (issuer)"), [required(_("Vul het adres in.")), at_most(MEDIUM)]
    )
    client_id = StringField(
        _("Client-id"), [required(_("Vul in onder welke naam wij daar bekend zijn.")), at_most(MEDIUM)]
    )
    client_secret = PasswordField(_("Client-secret"), [Optional(), at_most(MEDIUM)])
    second_factor = RadioField(
        _("Tweede stap bij het inloggen"),
        choices=[
            (SecondFactor.OURS.value, _("Wij vragen altijd zelf een tweede stap")),
            (SecondFactor.WHEN_SAID.value, _("De tweede stap daar telt, als het antwoord dat zegt")),
            (SecondFactor.THEIRS.value, _("Inloggen daar is altijd met twee stappen")),
        ],
    )
    strong_words = StringField(
        _("Waarden van acr die voor twee stappen staan"), [Optional(), at_most(MEDIUM)]
    )
    roles_claim = StringField(_("Waar de rol staat (claim)"), [Optional(), at_most(SHORT)])
    role_referrer = _role(Role.REFERRER)
    role_facilitator = _role(Role.FACILITATOR)
    role_coordinator = _role(Role.COORDINATOR)
    role_admin = _role(Role.ADMIN)
    role_privacy_officer = _role(Role.PRIVACY_OFFICER)
    role_analyst = _role(Role.ANALYST)
    just_in_time = BooleanField(_("Maak een account voor wie er nog geen heeft"))

    def role_fields(self) -> Iterator[tuple[Role, Field]]:
        """The field of each role."""
        for role in ROLE_NAMES:
            yield role, self[f"role_{role.value}"]

    def choice(self) -> ProviderChoice:
        """What was filled in."""
        return ProviderChoice(
            settings=ProviderSettings(
                label=self.label.data or "",
                issuer=self.issuer.data or "",
                client_id=self.client_id.data or "",
                roles_claim=self.roles_claim.data or "",
                role_values=tuple(
                    (value, role) for role, field in self.role_fields() for value in _parts(field.data)
                ),
                strong_words=_parts(self.strong_words.data),
            ),
            client_secret=self.client_secret.data or "",
            organisation_id=as_uuid(self.organisation.data) if self.organisation.data else None,
            just_in_time=bool(self.just_in_time.data),
            second_factor=SecondFactor(self.second_factor.data),
        )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    place = "/beheer/eenmalig-inloggen"
    add, both = blueprint.add_url_rule, ["GET", "POST"]
    add(place, "providers", providers)
    add(f"{place}/nieuw", "provider_new", provider_new, methods=both)
    add(f"{place}/<uuid:provider_id>", "provider_edit", provider_edit, methods=both)
    add(f"{place}/<uuid:provider_id>/proef", "provider_try", provider_try, methods=["POST"])
    add(f"{place}/<uuid:provider_id>/einde", "provider_end", provider_end, methods=["POST"])
    add(f"{place}/koppelingen/<uuid:identity_id>", "identity_release", identity_release, methods=["POST"])


@allow(Permission.MANAGE_STAFF)
def providers() -> Response:
    """The providers of the region, and who signs in with one."""
    names = {item.id: item.name for item in organisations_of_region(db(), actor())}
    rows = [
        (item, names.get(item.organisation_id) if item.organisation_id else None)
        for item in running_providers(db(), region_id=staff().region_id)
    ]
    return page("desk/admin/providers.html", rows=rows, bound=bound_staff(db(), actor()))


@allow(Permission.MANAGE_STAFF)
def provider_new() -> Response:
    """Add a provider."""
    form = _offer(ProviderForm(second_factor=SecondFactor.OURS.value))
    made = form.attempt(
        lambda: add_provider(
            db(),
            actor(),
            region_id=staff().region_id,
            choice=form.choice(),
            loopback=not services().settings.secure,
            now=now(),
        )
    )
    if made is None:
        return page("desk/admin/provider_form.html", form=form, provider=None)
    flash(gettext("Bewaard. Geef de twee adressen hieronder aan uw organisatie, en doe dan de proef."), "ok")
    return see(url_for("desk.provider_edit", provider_id=made.id))


@allow(Permission.MANAGE_STAFF)
def provider_edit(provider_id: uuid.UUID) -> Response:
    """Change a provider; beside it what its own administrator must fill in."""
    provider = find_provider(db(), actor(), provider_id)
    form = _offer(ProviderForm(data=_as_data(provider)))
    changed = form.attempt(
        lambda: change_provider(
            db(),
            actor(),
            provider=provider,
            choice=form.choice(),
            loopback=not services().settings.secure,
            now=now(),
        )
    )
    if changed is None:
        return page(
            "desk/admin/provider_form.html",
            form=form,
            provider=provider,
            back=f"{base_url()}{return_path(provider.id)}",
            after=f"{base_url()}{url_for('public.signed_out')}",
        )
    flash(gettext("Bewaard."), "ok")
    return see(url_for("desk.provider_edit", provider_id=provider.id))


@allow(Permission.MANAGE_STAFF)
def provider_try(provider_id: uuid.UUID) -> Response:
    """Ask the provider for its addresses and keys, and tell what came of it."""
    provider = find_provider(db(), actor(), provider_id)
    client = client_of(provider, base_url=base_url(), loopback=not services().settings.secure)
    label = provider.settings.label
    db().rollback()  # nobody has to wait with writing until another server answers
    try:
        count = try_provider(client, now=now())
    except UnreachableError as error:
        text = gettext(error.message) % error.data if error.data else gettext(error.message)
        flash(f"{text} ({error.reason})", "error")
    else:
        flash(
            ngettext(
                "De proef is goed: %(label)s geeft antwoord, met %(num)s bruikbare sleutel.",
                "De proef is goed: %(label)s geeft antwoord, met %(num)s bruikbare sleutels.",
                count,
                label=label,
            ),
            "ok",
        )
    return see(url_for("desk.provider_edit", provider_id=provider_id))


@allow(Permission.MANAGE_STAFF)
def provider_end(provider_id: uuid.UUID) -> Response:
    """End a provider: nobody comes in with it from now on."""
    end_provider(db(), actor(), provider=find_provider(db(), actor(), provider_id), now=now())
    flash(gettext("Hiermee kan niemand meer inloggen. De accounts zelf blijven."), "ok")
    return see(url_for("desk.providers"))


@allow(Permission.MANAGE_STAFF)
def identity_release(identity_id: uuid.UUID) -> Response:
    """Let go of who somebody is at a provider."""
    release_identity(db(), actor(), identity_id=identity_id, now=now())
    flash(gettext("Losgemaakt. Bij de volgende keer inloggen wordt het account opnieuw gekoppeld."), "ok")
    return see(url_for("desk.providers"))


def _offer(form: ProviderForm) -> ProviderForm:
    items = organisations_of_region(db(), actor())
    form.organisation.choices = [
        ("", gettext("Iedereen in de regio")),
        *((str(item.id), item.name) for item in items),
    ]
    return form


def _parts(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(_BETWEEN) if part.strip())


def _as_data(provider: IdentityProvider) -> dict[str, object]:
    settings = provider.settings
    roles = {
        f"role_{role.value}": f"{_BETWEEN} ".join(
            value for value, given in settings.role_values if given is role
        )
        for role in ROLE_NAMES
    }
    return {
        "label": settings.label,
        "organisation": str(provider.organisation_id or ""),
        "issuer": settings.issuer,
        "client_id": settings.client_id,
        "second_factor": provider.second_factor.value,
        "strong_words": f"{_BETWEEN} ".join(settings.strong_words),
        "roles_claim": settings.roles_claim,
        "just_in_time": provider.just_in_time,
        **roles,
    }
