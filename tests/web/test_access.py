"""Who may open which address: every role and guest against every route, on own and on other people's cases.

A post without a token shows both guards at once: who may not gets 403, 404 or the way to sign in; who may is stopped by
the missing token with 400. So no unsafe request passes without one, whoever sends it.
"""

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import Store
from netwerkberaad.web import create_app
from netwerkberaad.web.guard import PERMISSION, PUBLIC
from tests.pages import Visitor
from tests.web.access_setting import MARK, Setting, path_to

ANY = frozenset({"referrer", "facilitator", "coordinator", "admin", "privacy_officer", "analyst", "other"})
DESK: dict[Permission, frozenset[str]] = {
    Permission.SEE_TODAY: frozenset({"facilitator", "other", "coordinator"}),
    Permission.LIST_CASES: frozenset({"facilitator", "other"}),
    Permission.REQUEST_BERAAD: frozenset({"referrer"}),
    Permission.TAKE_REQUEST: frozenset({"coordinator"}),
    Permission.SEE_WAITING_LIST: frozenset({"facilitator", "other", "coordinator"}),
    Permission.MANAGE_STAFF: frozenset({"admin"}),
    Permission.CONFIRM_RESET: frozenset({"admin", "coordinator"}),
    Permission.MANAGE_ORGANISATIONS: frozenset({"admin"}),
    Permission.READ_AUDIT: frozenset({"privacy_officer"}),
    Permission.SEE_RETENTION: frozenset({"privacy_officer", "coordinator"}),
    Permission.APPROVE_DESTRUCTION: frozenset({"privacy_officer", "coordinator"}),
    Permission.KEEP_CASES: frozenset({"privacy_officer"}),
    Permission.PROPOSE_DESTRUCTION: frozenset({"privacy_officer"}),
    Permission.SET_RETENTION_TERMS: frozenset({"admin"}),
    Permission.HANDLE_REQUESTS: frozenset({"privacy_officer"}),
    Permission.HANDLE_BREACHES: frozenset({"privacy_officer"}),
    Permission.SEE_MOVES: frozenset({"privacy_officer", "coordinator"}),
    Permission.PROPOSE_MOVE: frozenset({"privacy_officer"}),
    Permission.APPROVE_MOVE: frozenset({"privacy_officer", "coordinator"}),
    Permission.RECEIVE_CASES: frozenset({"privacy_officer", "coordinator"}),
    Permission.SEE_HEALTH: frozenset({"admin"}),
    Permission.SEE_SOCIAL_MAP: frozenset({"facilitator", "other", "coordinator"}),
    Permission.KEEP_SOCIAL_MAP: frozenset({"facilitator", "other", "coordinator"}),
    Permission.SEE_INSIGHTS: frozenset({"analyst", "coordinator", "facilitator", "other"}),
    Permission.FIND_EMERGENCY: frozenset({"facilitator", "other", "coordinator"}),
    Permission.ARRANGE_COVER: frozenset({"facilitator", "other"}),
    Permission.SEE_EMERGENCY: frozenset({"facilitator", "other", "coordinator", "privacy_officer"}),
    Permission.USE_OWN_ACCOUNT: ANY,
}
"""Which roles may use a page of the desk that is not about one case."""
LEADER, FAR = frozenset({"facilitator"}), frozenset({"other"})
"""Who leads the cases of this region, and those of the other one."""
CASE: dict[Permission, dict[str, frozenset[str]]] = {
    Permission.READ_CASE: {"own": LEADER, "foreign": FAR, "closed": LEADER},
    Permission.CHANGE_CASE: {"own": LEADER, "foreign": FAR},
    Permission.REOPEN_CASE: {"own": LEADER, "foreign": FAR, "closed": LEADER},
    Permission.HANDLE_ANSWER: {"own": LEADER, "foreign": FAR, "closed": LEADER},
    Permission.ASSIGN_CASE: dict.fromkeys(("own", "others", "closed"), frozenset({"coordinator"})),
    Permission.OPEN_MELDCODE: {
        "own": frozenset({"facilitator", "referrer"}),
        "others": frozenset({"referrer"}),
        "foreign": FAR,
        "closed": frozenset({"facilitator", "referrer"}),
    },
    Permission.ANSWER_TERMS: {"own": frozenset({"referrer"}), "others": frozenset({"referrer"})},
    Permission.WITHDRAW_REQUEST: {},
    Permission.KEEP_PROMISE: {"own": LEADER, "foreign": FAR},
    Permission.REDIRECT_REQUEST: {},
    Permission.ASK_EMERGENCY: {
        "own": frozenset({"coordinator"}),
        "others": frozenset({"facilitator", "coordinator"}),
        "closed": frozenset({"coordinator"}),
    },
    Permission.SEE_OWN_REQUEST: {
        "own": frozenset({"referrer"}),
        "others": frozenset({"referrer"}),
        "closed": frozenset({"referrer"}),
    },
}
"""Who may do what with which case; whoever is not named may not."""
DOOR_UNPROVEN = frozenset(
    {
        Permission.ANSWER_INVITATION,
        Permission.GIVE_ANSWER,
        Permission.ANSWER_CHECK_IN,
        Permission.ANSWER_AS_MENTOR,
        Permission.ASK_PROOF,
    }
)
DOOR_PROVEN = DOOR_UNPROVEN | {
    Permission.READ_OWN_PART,
    Permission.CONFIRM_COMMITMENT,
    Permission.AGREE,
    Permission.GIVE_CONSENT,
}
DOOR_PRINCIPAL = DOOR_PROVEN | {
    Permission.APPROVE_INVITES,
    Permission.DECIDE_SIGHT,
    Permission.STOP_OWN_CASE,
    Permission.CHOOSE_MENTOR,
}
PUBLIC_PAGES = """
    static public.home public.sign_in public.leave_for_provider public.back_from_provider public.signed_out
    public.second_step public.second_step_passkey public.sign_in_passkey public.unlock public.unlock_passkey
    public.set_up public.set_password public.request_form public.request_received
    public.forgot_password public.password_asked
    public.privacy public.accessibility public.security_txt public.own_calendar public.family_device
    watch.alive watch.ready watch.numbers
    reports.receipt reports.text
    door.landing door.code door.no_session door.choose_language door.goodbye door.leave
"""
REFUSED = frozenset({403, 404})
SIGN_IN, NO_SESSION, PROOF = "/inloggen", "/p/geen-sessie", "/p/bewijs"


