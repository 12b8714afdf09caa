"""When many requests come in, nobody is refused: a wait opens the form, or a small sum by a script; robots gain little."""

import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from netwerkberaad.cases import Case
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.pages import Page, Values, Visitor

ASKED: dict[str, str | list[str]] = {
    "who": "self",
    "words": "Ik slaap al weken slecht door de schulden.",
    "referrer_name": "Samira van der Wal",
    "referrer_phone": "06 12 34 56 78",
    "invitees": "Oma Joke, oma",
}
SENT = "Uw aanvraag is binnen"


@pytest.fixture
def busy(visitor: Visitor, clock: MovableClock, sqlite_world: World) -> tuple[Page, Values]:
    """The form after six requests of this address, and what somebody fills in."""
    values: Values = {**ASKED, "region": str(sqlite_world.region.id)}
    page = visitor.get("/aanvragen")
    clock.advance(timedelta(seconds=40))
    for _ in range(6):
        assert visitor.submit(page, "Verstuur", values).h1 == SENT
    return visitor.submit(page, "Verstuur", values, status=422), values


def _count(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Case)) or 0


def _sum(page: Page) -> tuple[str, int]:
    (told,) = [node for node in page.root.iter() if node.get("data-sum")]
    return told.get("data-sum") or "", int(told.get("data-bits") or 0)


def _solution(name: str, bits: int) -> str:
    number = 0
    while int.from_bytes(hashlib.sha256(f"{name}:{number}".encode()).digest(), "big") >> (256 - bits):
        number += 1
    return str(number)


def test_who_has_no_script_waits_and_sends_what_still_stands_there(
    visitor: Visitor, clock: MovableClock, sqlite_store: Store, busy: tuple[Page, Values]
) -> None:
    page, _values = busy
    assert "Wacht 30 seconden" in page.errors[0]
    assert page.form("Verstuur").values["words"] == [ASKED["words"]]
    clock.advance(timedelta(seconds=20))
    soon = visitor.submit(page, "Verstuur", status=422)
    assert "Wacht 10 seconden" in soon.errors[0]
    clock.advance(timedelta(seconds=10))
    assert visitor.submit(soon, "Verstuur").h1 == SENT
    assert _count(sqlite_store) == 7


def test_a_browser_that_does_the_sum_need_not_wait(
    visitor: Visitor, sqlite_store: Store, busy: tuple[Page, Values]
) -> None:
    page, _values = busy
    assert visitor.submit(page, "Verstuur", {"work": "12"}, status=422).errors
    assert visitor.submit(page, "Verstuur", {"work": _solution(*_sum(page))}).h1 == SENT
    assert _count(sqlite_store) == 7


def test_a_wait_opens_once_and_is_not_made_up(
    visitor: Visitor, clock: MovableClock, sqlite_store: Store, busy: tuple[Page, Values]
) -> None:
    page, _values = busy
    clock.advance(timedelta(seconds=31))
    assert visitor.submit(page, "Verstuur").h1 == SENT
    clock.advance(timedelta(seconds=31))
    assert "Wacht" in visitor.submit(page, "Verstuur", status=422).errors[0]
    forged = json.dumps({"id": "0", "since": "2020-01-01T00:00:00+00:00", "seconds": 0, "bits": 0})
    for lie in (forged, f"{forged}.handtekening", "", "{}"):
        assert "Wacht" in visitor.submit(page, "Verstuur", {"hold": lie}, status=422).errors[0]
    assert _count(sqlite_store) == 7


def test_one_address_passes_three_a_minute_however_many_waits_it_gathers(
    visitor: Visitor, clock: MovableClock, sqlite_store: Store, busy: tuple[Page, Values]
) -> None:
    page, values = busy
    gathered = [page, *(visitor.submit(page, "Verstuur", {"hold": ""}, status=422) for _ in range(4))]
    clock.advance(timedelta(seconds=60))
    for one in gathered:
        response = visitor.client.post("/aanvragen", data=_values(one, values))
        assert response.status_code in {303, 422}
    assert _count(sqlite_store) == 9


def _values(page: Page, values: Values) -> dict[str, str | list[str]]:
    return {**{name: list(value) for name, value in page.form("Verstuur").values.items()}, **values}


def test_the_longer_it_goes_on_the_longer_the_wait_and_after_it_everybody_gets_in(
    visitor: Visitor, clock: MovableClock, sqlite_store: Store, busy: tuple[Page, Values]
) -> None:
    page, _values = busy
    late = page
    for _ in range(12):
        late = visitor.submit(page, "Verstuur", {"hold": ""}, status=422)
    assert "Wacht 120 seconden" in late.errors[0]
    assert _sum(late)[1] == 18
    clock.advance(timedelta(seconds=120))
    assert visitor.submit(late, "Verstuur").h1 == SENT
    clock.advance(timedelta(minutes=16))
    assert visitor.submit(late, "Verstuur").h1 == SENT
    assert _count(sqlite_store) == 8
