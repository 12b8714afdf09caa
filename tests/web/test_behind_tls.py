"""Behind TLS: forms work although no page sends a referrer, cookies are bound to this host, and other sites cannot post."""

from pathlib import Path

import pytest

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import Store
from netwerkberaad.web import create_app
from netwerkberaad.web.headers import STRICT_TRANSPORT
from tests.builders import PASSWORD, World
from tests.pages import Visitor

SITE = "https://beraad.example.nl"


@pytest.fixture
def visitor(tmp_path: Path, clock: MovableClock, sqlite_store: Store) -> Visitor:
    """A browser that came over TLS."""
    app = create_app(Settings(tmp_path, "sqlite:///not-used.sqlite", SITE), clock, sqlite_store)
    app.config["PREFERRED_URL_SCHEME"] = "https"
    browser = Visitor(app)
    browser.client.environ_base["wsgi.url_scheme"] = "https"
    return browser


def test_somebody_can_sign_in_and_out_without_a_referrer(visitor: Visitor, sqlite_world: World) -> None:
    assert visitor.sign_in(sqlite_world.admin).h1 == "Medewerkers"
    visitor.submit(visitor.get("/account"), "Log uit")
    assert visitor.get("/account").h1 == "Inloggen"


def test_cookies_are_bound_to_this_host_and_hidden_from_scripts(
    visitor: Visitor, sqlite_world: World
) -> None:
    form = visitor.get("/inloggen").form("Log in")
    values = {**form.values, "mail": sqlite_world.admin.profile.mail, "password": PASSWORD}
    response = visitor.client.post("/inloggen", data=values)
    cookies = response.headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-nb-")
        for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert part in cookie
        assert "Domain" not in cookie


def test_browsers_are_told_to_stay_on_tls(visitor: Visitor) -> None:
    response = visitor.client.get("/inloggen")
    assert response.headers["Strict-Transport-Security"] == STRICT_TRANSPORT


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_on_another_site_cannot_post_here(visitor: Visitor, sqlite_world: World, site: str) -> None:
    form = visitor.get("/inloggen").form("Log in")
    values = {**form.values, "mail": sqlite_world.admin.profile.mail, "password": PASSWORD}
    response = visitor.client.post("/inloggen", data=values, headers={"Sec-Fetch-Site": site})
    assert response.status_code == 400
