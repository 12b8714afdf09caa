"""The application with a provider, and a browser that goes there and comes back."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from netwerkberaad.accounts import actor_for
from netwerkberaad.accounts.single_sign_on import (
    IdentityProvider,
    ProviderChoice,
    ProviderSettings,
    SecondFactor,
    add_provider,
    return_path,
)
from netwerkberaad.foundation.access import Role
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.forger import CLIENT, SECRET, Forger
from tests.pages import Page, Visitor

SURE = {"email": "Wilma.Poppe@example.org", "email_verified": True}
ROLES = (("leider", Role.FACILITATOR), ("beheer", Role.ADMIN))


@dataclass
class Town:
    """An organisation with its own provider."""

    app: Flask
    store: Store
    clock: MovableClock
    world: World
    forger: Forger

    def opens(
        self,
        *,
        forger: Forger | None = None,
        roles_claim: str = "",
        just_in_time: bool = False,
        second_factor: SecondFactor = SecondFactor.THEIRS,
    ) -> IdentityProvider:
        """Let its people in."""
        settings = ProviderSettings(
            label="Gemeente Middelburg",
            issuer=(forger or self.forger).issuer,
            client_id=CLIENT,
            roles_claim=roles_claim,
            role_values=ROLES if roles_claim else (),
        )
        choice = ProviderChoice(
            settings,
            client_secret=SECRET,
            organisation_id=self.world.organisation.id if just_in_time else None,
            just_in_time=just_in_time,
            second_factor=second_factor,
        )
        with self.store.writing() as session:
            return add_provider(
                session,
                actor_for(self.world.admin),
                region_id=self.world.region.id,
                choice=choice,
                loopback=True,
                now=self.clock.now(),
            )

    def leave(self, visitor: Visitor, provider: IdentityProvider, query: str = "") -> str:
        """Press the button of the provider. Returns where the browser is sent."""
        response = visitor.client.get(f"/inloggen/via/{provider.id}{query}")
        assert response.status_code == 302, response.get_data(as_text=True)
        return response.headers["Location"]

    def come_back(
        self, visitor: Visitor, provider: IdentityProvider, answer: dict[str, str], *, status: int = 200
    ) -> Page:
        """Come back with an answer and press the one button, when there is one."""
        page = visitor.get(f"{return_path(provider.id)}?{urlencode(answer)}")
        return visitor.submit(page, "Verder", status=status) if _has_button(page) else page

    def sign_in(
        self, visitor: Visitor, provider: IdentityProvider, query: str = "", *, status: int = 200
    ) -> Page:
        """The whole way there and back."""
        there = self.leave(visitor, provider, query)
        return self.come_back(visitor, provider, self.forger.sign_in(there), status=status)

    def actions(self) -> list[str]:
        """What is on record, oldest first."""
        with self.store.reading() as session:
            return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.at)))


def _has_button(page: Page) -> bool:
    return any("Verder" in button for form in page.forms for button in form.buttons)


def query_names(url: str) -> set[str]:
    """Names in the query of an address."""
    return {part.partition("=")[0] for part in urlsplit(url).query.split("&")}


@pytest.fixture
def town(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World, forger: Forger) -> Town:
    """A town of which the provider knows Wilma, the gespreksleider."""
    forger.claims.update(SURE)
    return Town(app, sqlite_store, clock, sqlite_world, forger)
