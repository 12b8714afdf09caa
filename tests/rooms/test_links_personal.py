"""Personal links: one that works, and all the ways in which one does not, which look the same."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.links import (
    IssuedLink,
    LinkPurpose,
    PersonalLink,
    find_by_code,
    find_link,
    find_session,
    hand_back_link,
    issue_link,
    known_device,
    links_of,
    mark_opened,
    remember_device,
    revoke_links,
    start_session,
    sweep_links,
)
from netwerkberaad.foundation.links.links import CODES_PER_ADDRESS
from netwerkberaad.foundation.vault import SYSTEM_SCOPE, Store

CASE, JOKE, BAS = (uuid.UUID(int=number) for number in (1, 2, 3))
Issue = Callable[..., IssuedLink]


@pytest.fixture
def issue(store: Store, clock: MovableClock) -> Issue:
    """Issues a link for Joke that lives thirty days."""

    def issued(
        person_id: uuid.UUID = JOKE, purpose: LinkPurpose = LinkPurpose.INVITATION, *, with_code: bool = False
    ) -> IssuedLink:
        with store.writing() as session:
            return issue_link(
                session,
                case_id=CASE,
                person_id=person_id,
                purpose=purpose,
                expires_at=clock.now() + timedelta(days=30),
                now=clock.now(),
                with_code=with_code,
            )

    return issued


def works(store: Store, clock: MovableClock, token: str) -> bool:
    with store.reading() as session:
        return find_link(session, token, now=clock.now()) is not None


def by_code(
    store: Store, clock: MovableClock, code: str | None, address: str = "192.0.2.1"
) -> PersonalLink | None:
    with store.writing() as session:
        return find_by_code(session, code or "", now=clock.now(), address=address)


def test_a_link_is_found_by_its_token_again_and_again(
    store: Store, clock: MovableClock, issue: Issue
) -> None:
    link = issue()
    for _ in range(2):
        with store.reading() as session:
            found = find_link(session, link.token, now=clock.now())
            assert found is not None
            assert (found.person_id, found.case_id, found.purpose) == (JOKE, CASE, LinkPurpose.INVITATION)
    assert link.code is None


def test_the_database_keeps_neither_token_nor_code(store: Store, issue: Issue) -> None:
    link = issue(with_code=True)
    with store.engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM personal_link")).one()
    kept = repr([bytes(value) if isinstance(value, memoryview) else value for value in row])
    assert link.token not in kept
    assert link.code is not None
    assert link.code not in kept
    assert link.token not in repr(link)


def test_an_unknown_token_finds_nothing(store: Store, clock: MovableClock, issue: Issue) -> None:
    issue()
    assert not works(store, clock, "x" * 43)
    assert not works(store, clock, "")


def test_an_expired_link_finds_nothing(store: Store, clock: MovableClock, issue: Issue) -> None:
    link = issue()
    clock.advance(timedelta(days=30) - timedelta(seconds=1))
    assert works(store, clock, link.token)
    clock.advance(timedelta(seconds=1))
    assert not works(store, clock, link.token)


def test_a_new_link_revokes_the_old_one_of_that_person_and_purpose_only(
    store: Store, clock: MovableClock, issue: Issue
) -> None:
    old, plan, other = issue(), issue(purpose=LinkPurpose.PLAN), issue(BAS)
    new = issue()
    assert not works(store, clock, old.token)
    assert all(works(store, clock, link.token) for link in (new, plan, other))


def test_links_are_revoked_per_person_purpose_and_case(
    store: Store, clock: MovableClock, issue: Issue
) -> None:
    issue(), issue(purpose=LinkPurpose.PLAN), issue(BAS)
    with store.writing() as session:
        assert revoke_links(session, person_id=JOKE, purpose=LinkPurpose.PLAN, now=clock.now()) == 1
        assert [link.purpose for link in links_of(session, person_id=JOKE, now=clock.now())] == ["invitation"]
        assert revoke_links(session, case_id=CASE, now=clock.now()) == 2
        assert revoke_links(session, case_id=CASE, now=clock.now()) == 0
        with pytest.raises(ValueError, match="person or a case"):
            revoke_links(session, now=clock.now())


def test_only_the_first_opening_is_noted(store: Store, clock: MovableClock, issue: Issue) -> None:
    link, first = issue(), clock.now()
    with store.writing() as session:
        found = _found(session, link, clock)
        mark_opened(found, clock.now(), known=True)
        clock.advance(timedelta(hours=1))
        mark_opened(found, clock.now(), known=True)
    with store.reading() as session:
        assert _found(session, link, clock).opened_at == first


def _found(session: Session, link: IssuedLink, clock: MovableClock) -> PersonalLink:
    found = find_link(session, link.token, now=clock.now())
    assert found is not None
    return found


def test_a_link_that_is_handed_back_stops_with_all_that_hangs_on_it(
    store: Store, clock: MovableClock, issue: Issue
) -> None:
    link, plan, other = issue(with_code=True), issue(purpose=LinkPurpose.PLAN), issue(BAS)
    with store.writing() as session:
        device = remember_device(session, case_id=CASE, person_id=JOKE, now=clock.now())
        cookie = start_session(session, scope_id=SYSTEM_SCOPE, person_id=JOKE, now=clock.now())
    with store.writing() as session:
        hand_back_link(session, _found(session, link, clock), clock.now())
    assert [works(store, clock, one.token) for one in (link, plan, other)] == [False, False, True]
    assert by_code(store, clock, link.code) is None
    with store.reading() as session:
        assert known_device(session, person_id=JOKE, token=device, now=clock.now()) is None
        assert find_session(session, cookie, now=clock.now()) is None
        assert session.get_one(PersonalLink, link.row.id).not_me_at == clock.now()


def test_a_typed_code_finds_its_link_for_fourteen_days(
    store: Store, clock: MovableClock, issue: Issue
) -> None:
    link = issue(with_code=True)
    assert link.code is not None
    found = by_code(store, clock, f" {link.code[:5].lower()}-{link.code[5:]} ")
    assert found is not None
    assert found.id == link.row.id
    clock.advance(timedelta(days=14))
    assert by_code(store, clock, link.code) is None
    assert works(store, clock, link.token)


def test_a_code_does_not_outlive_its_link(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        link = issue_link(
            session,
            case_id=CASE,
            person_id=JOKE,
            purpose=LinkPurpose.INVITATION,
            expires_at=clock.now() + timedelta(days=3),
            now=clock.now(),
            with_code=True,
        )
    assert link.row.code_expires_at == clock.now() + timedelta(days=3)


@pytest.mark.parametrize("code", ["", "ABCDEFGHIJ", "2222222222"])
def test_an_unknown_code_finds_nothing(store: Store, clock: MovableClock, issue: Issue, code: str) -> None:
    issue(), issue(BAS, with_code=True)
    assert by_code(store, clock, code) is None


def test_who_types_too_many_codes_finds_nothing_for_a_while(
    store: Store, clock: MovableClock, issue: Issue
) -> None:
    link = issue(with_code=True)
    for _ in range(CODES_PER_ADDRESS.most):
        assert by_code(store, clock, "2222222222") is None
    assert by_code(store, clock, link.code) is None
    assert by_code(store, clock, link.code, address="192.0.2.99") is not None
    clock.advance(CODES_PER_ADDRESS.within)
    assert by_code(store, clock, link.code) is not None


def test_links_are_deleted_ninety_days_after_their_end(
    store: Store, clock: MovableClock, issue: Issue
) -> None:
    issue()
    clock.advance(timedelta(days=120))
    with store.writing() as session:
        assert sweep_links(session, clock.now()) == 0
        assert sweep_links(session, clock.now() + timedelta(seconds=1)) == 1