def _expect_refused(visitor: Visitor, method: str, path: str, ways: frozenset[str] = frozenset()) -> None:
    response = visitor.client.open(path, method=method)
    where = response.headers.get("Location", "")
    sent_away = response.status_code in {302, 303} and any(where.startswith(way) for way in ways)
    assert sent_away or response.status_code in REFUSED, f"{method} {path}: {response.status_code} {where}"
    assert MARK not in response.get_data(as_text=True), f"{method} {path} shows content"


def _expect_let_in(visitor: Visitor, method: str, path: str) -> None:
    response = visitor.client.open(path, method=method)
    if method == "GET":
        assert response.status_code in {200, 302, 303, 404, 409}, f"GET {path}: {response.status_code}"
        where = response.headers.get("Location", "")
        assert not where.startswith((SIGN_IN, NO_SESSION, PROOF)), f"GET {path} leads to {where}"
    else:
        assert response.status_code == 400, f"POST {path} without a token: {response.status_code}"


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) & {"GET", "POST"})


def test_every_endpoint_declares_a_permission_or_that_it_is_public(app: Flask) -> None:
    for endpoint, view in app.view_functions.items():
        declared = [hasattr(view, PERMISSION), hasattr(view, PUBLIC)]
        assert sum(declared) == 1, f"{endpoint} declares {declared}"


def test_the_public_pages_are_these_and_no_others(app: Flask) -> None:
    found = {endpoint for endpoint, view in app.view_functions.items() if hasattr(view, PUBLIC)}
    assert found == set(PUBLIC_PAGES.split())


def test_every_permission_that_a_page_asks_for_is_classified_here(setting: Setting) -> None:
    desk = {permission for _rule, permission in setting.rules("desk")}
    door = {permission for _rule, permission in setting.rules("door")}
    assert desk <= set(DESK) | set(CASE)
    assert door <= DOOR_PRINCIPAL


def test_nobody_gets_in_without_signing_in(setting: Setting) -> None:
    for blueprint, way in (("desk", SIGN_IN), ("door", NO_SESSION)):
        for rule, _permission in setting.rules(blueprint):
            path = path_to(rule, case_id=setting.cases["own"].id, person_id=setting.people["own"])
            for method in _methods(rule):
                _expect_refused(Visitor(setting.app), method, path, frozenset({way}))


