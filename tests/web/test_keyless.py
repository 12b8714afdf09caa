"""Back from an old backup: a case without its key, that no page lists, and somebody who was erased from a case that stayed,
of whom only the place is shown. No page fails on them, and every job goes on."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from netwerkberaad.cases import NAMELESS, Case, ContactData, Person, PersonName
from netwerkberaad.cases.keyless import find_erased
from netwerkberaad.flows import erase_keyless, was_erased
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.vault import ScopeKey, ScopeKind, destroy_person_key, keys_of
from netwerkberaad.foundation.vault.hiding import Hidden, show_all
from netwerkberaad.jobs import TIMETABLE, run_job
from netwerkberaad.privacy import SOMEBODY
from tests.pages import Visitor
from tests.walking import Walk
from tests.web.played import MOST, Kept, Played, played

LOOKS = ("waiting", "preparing", "inviting", "at the table", "following up", "closed")


@pytest.fixture(scope="module")
def case(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The played case with all its moments."""
    made = played(sqlite_template, tmp_path_factory.mktemp("keyless"))
    yield made
    made.store.engine.dispose()


@pytest.fixture(params=LOOKS)
def moment(case: Played, request: pytest.FixtureRequest) -> Kept:
    """A moment of the case, with every case in it without a key."""
    found = next(one for one in case.kept if one.name == request.param)
    case.go_back(found)
    with case.store.writing() as session:
        people = select(Person.id).where(Person.case_id.in_(select(Case.id)))
        session.execute(delete(ScopeKey).where(ScopeKey.id.in_(people)))
        session.execute(delete(ScopeKey).where(ScopeKey.id.in_(select(Case.id))))
    case.store.hidden = Hidden()
    who, path = ("hanneke", "/aanmeldingen") if found.name == "waiting" else (case.stage.leader, "/casussen")
    answer = found.visitors[who][0].client.get(path)
    assert (answer.status_code, answer.location) == (303, path)  # the missing key is met, once
    return found


def test_whoever_works_here_walks_all_pages_and_meets_none_that_fails(case: Played, moment: Kept) -> None:
    for key in case.stage.house.staff:
        visitor, began = case.sign_in(key)
        for page in Walk(case.app, visitor, most=MOST).pages(began, "/account"):
            assert "Marloes" not in page.text, (key, page.path)


def test_who_kept_the_address_of_a_page_finds_nothing_there(case: Played, moment: Kept) -> None:
    visitor = case.sign_in(case.stage.leader)[0]
    for room in ("", "/kring", "/uitnodigen", "/beraad", "/plan", "/gegevens"):
        answer = visitor.client.get(f"/casussen/{case.stage.case_id}{room}", follow_redirects=True)
        assert answer.status_code == 404, room
    for who, (guest, starts) in moment.visitors.items():
        if who in case.stage.house.staff:
            continue
        for path in starts:
            assert guest.client.get(path, follow_redirects=True).status_code in {200, 404}, path


def test_every_job_goes_on(case: Played, moment: Kept) -> None:
    case.stage.house.clock.move_to(moment.now + timedelta(days=15))
    for job in TIMETABLE:
        assert run_job(case.store, case.stage.house.settings, job, clock=case.stage.house.clock), job.name


def test_the_beheerder_reads_how_many_there_are_and_they_can_be_erased(case: Played, moment: Kept) -> None:
    with case.store.reading() as session:
        show_all(session)
        cases = session.scalars(select(Case.id)).all()
    visitor = case.sign_in("beheer")[0]
    assert f"Casussen zonder sleutel: {len(cases)}" in visitor.get("/beheer/toestand").text
    assert erase_keyless(case.store, moment.now) == len(cases)
    assert "Casussen zonder sleutel" not in visitor.get("/beheer/toestand").text
    with case.store.reading() as session:
        gone = session.scalars(select(AuditEntry.case_id).where(AuditEntry.action == "case.destroyed"))
        assert set(gone) == set(cases)


ERASED, NAME, STAYED = "joke", "Nooijer-Wisse", "Kees"


@pytest.fixture(params=("inviting", "closed"))
def returned(case: Played, request: pytest.FixtureRequest) -> Kept:
    """A moment of the case, from a backup of before one person in it was erased."""
    found = next(one for one in case.kept if one.name == request.param)
    case.go_back(found)
    gone = case.stage.people[ERASED]
    with case.store.writing() as session:
        destroy_person_key(session, gone)
        keys_of(session).make_scope(gone, ScopeKind.PERSON, inside=case.stage.case_id, now=found.now)
    case.store.hidden = Hidden()
    return found


def _read_by(case: Played, moment: Kept) -> dict[str, str]:
    """All that each of the staff and the other guests reads."""
    leader, path = moment.visitors[case.stage.leader][0], f"/casussen/{case.stage.case_id}/gegevens"
    answer = leader.client.get(path)
    assert (answer.status_code, answer.location) == (303, path)  # the other key is met, once
    starts = {key: case.sign_in(key) for key in case.stage.house.staff}
    walks: dict[str, tuple[Visitor, tuple[str, ...]]] = {
        key: (visitor, (began, "/account")) for key, (visitor, began) in starts.items()
    }
    walks[case.stage.leader] = (leader, (path, "/vandaag"))
    walks |= {who: found for who, found in moment.visitors.items() if who.startswith("marloes")}
    return {
        who: " ".join(page.text for page in Walk(case.app, visitor, most=MOST).pages(*paths))
        for who, (visitor, paths) in walks.items()
    }


def test_of_somebody_who_was_erased_and_came_back_only_the_place_is_shown(
    case: Played, returned: Kept
) -> None:
    read = _read_by(case, returned)
    words = read[case.stage.leader]
    assert STAYED in words
    assert NAMELESS in words
    found = {who: text[text.index(NAME) - 200 :][:300] for who, text in read.items() if NAME in text}
    assert found == {}


def test_no_job_and_no_command_stumbles_over_somebody_who_came_back(case: Played, returned: Kept) -> None:
    case.stage.house.clock.move_to(returned.now + timedelta(days=16))
    for job in TIMETABLE:
        assert run_job(case.store, case.stage.house.settings, job, clock=case.stage.house.clock), job.name
    assert erase_keyless(case.store, returned.now) == 0
    with case.store.reading() as session:
        person = session.get_one(Person, case.stage.people[ERASED])
        assert (person.name, person.contact) == (PersonName(called=SOMEBODY), ContactData())
        assert person.left_at is not None
        assert was_erased(session, person)
        assert find_erased(session) == frozenset()


def test_their_link_opens_nothing_more(case: Played, returned: Kept) -> None:
    visitors = [found[0] for who, found in returned.visitors.items() if who.startswith(ERASED)]
    for visitor in visitors:
        page = visitor.get("/p/welkom")
        assert page.h1 == "Open uw bericht opnieuw"
