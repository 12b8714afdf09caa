"""Guessing: passwords, codes of letters, codes of the second proof, links. Each limit holds, also from many addresses."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from netwerkberaad.accounts import StaffLinkPurpose, actor_for, make_staff_link, signing_in
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.limits import Limit
from netwerkberaad.foundation.links import LinkPurpose, issue_link, links
from netwerkberaad.foundation.links.model import ProofCode
from netwerkberaad.foundation.vault import Store
from netwerkberaad.web import create_app
from tests.builders import PASSWORD, World, person_called
from tests.pages import Page, Visitor
from tests.web.door_setting import Door, build_door

FEW = 8


@pytest.fixture
def door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """A case with people at the door."""
    return build_door(app, sqlite_store, clock, sqlite_world)


def addresses() -> Iterator[dict[str, str]]:
    """Ever another address of the network to come from."""
    for number in itertools.count(1):
        yield {"REMOTE_ADDR": f"198.51.{number // 250}.{number % 250 + 1}"}


def _log_in(visitor: Visitor, mail: str, password: str, place: dict[str, str]) -> int:
    form = visitor.get("/inloggen").form("Log in")
    sent = {**form.values, "mail": mail, "password": password}
    answer = visitor.client.post("/inloggen", data=sent, environ_overrides=place)
    return answer.status_code


def test_one_account_is_guarded_whatever_address_the_guesses_come_from(
    visitor: Visitor, sqlite_world: World, clock: MovableClock
) -> None:
    mail, places = sqlite_world.facilitator.profile.mail, addresses()
    for _ in range(signing_in.PER_ACCOUNT.most):
        assert _log_in(visitor, mail, "verkeerd-geraden-zin", next(places)) == 422
    assert _log_in(visitor, mail, PASSWORD, next(places)) == 422
    clock.advance(signing_in.QUARTER + timedelta(minutes=1))
    assert _log_in(visitor, mail, PASSWORD, next(places)) == 303


def test_one_address_cannot_go_along_all_accounts(visitor: Visitor, sqlite_world: World) -> None:
    place = next(addresses())
    for number in range(signing_in.PER_ADDRESS.most):
        _log_in(visitor, f"niemand{number}@example.org", "verkeerd-geraden-zin", place)
    assert _log_in(visitor, sqlite_world.facilitator.profile.mail, PASSWORD, place) == 422


def test_an_address_that_the_browser_claims_is_not_believed_unless_a_proxy_stands_before_us(
    visitor: Visitor, app: Flask, sqlite_world: World
) -> None:
    mail, place = sqlite_world.facilitator.profile.mail, next(addresses())
    for number in range(signing_in.PER_ADDRESS.most):
        claimed = {**place, "HTTP_X_FORWARDED_FOR": f"203.0.113.{number}"}
        _log_in(visitor, f"niemand{number}@example.org", "verkeerd-geraden-zin", claimed)
    assert _log_in(visitor, mail, PASSWORD, {**place, "HTTP_X_FORWARDED_FOR": "203.0.113.200"}) == 422


def test_behind_a_proxy_each_visitor_has_an_address_of_their_own(
    settings: Settings, clock: MovableClock, sqlite_store: Store, sqlite_world: World
) -> None:
    behind = Visitor(create_app(replace(settings, proxies=1), clock, sqlite_store))
    mail, proxy = sqlite_world.facilitator.profile.mail, next(addresses())
    for number in range(signing_in.PER_ADDRESS.most):
        seen = {**proxy, "HTTP_X_FORWARDED_FOR": f"10.0.0.{number}, 203.0.113.7"}
        _log_in(behind, f"niemand{number}@example.org", "verkeerd-geraden-zin", seen)
    assert _log_in(behind, mail, PASSWORD, {**proxy, "HTTP_X_FORWARDED_FOR": "203.0.113.7"}) == 422
    assert _log_in(behind, mail, PASSWORD, {**proxy, "HTTP_X_FORWARDED_FOR": "203.0.113.8"}) == 303


def test_many_addresses_and_accounts_together_meet_the_limit_of_all(
    visitor: Visitor, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "IN_ALL", Limit("sign-in/all", FEW, signing_in.QUARTER))
    places = addresses()
    for number in range(FEW):
        _log_in(visitor, f"niemand{number}@example.org", "verkeerd-geraden-zin", next(places))
    assert _log_in(visitor, sqlite_world.facilitator.profile.mail, PASSWORD, next(places)) == 422


def _letter_code(door: Door) -> str:
    with door.store.writing() as session:
        issued = issue_link(
            session,
            case_id=door.case.id,
            person_id=person_called(session, door.case, "Joke").id,
            purpose=LinkPurpose.INVITATION,
            expires_at=door.clock.now() + timedelta(days=60),
            now=door.clock.now(),
            with_code=True,
        )
    return issued.code or ""


def _type_code(visitor: Visitor, code: str, place: dict[str, str]) -> int:
    form = visitor.get("/code").form("Open mijn bericht")
    answer = visitor.client.post("/code", data={**form.values, "code": code}, environ_overrides=place)
    return answer.status_code


def test_codes_of_letters_are_not_guessed_from_one_address(door: Door, visitor: Visitor) -> None:
    code, places = _letter_code(door), addresses()
    place = next(places)
    for number in range(links.CODES_PER_ADDRESS.most):
        assert _type_code(visitor, f"22222{number:05}", place) == 422
    assert _type_code(visitor, code, place) == 422
    assert _type_code(visitor, code, next(places)) == 303


def test_codes_of_letters_are_not_guessed_from_many_addresses(
    door: Door, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "CODES_IN_ALL", Limit("code/all", FEW, timedelta(minutes=15)))
    code, places = _letter_code(door), addresses()
    for number in range(FEW):
        assert _type_code(visitor, f"22222{number:05}", next(places)) == 422
    assert _type_code(visitor, code, next(places)) == 422


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def _ask(guest: Visitor) -> Page:
    return guest.submit(guest.get("/p/bewijs?naar=/p/gegevens"), "Stuur mij de code")


def test_after_five_wrong_guesses_the_right_code_is_worth_nothing(door: Door) -> None:
    guest, _page = door.enter("Joke")
    page, code = _ask(guest), door.code_for("Joke")
    for _ in range(5):
        page = guest.submit(page, "Verder", {"code": _wrong(code)}, status=422)
    guest.submit(page, "Verder", {"code": code}, status=422)


def test_five_guesses_are_five_also_from_several_browsers(door: Door) -> None:
    guests = [door.enter("Joke", purpose)[0] for purpose in (LinkPurpose.INVITATION, LinkPurpose.CHECK_IN)]
    pages = [guests[0].get("/p/bewijs?code=1"), _ask(guests[1])]
    code = door.code_for("Joke")
    for number in range(5):
        turn = number % 2
        pages[turn] = guests[turn].submit(pages[turn], "Verder", {"code": _wrong(code)}, status=422)
    guests[0].submit(pages[0], "Verder", {"code": code}, status=422)


def test_a_code_works_once_for_one_person_for_ten_minutes(door: Door) -> None:
    guest, _page = door.enter("Joke")
    other, _page = door.enter("Fatma")
    page, code = _ask(guest), door.code_for("Joke")
    other.submit(other.get("/p/bewijs?code=1"), "Verder", {"code": code}, status=422)
    assert guest.submit(page, "Verder", {"code": code}).path == "/p/gegevens"
    again, _page = door.enter("Joke")
    again.submit(again.get("/p/bewijs?code=1"), "Verder", {"code": code}, status=422)
    late = _ask(again)
    code = door.code_for("Joke")
    door.clock.advance(timedelta(minutes=11))
    again.submit(late, "Verder", {"code": code}, status=422)


def test_asking_for_ever_new_codes_comes_to_an_end(door: Door) -> None:
    guest, _page = door.enter("Joke")
    form = _ask(guest).form("Stuur een nieuwe code")
    for _ in range(12):
        guest.client.post(form.action, data=form.values)
    with door.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(ProofCode)) == 6


def test_a_guessed_link_is_as_dead_as_an_unknown_one(door: Door, visitor: Visitor) -> None:
    token = door.link("Joke").removeprefix("/p/")
    near = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")
    seen = set()
    for guess in (near, token.lower(), token.upper(), token[:-1], f"{token}A", "%00", "x" * 3_000):
        page = visitor.submit(visitor.get(f"/p/{guess}"), "Open het bericht", status=404)
        seen.add(page.text)
    assert len(seen) == 1


def test_a_link_to_choose_a_password_works_once(
    visitor: Visitor, sqlite_store: Store, sqlite_world: World, clock: MovableClock
) -> None:
    with sqlite_store.writing() as session:
        token = make_staff_link(
            session,
            actor_for(sqlite_world.admin),
            staff=sqlite_world.facilitator,
            purpose=StaffLinkPurpose.SET_PASSWORD,
            now=clock.now(),
        )
    page = visitor.get(f"/wachtwoord/{token}")
    new = {"password": "een-nieuwe-lange-zin", "again": "een-nieuwe-lange-zin"}
    assert visitor.submit(page, "Bewaar wachtwoord", new).h1 == "Inloggen"
    stale = visitor.client.post(f"/wachtwoord/{token}", data={**page.form("Bewaar").values, **new})
    assert "nieuwe-lange" not in stale.text
    assert stale.status_code in {404, 422}
    assert visitor.client.get(f"/inrichten/{token}").text.count('method="post"') == 0