def test_pages_of_the_desk_open_for_their_roles_and_no_others(setting: Setting) -> None:
    for rule, permission in setting.rules("desk"):
        if permission not in DESK or "request_id" in rule.arguments:
            continue
        for name, visitor in setting.staff.items():
            for method in _methods(rule):
                expect = _expect_let_in if name in DESK[permission] else _expect_refused
                expect(visitor, method, path_to(rule))


@pytest.mark.parametrize("which", ["own", "others", "foreign", "closed", "destroyed"])
def test_a_case_opens_for_whom_it_should_and_does_not_exist_for_others(setting: Setting, which: str) -> None:
    for rule, permission in setting.rules("desk"):
        if permission not in CASE:
            continue
        allowed = CASE[permission].get(which, frozenset())
        for name, visitor in setting.staff.items():
            for method in _methods(rule):
                path = path_to(rule, case_id=setting.cases[which].id, person_id=setting.people[which])
                expect = _expect_let_in if name in allowed else _expect_refused
                expect(visitor, method, path)


def test_a_person_of_another_case_does_not_exist_in_ones_own(setting: Setting) -> None:
    leader = setting.staff["facilitator"]
    for rule, permission in setting.rules("desk"):
        if permission in CASE and "person_id" in rule.arguments and "GET" in (rule.methods or set()):
            path = path_to(rule, case_id=setting.cases["own"].id, person_id=setting.people["others"])
            assert leader.client.get(path).status_code in REFUSED, path


def test_a_request_that_was_taken_shows_nothing_to_whom_it_is_not(setting: Setting) -> None:
    for rule, _permission in setting.rules("desk"):
        if "request_id" in rule.arguments:
            for name in ("other", "facilitator", "coordinator"):
                path = path_to(rule, case_id=setting.cases["others"].id)
                body = setting.staff[name].client.get(path).get_data(as_text=True)
                assert MARK not in body, f"{name} {path}"


def test_guests_reach_what_they_proved_and_no_more(setting: Setting) -> None:
    levels = {"unproven": DOOR_UNPROVEN, "proven": DOOR_PROVEN, "principal": DOOR_PRINCIPAL}
    for rule, permission in setting.rules("door"):
        if rule.endpoint == "door.not_me":  # hands the link back: would end the session under test
            continue
        for name, allowed in levels.items():
            visitor = setting.guests[name]
            path = path_to(rule, person_id=setting.people["own"])
            for method in _methods(rule):
                if permission in allowed:
                    _expect_let_in(visitor, method, path)
                else:
                    _expect_refused(visitor, method, path, frozenset({PROOF}))


def test_a_personal_session_opens_no_desk_and_a_desk_session_no_door(setting: Setting) -> None:
    assert setting.guests["principal"].client.get("/vandaag").headers["Location"].startswith(SIGN_IN)
    assert setting.staff["facilitator"].client.get("/p/welkom").headers["Location"].startswith(NO_SESSION)


def test_an_endpoint_that_declares_nothing_is_refused(
    settings: Settings, clock: MovableClock, sqlite_store: Store
) -> None:
    app = create_app(settings, clock, sqlite_store)
    app.add_url_rule("/vergeten", "forgotten", lambda: "inhoud")
    assert Visitor(app).client.get("/vergeten").status_code == 403


def test_looking_at_a_case_and_being_refused_are_both_on_record(
    setting: Setting, sqlite_store: Store
) -> None:
    setting.staff["facilitator"].get(f"/casussen/{setting.cases['own'].id}")
    setting.staff["other"].get(f"/casussen/{setting.cases['own'].id}", status=404)
    with setting.store.reading() as session:
        statement = select(audit.AuditEntry).where(audit.AuditEntry.case_id == setting.cases["own"].id)
        entries = list(session.scalars(statement))
    read = [entry for entry in entries if entry.action == "case.read"]
    denied = [entry for entry in entries if entry.outcome is audit.Outcome.DENIED]
    assert {entry.actor_id for entry in read} == {setting.world.facilitator.id}
    assert setting.world.foreign_facilitator.id in [entry.actor_id for entry in denied]
