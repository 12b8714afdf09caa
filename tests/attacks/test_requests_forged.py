"""Forged requests: another site, another host, a page to be sent on to, a path out of the folder, a method nobody serves."""

import io

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from netwerkberaad.web.headers import HEADERS
from tests.builders import PASSWORD, World
from tests.pages import Visitor
from tests.web.door_setting import Door, build_door

ELSEWHERE = (
    "https://kwaad.example",
    "//kwaad.example",
    "///kwaad.example",
    "/\\kwaad.example",
    "\\\\kwaad.example",
    "/%0d%0aLocation:https://kwaad.example",
    "/\r\nLocation: https://kwaad.example",
    "/\t/kwaad.example",
    "javascript:alert(1)",
    "http:kwaad.example",
    " //kwaad.example",
    "/ /kwaad.example",
    "/@kwaad.example",
)
OUTSIDE = (
    "../app.py",
    "..%2fapp.py",
    "%2e%2e/app.py",
    "css/../../app.py",
    "css/..%252f..%252fapp.py",
    "..\\app.py",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "css/tokens.css%00.png",
    "css/",
    "",
)


@pytest.fixture
def door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """A case with people at the door."""
    return build_door(app, sqlite_store, clock, sqlite_world)


def _stays_here(answer: TestResponse) -> bool:
    place = answer.headers.get("Location", "")
    after = place.lstrip("/\\ \t")
    return place.startswith("/") and len(place) - len(after) == 1 and not set(place) & set("\r\n\t\\")


def _sign_in(visitor: Visitor, world: World, **more: object) -> TestResponse:
    form = visitor.get("/inloggen").form("Log in")
    sent = {**form.values, "mail": world.facilitator.profile.mail, "password": PASSWORD}
    return visitor.client.post("/inloggen", data=sent, **more)


def test_signing_in_leads_nowhere_else(visitor: Visitor, sqlite_world: World) -> None:
    for target in ELSEWHERE:
        answer = _sign_in(visitor, sqlite_world, query_string={"next": target})
        assert _stays_here(answer), (target, answer.headers.get("Location"))


def test_the_proof_and_the_language_lead_nowhere_else(door: Door) -> None:
    guest, _page = door.enter("Joke")
    asked = guest.submit(guest.get("/p/bewijs"), "Stuur mij de code")
    values = asked.form("Verder").values
    for target in ELSEWHERE:
        chosen = {"csrf_token": values["csrf_token"], "language": "nl", "next": target}
        assert _stays_here(guest.client.post("/p/taal", data=chosen)), target
    sent = {**values, "code": door.code_for("Joke")}
    assert _stays_here(guest.client.post("/p/bewijs", data=sent, query_string={"naar": ELSEWHERE[0]}))
    for target in ELSEWHERE:
        assert _stays_here(guest.client.get("/p/bewijs", query_string={"naar": target})), target


def test_a_host_that_somebody_made_up_is_not_believed(visitor: Visitor, door: Door) -> None:
    headers = {"Host": "kwaad.example", "X-Forwarded-Host": "kwaad.example", "X-Forwarded-Proto": "https"}
    for path in ("/", "/inloggen", "/account", "/aanvragen", "/.well-known/security.txt", "/bestaat-niet"):
        answer = visitor.client.get(path, headers=headers)
        assert "kwaad.example" not in answer.get_data(as_text=True)
        assert "kwaad.example" not in str(answer.headers)


def test_a_token_of_somebody_else_sends_no_form(app: Flask, sqlite_world: World) -> None:
    thief, victim = Visitor(app), Visitor(app)
    thief.sign_in(sqlite_world.other_facilitator)
    victim.sign_in(sqlite_world.facilitator)
    token = thief.get("/account").form("Log uit").values["csrf_token"]
    assert victim.client.post("/uitloggen", data={"csrf_token": token}).status_code == 400
    assert victim.get("/account").path == "/account"


def test_a_token_is_not_taken_from_the_address(app: Flask, sqlite_world: World) -> None:
    browser = Visitor(app)
    browser.sign_in(sqlite_world.facilitator)
    token = browser.get("/account").form("Log uit").values["csrf_token"][0]
    assert browser.client.post(f"/uitloggen?csrf_token={token}").status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "KWAAD"])
def test_a_method_that_nobody_serves_is_refused(visitor: Visitor, sqlite_world: World, method: str) -> None:
    assert visitor.client.open("/inloggen", method=method).status_code == 405


def test_a_method_cannot_be_put_in_the_place_of_another(app: Flask, sqlite_world: World) -> None:
    browser = Visitor(app)
    browser.sign_in(sqlite_world.facilitator)
    headers = {"X-HTTP-Method-Override": "POST", "X-Method-Override": "POST"}
    assert browser.client.get("/uitloggen?_method=POST", headers=headers).status_code == 405
    assert browser.get("/account").path == "/account"


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_file_outside_the_folder_is_served(visitor: Visitor, sqlite_world: World, path: str) -> None:
    answer = visitor.client.get(f"/static/{path}")
    assert answer.status_code in {404, 308}
    assert b"create_app" not in answer.data
    assert b"root:" not in answer.data


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/inloggen",
        "/account",
        "/bestaat-niet",
        "/uitloggen",
        "/p/geen-sessie",
        "/p/weg",
        "/code",
        "/vandaag",
        "/.well-known/security.txt",
        "/casussen/niet-een-id",
    ],
)
def test_no_answer_may_be_framed_sniffed_or_kept(visitor: Visitor, sqlite_world: World, path: str) -> None:
    answer = visitor.client.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert not {"Server", "X-Powered-By"} & set(answer.headers.keys())


@pytest.mark.parametrize(
    "path", ["/account/x.css", "/account/static/x.js", "/account;x.css", "/account%2fx.css"]
)
def test_a_page_is_not_served_under_the_name_of_a_file(app: Flask, sqlite_world: World, path: str) -> None:
    browser = Visitor(app)
    browser.sign_in(sqlite_world.facilitator)
    answer = browser.client.get(path)
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_body_that_is_too_large_or_has_too_many_parts_is_refused(
    visitor: Visitor, sqlite_world: World
) -> None:
    form = visitor.get("/inloggen").form("Log in")
    token = form.values["csrf_token"][0]
    large = visitor.client.post("/inloggen", data={"csrf_token": token, "mail": "x" * 1_100_000})
    assert large.status_code == 413
    many = {"csrf_token": token, **{f"veld{number}": "x" for number in range(2_100)}}
    parts = visitor.client.post("/inloggen", data=many, content_type="multipart/form-data")
    assert parts.status_code == 413
    assert "te groot" in large.text


def test_a_form_with_a_file_where_text_belongs_keeps_no_file(visitor: Visitor, sqlite_world: World) -> None:

    form = visitor.get("/inloggen").form("Log in")
    sent = {
        "csrf_token": form.values["csrf_token"][0],
        "mail": (io.BytesIO(b"PK\x03\x04" * 1_000), "../../kwaad.zip"),
        "password": "x",
    }
    answer = visitor.client.post("/inloggen", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Vul uw mailadres in." in answer.text
